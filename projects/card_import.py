"""Letting a table of monitoring cards in: what recipients report of their half-years."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.exchange.columns import More
from common.exchange.imports import Change, Checked, Data, Importer
from common.exchange.models import ImportJob
from common.exchange.problems import Problem
from common.exchange.records import RecordSession, Taking, lacking
from common.intake.texts import one_line
from projects.enums import ProjectKind
from projects.models import MonitoringCard, Project
from projects.mta_cards import WRITABLE
from projects.mta_permissions import can_register, can_report, can_report_any
from projects.mta_querysets import CardQuerySet
from projects.mta_registers import CARDS
from projects.mta_terms import HalfYear
from projects.services.mta_cards import TEXTS, CardData, ask_for_card, card_data_of, fill_in_card
from projects.table_links import read_reference
from projects.table_rows import Cells, as_day, text_of

LONGEST = 8000
# «1 півріччя 2026», «2026 H1», «II півріччя 2026 р.»
NUMBERS = {"1": 1, "i": 1, "і": 1, "перше": 1, "first": 1, "h1": 1}
NUMBERS |= {"2": 2, "ii": 2, "іі": 2, "друге": 2, "second": 2, "h2": 2}
YEAR = re.compile(r"\b(20\d\d)\b")

MORE: dict[str, More] = {
    "project": More(
        headings=("Проєкт", "Номер проєкту"),
        required=True,
        help=_("The reference of the project of technical assistance."),
        example="PL-PRJ-2026-0000",
    ),
    "half": More(
        headings=("Півріччя", "Період"),
        required=True,
        help=_("Year and half: 2026-1 is January to June."),
        example="2026-1",
    ),
    "done": More(headings=("Що зроблено", "Виконані завдання"), example="Закуплено насоси"),
    "results_in_numbers": More(headings=("Кількісні результати",)),
    "results_in_words": More(headings=("Якісні результати",)),
    "spent": More(headings=("Витрачено", "Витрачено за півріччя"), example="12000"),
    "spent_in_all": More(headings=("Витрачено з початку",)),
    "currency": More(headings=("Валюта",), example="EUR"),
    "property_received": More(headings=("Отримане майно",)),
    "problems": More(headings=("Проблеми",)),
    "next_steps": More(headings=("Наступні кроки", "Плани")),
}


class CardSession(RecordSession):
    key_column = "id"
    named = "project"
    why_same = _("the same project and half-year")
    taking: Taking = {
        **{name: (name, str) for name in (*TEXTS, "currency")},
        "spent": ("spent", Decimal),
        "spent_in_all": ("spent_in_all", Decimal),
    }

    def __init__(self, actor: Any) -> None:
        super().__init__(actor)
        rows = Project.objects.visible_to(actor).current().filter(kind=ProjectKind.MTA)
        self.projects = {one.reference: one for one in rows}
        for card in self._visible():
            # Recipients know of their cards while the project itself is still a draft.
            self.projects.setdefault(card.project.reference, card.project)
            self.remember(str(card.public_id), f"{card.project.reference} {card.half.key}")

    def _visible(self) -> CardQuerySet:
        rows: CardQuerySet = MonitoringCard.objects.visible_to(self.actor)
        return rows.filter(project__merged_into=None).select_related("project__oblast")

    def read(self, cells: Mapping[str, str]) -> Checked:
        row = Cells(cells)
        row.line("id", 36)
        reason = _("There is no such project of technical assistance that you may see.")
        read_reference(row, "project", self.projects, reason)
        self._half(row)
        for column in TEXTS:
            row.lines(column, LONGEST)
        row.decimal("spent", digits=18, places=2)
        row.decimal("spent_in_all", digits=18, places=2)
        row.currency("currency")
        return Checked(row.data, row.problems)

    def _half(self, row: Cells) -> None:
        text = one_line(row.cell("half"))
        if not text:
            return
        found = half_of(text)
        if found:
            row.data["half"] = found.key
        else:
            row.wrong("half", text, _("Write the half-year as 2026-1 or 2026-2."))

    def label(self, data: Data) -> str:
        return f"{data.get('project', '')} {data.get('half', '')}".strip()

    def natural_key(self, data: Data) -> str:
        both = (data.get("project", ""), data.get("half", ""))
        return " ".join(both) if all(both) else ""

    def lacks(self, data: Data) -> Iterator[Problem]:
        yield from lacking(data, "project", "half")
        project = self.projects.get(data.get("project", ""))
        if project is not None and not can_register(self.actor, project):
            reason = _("No card is asked for this half-year. Only the office of the oblast asks.")
            yield Problem("half", data.get("half", ""), reason)
        yield from _without_currency(data, "")

    def rows(self, references: list[str]) -> Iterable[MonitoringCard]:
        return self._visible().filter(public_id__in=references)

    def reference_of(self, record: Any) -> str:
        return str(record.public_id)

    def as_data(self, record: MonitoringCard) -> Data:
        data: Data = {name: getattr(record, name) for name in (*TEXTS, "currency")}
        return data | {
            "id": str(record.public_id),
            "project": record.project.reference,
            "half": record.half.key,
            "spent": text_of(record.spent),
            "spent_in_all": text_of(record.spent_in_all),
        }

    def refusal(
        self, actor: Any, record: MonitoringCard, diff: Sequence[Change]
    ) -> Iterator[Problem]:
        if not can_report(actor, record.project):
            yield Problem("", "", _("Only its recipients and the office of the oblast fill it in."))
        elif record.status not in WRITABLE:
            reason = _("The card was handed in. Take it back, or ask the office to send it back.")
            yield Problem("", "", reason)
        if any(one.column in {"project", "half"} for one in diff):
            yield Problem("half", "", _("A card stays with its project and its half-year."))
        yield from _without_currency({one.column: one.after for one in diff}, record.currency)

    def write(self, actor: Any, data: Data, job: ImportJob) -> MonitoringCard:
        """The office asks for the card and fills it in."""
        half = HalfYear.parsed(data["half"])
        assert half is not None
        card = ask_for_card(actor=actor, project=self.projects[data["project"]], half=half)
        said = self.said(data)
        return fill_in_card(actor=actor, card=card, data=CardData(**said)) if said else card

    def mend(self, actor: Any, record: MonitoringCard, data: Data) -> None:
        after = replace(card_data_of(record), **self.said(data))
        fill_in_card(actor=actor, card=record, data=after, seen=record.updated_at)


def _without_currency(data: Data, held: str) -> Iterator[Problem]:
    if ("spent" in data or "spent_in_all" in data) and not (held or "currency" in data):
        yield Problem("currency", "", _("Say in which currency the money was spent."))


def half_of(text: str) -> HalfYear | None:
    """«2026-1», «1 півріччя 2026», or a day that a spreadsheet has made of the former."""
    found = HalfYear.parsed(text)
    if found:
        return found
    day, year = as_day(text), YEAR.search(text)
    if day is not None:
        # «2026-1» and «2026-2», taken for January and for February.
        return HalfYear.parsed(f"{day.year}-{day.month}") if day.day == 1 else None
    words = re.split(r"[\s,./()-]+", text.casefold())
    numbers = {NUMBERS[word] for word in words if word in NUMBERS}
    if year is None or len(numbers) != 1:
        return None
    return HalfYear.parsed(f"{year[1]}-{numbers.pop()}")


class CardImporter(Importer):
    name = "monitoring-cards"
    register = CARDS
    more = MORE

    def may_import(self, user: Any) -> bool:
        return bool(user.is_active) and can_report_any(user)

    def open(self, job: ImportJob) -> CardSession:
        return CardSession(job.uploaded_by)

    def urls_of(self, records: Iterable[str]) -> dict[str, str]:
        rows = MonitoringCard.objects.filter(public_id__in=list(records)).select_related("project")
        return {str(one.public_id): one.get_absolute_url() for one in rows}
