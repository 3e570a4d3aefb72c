"""What the services of twinning refuse, in words for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from common.intake.values import WrongValues

if TYPE_CHECKING:
    from twinning.models import TwinLink


class TwinningError(Exception):
    """Refused: the text says why."""


class InvalidMunicipality(WrongValues, TwinningError):
    pass


class RelationsBegun(TwinningError):
    def __init__(self) -> None:
        super().__init__(_("Relations with this place have begun already."))


class PartnerTaken(TwinningError):
    def __init__(self) -> None:
        super().__init__(_("This partner stands for another place already."))


class LinkRefused(TwinningError):
    """`status` is what a page or the API answers."""

    status = 409


class WrongStage(LinkRefused):
    """The step does not lead on from the stage that the link has now."""

    def __init__(self) -> None:
        super().__init__(_("The link cannot go to this stage from where it is now."))


class EndComesApart(LinkRefused):
    def __init__(self) -> None:
        super().__init__(_("A link ends on a day, and only by a step of its own."))


class NothingToTakeBack(LinkRefused):
    def __init__(self) -> None:
        super().__init__(_("The link has only its first stage: there is no step to take back."))


class ActivityLogged(LinkRefused):
    def __init__(self) -> None:
        super().__init__(_("This stands in the log already."))


class LinkChangedMeanwhile(LinkRefused):
    def __init__(self) -> None:
        super().__init__(_("Somebody else has changed the link meanwhile."))


class LinkHasEnded(LinkRefused):
    def __init__(self) -> None:
        super().__init__(_("This link has ended."))


class InvalidLink(WrongValues, LinkRefused):
    status = 400


class AgreementNamed(LinkRefused):
    def __init__(self) -> None:
        super().__init__(_("The link rests on another agreement already."))


class LinkExists(InvalidLink):
    """The two have such a link that lives: `known`."""

    def __init__(self, known: TwinLink) -> None:
        text = _("Such a link stands in the register already.")
        super().__init__({"municipality": [text]})
        self.known = known


class QuestionDecided(LinkRefused):
    def __init__(self) -> None:
        super().__init__(_("Somebody has decided this already."))
