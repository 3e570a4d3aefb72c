"""What the pages of meetings have in common: finding one, the way to it, one form about it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from common.design.parts import Link
from common.intake.refusals import Refusal
from cooperation import meeting_permissions as permissions
from cooperation.models import Meeting


def list_crumbs(*more: Link) -> list[Link]:
    home = Link(_("Home"), reverse("portal:home"))
    if not more:
        return [home, Link(_("Meetings"), "")]
    return [home, Link(_("Meetings"), reverse("meetings:meeting-list")), *more]


def crumbs_of(meeting: Meeting, *more: Link) -> list[Link]:
    here = Link(meeting.reference, meeting.get_absolute_url() if more else "")
    return list_crumbs(here, *more)


def find_meeting(request: HttpRequest, reference: str) -> Meeting:
    """404 when there is none that the person may know of."""
    rows = Meeting.objects.visible_to(request.user).select_related("office__oblast", "author")
    found: Meeting = get_object_or_404(rows, reference=reference)
    return found


def find_allowed(request: HttpRequest, reference: str) -> Meeting:
    """As `find_meeting`; 403 unless the person leads it."""
    meeting = find_meeting(request, reference)
    if not permissions.can_change_meeting(request.user, meeting):
        raise PermissionDenied
    return meeting


def keys_seen(model: Any, user: Any) -> Any:
    """Keys of the records that the person may know of."""
    return model.objects.visible_to(user).values("pk")


def refused(request: HttpRequest, meeting: Meeting, error: Refusal) -> HttpResponse:
    context = {
        "record": meeting,
        "message": str(error),
        "crumbs": crumbs_of(meeting, Link(_("Not done"), "")),
    }
    return render(request, "records/refused.html", context, status=error.status)


def show_form(
    request: HttpRequest,
    meeting: Meeting,
    form: Any,
    *,
    title: str,
    newest: Meeting | None = None,
    **more: Any,
) -> HttpResponse:
    """A page with one form about the meeting; `more` is what single pages add."""
    context = {
        "record": meeting,
        "form": form,
        "title": title,
        "newest": newest,
        "crumbs": crumbs_of(meeting, Link(title, "")),
        **more,
    }
    return render(request, "meetings/part_form.html", context, status=409 if newest else 200)
