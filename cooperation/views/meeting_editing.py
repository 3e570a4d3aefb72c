"""Changing meetings: planning, steps, agenda, people, minutes, decisions, tasks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.views.common import signed_in
from common.design.parts import Link
from common.intake.forms import seen_now, tried
from cooperation import decision_workflow
from cooperation import meeting_forms as forms
from cooperation import meeting_permissions as permissions
from cooperation import meeting_workflow as workflow
from cooperation.meeting_enums import MeetingStatus
from cooperation.meeting_exceptions import (
    ChangedMeanwhile,
    MeetingIncomplete,
    MeetingWrongStatus,
    PartnersError,
)
from cooperation.meeting_planning import known_from
from cooperation.models import Meeting, MeetingTask
from cooperation.services import decisions as decide
from cooperation.services import meeting_agenda as agenda
from cooperation.services import meeting_people as people
from cooperation.services.meetings import (
    change_meeting,
    take_step,
    write_meeting,
    write_minutes,
)
from cooperation.views.meetings import crumbs_of, find_allowed, find_meeting, list_crumbs, refused
from projects.views.record_pages import METHODS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@login_required
@require_http_methods(METHODS)
def meeting_new(request: HttpRequest) -> HttpResponse:
    """A draft, with its agenda if somebody typed one; `?request=` and the like fill it in."""
    user = request.user
    if not permissions.can_write_meetings(user):
        raise PermissionDenied
    known = known_from(request.GET, user)
    form = forms.MeetingForm(request.POST or None, user=user, known=known)

    def service() -> Meeting:
        meeting = write_meeting(
            actor=signed_in(request), office=form.cleaned_data["office"], data=form.data_for()
        )
        for one in form.agenda():
            agenda.save_item(actor=signed_in(request), meeting=meeting, data=one)
        return meeting

    done = tried(form, service)
    if isinstance(done, PartnersError):
        form.add_error(None, str(done))
    elif done:
        text = _("The draft is saved under the reference %(reference)s. Name the participants.")
        messages.success(request, text % {"reference": done.reference})
        return redirect(done)
    context = {
        "form": form,
        "meeting": None,
        "newest": None,
        "crumbs": list_crumbs(Link(_("New meeting"), "")),
    }
    return render(request, "meetings/meeting_form.html", context)


@login_required
@require_http_methods(METHODS)
def meeting_edit(request: HttpRequest, reference: str) -> HttpResponse:
    meeting = find_allowed(request, reference)
    if meeting.status == MeetingStatus.CANCELLED:
        return refused(request, meeting, MeetingWrongStatus())
    form = forms.MeetingForm(request.POST or None, user=request.user, meeting=meeting)
    newest: Meeting | None = None
    done = tried(
        form,
        lambda: change_meeting(
            actor=signed_in(request),
            meeting=meeting,
            data=form.data_for(),
            seen=form.cleaned_data["seen"],
        ),
    )
    if isinstance(done, ChangedMeanwhile):
        newest = find_allowed(request, reference)
        form = forms.MeetingForm(seen_now(request.POST, newest), user=request.user, meeting=newest)
    elif isinstance(done, PartnersError):
        return refused(request, meeting, done)
    elif done:
        moved = done.sequence != meeting.sequence
        text = _("The meeting is saved. Those who are invited get a letter about the change.")
        messages.success(request, text if moved else _("The meeting is saved."))
        return redirect(done)
    context = {
        "form": form,
        "meeting": meeting,
        "newest": newest,
        "tells": meeting.status == MeetingStatus.ANNOUNCED,
        "crumbs": crumbs_of(meeting, Link(_("Change"), "")),
    }
    return render(request, "meetings/meeting_form.html", context, status=409 if newest else 200)


@login_required
@require_http_methods(METHODS)
def meeting_step(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """Take a step of the table; 409 when it does not lead on from here."""
    if not workflow.is_step(code):
        raise Http404
    meeting = find_allowed(request, reference)
    try:
        step = workflow.step_of(meeting, code)
    except PartnersError as error:
        return refused(request, meeting, error)
    given = request.POST if request.method == "POST" else None
    form = forms.MeetingStepForm(given, step=step)
    try:
        done = tried(form, lambda: _take(request, meeting, code, form), lets=(MeetingIncomplete,))
    except MeetingIncomplete as error:
        for texts in error.errors.values():
            messages.warning(request, " ".join(texts))
        return redirect(meeting)
    if isinstance(done, PartnersError):
        return refused(request, meeting, done)
    if done:
        messages.success(request, _("Done: %(step)s.") % {"step": str(step.label).lower()})
        return redirect(meeting)
    reached = meeting.participants.exclude(email="").count()
    context = {
        "record": meeting,
        "form": form,
        "title": str(step.label),
        "lead": str(step.help),
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
    elif isinstance(done, PartnersError):
        return refused(request, meeting, done)
    elif done:
        messages.success(request, _("The minutes are saved. Publish them when they are ready."))
        return redirect(f"{meeting.get_absolute_url()}#minutes")
    title = _("Minutes")
    return _page(request, meeting, form, title=title, newest=newest)


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
    if isinstance(done, PartnersError):
        return refused(request, meeting, done)
    if done:
        messages.success(request, _("It is noted who came."))
        return redirect(f"{meeting.get_absolute_url()}#people")
    return _page(request, meeting, form, title=_("Who came"))


@login_required
@require_POST
def gather(request: HttpRequest, reference: str) -> HttpResponse:
    """One button: those with an account who speak for what the meeting names."""
    meeting = find_allowed(request, reference)
    try:
        count = people.gather_people(actor=signed_in(request), meeting=meeting)
    except PartnersError as error:
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
    if isinstance(done, PartnersError):
        return refused(request, meeting, done)
    if done:
        messages.success(request, _("Thank you, your answer is noted."))
    else:
        messages.error(
            request, " ".join(str(text) for texts in form.errors.values() for text in texts)
        )
    return redirect(meeting)


# Parts of a meeting


@dataclass(frozen=True)
class Part:
    """Something of which a meeting has several: its form, and what keeps and removes it."""

    form: Any
    rows: str
    new: _StrPromise
    change: _StrPromise
    save: Callable[..., Any]
    remove: Callable[..., Any] | None
    anchor: str
    removal: _StrPromise | str = ""


def _save_item(actor: Any, meeting: Meeting, form: Any, part: Any) -> Any:
    return agenda.save_item(actor=actor, meeting=meeting, data=form.data_for(), item=part)


def _save_person(actor: Any, meeting: Meeting, form: Any, part: Any) -> Any:
    if part is None:
        return people.add_person(actor=actor, meeting=meeting, data=form.data_for())
    return people.change_person(actor=actor, person=part, data=form.data_for())


def _save_decision(actor: Any, meeting: Meeting, form: Any, part: Any) -> Any:
    return decide.save_decision(actor=actor, meeting=meeting, data=form.data_for(), decision=part)


def _save_task(actor: Any, meeting: Meeting, form: Any, part: Any) -> Any:
    decision = part.decision if part else form.cleaned_data["decision"]
    return decide.save_task(actor=actor, decision=decision, data=form.data_for(), task=part)


def _save_file(actor: Any, meeting: Meeting, form: Any, part: Any) -> Any:
    names = ("kind", "item", "alt", "alt_en", "caption", "caption_en")
    given = {name: form.cleaned_data[name] for name in names}
    return agenda.attach_file(actor=actor, meeting=meeting, given=form.given(), **given)


PARTS = {
    "agenda": Part(
        forms.ItemForm,
        "agenda",
        gettext_lazy("Add a question"),
        gettext_lazy("Change the question"),
        _save_item,
        lambda actor, part: agenda.remove_item(actor=actor, item=part),
        "agenda",
        gettext_lazy("Remove it from the agenda"),
    ),
    "people": Part(
        forms.PersonForm,
        "participants",
        gettext_lazy("Add a participant"),
        gettext_lazy("Change the participant"),
        _save_person,
        lambda actor, part: people.remove_person(actor=actor, person=part),
        "people",
        gettext_lazy("Remove from the participants"),
    ),
    "decisions": Part(
        forms.DecisionForm,
        "decisions",
        gettext_lazy("Add a decision"),
        gettext_lazy("Change the decision"),
        _save_decision,
        lambda actor, part: decide.remove_decision(actor=actor, decision=part),
        "decisions",
        gettext_lazy("Remove the decision with its tasks"),
    ),
    "tasks": Part(
        forms.TaskForm,
        "tasks",
        gettext_lazy("Add a task"),
        gettext_lazy("Change the task"),
        _save_task,
        lambda actor, part: decide.remove_task(actor=actor, task=part),
        "decisions",
        gettext_lazy("Remove the task"),
    ),
    "files": Part(
        forms.MeetingFileForm,
        "files",
        gettext_lazy("Attach a file"),
        gettext_lazy("Withdraw the file"),
        _save_file,
        lambda actor, part: agenda.withdraw_file(actor=actor, file=part),
        "files",
        gettext_lazy("Withdraw it: only officials will see it"),
    ),
}


@login_required
@require_http_methods(METHODS)
def part_edit(
    request: HttpRequest, reference: str, what: str, public_id: UUID | None = None
) -> HttpResponse:
    """A part of the meeting, new or to be changed; the button `remove` takes it out."""
    part = PARTS.get(what)
    if part is None:
        raise Http404
    meeting = find_allowed(request, reference)
    record = _find_part(meeting, part, public_id) if public_id else None
    if record is not None and request.method == "POST" and "remove" in request.POST:
        return _remove(request, meeting, part, record)
    if record is not None and what == "files":
        # A file is never changed: it is withdrawn, and another one attached.
        return _page(request, meeting, None, title=str(part.change), part=part, record=record)
    form = part.form(
        request.POST or None,
        request.FILES or None,
        part=record,
        meeting=meeting,
        user=request.user,
        asked=_asked(request),
    )
    done = tried(form, lambda: part.save(signed_in(request), meeting, form, record))
    if isinstance(done, PartnersError):
        return refused(request, meeting, done)
    if done:
        messages.success(request, _("Saved."))
        if "another" in request.POST:
            return redirect(request.get_full_path())
        return redirect(f"{meeting.get_absolute_url()}#{part.anchor}")
    title = str(part.change if record else part.new)
    return _page(request, meeting, form, title=title, part=part, record=record)


def _asked(request: HttpRequest) -> str:
    """The decision from which one came, if it is one."""
    try:
        return str(UUID(request.GET.get("decision", "")))
    except ValueError:
        return ""


def _find_part(meeting: Meeting, part: Part, public_id: UUID) -> Any:
    if part.rows == "tasks":
        rows: Any = MeetingTask.objects.filter(decision__meeting=meeting)
        rows = rows.select_related("decision__meeting__office__oblast")
    else:
        rows = getattr(meeting, part.rows)
    found = get_object_or_404(rows, public_id=public_id)
    if part.rows == "files" and found.is_withdrawn:
        raise Http404
    return found


def _remove(request: HttpRequest, meeting: Meeting, part: Part, record: Any) -> HttpResponse:
    assert part.remove is not None
    try:
        part.remove(signed_in(request), record)
    except PartnersError as error:
        return refused(request, meeting, error)
    messages.success(request, _("Removed."))
    return redirect(f"{meeting.get_absolute_url()}#{part.anchor}")


@login_required
@require_http_methods(METHODS)
def task_step(request: HttpRequest, reference: str, public_id: UUID, code: str) -> HttpResponse:
    """Done, another day, no longer needed, open again: by those whose step it is."""
    meeting = find_meeting(request, reference)
    rows = MeetingTask.objects.visible_to(request.user).filter(decision__meeting=meeting)
    task = get_object_or_404(
        rows.select_related("decision__meeting__office", "office", "community", "partner"),
        public_id=public_id,
    )
    named = next((one for one in decision_workflow.STEPS if one.code == code), None)
    if named is None:
        raise Http404
    if not permissions.can_take(request.user, task, named):
        raise PermissionDenied
    try:
        step = decision_workflow.step_of(task, code)
    except PartnersError as error:
        return refused(request, meeting, error)
    form = forms.TaskStepForm(request.POST or None, step=step)
    done = tried(
        form,
        lambda: decide.take_task_step(
            actor=signed_in(request),
            task=task,
            code=code,
            words=form.cleaned_data["result"],
            day=form.cleaned_data.get("due_on"),
        ),
    )
    if isinstance(done, PartnersError):
        return refused(request, meeting, done)
    if done:
        messages.success(request, _("Done: %(step)s.") % {"step": str(step.label).lower()})
        return redirect(done)
    lead = f"{task.what}"
    return _page(request, meeting, form, title=str(step.label), lead=lead)


def _page(
    request: HttpRequest,
    meeting: Meeting,
    form: Any,
    *,
    title: str,
    lead: str = "",
    newest: Meeting | None = None,
    part: Part | None = None,
    record: Any = None,
) -> HttpResponse:
    context = {
        "record": meeting,
        "form": form,
        "title": title,
        "lead": lead,
        "newest": newest,
        "removal": part.removal if part and record is not None and part.remove else "",
        "about": str(record or ""),
        "adds": bool(part) and record is None and part is not PARTS["files"],
        "crumbs": crumbs_of(meeting, Link(title, "")),
    }
    return render(request, "meetings/part_form.html", context, status=409 if newest else 200)
