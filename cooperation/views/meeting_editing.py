"""Planning a meeting and changing the plan."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.views.common import signed_in
from common.design.parts import Link
from common.intake.forms import seen_now, tried
from common.intake.refusals import ChangedMeanwhile, Refusal
from cooperation import meeting_permissions as permissions
from cooperation.meeting_enums import MeetingStatus
from cooperation.meeting_exceptions import MeetingWrongStatus
from cooperation.meeting_forms import MeetingForm
from cooperation.meeting_planning import known_from
from cooperation.models import Meeting
from cooperation.services import meeting_agenda as agenda
from cooperation.services.meetings import change_meeting, write_meeting
from cooperation.views.meeting_common import crumbs_of, find_allowed, list_crumbs, refused
from projects.views.record_pages import METHODS


@login_required
@require_http_methods(METHODS)
def meeting_new(request: HttpRequest) -> HttpResponse:
    """A draft, with its agenda if somebody typed one; `?request=` and the like fill it in."""
    user = request.user
    if not permissions.can_write_meetings(user):
        raise PermissionDenied
    known = known_from(request.GET, user)
    form = MeetingForm(request.POST or None, user=user, known=known)

    def service() -> Meeting:
        meeting = write_meeting(
            actor=signed_in(request),
            office=form.cleaned_data["office"],
            data=form.data_for(),
            agenda=form.agenda(),
        )
        # A button pressed twice finds the meeting with its agenda.
        for one in () if meeting.agenda.exists() else form.agenda():
            agenda.save_item(actor=signed_in(request), meeting=meeting, data=one)
        return meeting

    done = tried(form, service)
    if isinstance(done, Refusal):
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
    form = MeetingForm(request.POST or None, user=request.user, meeting=meeting)
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
        form = MeetingForm(seen_now(request.POST, newest), user=request.user, meeting=newest)
    elif isinstance(done, Refusal):
        return refused(request, meeting, done)
    elif done:
        moved = done.sequence != meeting.sequence and done.ends_at > timezone.now()
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
