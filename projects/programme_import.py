"""Letting a table of programmes into the register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.codelists.models import Theme
from common.exchange.columns import CURRENCY, VALUE_DATE, More, showing
from common.exchange.imports import Change, Checked, Data, Importer, Match, Session, refusals
from common.exchange.models import ImportJob
from common.exchange.problems import Problem
from common.exchange.vocabulary import Vocabulary, code_names, word_key
from common.intake.texts import one_line
from communities.models import Oblast, Office
from communities.permissions import curated_offices, office_choices
from partners.models import Programme
from partners.programme_data import Ground, ProgrammeData, ProgrammeParty, programme_data_of
from partners.programme_enums import ProgrammeRoleKind, RecordSource, RecordStatus
from partners.programme_permissions import can_change_programme, can_register_programme
from partners.programme_registers import PROGRAMMES, statuses
from partners.services.programmes import change_programme, register_programme
from partners.vocabulary import oblast_words, theme_words
from projects.import_rows import PARTNER, RowReader
from projects.project_columns import STATUS_SYNONYMS
from projects.table_rows import Cells, text_of

LINES = {"name": 300, "name_en": 300, "acronym": 40, "iati_identifier": 200}
LONGEST_LINK = 200
TEXTS = {"description": 8000, "description_en": 8000, "aims": 4000, "aims_en": 4000}
DAYS = ("starts_on", "ends_on")
MORE: dict[str, More] = {
    "id": More(help=_("Given by the portal.")),
    "name": More(
        headings=("Назва", "Програма", "Назва програми"),
        required=True,
        example="Приклад: програма підтримки громад",
    ),
    "status": More(headings=("Стан", "Статус"), show=showing(statuses), example="2"),
    "parties": More(
        headings=("Учасники", "Організації"),
        example="funding: Приклад",
        help=_("Role, colon, partner by its name in the register; several with semicolons."),
    ),
    "themes": More(headings=("Напрями", "Теми"), example="education"),
    "oblasts": More(headings=("Області", "Територія"), example="Полтавська"),
    "starts_on": More(headings=("Початок",), example="2024-01-01"),
    "ends_on": More(headings=("Завершення",), example="2028-12-31"),
    "amount": More(headings=("Сума", "Вартість"), example="1000000"),
    "amount" + CURRENCY: More(headings=("Валюта",), example="EUR"),
}


class ProgrammeSession(Session):
    additive = frozenset({"themes", "oblasts", "parties"})

    def __init__(self, job: ImportJob) -> None:
        self.actor = job.uploaded_by
        own = curated_offices(self.actor)
        offices = Office.objects.all() if job.office else Office.objects.filter(pk__in=own)
        found = offices.filter(slug=job.office) if job.office else offices
        self.office = found.first()
        self.statuses = Vocabulary(code_names(statuses()), STATUS_SYNONYMS)
        self.themes = {one.slug: one for one in Theme.objects.all()}
        self.themes_by_word = theme_words(self.themes)
        self.oblasts = {one.code: one for one in Oblast.objects.in_force()}
        self.oblasts_by_word = oblast_words(self.oblasts)
        self.rows = RowReader(self.actor, None, frozenset())
        self.keys_of: dict[str, str] = {}
        for one in Programme.objects.visible_to(self.actor).current():
            self._learn(one)
        self.seen: dict[str, Programme] = {}

    def _learn(self, one: Programme) -> None:
        for key in (str(one.public_id), one.iati_identifier, one.name, one.name_en, one.acronym):
            if key:
                self.keys_of.setdefault(word_key(key), one.slug)

    def check(self, cells: Mapping[str, str]) -> Checked:
        row = Cells(cells)
        for column, longest in LINES.items():
            row.line(column, longest)
        for column, longest in TEXTS.items():
            row.lines(column, longest)
        row.line("id", 40)
        row.coded("status", self.statuses)
        row.many("themes", self.themes_by_word)
        row.many("oblasts", self.oblasts_by_word)
        row.flag("is_whole_country")
        for column in DAYS:
            row.day(column)
        row.decimal("amount", digits=18, places=2)
        row.currency("amount" + CURRENCY)
        row.day("amount" + VALUE_DATE)
        row.link("website", LONGEST_LINK)
        self._amount(row)
        self._parties(row)
        if not row.data.get("name") and "id" not in row.data:
            row.wrong("name", "", _("This cannot be empty."))
        return Checked(row.data, row.problems)

    def _amount(self, row: Cells) -> None:
        currency = "amount" + CURRENCY
        if "amount" in row.data and currency not in row.data:
            reason = _("Say in which currency: three capital letters, such as EUR.")
            row.wrong(currency, row.cell(currency), reason)
        elif "amount" not in row.data:
            row.data.pop(currency, None)
            row.data.pop("amount" + VALUE_DATE, None)

    def _parties(self, row: Cells) -> None:
        self.rows.read(row, "parties")
        for code in row.data.get("parties", ()):
            role, _sign, body = code.partition("=")
            if role not in ProgrammeRoleKind.values or not body.startswith(f"{PARTNER}:"):
                reason = _("A programme names partners of the register, in IATI roles.")
                row.wrong("parties", one_line(row.cell("parties")), reason)
                return

    def keys(self, data: Data) -> Iterator[tuple[str, str]]:
        for column in ("id", "iati_identifier", "name"):
            if column in data:
                yield column, word_key(data[column])

    def match(self, data: Data) -> Match:
        for column, key in self.keys(data):
            if key in self.keys_of:
                said = {"id": _("the same identifier"), "name": _("the same name")}
                return Match(record=self.keys_of[key], why=said.get(column, _("the same number")))
            if column == "id":
                reason = _("There is no such record that you may see.")
                return Match(problems=(Problem("id", data["id"], reason),))
        return Match()

    def check_new(self, data: Data) -> Iterator[Problem]:
        if not can_register_programme(self.actor):
            yield Problem("", "", _("You may not enter programmes."))

    def current(self, records: Iterable[str]) -> dict[str, Data]:
        rows = Programme.objects.visible_to(self.actor).filter(slug__in=list(records))
        whole = rows.prefetch_related("themes", "roles__partner", "territories__oblast")
        self.seen = {one.slug: one for one in whole}
        return {slug: as_data(one) for slug, one in self.seen.items()}

    def check_change(self, actor: Any, record: str, diff: Sequence[Change]) -> Iterator[Problem]:
        programme = self.seen[record]
        if not can_change_programme(actor, programme):
            yield Problem("", "", _("Another office keeps this record. Ask that office."))
        elif programme.record_status == RecordStatus.ARCHIVED:
            yield Problem("", "", _("The record is archived. Restore it first."))

    def create(self, actor: Any, data: Data, job: ImportJob) -> str:
        """As a draft: somebody looks at it before the world does."""
        with refusals():
            made = register_programme(
                actor=actor,
                data=ProgrammeData(**self._values(data)),
                source=RecordSource.IMPORT,
                source_note=job.file_name,
                curated_by=self.office,
            )
        self._learn(made)
        return str(made.slug)

    def change(self, actor: Any, record: str, data: Data) -> None:
        programme = self.seen[record]
        with refusals():
            before = programme_data_of(programme)
            values = self._values(data)
            for name in ("themes", "parties"):
                if name in values:
                    values[name] = (*getattr(before, name), *values[name])
            known = {one.oblast for one in before.territories}
            new = [one for one in values.get("territories", ()) if one.oblast not in known]
            values["territories"] = (*before.territories, *new)
            change_programme(actor=actor, programme=programme, data=replace(before, **values))

    def label(self, data: Data) -> str:
        return str(data.get("name") or data.get("id", ""))

    def _values(self, data: Data) -> dict[str, Any]:
        """The data as `ProgrammeData` takes them."""
        plain = (*LINES, *TEXTS, "website", "status", "is_whole_country")
        values: dict[str, Any] = {name: data[name] for name in plain if name in data}
        for column in DAYS:
            if column in data:
                values[column] = dt.date.fromisoformat(data[column])
        if "amount" in data:
            values |= {"amount": Decimal(data["amount"]), "currency": data["amount" + CURRENCY]}
        if "amount" + VALUE_DATE in data:
            values["amount_on"] = dt.date.fromisoformat(data["amount" + VALUE_DATE])
        if "themes" in data:
            values["themes"] = tuple(self.themes[slug] for slug in data["themes"])
        if "oblasts" in data:
            values["territories"] = tuple(Ground(self.oblasts[code]) for code in data["oblasts"])
        if "parties" in data:
            parted = [code.partition("=") for code in data["parties"]]
            values["parties"] = tuple(
                ProgrammeParty(role, self.rows.partners[body.removeprefix(f"{PARTNER}:")])
                for role, _sign, body in parted
            )
        return values


def as_data(programme: Programme) -> Data:
    """The record in the shape of a checked row."""
    data: Data = {name: getattr(programme, name) for name in (*LINES, *TEXTS, "website")}
    for name in DAYS:
        day = getattr(programme, name)
        data[name] = day.isoformat() if day else ""
    day = programme.amount_on
    return data | {
        "id": str(programme.public_id),
        "status": programme.status,
        "is_whole_country": programme.is_whole_country,
        "themes": [one.slug for one in programme.themes.all()],
        "oblasts": sorted({one.oblast.code for one in programme.territories.all()}),
        "parties": [
            f"{one.role}={PARTNER}:{one.partner.public_id}" for one in programme.roles.all()
        ],
        "amount": text_of(programme.amount),
        "amount" + CURRENCY: programme.currency,
        "amount" + VALUE_DATE: day.isoformat() if day else "",
    }


class ProgrammeImporter(Importer):
    name = "programmes"
    register = PROGRAMMES
    more = MORE
    key = "slug"

    def may_import(self, user: Any) -> bool:
        return bool(user.is_active) and can_register_programme(user)

    def offices(self, user: Any) -> list[tuple[str, str]]:
        """The offices that are to keep what comes in."""
        return office_choices(user)

    def open(self, job: ImportJob) -> ProgrammeSession:
        return ProgrammeSession(job)
