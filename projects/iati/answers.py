"""IATI as a format of the register of projects: the same for the API and the page."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext_lazy as _

from common.registers.formats import Format, NothingFits, file_name
from projects.iati.export import CONTENT_TYPE, NothingToExport, export_file


def answer(rows: Any, request: HttpRequest) -> FileResponse:
    """The projects as an IATI file.

    `X-Activities` says how many are in it, `X-Left-Out` how many stayed at home because of errors
    (a comment at the end of the file names them), `X-Official-Check` whether the official schema
    and rules were loaded. Raises NothingFits, with every reason, when none can be given.
    """
    try:
        source, report = export_file(rows, request.user)
    except NothingToExport as nothing:
        raise NothingFits(reasons_of(nothing)) from nothing
    name = file_name("projects", "xml")
    response = FileResponse(source, as_attachment=True, filename=name, content_type=CONTENT_TYPE)
    response["X-Activities"] = str(report.written)
    response["X-Left-Out"] = str(len(report.left_out))
    response["X-Official-Check"] = "yes" if report.is_official else "no"
    return response


# One refused export tells so many reasons.
MOST_REASONS = 100


def reasons_of(nothing: NothingToExport) -> list[tuple[str, str]]:
    return [
        (reference, str(one))
        for reference, found in nothing.report.left_out.items()
        for one in found
        if one.is_error
    ][:MOST_REASONS]


IATI = Format("iati", "IATI", answer, _("XML 2.03 for donors"))
