"""The rows inside a project's record: which fields each has, and how a cell of a table tells it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.registers.fields import Field, FieldKind, text_in


def tell_name(item: Mapping[str, Any]) -> str:
    return text_in(item["name"])


def tell_party(item: Mapping[str, Any]) -> str:
    share = f" ({item['share']:g} %)" if item["share"] is not None else ""
    return f"{text_in(item['role']['name'])}: {tell_name(item)}{share}"


def tell_territory(item: Mapping[str, Any]) -> str:
    share = f" ({item['percentage']:g} %)" if item["percentage"] is not None else ""
    return f"{tell_name(item)}{share}"


def tell_sector(item: Mapping[str, Any]) -> str:
    named = item["name"] or item["sector"]["name"]
    share = f" ({item['percentage']:g} %)" if item["percentage"] is not None else ""
    return f"{item['code']} {text_in(named)}{share}"


def tell_sdg(item: Mapping[str, Any]) -> str:
    return str(item["target"] or item["goal"]["code"])


def tell_identifier(item: Mapping[str, Any]) -> str:
    return f"{text_in(item['kind']['name'])}: {item['value']}"


def tell_budget(item: Mapping[str, Any]) -> str:
    value = item["value"]
    return f"{item['starts_on']}–{item['ends_on']}: {value['amount']} {value['currency']}"


def text_field(name: str, label: Any, *, required: bool = False) -> Field:
    return Field(name=name, label=label, required=required)


def code_field(name: str, label: Any) -> Field:
    return Field(name=name, label=label, kind=FieldKind.CODE)


def both_field(name: str, label: Any) -> Field:
    return Field(name=name, label=label, kind=FieldKind.BILINGUAL)


def date_field(name: str, label: Any, **options: Any) -> Field:
    return Field(name=name, label=label, kind=FieldKind.DATE, **options)


def number_field(name: str, label: Any) -> Field:
    return Field(name=name, label=label, kind=FieldKind.DECIMAL)


def money_field(name: str, label: Any) -> Field:
    return Field(name=name, label=label, kind=FieldKind.MONEY)


PARTY = (
    code_field("role", _("role")),
    text_field("kind", _("register of the body: partner, community, oblast, office or other")),
    text_field("id", _("its key there")),
    both_field("name", _("name")),
    Field(name="url", label=_("address in this API"), kind=FieldKind.URL),
    number_field("share", _("share, %")),
)
TERRITORY = (
    code_field("level", _("level")),
    text_field("code", _("KATOTTG code, or that of the country")),
    both_field("name", _("name")),
    Field(
        name="percentage",
        label=_("share, %"),
        kind=FieldKind.DECIMAL,
        help="Null: an equal part of what the stated shares leave.",
    ),
)
SECTOR = (
    text_field("vocabulary", _("list of codes, IATI SectorVocabulary")),
    text_field("code", _("code")),
    code_field("sector", _("sector")),
    Field(name="name", label=_("name"), kind=FieldKind.BILINGUAL, extra={"nullable": True}),
    number_field("percentage", _("share, %")),
)
SDG = (code_field("goal", _("goal")), text_field("target", _("target")))
MARKER = (
    text_field("vocabulary", _("list")),
    code_field("marker", _("marker")),
    code_field("significance", _("significance")),
)
IDENTIFIER = (
    code_field("kind", _("register")),
    text_field("value", _("identifier"), required=True),
    date_field("issued_on", _("date")),
    text_field("owner", _("whose number it is")),
)
BUDGET = (
    code_field("kind", _("kind")),
    code_field("status", _("status")),
    date_field("starts_on", _("from")),
    date_field("ends_on", _("to")),
    money_field("value", _("amount")),
)
TRANSACTION = (
    code_field("kind", _("kind")),
    date_field("happened_on", _("date")),
    money_field("value", _("amount")),
    both_field("description", _("for what")),
    Field(name="provider", label=_("who pays"), kind=FieldKind.BILINGUAL, extra={"nullable": True}),
    Field(
        name="receiver", label=_("who receives"), kind=FieldKind.BILINGUAL, extra={"nullable": True}
    ),
)
DOCUMENT = (
    code_field("category", _("what it is")),
    both_field("title", _("title")),
    text_field("language", _("language")),
    date_field("dated_on", _("date")),
    text_field("format", _("format")),
    Field(name="url", label=_("address"), kind=FieldKind.URL),
)
LOCATION = (
    both_field("name", _("name")),
    both_field("description", _("description")),
    text_field("community", _("KATOTTG code of the community")),
    Field(name="place", label=_("coordinates"), kind=FieldKind.PLACE),
    code_field("exactness", _("exactness")),
)
RESULT = (
    code_field("kind", _("kind")),
    both_field("title", _("title")),
    both_field("description", _("text")),
)
RELATED = (
    code_field("kind", _("relation")),
    text_field("identifier", _("reference, or IATI identifier")),
    Field(name="title", label=_("title"), kind=FieldKind.BILINGUAL, extra={"nullable": True}),
    Field(name="url", label=_("address in this API"), kind=FieldKind.URL),
)
