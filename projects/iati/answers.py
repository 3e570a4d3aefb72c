"""IATI as a format of the register of projects: the same for the API and the page."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext_lazy as _

from common.registers.formats import Format, file_name
from projects.iati.export import CONTENT_TYPE, export_file
from projects.publication import NothingToExport, file_answer, refusal


def answer(rows: Any, request: HttpRequest) -> FileResponse:
    """The projects as an IATI file; `X-Activities` says how many are in it.

    A comment at the end of the file names those left out. Raises NothingFits, with every reason,
    when none can be given.
    """
    try:
        source, report = export_file(rows, request.user)
    except NothingToExport as nothing:
        raise refusal(nothing) from nothing
    name = file_name("projects", "xml")
    return file_answer(source, report, name=name, content_type=CONTENT_TYPE, counted="X-Activities")


IATI = Format("iati", "IATI", answer, _("XML 2.03 for donors"))
