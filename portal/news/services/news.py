"""Writing news and leading them through the life of a record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import acting
from common.intake.pressed_twice import a_moment_ago
from common.intake.refusals import ChangedMeanwhile
from common.intake.values import wrong_values
from common.references.allocation import allocate
from communities.models import Office
from partners import record_workflow as workflow
from partners.exceptions import InvalidData
from partners.programme_enums import RecordStatus
from partners.record_workflow import RecordArchived
from partners.saving import replace_rows
from portal.news.data import COLUMNS, LINKED, NewsData, news_data_of
from portal.news.models import (
    NewsAgreement,
    NewsCommunity,
    NewsItem,
    NewsMeeting,
    NewsPartner,
    NewsProject,
    NewsTheme,
)

SERIES = "NEWS"
MOST_LINKED = 100
# Set by the service, or a key that exists already.
NOT_CHECKED = {"reference", "office", "author"}
THROUGH: dict[str, tuple[Any, str]] = {
    "themes": (NewsTheme, "theme"),
    "communities": (NewsCommunity, "community"),
    "partners": (NewsPartner, "partner"),
    "projects": (NewsProject, "project"),
    "agreements": (NewsAgreement, "agreement"),
    "meetings": (NewsMeeting, "meeting"),
}


@transaction.atomic
def write_news(*, actor: User | None, office: Office, data: NewsData) -> NewsItem:
    """A new draft of the office with its reference. Refuses InvalidData (field → messages).

    The same written by the same person a moment ago, if it is a draft still, is that one: the
    button was pressed twice.
    """
    data = checked(data)
    item = NewsItem(office=office, author=actor)
    _fill(item, data)
    if actor is not None and (made := _just_written(item, data)):
        return made
    item.reference = allocate(
        prefix=office.reference_prefix, series=SERIES, year=timezone.localdate().year
    )
    with acting(actor=actor):
        item.save()
        _link(item, data)
    return item


def _just_written(item: NewsItem, data: NewsData) -> NewsItem | None:
    """Presses of one office wait for each other, so that the second sees what the first made."""
    Office.objects.select_for_update(no_key=True).get(pk=item.office_id)
    recent = NewsItem.objects.filter(
        office=item.office,
        author=item.author,
        title=item.title,
        record_status=RecordStatus.DRAFT,
        created_at__gte=a_moment_ago(),
    )
    return next((one for one in recent if _says(one, data)), None)


@transaction.atomic
def change_news(
    *,
    actor: User | None,
    item: NewsItem,
    data: NewsData,
    seen: dt.datetime | None = None,
) -> NewsItem:
    """Make the item as `data` says, published or not; the same data again change nothing.

    `seen` is the `updated_at` that the actor had before the eyes. Refuses: RecordArchived,
    ChangedMeanwhile, InvalidData.
    """
    item = locked(item)
    if item.record_status == RecordStatus.ARCHIVED:
        raise RecordArchived
    data = checked(data)
    if _says(item, data):
        return item
    if seen is not None and item.updated_at != seen:
        raise ChangedMeanwhile
    _fill(item, data)
    with acting(actor=actor):
        _link(item, data)
        item.save()
    return item


@transaction.atomic
def take_news_step(
    *,
    actor: User | None,
    item: NewsItem,
    code: str,
    reason: str = "",
    moment: dt.datetime | None = None,
) -> NewsItem:
    """Publish, take back to draft, archive, restore. Publishing sets the moment; those who
    subscribed are told soon after, see `telling`. `moment` is when the news came out elsewhere:
    of those nobody is told.

    Refuses: WrongRecordStatus, RecordReasonMissing, InvalidData.
    """
    now = timezone.now()
    if moment is not None and moment > now:
        raise InvalidData({"published_at": [_("This day is still to come.")]})
    item = locked(item)
    workflow.take(item, code, reason=reason)
    is_out = item.record_status == RecordStatus.PUBLISHED
    item.published_at = (moment or now) if is_out else None
    item.told_at = now if moment is not None else item.told_at
    columns = ("record_status", "archive_reason", "published_at", "told_at", "updated_at")
    with acting(actor=actor):
        item.save(update_fields=columns)
    item.refresh_from_db(fields=["dated_at"])
    return item


def locked(item: NewsItem) -> NewsItem:
    """The record as it is now, held until the transaction ends."""
    rows = NewsItem.objects.select_for_update(of=("self",)).select_related("office__oblast")
    found: NewsItem = rows.get(pk=item.pk)
    return found


def checked(data: NewsData) -> NewsData:
    """The data cleaned. Refuses InvalidData."""
    data = data.cleaned()
    errors = dict(_strange(data))
    if errors:
        raise InvalidData(errors)
    return data


def _strange(data: NewsData) -> Iterator[tuple[str, list[str]]]:
    if not data.title:
        yield "title", [_("Give the news a title.")]
    if not data.text:
        yield "text", [_("Write what happened.")]
    for name in LINKED:
        if len(getattr(data, name)) > MOST_LINKED:
            yield name, [_("At most 100 of them.")]


def _says(item: NewsItem, data: NewsData) -> bool:
    """Whether it is so already, as after a button pressed twice."""
    held = news_data_of(item)
    plain = all(getattr(held, name) == getattr(data, name) for name in COLUMNS)
    return plain and all(set(getattr(held, name)) == set(getattr(data, name)) for name in LINKED)


def _fill(item: NewsItem, data: NewsData) -> None:
    """Refuses InvalidData: what the columns cannot hold."""
    for name in COLUMNS:
        setattr(item, name, getattr(data, name))
    errors = wrong_values(item, exclude=NOT_CHECKED, about="title")
    if errors:
        raise InvalidData(errors)


def _link(item: NewsItem, data: NewsData) -> None:
    """Everything that the item names as `data` says."""
    for name in LINKED:
        model, column = THROUGH[name]
        wanted = [{column: one} for one in getattr(data, name)]
        replace_rows(parent={"news": item}, model=model, wanted=wanted, about=name)
