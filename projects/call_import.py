"""Letting a table of calls into the register."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from common.codelists.models import Theme
from common.exchange.columns import More, coded
from common.exchange.imports import Change, Checked, Data, Importer, Match, Session, refusals
from common.exchange.models import ImportJob
from common.exchange.problems import Problem
from common.exchange.vocabulary import Vocabulary, code_names, word_key
from common.intake.texts import one_line
from communities.models import Oblast, Office
from communities.permissions import curated_offices, office_choices
from partners.models import Programme
from partners.programme_enums import RecordStatus
from partners.vocabulary import language_words, oblast_words, theme_words
from projects.call_data import KYIV, CallData, call_data_of
from projects.call_enums import CallSource
from projects.call_forms import END_OF_DAY
from projects.call_permissions import can_change_call, can_register_call
from projects.call_registers import CALLS, applicant_kinds
from projects.models import Call
from projects.services.calls import change_call, register_call
from projects.table_rows import Cells, PartnerNames, as_day, text_of

LINES = {"title": 300, "title_en": 300, "contact": 300}
LONGEST_LINK = 1000
TEXTS = {"summary": 6000, "summary_en": 6000}
APPLICANT_SYNONYMS = {
    "громада": "community",
    "громади": "community",
    "ОМС": "community",
    "орган місцевого самоврядування": "community",
    "ОВА": "oblast_administration",
    "ГО": "ngo",
    "громадська організація": "ngo",
    "бізнес": "sme",
    "МСП": "sme",
    "університет": "university",
    "ЗВО": "university",
    "комунальне підприємство": "communal_enterprise",
    "КП": "communal_enterprise",
    "лікарня": "communal_enterprise",
    "ОСББ": "housing_cooperative",
}
CLOCK = re.compile(r"(?:\s|T)(\d{1,2}):(\d{2})")


MORE: dict[str, More] = {
    "reference": More(headings=("Номер",), help=_("Given by the portal.")),
    "title": More(
        headings=("Назва", "Назва конкурсу", "Конкурс"),
        required=True,
        example="Приклад: гранти на енергоефективність",
    ),
    "partner": More(headings=("Партнер", "Донор", "Організатор"), example="Приклад: Фонд"),
    "programme": More(headings=("Програма",)),
    "applicants": coded(
        applicant_kinds,
        headings=("Хто може подати", "Заявники"),
        example="community",
    ),
    "themes": More(headings=("Напрями", "Теми")),
    "oblasts": More(headings=("Області", "Територія"), help=_("When empty: the whole of Ukraine.")),
    "amount_min": More(headings=("Мінімальна сума", "Від")),
    "amount_max": More(headings=("Максимальна сума", "До", "Сума"), example="50000"),
    "currency": More(headings=("Валюта",), example="EUR"),
    "own_share": More(headings=("Власний внесок", "Співфінансування, %")),
    "closes_at": More(
        headings=("Дедлайн", "Кінцевий термін", "Подати до"),
        example="31.12.2026 18:00",
        help=_("Without an hour: until 23:59."),
    ),
    "time_zone": More(headings=("Часовий пояс",), help=_("When empty: Kyiv time.")),
    "link": More(headings=("Посилання", "Сторінка")),
    "languages": More(headings=("Мови", "Мова заявки"), example="en"),
}


class CallSession(Session):
    def __init__(self, job: ImportJob) -> None:
        self.actor = job.uploaded_by
        self.office = Office.objects.filter(slug=job.office).first() if job.office else None
        self.applicants = Vocabulary(code_names(applicant_kinds()), APPLICANT_SYNONYMS)
        self.themes = {one.slug: one for one in Theme.objects.all()}
        self.oblasts = {one.code: one for one in Oblast.objects.in_force()}
        self.themes_by_word, self.oblasts_by_word = (
            theme_words(self.themes),
            oblast_words(self.oblasts),
        )
        self.partners = PartnerNames(self.actor)
        rows = Programme.objects.visible_to(self.actor)
        self.programmes = {one.slug: one for one in rows}
        self.programmes_by_word = Vocabulary(
            {slug: [one.name, one.name_en, one.acronym] for slug, one in self.programmes.items()}
        )
        visible = Call.objects.visible_to(self.actor).current()
        self.known: dict[tuple[str, str], str] = {}
        for one in visible.select_related("partner", "programme"):
            for key in natural_keys(as_data(one)):
                self.known.setdefault(key, one.reference)
        self.references = set(self.known.values())
        self.seen: dict[str, Call] = {}

    def check(self, cells: Mapping[str, str]) -> Checked:
        row = Cells(cells)
        for column, longest in LINES.items():
            row.line(column, longest)
        for column, longest in TEXTS.items():
            row.lines(column, longest)
        row.line("reference", 24)
        row.many("applicants", self.applicants)
        row.many("themes", self.themes_by_word)
        row.many("oblasts", self.oblasts_by_word)
        row.many("languages", language_words())
        row.decimal("amount_min", digits=18, places=2)
        row.decimal("amount_max", digits=18, places=2)
        row.currency("currency")
        row.percent("own_share")
        row.day("opens_on")
        self._deadline(row)
        self._owner(row)
        row.link("link", LONGEST_LINK)
        if "title" not in row.data and not row.problems:
            row.wrong("title", "", _("This cannot be empty."))
        return Checked(row.data, row.problems)

    def _deadline(self, row: Cells) -> None:
        zone = one_line(row.cell("time_zone")) or KYIV
        if zone not in available_timezones():
            row.wrong("time_zone", zone, _("A time zone looks like Europe/Brussels."))
            return
        row.data["time_zone"] = zone
        text = one_line(row.cell("closes_at"))
        if text:
            found = moment_of(text, zone)
            if found is None:
                row.wrong("closes_at", text, _("A deadline looks like 31.12.2026 18:00."))
            else:
                row.data["closes_at"] = found.astimezone(dt.UTC).isoformat()

    def _owner(self, row: Cells) -> None:
        name = one_line(row.cell("partner"))
        if name:
            slug, many = self.partners.find(name)
            if slug:
                row.data["partner"] = slug
            else:
                reason = _("There is no such partner in the register: add it first.")
                several = _("Several partners have this name: write it in full.")
                row.wrong("partner", name, several if many else reason)
        programme = one_line(row.cell("programme"))
        if programme:
            row.coded("programme", self.programmes_by_word)
        if not name and not programme:
            row.wrong("partner", "", _("Say whose call it is: a partner’s or a programme’s."))

    def keys(self, data: Data) -> Iterator[tuple[str, str]]:
        if "reference" in data:
            yield "reference", data["reference"]
        yield from natural_keys(data)

    def match(self, data: Data) -> Match:
        if "reference" in data:
            if data["reference"] in self.references:
                return Match(record=data["reference"], why=_("the same reference"))
            problem = Problem(
                "reference", data["reference"], _("There is no such record that you may see.")
            )
            return Match(problems=(problem,))
        for key in natural_keys(data):
            if key in self.known:
                return Match(record=self.known[key], why=_("the same title and owner"))
        return Match()

    def current(self, records: Iterable[str]) -> dict[str, Data]:
        rows = Call.objects.visible_to(self.actor).filter(reference__in=list(records))
        whole = rows.select_related("partner", "programme", "office")
        self.seen = {one.reference: one for one in whole.prefetch_related("themes", "oblasts")}
        return {reference: as_data(one) for reference, one in self.seen.items()}

    def check_change(self, actor: Any, record: str, diff: Sequence[Change]) -> Iterator[Problem]:
        call = self.seen[record]
        if not can_change_call(actor, call):
            yield Problem("", "", _("Another office keeps this record. Ask that office."))
        elif call.record_status == RecordStatus.ARCHIVED:
            yield Problem("", "", _("The record is archived. Restore it first."))

    def create(self, actor: Any, data: Data, job: ImportJob) -> str:
        """As a draft: somebody looks at it before the world does."""
        with refusals():
            made = register_call(
                actor=actor,
                office=self.office or _only_office(actor),
                data=CallData(**self._values(data)),
                source=CallSource.IMPORT,
                source_note=job.file_name,
            )
        self.references.add(made.reference)
        for key in natural_keys(data):
            self.known[key] = made.reference
        return str(made.reference)

    def change(self, actor: Any, record: str, data: Data) -> None:
        call = self.seen[record]
        with refusals():
            before = call_data_of(call)
            change_call(actor=actor, call=call, data=replace(before, **self._values(data)))

    def label(self, data: Data) -> str:
        return str(data.get("title", ""))

    def _values(self, data: Data) -> dict[str, Any]:
        """The data as `CallData` takes them."""
        partners = {one.slug: one for one in self.partners.by_pk.values()}
        same, several = str, tuple
        taking: dict[str, Any] = {
            **dict.fromkeys((*LINES, *TEXTS, "currency", "time_zone", "link"), same),
            **dict.fromkeys(("amount_min", "amount_max", "own_share"), Decimal),
            **dict.fromkeys(("applicants", "languages"), several),
            "themes": lambda slugs: tuple(self.themes[slug] for slug in slugs),
            "oblasts": lambda codes: tuple(self.oblasts[code] for code in codes),
            "opens_on": dt.date.fromisoformat,
            "closes_at": dt.datetime.fromisoformat,
            "partner": partners.__getitem__,
            "programme": self.programmes.__getitem__,
        }
        return {name: take(data[name]) for name, take in taking.items() if name in data}


def _only_office(actor: Any) -> Office | None:
    own = list(Office.objects.filter(pk__in=curated_offices(actor)).select_related("oblast")[:2])
    return own[0] if len(own) == 1 else None


def moment_of(text: str, zone: str) -> dt.datetime | None:
    """A day with or without an hour, in the zone; or a moment with its own offset, as we print."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    if found is not None and found.tzinfo is not None:
        return found
    day, clock = as_day(text), CLOCK.search(text)
    if day is None:
        return None
    time = END_OF_DAY
    if clock:
        hour, minute = int(clock[1]), int(clock[2])
        if hour > 23 or minute > 59:
            return None
        # A spreadsheet gives midnight to a cell that holds a day only.
        time = dt.time(hour, minute) if (hour, minute) != (0, 0) else END_OF_DAY
    return dt.datetime.combine(day, time, ZoneInfo(zone))


