"""Documents and photographs of requests: told by their content, photographs without places."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import acting
from common.codelists.enums import Visibility
from common.intake.uploads import DOCX, JPEG, PDF, PNG, XLSX
from cooperation.models import CoordinationRequest, RequestEntry, RequestFile
from cooperation.request_enums import EntryKind, RequestStatus
from cooperation.request_exceptions import RequestWrongStatus
from cooperation.services.requests import enter, locked
from projects.services.kept_files import Given, Limit, keep_file, withdraw

MOST_FILES = 50
TYPES = (PDF, DOCX, XLSX, JPEG, PNG)


@transaction.atomic
def attach_file(
    *,
    actor: User,
    request: CoordinationRequest,
    name: str,
    content: bytes,
    visibility: str = Visibility.INTERNAL,
    entry: RequestEntry | None = None,
) -> RequestFile:
    """Keep a file with the request, or with a line of its timeline, whose readers are its own.
    The same file of the same name is kept there once.

    Refuses: RequestWrongStatus (closed), InvalidData (file, visibility).
    """
    request = locked(request)
    if request.status == RequestStatus.CLOSED:
        raise RequestWrongStatus
    given = Given(name, content, Visibility.INTERNAL.value if entry else visibility)
    is_internal = entry is not None and entry.is_internal
    made = RequestFile(request=request, entry=entry, is_internal=is_internal)
    limit = Limit(request.files, MOST_FILES, _("A request has at most 50 files."))
    kept = keep_file(made, given, actor=actor, types=TYPES, about="file", limit=limit)
    if kept is made and entry is None and request.submitted_at:
        with acting(actor=actor):
            enter(request, EntryKind.FILE, actor, text=made.name)
    return kept


@transaction.atomic
def withdraw_file(*, actor: User, file: RequestFile) -> RequestFile:
    """Show it to officials only. It is not deleted: somebody may have relied on it."""
    found: RequestFile = RequestFile.objects.select_for_update().get(pk=file.pk)
    withdraw(found, actor=actor)
    return found
