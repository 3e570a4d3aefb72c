"""IATI as a format of the register of projects: the same for the API and the page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext_lazy as _

from common.registers.formats import Format, file_name
from projects.iati.export import CONTENT_TYPE, export_stream
from projects.publication import NothingToExport, refusal, stream_answer


def answer(rows: Any, request: HttpRequest) -> StreamingHttpResponse:
    """The projects as an IATI file, sent while it is made; of a set of one chunk `X-Activities`
    says how many are in it.

    A comment at the end of the file names those left out. Raises NothingFits, with every reason,
    when none can be given.
    """
    try:
        stream = export_stream(rows, request.user)
    except NothingToExport as nothing:
        raise refusal(nothing) from nothing
    name = file_name("projects", "xml")
    return stream_answer(stream, name=name, content_type=CONTENT_TYPE, counted="X-Activities")


IATI = Format("iati", "IATI", answer, _("XML 2.03 for donors"), "application/xml")
