"""Uploaded files, given out only to those who may see the record that they belong to.

Each app registers its folder in `AppConfig.ready()`; what nobody registered is not served.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

# (user, path below the media folder) → may this user read the file?
Rule = Callable[[Any, str], bool]

CONTENT_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp"}
_folders: dict[str, Rule] = {}


def register_folder(folder: str, rule: Rule) -> None:
    """`folder` as in `upload_to`, such as "partners/logos"."""
    _folders[folder.strip("/")] = rule


@require_safe
def media_file(request: HttpRequest, path: str) -> FileResponse:
    """404 alike for a missing file and one that the user may not see."""
    wanted = PurePosixPath(path)
    rule = _folders.get(str(wanted.parent))
    content_type = CONTENT_TYPES.get(wanted.suffix)
    if rule is None or content_type is None or not rule(request.user, path):
        raise Http404
    try:
        file = default_storage.open(path)
    except FileNotFoundError as missing:
        raise Http404 from missing
    answer = FileResponse(file, content_type=content_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    # Names are random and never reused; private, since others may not see the record.
    answer["Cache-Control"] = "private, max-age=86400"
    answer["Vary"] = "Cookie"
    return answer
