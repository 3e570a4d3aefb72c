"""Photographs and documents of news."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.intake.texts import one_line
from common.intake.uploads import DOCX, JPEG, PDF, PNG
from partners.exceptions import InvalidData
from partners.programme_enums import RecordStatus
from partners.record_workflow import RecordArchived
from portal.news.enums import NewsFileKind
from portal.news.models import NewsFile, NewsItem
from portal.news.services.news import locked
from projects.services.kept_files import Given, Limit, keep_file, withdraw

MOST_FILES = 100
TYPES = {NewsFileKind.PHOTO: (JPEG, PNG), NewsFileKind.DOCUMENT: (PDF, DOCX)}


@transaction.atomic
def attach_file(
    *,
    actor: User | None,
    item: NewsItem,
    kind: str,
    given: Given,
    alt: str = "",
    alt_en: str = "",
    caption: str = "",
    caption_en: str = "",
) -> NewsFile:
    """Keep a file with the news. Refuses: RecordArchived, InvalidData (a photograph that nobody
    describes: those who do not see it must learn what it shows).
    """
    item = locked(item)
    if item.record_status == RecordStatus.ARCHIVED:
        raise RecordArchived
    if kind not in NewsFileKind.values:
        raise InvalidData({"kind": [_("Choose what it is.")]})
    made = NewsFile(
        news=item,
        kind=kind,
        alt=one_line(alt),
        alt_en=one_line(alt_en),
        caption=one_line(caption),
        caption_en=one_line(caption_en),
    )
    limit = Limit(item.files, MOST_FILES, _("A news item has at most 100 files."))
    types = TYPES[NewsFileKind(kind)]
    return keep_file(made, given, actor=actor, types=types, about="alt", limit=limit)


@transaction.atomic
def withdraw_file(*, actor: User | None, file: NewsFile) -> None:
    """Show it to officials only. It is not deleted: somebody may have relied on it."""
    held = NewsFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    withdraw(held, actor=actor)
