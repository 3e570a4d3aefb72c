"""What the pages of calls and of aid share: trying a service, showing its form, giving a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from common.design.parts import Link
from partners.exceptions import InvalidData, PartnersError

METHODS = ["GET", "HEAD", "POST"]


def tried(form: Any, service: Callable[[], Any]) -> Any:
    """What the service gave; None when the form is to be shown (again); or its refusal."""
    if not form.is_valid():
        return None
    try:
        with transaction.atomic():
            return service()
    except InvalidData as error:
        form.refuse(error.errors)
    except PartnersError as error:
        return error
    return None


def refused(
    request: HttpRequest, record: Any, crumbs: list[Link], error: PartnersError
) -> HttpResponse:
    context = {"record": record, "message": str(error), "crumbs": crumbs}
    return render(request, "records/refused.html", context, status=error.status)


def action_page(
    request: HttpRequest, record: Any, crumbs: list[Link], form: Any, *, title: str, lead: str = ""
) -> HttpResponse:
    """A form about one record: a file, a reason."""
    context = {"record": record, "form": form, "title": title, "lead": lead, "crumbs": crumbs}
    return render(request, "records/action_form.html", context)


# What a browser may show by itself without being able to run anything.
SHOWN = frozenset({"image/jpeg", "image/png"})


def file_answer(row: Any) -> FileResponse:
    """A kept file that the person may see: photographs are shown, the rest is downloaded."""
    try:
        content = row.file.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    answer = FileResponse(
        content,
        as_attachment=row.content_type not in SHOWN,
        filename=row.name,
        content_type=row.content_type,
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer
