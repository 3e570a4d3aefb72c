"""Letting a table of requests in: rows become drafts of their communities, or change requests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.codelists.models import Theme
from common.exchange.columns import CURRENCY, VALUE_DATE, More, coded
from common.exchange.imports import Change, Checked, Data, Importer
from common.exchange.models import ImportJob
from common.exchange.problems import Problem
from common.exchange.records import RecordSession, Taking, lacking
from common.exchange.vocabulary import Vocabulary, code_names, word_key
from communities.register_parts import visibilities
from cooperation.models import CoordinationRequest
from cooperation.request_checks import wrong_in
from cooperation.request_data import RequestData, request_data_of
from cooperation.request_enums import RequestStatus
from cooperation.request_permissions import can_change_request, can_write_now, can_write_requests
from cooperation.request_registers import REQUESTS, request_kinds, urgencies
from cooperation.services.requests import change_request, write_request
from partners.vocabulary import show_themes, theme_codes, theme_words
from projects.table_links import CommunityNames, show_communities
from projects.table_rows import Cells, text_of

LINES = {"subject": 200, "subject_en": 200}
TEXTS = {"description": 6000, "description_en": 6000}
CODED = ("kind", "urgency", "visibility")
AMOUNT = "amount"
KIND_SYNONYMS = {
    "партнер": "find_partner",
    "пошук партнера": "find_partner",
    "побратим": "find_twin",
    "пошук побратима": "find_twin",
    "підтримка проєкту": "support",
    "гуманітарна допомога": "humanitarian",
    "угода": "agreement",
    "зустріч": "meeting",
    "візит": "meeting",
    "переклад": "translation",
    "лист": "translation",
    "порада": "advice",
    "консультація": "advice",
    "інше": "other",
}
URGENCY_SYNONYMS = {"термінова": "urgent", "терміново": "urgent", "негайно": "critical"}

MORE: dict[str, More] = {
    "reference": More(
        headings=("Номер", "Номер звернення"),
        help=_("Of a request that is in the portal already. New ones get theirs here."),
    ),
    "subject": More(
        headings=("Тема", "Суть звернення", "Звернення"),
        required=True,
        example="Приклад: потрібен партнер для ремонту школи",
    ),
    "kind": coded(
        request_kinds,
        headings=("Вид", "Вид звернення", "Що потрібно"),
        required=True,
        example="find_partner",
    ),
    "urgency": coded(
        urgencies,
        headings=("Терміновість",),
        help=_("When empty: usual."),
    ),
    "community": More(
        headings=("Громада", "Назва громади", "Від кого"),
        show=show_communities,
        help=_("The KATOTTG code, or the name as in the codifier. Empty: your only one."),
        example="UA53060270000065218",
    ),
    "community:code": More(headings=("Код громади", "КАТОТТГ", "KATOTTG")),
    "themes": More(headings=("Напрям", "Напрями"), codes=theme_codes, show=show_themes),
    "description": More(headings=("Опис", "Подробиці")),
    AMOUNT: More(headings=("Сума", "Вартість"), example="250000"),
    AMOUNT + CURRENCY: More(headings=("Валюта",), example="EUR"),
    AMOUNT + VALUE_DATE: More(headings=("Станом на",)),
    "needed_by": More(headings=("Потрібно до", "Термін"), example="01.03.2027"),
    "visibility": coded(
        visibilities,
        headings=("Видимість", "Хто бачить"),
        help=_("When empty: officials only."),
    ),
}


class RequestSession(RecordSession):
    additive = frozenset({"themes"})
    named = "subject"
    unknown = _("There is no request with this reference that you may see.")

    def __init__(self, actor: Any) -> None:
        super().__init__(actor)
        self.kinds = Vocabulary(code_names(request_kinds()), KIND_SYNONYMS)
        self.urgencies = Vocabulary(code_names(urgencies()), URGENCY_SYNONYMS)
        self.visibilities = Vocabulary(code_names(visibilities()))
        self.communities = CommunityNames(lambda one: can_write_requests(actor, one))
        self.themes = {one.slug: one for one in Theme.objects.all()}
        self.themes_by_word = theme_words(self.themes)
        self.taking: Taking = {
            **{name: (name, str) for name in (*LINES, *TEXTS, *CODED)},
            "themes": ("themes", lambda slugs: tuple(self.themes[one] for one in slugs)),
            AMOUNT: ("amount", Decimal),
            AMOUNT + CURRENCY: ("currency", str),
            AMOUNT + VALUE_DATE: ("amount_on", dt.date.fromisoformat),
            "needed_by": ("needed_by", dt.date.fromisoformat),
        }
        visible = CoordinationRequest.objects.visible_to(actor).order_by("pk")
        for reference, code, subject, status in visible.values_list(
            "reference", "community__code", "subject", "status"
        ):
            # The same matter may come up again once it is closed.
            is_same = status != RequestStatus.CLOSED
            self.remember(reference, f"{code} {word_key(subject)}" if is_same else "")

    def read(self, cells: Mapping[str, str]) -> Checked:
        row = Cells(cells)
        row.line("reference", 24)
        for column, longest in LINES.items():
            row.line(column, longest)
        for column, longest in TEXTS.items():
            row.lines(column, longest)
        row.coded("kind", self.kinds)
        row.coded("urgency", self.urgencies)
        row.coded("visibility", self.visibilities)
        row.many("themes", self.themes_by_word)
        row.decimal(AMOUNT, digits=18, places=2)
        row.currency(AMOUNT + CURRENCY)
        row.day(AMOUNT + VALUE_DATE)
        row.day("needed_by")
        self.communities.read_or_own(row)
        return Checked(row.data, row.problems)

    def natural_key(self, data: Data) -> str:
        if "subject" not in data or "community" not in data:
            return ""
        return f"{data['community']} {word_key(data['subject'])}"

    def lacks(self, data: Data) -> Iterator[Problem]:
        yield from lacking(data, "subject", "kind", "community")
        if data.get("community", "") not in {"", *self.communities.own}:
            reason = _("You do not write requests of this community.")
            yield Problem("community", data["community"], reason)
        said = RequestData(**{"subject": "", "kind": "", **self.said(data)})
        yield from self.refused_by(lambda: wrong_in(said.cleaned()))

    def rows(self, references: list[str]) -> Iterable[CoordinationRequest]:
        visible = CoordinationRequest.objects.visible_to(self.actor)
        rows: Iterable[CoordinationRequest] = (
            visible.filter(reference__in=references)
            .select_related("community__oblast", "oblast", "office", "partner")
            .prefetch_related("themes")
        )
        return rows

    def as_data(self, record: CoordinationRequest) -> Data:
        names = ("reference", *LINES, *TEXTS, *CODED)
        data: Data = {name: getattr(record, name) for name in names}
        return data | {
            "community": record.community.code,
            "themes": [one.slug for one in record.themes.all()],
            AMOUNT: text_of(record.amount),
            AMOUNT + CURRENCY: record.currency,
            AMOUNT + VALUE_DATE: record.amount_on.isoformat() if record.amount_on else "",
            "needed_by": record.needed_by.isoformat() if record.needed_by else "",
        }

    def refusal(
        self, actor: Any, record: CoordinationRequest, diff: Sequence[Change]
    ) -> Iterator[Problem]:
        if not can_change_request(actor, record):
            yield Problem("", "", _("You do not write requests of this community."))
        elif not can_write_now(actor, record):
            yield Problem("", "", _("The request cannot be changed in its present status."))
        if any(one.column == "community" for one in diff):
            yield Problem("community", "", _("A request stays with its community."))
        held = request_data_of(record)
        said = replace(held, **self.said({one.column: one.after for one in diff}))
        yield from self.refused_by(lambda: wrong_in(said.cleaned(), vars(held)))

    def write(self, actor: Any, data: Data, job: ImportJob) -> CoordinationRequest:
        """As a draft: whoever wrote the table reads it through before the office gets it."""
        community = self.communities.by_code[data["community"]]
        return write_request(actor=actor, community=community, data=RequestData(**self.said(data)))

    def mend(self, actor: Any, record: CoordinationRequest, data: Data) -> None:
        after = replace(request_data_of(record), **self.said(data))
        change_request(actor=actor, request=record, data=after, seen=record.updated_at)


class RequestImporter(Importer):
    name = "requests"
    register = REQUESTS
    more = MORE

    def may_import(self, user: Any) -> bool:
        return bool(user.is_active) and can_write_requests(user)

    def open(self, job: ImportJob) -> RequestSession:
        return RequestSession(job.uploaded_by)
