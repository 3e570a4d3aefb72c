"""What is done about requests, offers and meetings by the clock."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from common.operations.jobs import job
from common.operations.rhythms import Daily


@job("cooperation-offers", _("Offers whose day is over"), Daily(0, 20))
def lapse_offers() -> int:
    """Close what nobody answered in time; how many offers."""
    from cooperation.services import offers  # noqa: PLC0415 - models are ready only now

    return offers.lapse_offers()


@job(
    "cooperation-meetings",
    _("Reminders of minutes and of tasks from meetings"),
    Daily(7, 15),
    counts={
        "due": _("reminders of tasks due soon"),
        "late": _("reminders of late tasks"),
        "minutes": _("reminders of minutes"),
    },
)
def watch_meetings() -> dict[str, int]:
    """Remind of minutes and of tasks, each once; how many people were told."""
    from cooperation import meeting_reminders  # noqa: PLC0415 - models are ready only now

    return meeting_reminders.watch_meetings()


@job(
    "cooperation-requests",
    _("Deadlines of requests and those that go on"),
    Daily(6, 15),
    counts={"woken": _("requests that go on"), "reminded": _("reminders")},
)
def watch_requests() -> dict[str, int]:
    """Wake what waits until today, remind of deadlines; how many of each."""
    from cooperation import request_reminders  # noqa: PLC0415 - models are ready only now

    return request_reminders.look_after_requests()
