"""Files of agreements: scans, texts, translations; told by their content, never by their name."""

from __future__ import annotations

import io
import uuid
import zipfile
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import acting
from common.codelists.enums import Visibility
from common.intake.texts import one_line
from partners.agreement_exceptions import FileRefused
from partners.data import language_names
from partners.exceptions import InvalidData
from partners.models import Agreement, AgreementFile
from partners.services.agreements import locked_current

LARGEST_FILE = 20 * 1024 * 1024
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", DOCX: "docx"}


@transaction.atomic
def attach_file(
    *,
    actor: User | None,
    agreement: Agreement,
    kind: str,
    name: str,
    content: bytes,
    language: str = "",
    visibility: str = Visibility.INTERNAL,
) -> AgreementFile:
    """Keep a file with the agreement. Refuses: AgreementArchived, FileRefused, InvalidData."""
    agreement = locked_current(agreement)
    content_type = type_of(content)
    if language and language not in language_names("en"):
        raise InvalidData({"language": [_("There is no such language code.")]})
    if visibility not in Visibility.values:
        raise InvalidData({"visibility": [_("Choose who may see the file.")]})
    ending = ENDINGS[content_type]
    made = AgreementFile(
        agreement=agreement,
        kind=kind,
        language=language,
        visibility=visibility,
        name=_plain_name(name, ending),
        content_type=content_type,
        size=len(content),
        uploaded_by=actor,
    )
    made.file.save(f"{uuid.uuid4().hex}.{ending}", ContentFile(content), save=False)
    with acting(actor=actor):
        made.save()
    return made


@transaction.atomic
def withdraw_file(*, actor: User | None, file: AgreementFile, reason: str) -> AgreementFile:
    """Show it to officials only, crossed out. It is not deleted: a step may rest on it.

    Refuses: AgreementArchived, InvalidData (reason).
    """
    if not reason.strip():
        raise InvalidData({"reason": [_("Say why the file is withdrawn.")]})
    return _marked(actor, file, is_withdrawn=True, reason=reason.strip()[:500])


@transaction.atomic
def give_back_file(*, actor: User | None, file: AgreementFile) -> AgreementFile:
    """Show it again to whom it was shown. Refuses: AgreementArchived."""
    return _marked(actor, file, is_withdrawn=False, reason="")


def _marked(
    actor: User | None, file: AgreementFile, *, is_withdrawn: bool, reason: str
) -> AgreementFile:
    locked_current(file.agreement)
    found: AgreementFile = AgreementFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    found.is_withdrawn, found.withdrawal_reason = is_withdrawn, reason
    with acting(actor=actor):
        found.save(update_fields=["is_withdrawn", "withdrawal_reason"])
    return found


def type_of(content: bytes) -> str:
    """PDF, JPEG or DOCX. Refuses FileRefused."""
    if len(content) > LARGEST_FILE:
        raise FileRefused(_("The file is larger than 20 MB."))
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"PK\x03\x04") and _is_document(content):
        return DOCX
    raise FileRefused(_("The file must be a PDF, a DOCX or a JPEG image."))


def _is_document(content: bytes) -> bool:
    """A Word document without macros: other archives begin with the same letters."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError):
        return False
    return "word/document.xml" in names and "word/vbaProject.bin" not in names


def _plain_name(name: str, ending: str) -> str:
    """The person's name for the file with the ending of what it really is."""
    stem = one_line(PurePath(name.replace("\\", "/")).stem)[:150] or "agreement"
    return f"{stem}.{ending}"
