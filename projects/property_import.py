"""Letting a table of property received as technical assistance in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.exchange.columns import CURRENCY, More
from common.exchange.imports import Change, Checked, Data, Importer
from common.exchange.models import ImportJob
from common.exchange.problems import Problem
from common.exchange.records import RecordSession, Taking, lacking
from common.exchange.vocabulary import word_key
from projects.enums import ProjectKind
from projects.models import Project, ReceivedProperty
from projects.mta_permissions import can_report, can_report_any
from projects.mta_querysets import PropertyQuerySet
from projects.mta_registers import PROPERTY
from projects.services.mta_property import (
    PropertyData,
    change_property,
    property_data_of,
    record_property,
)
from projects.table_links import CommunityNames, read_reference, show_communities
from projects.table_rows import Cells, text_of

LINES = {"name": 500, "name_en": 500, "recipient_name": 300, "unit": 40}

MORE: dict[str, More] = {
    "project": More(
        headings=("Проєкт", "Номер проєкту"),
        required=True,
        help=_("The reference of the project of technical assistance."),
        example="PL-PRJ-2026-0000",
    ),
    "name": More(
        headings=("Що отримано", "Назва", "Найменування", "Майно"),
        required=True,
        example="Приклад: генератор 60 кВт",
    ),
    "recipient": More(headings=("Громада", "Громада-отримувач"), show=show_communities),
    "recipient:code": More(headings=("Код громади", "КАТОТТГ", "KATOTTG")),
    "recipient_name": More(
        headings=("Отримувач", "Хто отримав"), help=_("When it is not a community.")
    ),
    "quantity": More(headings=("Кількість", "К-сть"), example="1"),
    "unit": More(headings=("Одиниця", "Од. виміру"), example="шт."),
    "value": More(headings=("Вартість", "Сума"), example="900000"),
    "value" + CURRENCY: More(headings=("Валюта",), example="UAH"),
    "booked_on": More(
        headings=("На балансі з", "Дата взяття на баланс"), required=True, example="01.11.2026"
    ),
}


class PropertySession(RecordSession):
    key_column = "id"
    named = "name"
    why_same = _("the same property, day and recipient")

    def __init__(self, actor: Any) -> None:
        super().__init__(actor)
        rows = Project.objects.visible_to(actor).current().filter(kind=ProjectKind.MTA)
        self.projects = {one.reference: one for one in rows}
        self.communities = CommunityNames()
        self.taking: Taking = {
            "name": ("description", str),
            "name_en": ("description_en", str),
            "recipient": ("recipient", self.communities.by_code.__getitem__),
            "recipient_name": ("recipient_name", str),
            "quantity": ("quantity", Decimal),
            "unit": ("unit", str),
            "value": ("amount", Decimal),
            "value" + CURRENCY: ("currency", str),
            "booked_on": ("booked_on", dt.date.fromisoformat),
        }
        for one in self._visible():
            self.projects.setdefault(one.project.reference, one.project)
            self.remember(str(one.public_id), self.natural_key(self.as_data(one)))

    def _visible(self) -> PropertyQuerySet:
        rows: PropertyQuerySet = ReceivedProperty.objects.visible_to(self.actor).current()
        return rows.filter(project__merged_into=None).select_related("project__oblast", "recipient")

    def read(self, cells: Mapping[str, str]) -> Checked:
        row = Cells(cells)
        row.line("id", 36)
        reason = _("There is no such project of technical assistance that you may see.")
        read_reference(row, "project", self.projects, reason)
        for column, longest in LINES.items():
            row.line(column, longest)
        self.communities.read(row, "recipient")
        row.decimal("quantity", digits=12, places=2)
        row.decimal("value", digits=18, places=2)
        row.currency("value" + CURRENCY)
        row.day("booked_on")
        return Checked(row.data, row.problems)

    def natural_key(self, data: Data) -> str:
        needed = [data.get(name, "") for name in ("project", "booked_on", "name")]
        if not all(needed):
            return ""
        whose = data.get("recipient") or data.get("recipient_name", "")
        said = (*needed, whose, data.get("quantity", ""))
        return "|".join(word_key(str(one)) for one in said)

    def lacks(self, data: Data) -> Iterator[Problem]:
        yield from lacking(data, "project", "name", "booked_on")
        if "recipient" not in data and "recipient_name" not in data:
            yield Problem("recipient_name", "", _("Say who received it."))
        if "value" in data and "value" + CURRENCY not in data:
            yield Problem("value" + CURRENCY, "", _("Say the currency of the value."))
        project = self.projects.get(data.get("project", ""))
        if project is not None and not can_report(self.actor, project):
            yield Problem("project", project.reference, _not_yours())

    def rows(self, references: list[str]) -> Iterable[ReceivedProperty]:
        return self._visible().filter(public_id__in=references)

    def reference_of(self, record: Any) -> str:
        return str(record.public_id)

    def as_data(self, record: ReceivedProperty) -> Data:
        return {
            "id": str(record.public_id),
            "project": record.project.reference,
            "name": record.description,
            "name_en": record.description_en,
            "recipient": record.recipient.code if record.recipient else "",
            "recipient_name": record.recipient_name,
            "quantity": text_of(record.quantity),
            "unit": record.unit,
            "value": text_of(record.amount),
            "value" + CURRENCY: record.currency,
            "booked_on": record.booked_on.isoformat(),
        }

    def refusal(
        self, actor: Any, record: ReceivedProperty, diff: Sequence[Change]
    ) -> Iterator[Problem]:
        if not can_report(actor, record.project):
            yield Problem("", "", _not_yours())
        if any(one.column == "project" for one in diff):
            yield Problem("project", "", _("Property stays with its project."))

    def write(self, actor: Any, data: Data, job: ImportJob) -> ReceivedProperty:
        project = self.projects[data["project"]]
        said = PropertyData(**self.said(data))
        return record_property(actor=actor, project=project, data=said)

    def mend(self, actor: Any, record: ReceivedProperty, data: Data) -> None:
        said = self.said(data)
        if "recipient_name" in said:
            said.setdefault("recipient", None)
        after = replace(property_data_of(record), **said)
        change_property(actor=actor, received=record, data=after, seen=record.updated_at)


def _not_yours() -> Any:
    return _("Only the recipients of the project and the office of the oblast enter property.")


class PropertyImporter(Importer):
    name = "received-property"
    register = PROPERTY
    more = MORE

    def may_import(self, user: Any) -> bool:
        return bool(user.is_active) and can_report_any(user)

    def open(self, job: ImportJob) -> PropertySession:
        return PropertySession(job.uploaded_by)

    def urls_of(self, records: Iterable[str]) -> dict[str, str]:
        rows = ReceivedProperty.objects.filter(public_id__in=list(records))
        return {
            str(one.public_id): one.get_absolute_url() for one in rows.select_related("project")
        }
