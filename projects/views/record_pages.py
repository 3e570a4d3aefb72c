"""What the pages of records share: changing, steps, giving and taking files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.design.parts import Link
from common.intake.forms import seen_now, tried
from common.intake.refusals import ChangedMeanwhile, Refusal
from partners.programme_enums import RecordStatus
from partners.record_workflow import STEPS, RecordArchived
from projects.record_forms import ReasonForm

METHODS = ["GET", "HEAD", "POST"]


def refused(request: HttpRequest, record: Any, crumbs: list[Link], error: Refusal) -> HttpResponse:
    context = {"record": record, "message": str(error), "crumbs": crumbs}
    return render(request, "records/refused.html", context, status=error.status)


def action_page(
    request: HttpRequest,
    record: Any,
    crumbs: list[Link],
    form: Any,
    *,
    title: str,
    lead: str = "",
    button: str = "",
    newest: Any = None,
) -> HttpResponse:
    """A form about one record: a file, a reason. `button` says what a press does, if not “Save”.

    `newest` is what somebody else has kept meanwhile.
    """
    context = {"record": record, "form": form, "title": title, "lead": lead, "crumbs": crumbs}
    context |= {"button": button, "newest": newest}
    return render(request, "records/action_form.html", context, status=409 if newest else 200)


def edit_page(
    request: HttpRequest,
    *,
    template: str,
    find: Callable[[], Any],
    form_of: Callable[[Any, Any], Any],
    change: Callable[[Any, Any], Any],
    crumbs: Callable[[Any, Link], list[Link]],
) -> HttpResponse:
    """The form of a whole record: `form_of` is given what was sent and the record, `change` the
    record and the form.

    What somebody else has kept meanwhile is shown beside what was typed: sent once more, it stays.
    """
    record, newest = find(), None
    if record.record_status == RecordStatus.ARCHIVED:
        return refused(request, record, crumbs(record, Link(_("Not done"), "")), RecordArchived())
    form = form_of(request.POST or None, record)
    done = tried(form, lambda: change(record, form))
    if isinstance(done, ChangedMeanwhile):
        newest = find()
        form = form_of(seen_now(request.POST, newest), newest)
    elif isinstance(done, Refusal):
        return refused(request, record, crumbs(record, Link(_("Not done"), "")), done)
    elif done:
        messages.success(request, _("Saved."))
        return redirect(done)
    context = {
        "form": form,
        "record": record,
        "newest": newest,
        "crumbs": crumbs(record, Link(_("Change"), "")),
    }
    return render(request, template, context, status=409 if newest else 200)


def file_page(
    request: HttpRequest,
    record: Any,
    form: Any,
    attach: Callable[[], Any],
    *,
    crumbs: Callable[[Any, Link], list[Link]],
    title: str,
) -> HttpResponse:
    """Attach a file to a record."""
    is_archived = record.record_status == RecordStatus.ARCHIVED
    done = RecordArchived() if is_archived else tried(form, attach)
    if isinstance(done, Refusal):
        return refused(request, record, crumbs(record, Link(_("Not done"), "")), done)
    if done:
        messages.success(request, _("The file is attached."))
        return redirect(f"{record.get_absolute_url()}#files")
    return action_page(request, record, crumbs(record, Link(title, "")), form, title=title)


def withdraw_page(
    request: HttpRequest, record: Any, public_id: UUID, withdraw: Callable[[Any], Any]
) -> HttpResponse:
    withdraw(get_object_or_404(record.files.all(), public_id=public_id))
    messages.success(request, _("The file is withdrawn: the public no longer sees it."))
    return redirect(f"{record.get_absolute_url()}#files")


DONE = {
    "publish": gettext_lazy("Published."),
    "withdraw": gettext_lazy("Taken back to draft."),
    "archive": gettext_lazy("Archived."),
    "restore": gettext_lazy("Restored as a draft."),
}


def step_page(
    request: HttpRequest,
    record: Any,
    code: str,
    crumbs: Callable[[Link], list[Link]],
    take: Callable[[str], Any],
) -> HttpResponse:
    """A step of `record_workflow`: publish, take back, restore at once; archive after asking why.

    `take` is given the reason. 404 for a step that there is not, 409 for one that is over.
    """
    step = next((one for one in STEPS if one.code == code), None)
    if step is None:
        raise Http404
    asks = step.needs_reason and record.record_status in step.sources
    if request.method != "POST" and not asks:
        return redirect(record)
    given = request.POST if request.method == "POST" else None
    form = ReasonForm(given) if step.needs_reason else None
    done = tried(form, lambda: take(form.cleaned_data["reason"])) if form else _at_once(take)
    if isinstance(done, Refusal):
        return refused(request, record, crumbs(Link(_("Not done"), "")), done)
    if done:
        messages.success(request, DONE[code])
        return redirect(record)
    title = str(step.label)
    lead = _("It leaves every list and the open data; nothing is deleted.")
    return action_page(request, record, crumbs(Link(title, "")), form, title=title, lead=lead)


def _at_once(take: Callable[[str], Any]) -> Any:
    try:
        return take("")
    except Refusal as error:
        return error
