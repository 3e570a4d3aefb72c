"""What the services of twinning refuse, in words for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from common.intake.refusals import Refusal
from common.intake.values import WrongValues

if TYPE_CHECKING:
    from twinning.models import TwinLink


class InvalidMunicipality(WrongValues):
    pass


class RelationsBegun(Refusal):
    message = _("Relations with this place have begun already.")


class PartnerTaken(Refusal):
    message = _("This partner stands for another place already.")


class WrongStage(Refusal):
    """The step does not lead on from the stage that the link has now."""

    message = _("The link cannot go to this stage from where it is now.")


class EndComesApart(Refusal):
    message = _("A link ends on a day, and only by a step of its own.")


class NothingToTakeBack(Refusal):
    message = _("The link has only its first stage: there is no step to take back.")


class ActivityLogged(Refusal):
    message = _("This stands in the log already.")


class LinkHasEnded(Refusal):
    message = _("This link has ended.")


class InvalidLink(WrongValues):
    pass


class AgreementNamed(Refusal):
    message = _("The link rests on another agreement already.")


class LinkExists(InvalidLink):
    """The two have such a link that lives: `known`."""

    def __init__(self, known: TwinLink) -> None:
        text = _now("Such a link stands in the register already.")
        super().__init__({"municipality": [text]})
        self.known = known


class QuestionDecided(Refusal):
    message = _("Somebody has decided this already.")
