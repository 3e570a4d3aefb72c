"""Notices about requests: one event, each person once, never to whoever caused it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.design.formats import current_language, long_date
from common.design.languages import address_in, wording
from common.money.wording import full
from common.notifications.groups import NoticeGroup, add_notice_group
from common.notifications.telling import tell
from cooperation import request_workflow as workflow
from cooperation.models import CoordinationRequest, RequestEntry
from cooperation.offer_enums import OfferStatus
from cooperation.offer_notices import tell_helpers
from cooperation.request_enums import RUNNING, RequestStatus
from cooperation.request_permissions import community_people, office_people
from cooperation.request_words import ASKED

GROUP = "requests"
ANSWERED = _("The community answers")
SUBMITTED_AGAIN = _("The request is submitted again, with what was added or changed.")


def tell_of_step(
    request: CoordinationRequest, step: workflow.Step, entry: RequestEntry, by: User | None
) -> int:
    """To those whom the table names, how many people; at the end and when it is opened
    again to the partners who help too.
    """
    if step.target == RequestStatus.CLOSED:
        tell_helpers(request, "ended", event=f"step {entry.pk}", actor=by)
    if step is workflow.REOPEN:
        tell_helpers(request, "reopened", event=f"step {entry.pk}", actor=by)
    people = [one for whom in step.tells for one in _named(request, whom)]
    if not people:
        return 0
    news = SUBMITTED_AGAIN if _is_repeated(entry, step) else step.news
    asked = ANSWERED if step.code == "answer" else ASKED.get(step.code, _("Note"))
    said = {"news": news, "note": entry.text, "asked": asked, "waits": step is workflow.WAIT}
    said["is_answer"] = step is workflow.ANSWER
    said["is_reopened"] = step is workflow.REOPEN
    said["shows_help"] = step is workflow.AGREE
    return write(request, people, "step", event=f"step {entry.pk}", by=by, **said)


def _is_repeated(entry: RequestEntry, step: workflow.Step) -> bool:
    if step is not workflow.SUBMIT:
        return False
    earlier = RequestEntry.objects.filter(request=entry.request_id, code=step.code)
    return earlier.exclude(pk=entry.pk).exists()


def tell_of_mention(entry: RequestEntry, mentioned: Iterable[User], by: User | None) -> None:
    """People who are named in a line learn of it, once."""
    said = {"note": entry.text, "who": by or ""}
    write(entry.request, mentioned, "mention", event=f"note {entry.pk}", by=by, **said)


def tell_of_note(entry: RequestEntry, mentioned: Iterable[User], by: User | None) -> None:
    """A public message: to the other side. Mentioned people learn of any message, once."""
    request = entry.request
    called = list(mentioned)
    said = {"note": entry.text, "who": by or ""}
    tell_of_mention(entry, called, by)
    if entry.is_internal:
        return
    others = community_people(request) if entry.side == "office" else people_in_charge(request)
    rest = [one for one in others if one not in called]
    write(request, rest, "note", event=f"note {entry.pk}", by=by, **said)


def tell_of_officer(
    request: CoordinationRequest, entry: RequestEntry, note: str, by: User | None
) -> None:
    """The officer to whom it was given."""
    if request.assignee:
        said = {"note": note, "who": by or ""}
        write(request, [request.assignee], "assigned", event=f"entry {entry.pk}", by=by, **said)


def tell_of_office(
    request: CoordinationRequest, entry: RequestEntry, note: str, by: User | None
) -> None:
    """The people of the new office, and the community."""
    office = wording(request.office, "name").text if request.office else ""
    people = [*office_people(request), *community_people(request)]
    said = {"note": note, "office": office}
    write(request, people, "handed_over", event=f"entry {entry.pk}", by=by, **said)


def tell_of_deadline(request: CoordinationRequest, entry: RequestEntry, by: User | None) -> None:
    """The community learns that it will take longer, and why."""
    people, event = community_people(request), f"entry {entry.pk}"
    write(request, people, "extended", event=event, by=by, note=entry.text)


def remind(request: CoordinationRequest, what: str, people: Iterable[User]) -> int:
    """`what`: "soon", "overdue" or "answer". Told once for each deadline, however often asked."""
    day = request.due_on or request.paused_since or timezone.localdate()
    event = f"{what} {request.public_id} {day.isoformat()} {request.paused_since or ''}".strip()
    return write(request, people, what, event=event, by=None, note=request.to_add)


def people_in_charge(request: CoordinationRequest) -> list[User]:
    """The officer; while there is none, everybody of the office."""
    if request.assignee and request.assignee.is_active:
        return [request.assignee]
    return office_people(request)


def _named(request: CoordinationRequest, whom: str) -> list[User]:
    if whom == workflow.COMMUNITY:
        return community_people(request)
    return people_in_charge(request) if whom == workflow.ASSIGNEE else office_people(request)


def write(
    request: CoordinationRequest,
    people: Iterable[User],
    template: str,
    *,
    event: str,
    by: User | None,
    **said: Any,
) -> int:
    due_on = request.due_on

    def words(_language: str) -> dict[str, Any]:
        return {
            "reference": request.reference,
            "subject": wording(request, "subject").text,
            "community": wording(request.community, "full_name").text,
            # “Closed” alone would hide the good news.
            "status": str(request.get_outcome_display() or request.get_status_display()),
            "is_closed": bool(request.outcome),
            "helps": _helps(request) if said.get("shows_help") else [],
            "officer": str(request.assignee or ""),
            # A deadline that stands still says nothing.
            "due_on": long_date(due_on) if due_on and request.status in RUNNING else "",
            "is_late": bool(due_on and due_on < timezone.localdate()),
            "resume_on": long_date(request.resume_on) if request.resume_on else "",
            "waiting_for": str(request.get_waiting_for_display()) if request.waiting_for else "",
            **{name: _in_words(value) for name, value in said.items()},
        }

    return tell(
        group=GROUP,
        event=f"requests {event}",
        template=f"requests/letters/{template}",
        people=people,
        words=words,
        link=request.get_absolute_url(),
        actor=by,
        is_urgent=request.urgency == "critical" and template in {"step", "overdue"},
    )


def _helps(request: CoordinationRequest) -> list[dict[str, str]]:
    """Who helps with what: the accepted offers."""
    rows = request.offers.filter(status=OfferStatus.ACCEPTED).select_related("partner")
    return [
        {
            "partner": wording(one.partner, "name").text,
            "what": one.what,
            "amount": full(one.amount, one.currency) if one.amount else "",
            "link": settings.SITE_URL + address_in(current_language(), one.get_absolute_url()),
        }
        for one in rows.order_by("pk")
    ]


def _in_words(value: Any) -> Any:
    return value if isinstance(value, bool) else str(value)


def register_request_notices() -> None:
    about = _("A request is submitted, moves on, gets a message or comes near its deadline.")
    add_notice_group(NoticeGroup(GROUP, _("Requests to the office"), about))
