"""Letting a table of ideas in: rows become drafts of their communities, or change those."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.codelists.entries import SDG_GOALS, names_of
from common.codelists.models import Theme
from common.exchange.columns import CURRENCY, VALUE_DATE, Code, More, coded
from common.exchange.imports import Change, Checked, Data, Importer
from common.exchange.models import ImportJob
from common.exchange.problems import Problem
from common.exchange.records import RecordSession, Taking, lacking
from common.exchange.vocabulary import Vocabulary, code_names, word_key
from common.money.currencies import OFFERED
from partners.vocabulary import show_themes, theme_codes, theme_words
from projects.idea_data import IdeaData, idea_data_of
from projects.idea_permissions import can_change_idea, can_write_ideas, can_write_now
from projects.idea_registers import IDEAS, readiness_levels
from projects.models import ProjectIdea
from projects.services.ideas import change_idea, write_idea
from projects.table_links import CommunityNames, show_communities
from projects.table_rows import Cells, text_of

COST = "cost"
LINES = ("title", "title_en")
TEXTS = (
    "problem",
    "problem_en",
    "solution",
    "solution_en",
    "expected_result",
    "expected_result_en",
)
DAYS = ("starts_on", "ends_on")


def _sdg_codes() -> Iterator[Code]:
    for code, name in names_of(SDG_GOALS).items():
        yield Code(code, name.uk, name.en)


MORE: dict[str, More] = {
    "reference": More(
        headings=("Номер", "Номер ідеї", "№ ідеї"),
        help=_("Of an idea that is in the portal already. New ones get theirs here."),
    ),
    "title": More(
        headings=("Назва", "Назва проєкту", "Назва ідеї", "Проєктна ідея"),
        required=True,
        example="Приклад: Ремонт дитячого садка «Сонечко»",
    ),
    "title_en": More(headings=("Назва англійською", "Title in English")),
    "community": More(
        headings=("Громада", "Назва громади", "Територіальна громада", "Hromada"),
        show=show_communities,
        help=_("The KATOTTG code, or the name as in the codifier. Empty: your only one."),
        example="UA53060270000065218",
    ),
    "community:code": More(headings=("Код громади", "КАТОТТГ", "Код КАТОТТГ", "KATOTTG")),
    "themes": More(
        headings=("Напрям", "Напрями", "Сфера", "Theme", "Themes"),
        codes=theme_codes,
        show=show_themes,
        example="education",
    ),
    "readiness": coded(
        readiness_levels,
        headings=("Готовність", "Стан готовності", "Readiness"),
        example="design",
    ),
    COST: More(
        headings=("Вартість", "Орієнтовна вартість", "Бюджет", "Сума", "Cost", "Budget"),
        example="250000",
    ),
    COST + CURRENCY: More(headings=("Валюта", "Currency"), example="EUR"),
    COST + VALUE_DATE: More(headings=("Станом на", "As of")),
    "own_amount": More(headings=("Співфінансування", "Власний внесок", "Own share")),
    "own_percent": More(headings=("Співфінансування, %", "Власний внесок, %")),
    "sdg_goals": More(
        headings=("ЦСР", "Цілі сталого розвитку", "SDG", "SDGs"),
        codes=_sdg_codes,
        example="4; 11",
    ),
    "problem": More(headings=("Проблема", "Problem")),
    "solution": More(headings=("Рішення", "Розв’язання", "Шлях вирішення", "Solution")),
    "expected_result": More(
        headings=("Очікуваний результат", "Очікувані результати", "Expected result")
    ),
    "starts_on": More(headings=("Початок", "Start"), example="2027-03-01"),
    "ends_on": More(headings=("Завершення", "Кінець", "End")),
}


class IdeaSession(RecordSession):
    additive = frozenset({"themes", "sdg_goals"})
    unknown = _("There is no idea with this reference.")
    why_same = _("the same title in the community")

    def __init__(self, actor: Any) -> None:
        super().__init__(actor)
        self.communities = CommunityNames(lambda one: can_write_ideas(actor, one))
        self.themes = {one.slug: one for one in Theme.objects.filter(is_archived=False)}
        self.themes_by_word = theme_words(self.themes)
        self.readiness = Vocabulary(code_names(readiness_levels()))
        names = names_of(SDG_GOALS)
        self.sdg = Vocabulary(
            {code: [name.uk, name.en, code.zfill(2)] for code, name in names.items()}
        )
        self.taking: Taking = {
            **{name: (name, str) for name in (*LINES, *TEXTS, "readiness")},
            **{name: (name, dt.date.fromisoformat) for name in DAYS},
            **{name: (name, Decimal) for name in ("own_amount", "own_percent")},
            COST: ("amount", Decimal),
            COST + CURRENCY: ("currency", str),
            COST + VALUE_DATE: ("amount_on", dt.date.fromisoformat),
            "themes": ("themes", lambda slugs: tuple(self.themes[one] for one in slugs)),
            "sdg_goals": ("sdg_goals", tuple),
        }
        visible = ProjectIdea.objects.visible_to(actor).order_by("pk")
        for reference, code, title in visible.values_list("reference", "community__code", "title"):
            self.remember(reference, f"{code} {word_key(title)}")

    def read(self, cells: Mapping[str, str]) -> Checked:
        row = Cells(cells)
        row.line("reference", 24)
        for column in LINES:
            row.line(column, 300)
        for column in TEXTS:
            row.lines(column, 4000)
        row.coded("readiness", self.readiness)
        row.many("themes", self.themes_by_word)
        row.many("sdg_goals", self.sdg)
        for column in (COST, "own_amount"):
            row.decimal(column, digits=18, places=2)
        row.percent("own_percent")
        row.currency(COST + CURRENCY, OFFERED)
        for column in (*DAYS, COST + VALUE_DATE):
            row.day(column)
        self.communities.read_or_own(row)
        return Checked(row.data, row.problems)

    def natural_key(self, data: Data) -> str:
        if "title" not in data or "community" not in data:
            return ""
        return f"{data['community']} {word_key(data['title'])}"

    def lacks(self, data: Data) -> Iterator[Problem]:
        yield from lacking(data, "title", "community")
        if data.get("community", "") not in {"", *self.communities.own}:
            reason = _("You do not write ideas of this community.")
            yield Problem("community", data["community"], reason)

    def rows(self, references: list[str]) -> Iterable[ProjectIdea]:
        rows: Iterable[ProjectIdea] = (
            ProjectIdea.objects.visible_to(self.actor)
            .filter(reference__in=references)
            .select_related("community__oblast", "oblast")
            .prefetch_related("themes")
        )
        return rows

    def as_data(self, record: ProjectIdea) -> Data:
        data: Data = {
            name: getattr(record, name)
            for name in ("reference", *LINES, *TEXTS, "readiness", "sdg_goals")
        }
        days = {name: getattr(record, name) for name in DAYS}
        days[COST + VALUE_DATE] = record.amount_on
        return data | {
            "community": record.community.code,
            "themes": [one.slug for one in record.themes.all()],
            COST: text_of(record.amount),
            COST + CURRENCY: record.currency,
            "own_amount": text_of(record.own_amount),
            "own_percent": text_of(record.own_percent),
            **{name: day.isoformat() if day else "" for name, day in days.items()},
        }

    def refusal(self, actor: Any, record: ProjectIdea, diff: Sequence[Change]) -> Iterator[Problem]:
        if not can_change_idea(actor, record):
            yield Problem("", "", _("You do not write ideas of this community."))
        elif not can_write_now(actor, record):
            yield Problem("", "", _("The idea cannot be changed in its present status."))
        if any(one.column == "community" for one in diff):
            yield Problem("community", "", _("An idea stays with its community."))

    def write(self, actor: Any, data: Data, job: ImportJob) -> ProjectIdea:
        said = IdeaData(**self.said(data), source_note=job.file_name[:300])
        community = self.communities.by_code[data["community"]]
        return write_idea(actor=actor, community=community, data=said)

    def mend(self, actor: Any, record: ProjectIdea, data: Data) -> None:
        after = replace(idea_data_of(record), **self.said(data))
        change_idea(actor=actor, idea=record, data=after)


class IdeaImporter(Importer):
    name = "ideas"
    register = IDEAS
    more = MORE

    def may_import(self, user: Any) -> bool:
        return bool(user.is_active) and can_write_ideas(user)

    def open(self, job: ImportJob) -> IdeaSession:
        return IdeaSession(job.uploaded_by)
