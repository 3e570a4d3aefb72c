"""Reading requests: one request as its people see it and as partners do, its files."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.design.parts import Link
from cooperation.models import CoordinationRequest, RequestFile


def find_request(request: HttpRequest, reference: str) -> CoordinationRequest:
    """404 when there is none that the person may know of."""
    rows = CoordinationRequest.objects.visible_to(request.user).filter(reference=reference)
    found: CoordinationRequest | None = rows.select_related(
        "community__oblast", "oblast", "office", "assignee", "partner", "author"
    ).first()
    if found is None:
        raise Http404
    return found


@require_safe
def request_detail(request: HttpRequest, reference: str) -> HttpResponse:
    record = find_request(request, reference)
    context: dict[str, Any] = {
        "record": record,
        "crumbs": [Link(_("Home"), "/"), Link(record.reference, "")],
    }
    return render(request, "requests/request_detail.html", context)


@require_safe
def request_file(request: HttpRequest, reference: str, public_id: UUID) -> FileResponse:
    """404 alike for a missing file and one that the person may not see."""
    rows = RequestFile.objects.visible_to(request.user).filter(request__reference=reference)
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    try:
        content = found.file.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    answer = FileResponse(
        content, as_attachment=True, filename=found.name, content_type=found.content_type
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer
