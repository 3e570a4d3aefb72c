"""Documents and photographs of ideas: told by their content, photographs without their places."""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import acting
from common.codelists.enums import Visibility
from common.intake.photos import without_traces
from common.intake.texts import one_line
from common.intake.uploads import DOCX, JPEG, MEGABYTE, PDF, PNG, XLSX, UploadRefused, accepted
from projects.idea_enums import CLOSED, IdeaFileKind
from projects.idea_exceptions import IdeaWrongStatus, InvalidData
from projects.models import IdeaFile, ProjectIdea
from projects.services.ideas import locked

LARGEST = {IdeaFileKind.DOCUMENT: 20 * MEGABYTE, IdeaFileKind.PHOTO: 8 * MEGABYTE}
TYPES = {IdeaFileKind.DOCUMENT: (PDF, DOCX, XLSX), IdeaFileKind.PHOTO: (JPEG, PNG)}
MOST_FILES = 30


@transaction.atomic
def attach_file(
    *,
    actor: User | None,
    idea: ProjectIdea,
    kind: str,
    name: str,
    content: bytes,
    alt: str = "",
    alt_en: str = "",
    visibility: str = Visibility.PUBLIC,
) -> IdeaFile:
    """Keep a file with the idea. Refuses: IdeaWrongStatus (closed), InvalidData."""
    idea = locked(idea)
    if idea.status in CLOSED:
        raise IdeaWrongStatus
    if kind not in IdeaFileKind.values:
        raise InvalidData({"kind": [_("Choose what it is.")]})
    if idea.files.filter(is_withdrawn=False).count() >= MOST_FILES:
        raise InvalidData({"file": [_("An idea has at most 30 files.")]})
    which = IdeaFileKind(kind)
    try:
        taken = accepted(
            name=name,
            content=content,
            types=TYPES[which],
            largest=LARGEST[which],
            stem=idea.reference,
        )
        is_photo = which is IdeaFileKind.PHOTO
        kept = without_traces(taken.content, taken.content_type) if is_photo else taken.content
    except UploadRefused as error:
        raise InvalidData({"file": [str(error)]}) from error
    made = IdeaFile(
        idea=idea,
        kind=kind,
        alt=one_line(alt),
        alt_en=one_line(alt_en),
        visibility=visibility,
        name=taken.name,
        content_type=taken.content_type,
        size=len(kept),
        uploaded_by=actor,
    )
    _refuse_what_columns_cannot_hold(made)
    made.file.save(f"{uuid.uuid4().hex}.{taken.ending}", ContentFile(kept), save=False)
    with acting(actor=actor):
        made.save()
    return made


@transaction.atomic
def withdraw_file(*, actor: User | None, file: IdeaFile) -> IdeaFile:
    """Show it to officials only. It is not deleted: somebody may have relied on it."""
    found: IdeaFile = IdeaFile.objects.select_for_update().get(pk=file.pk)
    found.is_withdrawn = True
    with acting(actor=actor):
        found.save(update_fields=["is_withdrawn"])
    return found


def _refuse_what_columns_cannot_hold(file: IdeaFile) -> None:
    try:
        file.full_clean(exclude={"idea", "file", "uploaded_by"})
    except ValidationError as error:
        errors = {
            name if name in {"alt", "alt_en", "visibility", "kind"} else "alt": list(texts)
            for name, texts in error.message_dict.items()
        }
        raise InvalidData(errors) from error
