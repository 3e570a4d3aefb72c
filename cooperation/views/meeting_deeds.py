"""What is done with a meeting: its steps, the minutes, who came, invitations and answers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.views.common import signed_in
from common.design.parts import Link
from common.intake.forms import seen_now, tried
from common.intake.refusals import ChangedMeanwhile, Refusal
from cooperation import meeting_deed_forms as forms
from cooperation import meeting_workflow as workflow
from cooperation.meeting_enums import MeetingStatus
from cooperation.meeting_exceptions import MeetingIncomplete, MeetingWrongStatus
from cooperation.models import Meeting
from cooperation.services import meeting_people as people
from cooperation.services.meetings import take_step, write_minutes
from cooperation.services.pressed_twice import is_step_just_taken
from cooperation.views.meeting_common import (
    crumbs_of,
    find_allowed,
    find_meeting,
    refused,
    show_form,
)
from projects.views.record_pages import METHODS


@login_required
@require_http_methods(METHODS)
def meeting_step(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """Take a step of the table; 409 when it does not lead on from here."""
    if not workflow.is_step(code):
        raise Http404
    meeting = find_allowed(request, reference)
    try:
        step = workflow.step_of(meeting, code)
    except Refusal as error:
        if request.method == "POST" and is_step_just_taken(
            actor=signed_in(request), steps=meeting.steps.all(), code=code
        ):
            return redirect(meeting)
        return refused(request, meeting, error)
    given = request.POST if request.method == "POST" else None
    form = forms.MeetingStepForm(given, step=step)
    try:
        done = tried(form, lambda: _take(request, meeting, code, form), lets=(MeetingIncomplete,))
    except MeetingIncomplete as error:
        for texts in error.errors.values():
            messages.warning(request, " ".join(texts))
        return redirect(meeting)
    if isinstance(done, Refusal):
        return refused(request, meeting, done)
    if done:
        messages.success(request, f"{step.done}.")
        return redirect(meeting)
    missing = dict(workflow.missing_for(meeting, step))
    mend = (_("Write the minutes"), "minutes") if "minutes" in missing else (_("Change"), "edit")
    reached = meeting.participants.exclude(email="").count()
    context = {
        "record": meeting,
        "form": form,
        "title": str(step.label),
        "lead": str(step.help),
        # Not asked to confirm what would then be refused.
        "missing": [text for texts in missing.values() for text in texts],
        "mend": Link(mend[0], f"{meeting.get_absolute_url()}{mend[1]}/"),
        "reached": reached if step in {workflow.ANNOUNCE, workflow.CANCEL} else None,
        "crumbs": crumbs_of(meeting, Link(str(step.label), "")),
    }
    return render(request, "meetings/step_form.html", context)


def _take(request: HttpRequest, meeting: Meeting, code: str, form: Any) -> Meeting:
    return take_step(actor=signed_in(request), meeting=meeting, code=code, note=form.words)


@login_required
@require_http_methods(METHODS)
def meeting_minutes(request: HttpRequest, reference: str) -> HttpResponse:
    meeting = find_allowed(request, reference)
    if meeting.status != MeetingStatus.HELD:
        return refused(request, meeting, MeetingWrongStatus())
    form = forms.MinutesForm(request.POST or None, meeting=meeting)
    done = tried(
        form,
        lambda: write_minutes(actor=signed_in(request), meeting=meeting, **form.cleaned_data),
    )
    newest = None
    if isinstance(done, ChangedMeanwhile):
        newest = find_allowed(request, reference)
        form = forms.MinutesForm(seen_now(request.POST, newest), meeting=newest)
    elif isinstance(done, Refusal):
        return refused(request, meeting, done)
    elif done:
        messages.success(request, _("The minutes are saved. Publish them when they are ready."))
        return redirect(f"{meeting.get_absolute_url()}#minutes")
    title = _("Minutes")
    return show_form(request, meeting, form, title=title, newest=newest)


@login_required
@require_http_methods(METHODS)
def meeting_attendance(request: HttpRequest, reference: str) -> HttpResponse:
    meeting = find_allowed(request, reference)
    if meeting.status != MeetingStatus.HELD:
        return refused(request, meeting, MeetingWrongStatus())
    form = forms.AttendanceForm(request.POST if request.method == "POST" else None, meeting=meeting)
    done = tried(
        form,
        lambda: people.mark_attendance(
            actor=signed_in(request), meeting=meeting, came=list(form.cleaned_data["came"])
        ),
    )
    if isinstance(done, Refusal):
        return refused(request, meeting, done)
    if done:
        messages.success(request, _("It is noted who came."))
        return redirect(f"{meeting.get_absolute_url()}#people")
    return show_form(request, meeting, form, title=_("Who came"), button=_("Note who came"))


@login_required
@require_POST
def gather(request: HttpRequest, reference: str) -> HttpResponse:
    """One button: those with an account who speak for what the meeting names."""
    meeting = find_allowed(request, reference)
    try:
        count = people.gather_people(actor=signed_in(request), meeting=meeting)
    except Refusal as error:
        return refused(request, meeting, error)
    text = ngettext("%(count)s person is added.", "%(count)s people are added.", count)
    messages.success(request, text % {"count": count})
    return redirect(f"{meeting.get_absolute_url()}#people")


@login_required
@require_POST
def meeting_answer(request: HttpRequest, reference: str) -> HttpResponse:
    """A participant with an account answers on the page of the meeting."""
    meeting = find_meeting(request, reference)
    person = meeting.participants.filter(user=signed_in(request)).first()
    if person is None:
        raise PermissionDenied
    form = forms.AnswerForm(request.POST)
    done = tried(
        form,
        lambda: people.answer(actor=signed_in(request), person=person, **form.cleaned_data),
    )
    if isinstance(done, Refusal):
        return refused(request, meeting, done)
    if done:
        messages.success(request, _("Thank you, your answer is noted."))
    else:
        messages.error(
            request, " ".join(str(text) for texts in form.errors.values() for text in texts)
        )
    return redirect(meeting)