def natural_keys(data: Data) -> list[tuple[str, str]]:
    """(column, key): two rows with the same key are the same call."""
    owner = data.get("partner") or data.get("programme", "")
    day = str(data.get("closes_at", ""))[:10]
    return [
        (name, f"{owner}|{day}|{word_key(data[name])}")
        for name in ("title", "title_en")
        if data.get(name)
    ]


def as_data(call: Call) -> Data:
    """The record in the shape of a checked row."""
    data: Data = {name: getattr(call, name) for name in (*LINES, *TEXTS)}
    return data | {
        "reference": call.reference,
        "applicants": list(call.applicants),
        "themes": [one.slug for one in call.themes.all()],
        "oblasts": [one.code for one in call.oblasts.all()],
        "languages": list(call.languages),
        "amount_min": text_of(call.amount_min),
        "amount_max": text_of(call.amount_max),
        "currency": call.currency,
        "own_share": text_of(call.own_share),
        "opens_on": call.opens_on.isoformat() if call.opens_on else "",
        "closes_at": call.closes_at.astimezone(dt.UTC).isoformat() if call.closes_at else "",
        "time_zone": call.time_zone,
        "link": call.link,
        "partner": call.partner.slug if call.partner else "",
        "programme": call.programme.slug if call.programme else "",
    }


class CallImporter(Importer):
    name = "calls"
    register = CALLS
    more = MORE

    def may_import(self, user: Any) -> bool:
        return bool(user.is_active) and can_register_call(user)

    def offices(self, user: Any) -> list[tuple[str, str]]:
        """The offices for which the person enters calls."""
        return office_choices(user)

    def open(self, job: ImportJob) -> CallSession:
        return CallSession(job)
