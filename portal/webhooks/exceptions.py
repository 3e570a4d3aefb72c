"""What the services of webhooks refuse, in words that can be shown to the person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from common.intake.refusals import Refusal
from common.intake.values import WrongValues


class WebhooksError(Refusal):
    """A refusal of the services of webhooks."""


class WrongStatus(WebhooksError):
    message = _("Meanwhile the webhook has another status, from which this is not possible.")


class NotActive(WebhooksError):
    message = _("Only an active webhook calls its address. Resume it first.")


class NothingToReplay(WebhooksError):
    message = _("Nothing was sent since then that could be sent again.")


class TooMuchToReplay(WebhooksError):
    message = _("These are too many calls to be sent again. Choose a later moment.")


class AlreadyWaiting(WebhooksError):
    message = _("This event is waiting to be sent already.")


class NotFollowed(WebhooksError):
    message = _("Changes of this register are not known yet. Try again in a minute.")
    status = 503


class InvalidData(WrongValues, WebhooksError):
    status = 400
