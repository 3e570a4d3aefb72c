"""Letting a table of projects into the register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.codelists.entries import SDG_GOALS, SDG_TARGETS, SECTOR, names_of_lists
from common.codelists.models import Theme
from common.exchange.columns import CURRENCY, VALUE_DATE
from common.exchange.imports import (
    Change,
    Checked,
    Data,
    Importer,
    Match,
    Session,
    Suggestion,
    refusals,
)
from common.exchange.models import ImportJob
from common.exchange.problems import Problem
from common.exchange.vocabulary import Vocabulary, code_names, pieces, word_key
from common.intake.texts import one_line
from communities.models import Oblast, Office
from communities.permissions import curated_oblasts, office_choices
from partners.models import Programme
from partners.vocabulary import theme_words
from projects import services
from projects.data import ProjectData, project_data_of
from projects.duplicates import similar_projects
from projects.enums import RecordSource, RecordStatus
from projects.import_components import Components
from projects.import_rows import RowReader, budgets_of, codes_of, parties_of, sectors_of, units_of
from projects.models import Project
from projects.permissions import can_change_project, can_register_project
from projects.project_columns import (
    DAYS,
    KIND_SYNONYMS,
    LINES,
    LONGEST_LINK,
    MORE,
    STATUS_SYNONYMS,
    TABLES,
    TEXTS,
)
from projects.register_fields import activity_statuses, project_kinds
from projects.registers import PROJECTS
from projects.rows import Number
from projects.table_codes import joined_parties, named
from projects.table_rows import Cells, text_of


class ProjectSession(Session):
    additive = frozenset({"themes", "sdgs", "parties", "identifiers"})

    def __init__(self, job: ImportJob) -> None:
        self.actor = job.uploaded_by
        office = Office.objects.filter(slug=job.office).select_related("oblast").first()
        self.oblast = office.oblast if office else only_oblast(self.actor)
        self.kinds = Vocabulary(code_names(project_kinds()), KIND_SYNONYMS)
        self.statuses = Vocabulary(code_names(activity_statuses()), STATUS_SYNONYMS)
        self.themes = {one.slug: one for one in Theme.objects.all()}
        self.themes_by_word = theme_words(self.themes)
        self.programmes = {
            one.slug: one for one in Programme.objects.visible_to(self.actor).current()
        }
        self.components = Components(self.programmes.values())
        self.programmes_by_word = Vocabulary(
            {slug: [one.name, one.name_en, one.acronym] for slug, one in self.programmes.items()}
        )
        lists = names_of_lists((SECTOR, SDG_GOALS, SDG_TARGETS))
        self.sdgs = {*lists[SDG_GOALS], *lists[SDG_TARGETS]}
        self.rows = RowReader(self.actor, self.oblast, frozenset(lists[SECTOR]))
        self.references: set[str] = set()
        self.by_title: dict[str, str] = {}
        self.by_number: dict[str, str] = {}
        visible = Project.objects.visible_to(self.actor).current()
        for one in visible.prefetch_related("identifiers"):
            self._learn(one)
        self.seen: dict[str, Project] = {}

    def _learn(self, project: Project) -> None:
        self.references.add(project.reference)
        for title in (project.title, project.title_en):
            if title:
                self.by_title.setdefault(word_key(title), project.reference)
        for code in codes_of(project)["identifiers"]:
            self.by_number.setdefault(code, project.reference)

    def check(self, cells: Mapping[str, str]) -> Checked:
        row = Cells(cells)
        for column, longest in LINES.items():
            row.line(column, longest)
        for column, longest in TEXTS.items():
            row.lines(column, longest)
        row.line("reference", 24)
        row.coded("kind", self.kinds)
        row.coded("status", self.statuses)
        row.coded("programme", self.programmes_by_word)
        self.components.read(row)
        row.many("themes", self.themes_by_word)
        for column in DAYS:
            row.day(column)
        row.decimal("cost", digits=18, places=2)
        row.currency("cost" + CURRENCY)
        row.day("cost" + VALUE_DATE)
        row.flag("is_humanitarian")
        row.link("website", LONGEST_LINK)
        self._sdgs(row)
        self._cost(row)
        for column in TABLES:
            self.rows.read(row, column)
        if not row.data.get("title") and "reference" not in row.data:
            row.wrong("title", "", _("This cannot be empty."))
        return Checked(row.data, row.problems)

    def _sdgs(self, row: Cells) -> None:
        found = []
        for piece in pieces(row.cell("sdgs")):
            code = one_line(piece).lower().split(" ")[0]
            if code in self.sdgs or (not self.sdgs and code.isdecimal()):
                found.append(code)
            else:
                reason = _("There is no such goal: write 4 or 11.2.")
                row.wrong("sdgs", piece, reason)
        if found:
            row.data["sdgs"] = list(dict.fromkeys(found))

    def _cost(self, row: Cells) -> None:
        currency = "cost" + CURRENCY
        if "cost" in row.data and currency not in row.data:
            reason = _("Say in which currency: three capital letters, such as EUR.")
            row.wrong(currency, row.cell(currency), reason)
        elif "cost" not in row.data:
            row.data.pop(currency, None)
            row.data.pop("cost" + VALUE_DATE, None)

    def keys(self, data: Data) -> Iterator[tuple[str, str]]:
        if "reference" in data:
            yield "reference", data["reference"]
        elif "title" in data and "identifiers" not in data:
            yield "title", word_key(data["title"])
        for code in data.get("identifiers", ()):
            if not code.startswith(("donor=", "other=")):
                yield "identifiers", code

    def match(self, data: Data) -> Match:
        if "reference" in data:
            if data["reference"] in self.references:
                return Match(record=data["reference"], why=_("the same reference"))
            problem = Problem(
                "reference", data["reference"], _("There is no such record that you may see.")
            )
            return Match(problems=(problem,))
        for _column, code in self.keys(data):
            if code in self.by_number:
                return Match(record=self.by_number[code], why=_("the same number"))
        for name in ("title", "title_en"):
            key = word_key(data.get(name, ""))
            if key and key in self.by_title:
                return Match(record=self.by_title[key], why=_("the same title"))
        return Match()

    def suggest(self, rows: Sequence[Data]) -> list[list[Suggestion]]:
        return [
            [
                Suggestion(one.reference, str(one), one.get_absolute_url(), _("a similar title"))
                for one in similar_projects(
                    user=self.actor, title=data.get("title", ""), title_en=data.get("title_en", "")
                )
            ]
            for data in rows
        ]

    def joined(self, column: str, held: Sequence[str], said: Sequence[str]) -> list[str]:
        return (
            joined_parties(held, said)
            if column == "parties"
            else super().joined(column, held, said)
        )

    def check_new(self, data: Data) -> Iterator[Problem]:
        if "kind" not in data:
            yield Problem("kind", "", _("This cannot be empty."))
        yield from self._wrong_component(self.programmes.get(data.get("programme", "")), data)
        if self.oblast is None:
            yield Problem("", "", _("Choose the office for which you bring in the table."))
        elif not can_register_project(self.actor, self.oblast):
            yield Problem("", "", _("You enter projects of your own oblast only."))

    def current(self, records: Iterable[str]) -> dict[str, Data]:
        rows = Project.objects.visible_to(self.actor).filter(reference__in=list(records))
        whole = rows.select_related("programme", "component", "oblast").prefetch_related(
            "themes",
            "sdgs",
            "sectors",
            "budgets",
            "identifiers",
            "roles__partner",
            "roles__community",
            "roles__oblast",
            "roles__office",
            "territories__community",
            "territories__raion",
            "territories__oblast",
        )
        self.seen = {one.reference: one for one in whole}
        return {reference: as_data(one) for reference, one in self.seen.items()}

    def check_change(self, actor: Any, record: str, diff: Sequence[Change]) -> Iterator[Problem]:
        project = self.seen[record]
        if not can_change_project(actor, project):
            yield Problem("", "", _("Another office keeps this record. Ask that office."))
        elif project.record_status == RecordStatus.ARCHIVED:
            yield Problem("", "", _("The record is archived. Restore it first."))
        said = {one.column: one.after for one in diff}
        programme = self.programmes.get(said.get("programme", ""), project.programme)
        yield from self._wrong_component(programme, said)

    def _wrong_component(
        self, programme: Programme | None, data: Mapping[str, Any]
    ) -> Iterator[Problem]:
        found = self.components.problem(programme, data.get("component", ""))
        if found:
            yield found

    def create(self, actor: Any, data: Data, job: ImportJob) -> str:
        """As a draft: somebody looks at it before the world does."""
        assert self.oblast is not None
        with refusals():
            made = services.register_project(
                actor=actor,
                oblast=self.oblast,
                data=ProjectData(**self._values(data)),
                source=RecordSource.IMPORT,
                source_note=job.file_name,
            )
            self._keep_rows(actor, made, data)
        self._learn(made)
        return str(made.reference)

    def change(self, actor: Any, record: str, data: Data) -> None:
        project = self.seen[record]
        with refusals():
            before = project_data_of(project)
            values = self._values(data)
            if values.get("programme", before.programme) == before.programme:
                values.pop("component", None)
            if "component" in data:
                programme = values.get("programme", before.programme)
                values["component"] = self.components.of(programme, data["component"])
            for name in ("themes", "sdgs"):
                if name in values:
                    values[name] = (*getattr(before, name), *values[name])
            services.change_project(actor=actor, project=project, data=replace(before, **values))
            self._keep_rows(actor, project, data)

    def _keep_rows(self, actor: Any, project: Project, data: Data) -> None:
        said: dict[str, Any] = {"actor": actor, "project": project}
        if "identifiers" in data:
            numbers = [
                Number(kind=code.partition("=")[0], value=named(code.partition("=")[2]))
                for code in data["identifiers"]
                if code not in codes_of(project)["identifiers"]
            ]
            held = [
                Number(**{name: getattr(one, name) for name in Number.__dataclass_fields__})
                for one in project.identifiers.all()
            ]
            services.set_identifiers(**said, identifiers=[*held, *numbers])
        if "parties" in data:
            services.set_parties(**said, parties=parties_of(project, data["parties"], self.rows))
        if "territories" in data:
            units = units_of(project, data["territories"], self.rows)
            services.set_territories(**said, units=units)
        if "sectors" in data:
            services.set_sectors(**said, sectors=sectors_of(project, data["sectors"]))
        if "budgets" in data:
            services.set_budgets(**said, budgets=budgets_of(data["budgets"]))

    def label(self, data: Data) -> str:
        return str(data.get("title") or data.get("reference", ""))

    def _values(self, data: Data) -> dict[str, Any]:
        """The data as `ProjectData` takes them."""
        plain = (*LINES, *TEXTS, "website", "kind", "status", "is_humanitarian")
        values: dict[str, Any] = {name: data[name] for name in plain if name in data}
        for column in (*DAYS, "cost" + VALUE_DATE):
            if column in data:
                values[column] = dt.date.fromisoformat(data[column])
        if "cost" in data:
            values |= {"amount": Decimal(data["cost"]), "currency": data["cost" + CURRENCY]}
        if "cost" + VALUE_DATE in values:
            values["amount_on"] = values.pop("cost" + VALUE_DATE)
        if "programme" in data:
            programme = self.programmes[data["programme"]]
            component = self.components.of(programme, data.get("component", ""))
            values |= {"programme": programme, "component": component}
        if "themes" in data:
            values["themes"] = tuple(self.themes[slug] for slug in data["themes"])
        if "sdgs" in data:
            values["sdgs"] = tuple(data["sdgs"])
        return values


def only_oblast(actor: Any) -> Oblast | None:
    """The oblast whose records the person keeps, if it is one."""
    own = list(Oblast.objects.filter(pk__in=curated_oblasts(actor))[:2])
    return own[0] if len(own) == 1 else None


def as_data(project: Project) -> Data:
    """The record in the shape of a checked row."""
    data: Data = {name: getattr(project, name) for name in (*LINES, *TEXTS, "website")}
    for name in DAYS:
        day = getattr(project, name)
        data[name] = day.isoformat() if day else ""
    return (
        data
        | codes_of(project)
        | {
            "reference": project.reference,
            "kind": project.kind,
            "status": project.status,
            "programme": project.programme.slug if project.programme else "",
            "component": str(project.component.number) if project.component else "",
            "themes": [one.slug for one in project.themes.all()],
            "sdgs": [one.target or str(one.goal) for one in project.sdgs.all()],
            "cost": text_of(project.amount),
            "cost" + CURRENCY: project.currency,
            "cost" + VALUE_DATE: project.amount_on.isoformat() if project.amount_on else "",
            "is_humanitarian": project.is_humanitarian,
        }
    )


class ProjectImporter(Importer):
    name = "projects"
    register = PROJECTS
    more = MORE

    def may_import(self, user: Any) -> bool:
        return bool(user.is_active) and can_register_project(user)

    def offices(self, user: Any) -> list[tuple[str, str]]:
        """The offices whose projects the person enters."""
        return office_choices(user)

    def open(self, job: ImportJob) -> ProjectSession:
        return ProjectSession(job)
