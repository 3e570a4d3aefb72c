"""Meetings without the portal's pages: the answer from a letter, calendars to subscribe to."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, login_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.views.common import signed_in
from common.design.formats import current_language
from common.design.languages import address_in
from common.design.parts import Link
from common.intake.forms import tried
from common.intake.pressed_twice import a_moment_ago
from common.intake.refusals import Refusal
from common.intake.texts import one_line
from common.registers.listing import listing
from cooperation import meeting_permissions as permissions
from cooperation.meeting_answers import refuse_late, refuse_used, whose
from cooperation.meeting_calendar import calendar_of, due_day, event_of
from cooperation.meeting_deed_forms import AnswerForm
from cooperation.meeting_enums import MeetingStatus
from cooperation.meeting_registers import MEETINGS
from cooperation.meeting_times import when_lines
from cooperation.models import CalendarAddress, Meeting, MeetingTask, Participant
from cooperation.services.meeting_people import answer, send_link_again
from cooperation.views.meeting_common import find_meeting, list_crumbs

SALT = "meetings.calendar"
MOST = 500
# What lies further back is history: it stands in the register.
BACK = dt.timedelta(days=366)
ICS = "text/calendar; charset=utf-8"


# The answer to an invitation


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """For whoever holds the letter. Opening asks, posting answers: a scanner that opens all links
    answers nothing. `?answer=accepted` chooses beforehand.
    """
    try:
        person, is_good = whose(token)
    except Refusal as error:
        return _answer_page(request, None, "gone", reason=str(error), status=error.status)
    if request.method == "POST" and "again" in request.POST:
        return _send_again(request, person)
    if request.method == "POST" and not is_good and _is_just_said(person, request.POST):
        return _answer_page(request, person, "done")
    try:
        refuse_late(person)
        refuse_used(is_good=is_good)
    except Refusal as error:
        step = "used" if not is_good and _is_open(person) else "late"
        return _answer_page(request, person, step, reason=str(error), status=error.status)
    start = AnswerForm.asked(request.GET.get("answer", ""))
    form = AnswerForm(request.POST or None, initial=start)
    done = tried(
        form,
        lambda: answer(
            actor=person.user,
            person=person,
            link_number=person.answer_number,
            **form.cleaned_data,
        ),
    )
    if isinstance(done, Refusal):
        return _answer_page(request, person, "late", reason=str(done), status=done.status)
    return _answer_page(request, done or person, "done" if done else "ask", form=form)


def _is_just_said(person: Participant, given: QueryDict) -> bool:
    """The button was pressed twice: the answer stands already, nothing changes."""
    said = (given.get("status"), one_line(given.get("note", "")))
    is_recent = person.answered_at is not None and person.answered_at > a_moment_ago()
    return is_recent and said == (person.status, person.answer_note)


def _is_open(person: Participant) -> bool:
    meeting = person.meeting
    return meeting.status == MeetingStatus.ANNOUNCED and meeting.ends_at > timezone.now()


def _send_again(request: HttpRequest, person: Participant) -> HttpResponse:
    try:
        send_link_again(person)
    except Refusal as error:
        return _answer_page(request, person, "late", reason=str(error), status=error.status)
    return _answer_page(request, person, "sent")


def _answer_page(
    request: HttpRequest,
    person: Participant | None,
    step: str,
    *,
    form: AnswerForm | None = None,
    reason: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "person": person,
        "meeting": person.meeting if person else None,
        "when": when_lines(person.meeting) if person else [],
        "step": step,
        "form": form,
        "reason": reason,
    }
    return render(request, "meetings/answer.html", context, status=status)


# Calendars


@require_safe
@cache_control(public=True, max_age=900)
@login_not_required
def feed(request: HttpRequest) -> HttpResponse:
    """Meetings that everybody may see, with the filters of the list, also of a signed-in reader:
    the address may be given on.
    """
    from django.contrib.auth.models import AnonymousUser  # noqa: PLC0415

    parameters = request.GET.copy()
    for name in ("cursor", "ordering"):
        parameters.pop(name, None)
    rows = listing(MEETINGS, parameters, AnonymousUser()).rows
    return _calendar(
        [event_of(one, sees_place=False) for one in _recent(rows)], _("Meetings of offices")
    )


@require_safe
def one_event(request: HttpRequest, reference: str) -> HttpResponse:
    """One meeting as a file for one's calendar."""
    meeting = find_meeting(request, reference)
    if meeting.announced_at is None:
        raise Http404
    sees = permissions.can_see_people(request.user, meeting)
    answer_ = _calendar([event_of(meeting, sees_place=sees)], "")
    answer_["Content-Disposition"] = f'attachment; filename="{meeting.reference}.ics"'
    return answer_


@never_cache
@login_not_required
@require_safe
def personal_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The meetings and due days of one person, for programs that cannot sign in."""
    person = _owner_of(token)
    with translation.override(person.preferred_language):
        mine = Meeting.objects.visible_to(person).involving(person)
        meetings = mine.filter(announced_at__isnull=False)
        events = [event_of(one, sees_place=True) for one in _recent(meetings)]
        tasks = MeetingTask.objects.published().of(person).open().exclude(due_on=None)
        rows = tasks.select_related("decision__meeting").order_by("due_on", "pk")
        events += [due_day(one) for one in rows[:MOST]]
        return _calendar(events, _("My meetings and tasks"))


def _recent(rows: Any) -> Any:
    since = timezone.now() - BACK
    return rows.filter(ends_at__gt=since).order_by("-starts_at", "-pk")[:MOST]


def _calendar(events: Any, name: str) -> HttpResponse:
    page = HttpResponse(calendar_of(events, name=name), content_type=ICS)
    page["Content-Disposition"] = 'inline; filename="meetings.ics"'
    return page


def address_of(person: User) -> str:
    """The secret address of the person's calendar; another number makes another address."""
    held = CalendarAddress.objects.filter(user=person).first()
    token = signing.dumps([person.pk, held.number if held else 0], salt=SALT, compress=True)
    path = reverse("meetings:personal-feed", kwargs={"token": token})
    return settings.SITE_URL + address_in(current_language(), path)


def _owner_of(token: str) -> User:
    try:
        key, number = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Http404 from error
    person = User.objects.filter(pk=key, is_active=True).first()
    held = CalendarAddress.objects.filter(user=key).first()
    if person is None or number != (held.number if held else 0):
        raise Http404
    return person


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_page(request: HttpRequest) -> HttpResponse:
    """How to subscribe, and another secret address when the old one has become known."""
    person = signed_in(request)
    if request.method == "POST":
        held, _is_new = CalendarAddress.objects.get_or_create(user=person)
        held.number += 1
        held.save()
        messages.success(request, _("Your calendar has a new address. The old one is dead."))
        return redirect("meetings:calendar")
    public = settings.SITE_URL + reverse("meetings:feed")
    context = {
        "crumbs": list_crumbs(Link(_("Calendars"), "")),
        "personal": address_of(person),
        "public": public,
    }
    return render(request, "meetings/calendar.html", context)
