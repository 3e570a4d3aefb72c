"""Housekeeping of accounts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts import services
from accounts.key_letters import remind_of_ends
from accounts.key_usage import take_usage
from common.audit.context import Source, acting
from common.operations.jobs import job
from common.operations.rhythms import Daily, Every


@job(
    "accounts-expired-invitations",
    _("Invitations that ran out are closed"),
    Every(6 * 60 * 60),
)
def close_expired_invitations() -> int:
    with acting(source=Source.TASK):
        return services.close_expired_invitations()


@job("accounts-key-usage", _("Requests with API keys are counted by day"), Every(60))
def take_key_usage() -> int:
    with acting(source=Source.TASK):
        return take_usage()


@job("accounts-key-ends", _("Owners are told that their API keys end soon"), Daily(8))
def remind_of_key_ends() -> int:
    with acting(source=Source.TASK):
        return remind_of_ends()
