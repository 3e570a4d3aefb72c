"""Documents and photographs of ideas: told by their content, photographs without their places."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.codelists.enums import Visibility
from common.intake.texts import one_line
from common.intake.uploads import DOCX, JPEG, MEGABYTE, PDF, PNG, XLSX
from projects.idea_enums import CLOSED, IdeaFileKind
from projects.idea_exceptions import IdeaWrongStatus, InvalidData
from projects.models import IdeaFile, ProjectIdea
from projects.services.ideas import locked
from projects.services.kept_files import Given, Limit, keep_file, withdraw

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
    which = IdeaFileKind(kind)
    made = IdeaFile(idea=idea, kind=kind, alt=one_line(alt), alt_en=one_line(alt_en))
    return keep_file(
        made,
        Given(name, content, visibility),
        actor=actor,
        types=TYPES[which],
        about="alt",
        largest=LARGEST[which],
        limit=Limit(idea.files, MOST_FILES, _("An idea has at most 30 files.")),
    )


@transaction.atomic
def withdraw_file(*, actor: User | None, file: IdeaFile) -> IdeaFile:
    """Show it to officials only. It is not deleted: somebody may have relied on it."""
    found: IdeaFile = IdeaFile.objects.select_for_update().get(pk=file.pk)
    withdraw(found, actor=actor)
    return found
