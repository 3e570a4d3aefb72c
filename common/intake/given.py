"""Kept files of records, for pages that have looked whether the person may see them."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404

# What a browser may show by itself without being able to run anything.
SHOWN = frozenset({"image/jpeg", "image/png"})


def file_answer(row: Any) -> FileResponse:
    """The file of `row` (`file`, `content_type`, perhaps `name`): a photograph is shown, another
    file downloaded. Raises Http404 when the storage has lost it.
    """
    try:
        content = row.file.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    answer = FileResponse(
        content,
        as_attachment=row.content_type not in SHOWN,
        filename=getattr(row, "name", ""),
        content_type=row.content_type,
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer
