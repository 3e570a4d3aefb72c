"""The parts of a meeting, added, changed and removed one by one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.views.common import signed_in
from common.intake.forms import seen_now, tried
from common.intake.refusals import ChangedMeanwhile, Refusal
from cooperation import meeting_part_forms as forms
from cooperation.decision_forms import DecisionForm, TaskForm
from cooperation.meeting_people_list import PeopleListForm
from cooperation.models import Meeting, MeetingTask
from cooperation.services import decisions as decide
from cooperation.services import meeting_agenda as agenda
from cooperation.services import meeting_people as people
from cooperation.views.meeting_common import find_allowed, refused, show_form
from projects.views.record_pages import METHODS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Part:
    """Something of which a meeting has several: its form, and what keeps and removes it."""

    form: Any
    rows: str
    new: _StrPromise
    change: _StrPromise | str
    save: Callable[..., Any]
    remove: Callable[..., Any] | None
    anchor: str
    saved: _StrPromise | str
    removal: _StrPromise | str = ""


def _save_item(actor: Any, meeting: Meeting, form: Any, part: Any) -> Any:
    return agenda.save_item(
        actor=actor,
        meeting=meeting,
        data=form.data_for(),
        item=part,
        seen=form.cleaned_data["seen"],
    )


def _save_person(actor: Any, meeting: Meeting, form: Any, part: Any) -> Any:
    if part is None:
        return people.add_person(actor=actor, meeting=meeting, data=form.data_for())
    return people.change_person(
        actor=actor, person=part, data=form.data_for(), seen=form.cleaned_data["seen"]
    )


def _save_people(actor: Any, meeting: Meeting, form: Any, part: Any) -> Any:
    return people.add_people(actor=actor, meeting=meeting, people=form.found)


def _save_decision(actor: Any, meeting: Meeting, form: Any, part: Any) -> Any:
    return decide.save_decision(
        actor=actor,
        meeting=meeting,
        data=form.data_for(),
        decision=part,
        seen=form.cleaned_data["seen"],
    )


def _save_task(actor: Any, meeting: Meeting, form: Any, part: Any) -> Any:
    decision = part.decision if part else form.cleaned_data["decision"]
    return decide.save_task(
        actor=actor,
        decision=decision,
        data=form.data_for(),
        task=part,
        seen=form.cleaned_data["seen"],
    )


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
        gettext_lazy("The question is on the agenda."),
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
        gettext_lazy("The participant is on the list."),
        gettext_lazy("Remove from the participants"),
    ),
    # Of a list each becomes a participant: there is nothing to be changed under this name.
    "list": Part(
        PeopleListForm,
        "",
        gettext_lazy("Add a list of participants"),
        "",
        _save_people,
        None,
        "people",
        gettext_lazy("The participants are on the list."),
    ),
    "decisions": Part(
        DecisionForm,
        "decisions",
        gettext_lazy("Add a decision"),
        gettext_lazy("Change the decision"),
        _save_decision,
        lambda actor, part: decide.remove_decision(actor=actor, decision=part),
        "decisions",
        gettext_lazy("The decision is written down."),
        gettext_lazy("Remove the decision with its tasks"),
    ),
    "tasks": Part(
        TaskForm,
        "tasks",
        gettext_lazy("Add a task"),
        gettext_lazy("Change the task"),
        _save_task,
        lambda actor, part: decide.remove_task(actor=actor, task=part),
        "decisions",
        gettext_lazy("The task is written down."),
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
        gettext_lazy("The file is attached."),
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
    if part is None or (public_id and not part.rows):
        raise Http404
    meeting = find_allowed(request, reference)
    record = _find_part(meeting, part, public_id) if public_id else None
    if record is not None and request.method == "POST" and "remove" in request.POST:
        return _remove(request, meeting, part, record)
    if record is not None and what == "files":
        # A file is never changed: it is withdrawn, and another one attached.
        return _shown(request, meeting, None, title=str(part.change), part=part, record=record)
    form = _form(request, meeting, part, request.POST or None, record)
    done = tried(form, lambda: part.save(signed_in(request), meeting, form, record))
    newest = None
    if isinstance(done, ChangedMeanwhile) and public_id:
        newest = meeting
        record = _find_part(meeting, part, public_id)
        form = _form(request, meeting, part, seen_now(request.POST, record), record)
    elif isinstance(done, Refusal):
        return refused(request, meeting, done)
    elif done:
        messages.success(request, str(part.saved))
        if "another" in request.POST:
            return redirect(request.get_full_path())
        return redirect(f"{meeting.get_absolute_url()}#{part.anchor}")
    title = str(part.change if record else part.new)
    return _shown(request, meeting, form, title=title, part=part, record=record, newest=newest)


def _form(request: HttpRequest, meeting: Meeting, part: Part, data: Any, record: Any) -> Any:
    return part.form(
        data,
        request.FILES or None,
        part=record,
        meeting=meeting,
        user=request.user,
        asked=_asked(request),
    )


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
    except Refusal as error:
        return refused(request, meeting, error)
    messages.success(request, _("Removed."))
    return redirect(f"{meeting.get_absolute_url()}#{part.anchor}")


def _shown(
    request: HttpRequest,
    meeting: Meeting,
    form: Any,
    *,
    title: str,
    part: Part,
    record: Any,
    newest: Meeting | None = None,
) -> HttpResponse:
    return show_form(
        request,
        meeting,
        form,
        title=title,
        newest=newest,
        removal=part.removal if record is not None and part.remove else "",
        about=str(record or ""),
        adds=record is None and part not in (PARTS["files"], PARTS["list"]),
    )
