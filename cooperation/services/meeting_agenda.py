"""The agenda of a meeting, and the files that belong to it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import acting
from common.intake.texts import one_line
from common.intake.uploads import DOCX, JPEG, PDF, PNG, XLSX
from cooperation.meeting_data import ItemData, item_data_of
from cooperation.meeting_enums import MeetingFileKind, MeetingStatus
from cooperation.meeting_exceptions import InvalidData, MeetingWrongStatus
from cooperation.models import AgendaItem, Meeting, MeetingFile
from cooperation.services.meetings import locked
from cooperation.services.two_at_once import refuse_changed
from partners.saving import save_checked
from projects.services.kept_files import Given, Limit, keep_file, withdraw

MOST_ITEMS, MOST_FILES = 60, 100
LARGEST_NUMBER = 999
TYPES = {
    MeetingFileKind.MATERIAL: (PDF, DOCX, XLSX, JPEG, PNG),
    MeetingFileKind.MINUTES: (PDF, DOCX),
    MeetingFileKind.PHOTO: (JPEG, PNG),
}


@transaction.atomic
def save_item(
    *,
    actor: User | None,
    meeting: Meeting,
    data: ItemData,
    item: AgendaItem | None = None,
    seen: dt.datetime | None = None,
) -> AgendaItem:
    """A question of the agenda, new or changed; it stays in the order of the numbers.

    The last question once more is that one: the button was pressed twice. `seen` is the
    `updated_at` that the actor had before the eyes.

    Refuses: MeetingWrongStatus (cancelled, published), ChangedMeanwhile, InvalidData.
    """
    meeting = _open(meeting)
    data = data.cleaned()
    if item is None and meeting.agenda.count() >= MOST_ITEMS:
        raise InvalidData({"title": [_("An agenda has at most 60 questions.")]})
    if not data.title:
        raise InvalidData({"title": [_("Write the question.")]})
    last = meeting.agenda.last()
    if item is None and last is not None:
        said = replace(data, number=data.number or last.number)
        if said == item_data_of(last):
            return last
    if item is not None:
        wanted = replace(data, number=data.number or item.number)
        refuse_changed(item, vars(wanted), seen)
    item = item or AgendaItem(meeting=meeting)
    item.title, item.title_en, item.speaker = data.title, data.title_en, data.speaker
    item.number = data.number or (last.number if last else 0) + 1
    if item.number > LARGEST_NUMBER:
        raise InvalidData({"number": [_("The number is too large.")]})
    with acting(actor=actor):
        save_checked(item, about="title")
    return item


@transaction.atomic
def remove_item(*, actor: User | None, item: AgendaItem) -> None:
    """Its materials stay with the meeting. Refuses: MeetingWrongStatus."""
    _open(item.meeting)
    with acting(actor=actor):
        item.delete()


@transaction.atomic
def attach_file(
    *,
    actor: User | None,
    meeting: Meeting,
    kind: str,
    given: Given,
    item: AgendaItem | None = None,
    alt: str = "",
    alt_en: str = "",
    caption: str = "",
    caption_en: str = "",
) -> MeetingFile:
    """Keep a file with the meeting; photographs come after it too.

    Refuses: MeetingWrongStatus (cancelled), InvalidData.
    """
    meeting = locked(meeting)
    if meeting.status == MeetingStatus.CANCELLED:
        raise MeetingWrongStatus
    if kind not in MeetingFileKind.values:
        raise InvalidData({"kind": [_("Choose what it is.")]})
    made = MeetingFile(
        meeting=meeting,
        kind=kind,
        item=item if kind == MeetingFileKind.MATERIAL else None,
        alt=one_line(alt),
        alt_en=one_line(alt_en),
        caption=one_line(caption),
        caption_en=one_line(caption_en),
    )
    limit = Limit(meeting.files, MOST_FILES, _("A meeting has at most 100 files."))
    types = TYPES[MeetingFileKind(kind)]
    return keep_file(made, given, actor=actor, types=types, about="alt", limit=limit)


@transaction.atomic
def withdraw_file(*, actor: User | None, file: MeetingFile) -> None:
    """Show it to officials only. It is not deleted: somebody may have relied on it."""
    held = MeetingFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    withdraw(held, actor=actor)


def _open(meeting: Meeting) -> Meeting:
    meeting = locked(meeting)
    if meeting.status in {MeetingStatus.CANCELLED, MeetingStatus.PUBLISHED}:
        raise MeetingWrongStatus
    return meeting
