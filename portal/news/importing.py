"""Letting a table of news in: drafts, and what came out on an earlier site with its day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.exchange.columns import More, coded
from common.exchange.imports import Change, Checked, Data, Importer
from common.exchange.models import ImportJob
from common.exchange.problems import Problem
from common.exchange.records import RecordSession, Taking, lacking
from common.exchange.vocabulary import Vocabulary, code_names, word_key
from communities.models import Office
from communities.permissions import office_choices, office_of_upload
from communities.register_parts import visibilities
from partners.programme_enums import RecordStatus
from partners.vocabulary import show_themes, theme_codes
from portal.news.data import NewsData, news_data_of
from portal.news.models import NewsItem
from portal.news.permissions import can_change_news, can_write_news
from portal.news.registers import NEWS
from portal.news.services.news import change_news, take_news_step, write_news
from projects.table_links import NamedRecords, show_communities
from projects.table_rows import Cells

LINES = {"title": 300, "title_en": 300, "summary": 500, "summary_en": 500}
TEXTS = {"text": 20000, "text_en": 20000}
DAY = "published_at"

MORE: dict[str, More] = {
    "reference": More(
        headings=("Номер", "Номер новини"),
        help=_("Of news that is in the portal already. New ones get theirs here."),
    ),
    "title": More(
        headings=("Заголовок", "Назва", "Новина"),
        required=True,
        example="Приклад: підписано угоду з Фондом",
    ),
    "summary": More(headings=("Стисло", "Анонс")),
    "text": More(headings=("Текст", "Зміст"), required=True, example="Приклад: що сталося"),
    DAY: More(
        headings=("Дата", "Дата публікації", "Опубліковано"),
        example="15.03.2024",
        help=_("When it came out on an earlier site. Empty: it stays a draft."),
    ),
    "themes": More(headings=("Напрям", "Напрями"), codes=theme_codes, show=show_themes),
    "communities": More(headings=("Громада", "Громади"), show=show_communities),
    "communities:code": More(headings=("Коди громад", "КАТОТТГ", "KATOTTG")),
    "partners": More(
        headings=("Партнер", "Партнери"),
        help=_("By their names in the register; several separated by semicolons."),
    ),
    "projects": More(headings=("Проєкт", "Проєкти"), help=_("By their references.")),
    "visibility": coded(
        visibilities,
        headings=("Видимість", "Хто бачить"),
        help=_("When empty: everybody."),
    ),
}


class NewsSession(RecordSession):
    additive = NamedRecords.columns
    unknown = _("There is no news with this reference that you may see.")
    why_same = _("the same title")

    def __init__(self, job: ImportJob) -> None:
        super().__init__(job.uploaded_by)
        self.office = office_of_upload(self.actor, job.office)
        self.visibilities = Vocabulary(code_names(visibilities()))
        self.linked = NamedRecords(self.actor)
        visible = NewsItem.objects.visible_to(self.actor).current().select_related("office")
        for one in visible.defer("text", "text_en"):
            self.remember(one.reference, _key(one.office, one.title))
        self.taking: Taking = {
            **{name: (name, str) for name in (*LINES, *TEXTS, "visibility")},
            **self.linked.taking,
        }

    def read(self, cells: Mapping[str, str]) -> Checked:
        row = Cells(cells)
        row.line("reference", 24)
        for column, longest in LINES.items():
            row.line(column, longest)
        for column, longest in TEXTS.items():
            row.lines(column, longest)
        row.coded("visibility", self.visibilities)
        self.linked.read(row)
        row.day(DAY)
        if row.data.get(DAY, "") > timezone.localdate().isoformat():
            row.wrong(DAY, row.data.pop(DAY), _("This day is still to come."))
        return Checked(row.data, row.problems)

    def natural_key(self, data: Data) -> str:
        if "title" not in data or self.office is None:
            return ""
        return _key(self.office, data["title"])

    def lacks(self, data: Data) -> Iterator[Problem]:
        yield from lacking(data, "title", "text")
        if self.office is None:
            yield Problem("", "", _("Choose at the upload for which office the news is."))

    def rows(self, references: list[str]) -> Iterable[NewsItem]:
        rows: Iterable[NewsItem] = (
            NewsItem.objects.visible_to(self.actor)
            .filter(reference__in=references)
            .select_related("office__oblast")
            .prefetch_related("themes", "communities", "partners", "projects")
        )
        return rows

    def as_data(self, record: NewsItem) -> Data:
        names = ("reference", *LINES, *TEXTS, "visibility")
        data: Data = {name: getattr(record, name) for name in names}
        return data | {
            DAY: record.published_at.astimezone(dt.UTC).date().isoformat()
            if record.published_at
            else "",
            "themes": [one.slug for one in record.themes.all()],
            "communities": [one.code for one in record.communities.all()],
            "partners": [one.slug for one in record.partners.all()],
            "projects": [one.reference for one in record.projects.all()],
        }

    def refusal(self, actor: Any, record: NewsItem, diff: Sequence[Change]) -> Iterator[Problem]:
        if not can_change_news(actor, record):
            yield Problem("", "", _("Another office keeps this record. Ask that office."))
        elif record.record_status == RecordStatus.ARCHIVED:
            yield Problem("", "", _("The record is archived. Restore it first."))
        elif any(one.column == DAY for one in diff):
            yield Problem(DAY, "", _("What is in the portal is published on its page."))

    def write(self, actor: Any, data: Data, job: ImportJob) -> NewsItem:
        """What came out earlier is published with its day; nobody is told."""
        assert self.office is not None
        said = {**self.said(data), "source_note": job.file_name[:300]}
        item = write_news(actor=actor, office=self.office, data=NewsData(**said))
        if DAY in data:
            moment = _noon(dt.date.fromisoformat(data[DAY]))
            item = take_news_step(actor=actor, item=item, code="publish", moment=moment)
        return item

    def mend(self, actor: Any, record: NewsItem, data: Data) -> None:
        after = replace(news_data_of(record), **self.said(data))
        change_news(actor=actor, item=record, data=after, seen=record.updated_at)


def _noon(day: dt.date) -> dt.datetime:
    """Of that day in Kyiv; of today not later than now."""
    return min(timezone.make_aware(dt.datetime.combine(day, dt.time(12))), timezone.now())


def _key(office: Office, title: str) -> str:
    return f"{office.slug} {word_key(title)}"


class NewsImporter(Importer):
    name = "news"
    register = NEWS
    more = MORE
    needs_office = True

    def may_import(self, user: Any) -> bool:
        return bool(user.is_active) and can_write_news(user)

    def offices(self, user: Any) -> list[tuple[str, str]]:
        """The offices for which the person writes."""
        return office_choices(user)

    def open(self, job: ImportJob) -> NewsSession:
        return NewsSession(job)
