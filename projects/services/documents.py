"""Documents and photographs of a project."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import acting
from common.codelists.enums import Visibility
from common.intake.photos import without_traces
from common.intake.texts import one_line
from common.intake.uploads import (
    DOCX,
    JPEG,
    MEGABYTE,
    PDF,
    PNG,
    XLSX,
    Uploaded,
    UploadRefused,
    accepted,
)
from partners.saving import save_checked
from projects.exceptions import InvalidData
from projects.models import Project, ProjectDocument, ProjectPhoto
from projects.services.projects import locked_current, touched

LARGEST_FILE = 20 * MEGABYTE
LARGEST_PHOTO = 10 * MEGABYTE
DOCUMENTS = (PDF, DOCX, XLSX, JPEG)
PHOTOS = (JPEG, PNG)


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A document: `category` is a code of IATI DocumentCategory."""

    category: str
    title: str
    title_en: str = ""
    description: str = ""
    description_en: str = ""
    language: str = ""
    dated_on: dt.date | None = None
    visibility: str = Visibility.INTERNAL.value


@transaction.atomic
def attach_document(
    *, actor: User | None, project: Project, paper: Paper, name: str, content: bytes
) -> ProjectDocument:
    """Keep a file with the project. Refuses: RecordArchived, ProjectMerged, InvalidData."""
    project = locked_current(project)
    taken = _accepted(name, content, DOCUMENTS, LARGEST_FILE)
    made = _document(project, paper, actor)
    made.name, made.content_type, made.size = taken.name, taken.content_type, len(content)
    made.file.save(f"{uuid.uuid4().hex}.{taken.ending}", ContentFile(content), save=False)
    return _kept(actor, project, made)


@transaction.atomic
def link_document(
    *, actor: User | None, project: Project, paper: Paper, url: str, content_type: str = ""
) -> ProjectDocument:
    """Name a document that stands elsewhere. Refuses as `attach_document` does."""
    project = locked_current(project)
    made = _document(project, paper, actor)
    made.url, made.content_type = one_line(url), content_type or "text/html"
    return _kept(actor, project, made)


@transaction.atomic
def withdraw_document(*, actor: User | None, document: ProjectDocument) -> ProjectDocument:
    """Show it to officials only. It is not deleted: an entry of the register may rest on it."""
    return _shown(actor, document, is_withdrawn=True)


@transaction.atomic
def restore_document(*, actor: User | None, document: ProjectDocument) -> ProjectDocument:
    """Show it again to those whom its visibility names."""
    return _shown(actor, document, is_withdrawn=False)


def _shown(actor: User | None, document: ProjectDocument, *, is_withdrawn: bool) -> ProjectDocument:
    found: ProjectDocument = ProjectDocument.objects.select_for_update().get(pk=document.pk)
    found.is_withdrawn = is_withdrawn
    with acting(actor=actor):
        found.save(update_fields=["is_withdrawn"])
        touched(found.project)
    return found


@transaction.atomic
def add_photo(
    *,
    actor: User | None,
    project: Project,
    content: bytes,
    caption: str,
    caption_en: str = "",
    credit: str = "",
    taken_on: dt.date | None = None,
    is_published: bool = False,
) -> ProjectPhoto:
    """Keep a photograph without what the camera wrote into it (place, owner, moment).

    Refuses: RecordArchived, ProjectMerged, InvalidData (also without a caption: those who do not
    see it must learn what it shows).
    """
    project = locked_current(project)
    if not one_line(caption):
        raise InvalidData({"caption": [_("Say what the photograph shows.")]})
    taken = _accepted("photo", content, PHOTOS, LARGEST_PHOTO)
    try:
        clean = without_traces(taken.content, taken.content_type)
    except UploadRefused as error:
        raise InvalidData({"file": [str(error)]}) from error
    made = ProjectPhoto(
        project=project,
        content_type=taken.content_type,
        caption=one_line(caption),
        caption_en=one_line(caption_en),
        credit=one_line(credit),
        taken_on=taken_on,
        position=project.photos.count(),
        is_published=is_published,
    )
    made.file.save(f"{uuid.uuid4().hex}.{taken.ending}", ContentFile(clean), save=False)
    with acting(actor=actor):
        save_checked(made, about="caption")
        touched(project)
    return made


@transaction.atomic
def change_photo(
    *,
    actor: User | None,
    photo: ProjectPhoto,
    caption: str,
    caption_en: str = "",
    credit: str = "",
    taken_on: dt.date | None = None,
    is_published: bool = False,
) -> ProjectPhoto:
    """Say otherwise what it shows, publish it or hide it. Refuses as `add_photo` does."""
    project = locked_current(photo.project)
    if not one_line(caption):
        raise InvalidData({"caption": [_("Say what the photograph shows.")]})
    found: ProjectPhoto = ProjectPhoto.objects.select_for_update().get(pk=photo.pk)
    found.caption, found.caption_en = one_line(caption), one_line(caption_en)
    found.credit, found.taken_on = one_line(credit), taken_on
    found.is_published = is_published
    with acting(actor=actor):
        save_checked(found, about="caption")
        touched(project)
    return found


def _accepted(name: str, content: bytes, types: tuple[str, ...], largest: int) -> Uploaded:
    try:
        return accepted(name=name, content=content, types=types, largest=largest, stem="document")
    except UploadRefused as error:
        raise InvalidData({"file": [str(error)]}) from error


def _document(project: Project, paper: Paper, actor: User | None) -> ProjectDocument:
    return ProjectDocument(
        project=project,
        category=one_line(paper.category).upper(),
        title=one_line(paper.title),
        title_en=one_line(paper.title_en),
        description=one_line(paper.description),
        description_en=one_line(paper.description_en),
        language=paper.language,
        dated_on=paper.dated_on,
        visibility=paper.visibility,
        uploaded_by=actor,
    )


def _kept(actor: User | None, project: Project, made: ProjectDocument) -> ProjectDocument:
    with acting(actor=actor):
        save_checked(made, about="title")
        touched(project)
    return made
