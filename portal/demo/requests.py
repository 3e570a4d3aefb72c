"""Requests of a trial, led through the same steps as those of people, then set back in time."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import User
from common.codelists.models import Theme
from common.workdays.counting import add_working_days
from communities.models import Community
from cooperation.models import CoordinationRequest
from cooperation.request_data import RequestData
from cooperation.request_moves import Given
from cooperation.services.request_timeline import write_note
from cooperation.services.requests import take_step, write_request
from portal.demo.content import Entry

BY_AUTHOR = frozenset({"submit", "answer", "agree", "fulfil", "withdraw", "not_relevant"})
PLAIN = (
    "kind",
    "subject",
    "subject_en",
    "description",
    "description_en",
    "urgency",
    "visibility",
    "currency",
    "people_count",
    "goods",
    "deliver_to",
    "from_language",
    "to_language",
    "contact_name",
    "contact_position",
    "contact_email",
    "contact_phone",
)


def make_coordination_request(entry: Entry) -> str:
    """Write the request, take its steps and write its messages; its reference."""
    author = User.objects.get(email=entry["by"])
    office = User.objects.get(email=entry["office"])
    community = Community.objects.select_related("oblast").get(code=entry["community"])
    request = write_request(actor=author, community=community, data=_data(entry))
    for said in entry["steps"]:
        by_author = said["code"] in BY_AUTHOR
        given = _given(said, office)
        request = take_step(
            actor=author if by_author else office, request=request, code=said["code"], given=given
        )
    for said in entry.get("messages", ()):
        write_note(
            actor=office if said["from"] == "office" else author,
            request=request,
            text=said["text"],
            is_internal=said.get("is_internal", False),
            asks=said.get("asks", False),
        )
    _set_back(request, entry.get("days_ago", 0))
    return request.reference


def _data(entry: Entry) -> RequestData:
    values: dict[str, Any] = {name: entry[name] for name in PLAIN if name in entry}
    if "amount" in entry:
        values["amount"] = Decimal(entry["amount"])
    for name in ("needed_by", "happens_on"):
        if name in entry:
            values[name] = timezone.localdate() + dt.timedelta(days=entry[name])
    return RequestData(
        **values,
        countries=tuple(entry.get("countries", ())),
        themes=tuple(Theme.objects.filter(slug__in=entry.get("themes", ()))),
    )


def _given(said: Entry, office: User) -> Given:
    today = timezone.localdate()
    resumes = said.get("resumes_in")
    return Given(
        note=said.get("note", ""),
        officer=office if said["code"] in {"start", "offer"} else None,
        waiting_for=said.get("waiting_for", ""),
        resume_on=today + dt.timedelta(days=resumes) if resumes else None,
    )


def _set_back(request: CoordinationRequest, days: int) -> None:
    """As if all of it had happened so many days ago: some of a trial's requests are overdue."""
    if not days:
        return
    back = dt.timedelta(days=days)
    request.refresh_from_db()
    for name in ("created_at", "submitted_at", "accepted_at", "closed_at"):
        if getattr(request, name):
            setattr(request, name, getattr(request, name) - back)
    if request.counted_from and request.term_days:
        request.counted_from -= back
        request.due_on = add_working_days(request.counted_from, request.term_days)
    if request.paused_since:
        request.paused_since -= back / 2
    request.save()
    for one in request.entries.all():
        one.made_at -= back
        one.save(update_fields=["made_at"])
