"""The papers of a meeting: invitation, minutes, report of execution."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from common.design.formats import current_language
from common.design.parts import Link
from common.documents.docx import render_docx
from common.documents.pdf import render_pdf
from common.intake.uploads import DOCX, PDF
from cooperation import meeting_permissions as permissions
from cooperation.meeting_papers import PAPERS, paper_of, reader_of
from cooperation.models import Decision, Meeting
from cooperation.views.meeting_common import find_meeting

SETTERS = {"docx": (render_docx, DOCX), "pdf": (render_pdf, PDF)}


def papers_of(meeting: Meeting, user: Any, *, has_decisions: bool) -> list[tuple[str, list[Link]]]:
    """What can be printed now: label and the formats."""
    found = []
    for kind, paper in PAPERS.items():
        if paper.is_for(meeting, permissions.can_change_meeting(user, meeting), has_decisions):
            keys = {"reference": meeting.reference, "kind": kind}
            links = [
                Link(
                    one.upper(),
                    reverse("meetings:meeting-paper", kwargs={**keys, "file_format": one}),
                )
                for one in SETTERS
            ]
            found.append((str(paper.label), links))
    return found


@require_safe
def meeting_paper(
    request: HttpRequest, reference: str, kind: str, file_format: str
) -> HttpResponse:
    """Invitation, minutes or report of execution as DOCX or PDF, in the language of the page."""
    meeting = find_meeting(request, reference)
    user = request.user
    paper, setter = PAPERS.get(kind), SETTERS.get(file_format)
    has_decisions = Decision.objects.visible_to(user).filter(meeting=meeting).exists()
    leads = permissions.can_change_meeting(user, meeting)
    if paper is None or setter is None or not paper.is_for(meeting, leads, has_decisions):
        raise Http404
    render_paper, content_type = setter
    document = paper_of(kind, meeting, current_language(), reader_of(meeting, user))
    answer = HttpResponse(render_paper(document), content_type=content_type)
    name = f"{meeting.reference}-{kind}.{file_format}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
