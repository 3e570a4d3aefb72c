"""Letting a table of aid received into the register."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.exchange.columns import CODE, CURRENCY, VALUE_DATE, More, coded
from common.exchange.imports import Change, Checked, Data, Importer, Match, Session, refusals
from common.exchange.models import ImportJob
from common.exchange.problems import Level, Problem
from common.exchange.vocabulary import Vocabulary, code_names, word_key
from communities.models import Community, Oblast
from partners.programme_enums import RecordStatus
from partners.vocabulary import oblast_words
from projects.aid_data import AidData, aid_data_of
from projects.aid_enums import AidSource, Unit
from projects.aid_permissions import can_change_aid, can_register_aid
from projects.aid_registers import AID, aid_categories, units
from projects.models import AidDelivery, Project
from projects.services.aid import change_aid, register_aid
from projects.table_rows import Cells, PartnerNames, text_of

LINES = {
    "name": 300,
    "name_en": 300,
    "donor_name": 200,
    "donor_name_en": 200,
    "institution": 200,
    "institution_en": 200,
    "transport": 500,
}
TEXTS = {"conditions": 2000, "description": 4000, "description_en": 4000}
CATEGORY_SYNONYMS = {
    "автомобіль": "vehicles",
    "автомобілі": "vehicles",
    "транспорт": "vehicles",
    "автобус": "buses",
    "генератор": "generators",
    "генератори": "generators",
    "ліки": "medical",
    "медикаменти": "medical",
    "продукти": "food",
    "продукти харчування": "food",
    "одяг": "clothing",
    "меблі": "furniture",
    "комп’ютери": "it",
    "пожежна техніка": "fire_rescue",
    "інше": "other",
}
UNIT_SYNONYMS = {
    "штук": "H87",
    "одиниць": "H87",
    "од": "H87",
    "pieces": "H87",
    "pcs": "H87",
    "компл": "SET",
    "комплект": "SET",
    "кілограм": "KGM",
    "тонн": "TNE",
    "літр": "LTR",
    "коробка": "XBX",
    "коробок": "XBX",
    "палета": "XPX",
    "палет": "XPX",
}


MORE: dict[str, More] = {
    "reference": More(headings=("Номер", "Номер запису"), help=_("Given by the portal.")),
    "name": More(
        headings=("Що отримано", "Назва", "Найменування", "Допомога"),
        required=True,
        example="Приклад: генератор 100 кВт",
    ),
    "category": coded(
        aid_categories,
        headings=("Категорія", "Вид допомоги"),
        required=True,
        example="generators",
    ),
    "quantity": More(headings=("Кількість", "К-сть"), required=True, example="2"),
    "unit": coded(
        units,
        headings=("Одиниця", "Од. виміру", "Одиниця виміру"),
        example="H87",
        help=_("When empty: pieces."),
    ),
    "value": More(headings=("Вартість", "Сума"), example="1200000"),
    "value" + CURRENCY: More(headings=("Валюта",), example="UAH"),
    "value" + VALUE_DATE: More(headings=("Вартість на дату",), example="2024-03-15"),
    "partner": More(
        headings=("Партнер", "Донор", "Від кого"),
        example="Приклад: Фонд",
        help=_("By its name in the register; a name that is not there is kept as a donor’s."),
    ),
    "project": More(
        headings=("Проєкт", "Номер проєкту"),
        help=_("The reference of the project by which it came, such as PL-PRJ-2026-0001."),
    ),
    "oblast": More(headings=("Область",), example="Полтавська"),
    "oblast" + CODE: More(headings=("Код області",)),
    "community": More(headings=("Громада", "Для кого", "Отримувач")),
    "community" + CODE: More(headings=("Код громади", "КАТОТТГ", "KATOTTG")),
    "institution": More(headings=("Заклад", "Установа")),
    "delivered_on": More(
        headings=("Дата", "Дата отримання", "Отримано"), required=True, example="15.03.2024"
    ),
}


class AidSession(Session):
    def __init__(self, job: ImportJob) -> None:
        self.actor = job.uploaded_by
        self.categories = Vocabulary(code_names(aid_categories()), CATEGORY_SYNONYMS)
        self.units = Vocabulary(code_names(units()), UNIT_SYNONYMS)
        self.oblasts = {one.code: one for one in Oblast.objects.in_force()}
        self.oblasts_by_word = oblast_words(self.oblasts)
        rows = Community.objects.in_force().select_related("oblast")
        self.communities = {one.code: one for one in rows}
        self.by_name: dict[str, list[Community]] = defaultdict(list)
        for one in self.communities.values():
            for name in (one.name, one.full_name, one.name_en, one.full_name_en):
                self.by_name[word_key(name)].append(one)
        self.partners = PartnerNames(self.actor)
        projects = Project.objects.visible_to(self.actor).current()
        self.projects = dict(projects.values_list("reference", "pk"))
        visible = AidDelivery.objects.visible_to(self.actor).current()
        self.known = {
            natural_key(as_data(one)): one.reference
            for one in visible.select_related("partner", "oblast", "community", "project")
        }
        self.references = set(self.known.values())
        self.seen: dict[str, AidDelivery] = {}

    def check(self, cells: Mapping[str, str]) -> Checked:
        row = Cells(cells)
        for column, longest in LINES.items():
            row.line(column, longest)
        for column, longest in TEXTS.items():
            row.lines(column, longest)
        row.line("reference", 24)
        row.coded("category", self.categories)
        row.coded("unit", self.units)
        row.data.setdefault("unit", Unit.PIECE.value)
        row.decimal("quantity", digits=14, places=3)
        row.decimal("value", digits=18, places=2)
        row.currency("value" + CURRENCY)
        row.day("value" + VALUE_DATE)
        row.flag("is_estimated")
        row.day("delivered_on")
        self._donor(row)
        self._project(row)
        self._recipient(row)
        self._value(row)
        for column in ("name", "category", "quantity", "delivered_on"):
            if column not in row.data and not any(
                one.column.startswith(column) for one in row.problems
            ):
                row.wrong(column, "", _("This cannot be empty."))
        return Checked(row.data, row.problems)

    def _donor(self, row: Cells) -> None:
        text = row.cell("partner").strip()
        if text:
            slug, many = self.partners.find(text)
            if slug:
                row.data["partner"] = slug
                row.data.pop("donor_name", None)
                row.data.pop("donor_name_en", None)
            elif many:
                row.wrong("partner", text, _("Several partners have this name: write it in full."))
            else:
                reason = _("There is no such partner: kept as the name of a donor.")
                row.wrong("partner", text, reason, Level.WARNING)
                row.data.setdefault("donor_name", text[:200])
        elif "donor_name" not in row.data:
            row.wrong("partner", "", _("Say from whom it came."))

    def _project(self, row: Cells) -> None:
        """By its reference; our own downloads have it in the column of codes."""
        name = "project" + CODE if row.cell("project" + CODE).strip() else "project"
        reference = row.cell(name).strip().upper()
        if not reference:
            return
        if reference in self.projects:
            row.data["project"] = reference
        else:
            row.wrong(name, reference, _("There is no project with this reference."))

    def _recipient(self, row: Cells) -> None:
        oblast = self._oblast(row)
        code = row.cell("community" + CODE).strip().upper()
        name = row.cell("community").strip()
        if code:
            if code in self.communities:
                row.data["community"] = code
            else:
                row.wrong("community" + CODE, code, _("There is no community with this code."))
        elif name:
            self._by_name(row, name, oblast)
        elif oblast:
            row.data["oblast"] = oblast
        else:
            row.wrong("community", "", _("Name the community or the oblast."))

    def _oblast(self, row: Cells) -> str:
        for column in ("oblast" + CODE, "oblast"):
            text = row.cell(column).strip()
            if text:
                found = self.oblasts_by_word.find(text)
                if not found:
                    row.wrong(column, text, _("There is no such oblast."))
                return found
        return ""

    def _by_name(self, row: Cells, name: str, oblast: str) -> None:
        """Nine communities may bear one name: the oblast or the code decides."""
        found = [
            one
            for one in self.by_name.get(word_key(name), [])
            if not oblast or one.oblast.code == oblast
        ]
        codes = {one.code for one in found}
        if len(codes) == 1:
            row.data["community"] = codes.pop()
        elif codes:
            reason = _("Several communities have this name: say the oblast or the code.")
            row.wrong("community", name, reason)
        else:
            row.wrong("community", name, _("There is no such community."))

    def _value(self, row: Cells) -> None:
        currency = "value" + CURRENCY
        is_told = currency in row.data or any(one.column == currency for one in row.problems)
        if "value" in row.data and not is_told:
            row.wrong(currency, "", _("Say the currency of the value."))
        if "value" not in row.data:
            for column in ("value" + CURRENCY, "value" + VALUE_DATE, "is_estimated"):
                row.data.pop(column, None)

    def keys(self, data: Data) -> Iterator[tuple[str, str]]:
        if "reference" in data:
            yield "reference", data["reference"]
        yield "name", natural_key(data)

    def match(self, data: Data) -> Match:
        if "reference" in data:
            if data["reference"] in self.references:
                return Match(record=data["reference"], why=_("the same reference"))
            problem = Problem(
                "reference", data["reference"], _("There is no such record that you may see.")
            )
            return Match(problems=(problem,))
        known = self.known.get(natural_key(data), "")
        return Match(record=known, why=_("the same goods, day, donor and recipient"))

    def current(self, records: Iterable[str]) -> dict[str, Data]:
        rows = AidDelivery.objects.visible_to(self.actor).filter(reference__in=list(records))
        self.seen = {
            one.reference: one
            for one in rows.select_related("partner", "oblast", "community", "project")
        }
        return {reference: as_data(one) for reference, one in self.seen.items()}

    def check_new(self, data: Data) -> Iterator[Problem]:
        if not can_register_aid(self.actor, *self._sides(data)):
            yield Problem("community", "", _("You enter aid of your own community or oblast only."))

    def check_change(self, actor: Any, record: str, diff: Sequence[Change]) -> Iterator[Problem]:
        delivery = self.seen[record]
        if not can_change_aid(actor, delivery):
            yield Problem("", "", _("Others keep this record. Ask them."))
        elif delivery.record_status == RecordStatus.ARCHIVED:
            yield Problem("", "", _("The record is archived. Restore it first."))

    def _sides(self, data: Data) -> tuple[Oblast | None, Community | None]:
        return self.oblasts.get(data.get("oblast", "")), self.communities.get(
            data.get("community", "")
        )

    def create(self, actor: Any, data: Data, job: ImportJob) -> str:
        with refusals():
            made = register_aid(
                actor=actor,
                data=AidData(**self._values(data)),
                source=AidSource.IMPORT,
                source_note=job.file_name,
            )
        self.references.add(made.reference)
        self.known[natural_key(data)] = made.reference
        return str(made.reference)

    def change(self, actor: Any, record: str, data: Data) -> None:
        delivery = self.seen[record]
        with refusals():
            before = aid_data_of(delivery)
            change_aid(actor=actor, delivery=delivery, data=replace(before, **self._values(data)))

    def label(self, data: Data) -> str:
        return str(data.get("name", ""))

    def _values(self, data: Data) -> dict[str, Any]:
        """The data as `AidData` takes them."""
        values = {name: data[name] for name in (*LINES, *TEXTS) if name in data}
        values |= {
            name: data[name] for name in ("category", "unit", "is_estimated") if name in data
        }
        if "project" in data:
            values["project"] = Project.objects.get(pk=self.projects[data["project"]])
        if "quantity" in data:
            values["quantity"] = Decimal(data["quantity"])
        if "value" in data:
            values["amount"] = Decimal(data["value"])
            values["currency"] = data["value" + CURRENCY]
        for column, name in (
            ("value" + VALUE_DATE, "value_date"),
            ("delivered_on", "delivered_on"),
        ):
            if column in data:
                values[name] = dt.date.fromisoformat(data[column])
        if "partner" in data:
            slug = data["partner"]
            values["partner"] = next(
                one for one in self.partners.by_pk.values() if one.slug == slug
            )
            values |= {"donor_name": "", "donor_name_en": ""}
        elif "donor_name" in data:
            values["partner"] = None
        oblast, community = self._sides(data)
        if community or oblast:
            values |= {"community": community, "oblast": oblast}
        return values


def natural_key(data: Data) -> str:
    """Two rows with the same key are the same delivery."""
    donor = data.get("partner") or word_key(data.get("donor_name", ""))
    place = data.get("community") or data.get("oblast", "")
    parts = (
        data.get("delivered_on", ""),
        place,
        donor,
        word_key(data.get("name", "")),
        data.get("quantity", ""),
        data.get("unit", ""),
    )
    return "|".join(str(part) for part in parts)


def as_data(delivery: AidDelivery) -> Data:
    """The record in the shape of a checked row."""
    data: Data = {name: getattr(delivery, name) for name in (*LINES, *TEXTS)}
    data |= {
        "reference": delivery.reference,
        "category": delivery.category,
        "unit": delivery.unit,
        "quantity": text_of(delivery.quantity),
        "value": text_of(delivery.amount),
        "value" + CURRENCY: delivery.currency,
        "value" + VALUE_DATE: delivery.value_date.isoformat() if delivery.value_date else "",
        "is_estimated": delivery.is_estimated,
        "partner": delivery.partner.slug if delivery.partner else "",
        "project": delivery.project.reference if delivery.project else "",
        "delivered_on": delivery.delivered_on.isoformat(),
        "community": delivery.community.code if delivery.community else "",
    }
    if not delivery.community:
        data["oblast"] = delivery.oblast.code
    return data


class AidImporter(Importer):
    name = "aid-deliveries"
    register = AID
    more = MORE

    def may_import(self, user: Any) -> bool:
        return bool(user.is_active) and can_register_aid(user)

    def open(self, job: ImportJob) -> AidSession:
        return AidSession(job)
