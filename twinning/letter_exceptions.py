"""What the services of letters refuse, in words for people."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.intake.refusals import Refusal
from common.intake.values import WrongValues


class WrongLetterStep(Refusal):
    """The step does not lead on from the state that the letter has now."""

    def __init__(self) -> None:
        super().__init__(_("The letter is in another state by now. Look at where it stands."))


class InvalidLetter(WrongValues):
    pass


class UnknownField(Refusal):
    """A name in braces that no merge field bears."""

    status = 400

    def __init__(self, names: list[str]) -> None:
        self.names = names
        listed = ", ".join(f"{{{name}}}" for name in names)
        text = ngettext(
            "There is no merge field %(names)s. Take it out or choose one from the list.",
            "There are no merge fields %(names)s. Take them out or choose from the list.",
            len(names),
        )
        super().__init__(text % {"names": listed})


class LetterUnfinished(Refusal):
    """Merge fields still wait for words of the author."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        listed = ", ".join(f"{{{name}}}" for name in names)
        super().__init__(
            _("The letter is not finished: write what stands for %(names)s.") % {"names": listed}
        )


class TooManyLetters(Refusal):
    status = 400

    def __init__(self, chosen: int, most: int) -> None:
        text = _(
            "You have chosen %(chosen)s places; at most %(most)s letters are written in one go. "
            "Take the first ones now and the others afterwards."
        )
        super().__init__(text % {"chosen": chosen, "most": most})


class NobodyToWriteTo(Refusal):
    status = 400

    def __init__(self) -> None:
        super().__init__(_("Choose at least one place abroad."))
