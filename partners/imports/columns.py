"""The columns of a table of partners: what they are called, what stands in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.codelists.countries import country_codes
from common.exchange.columns import Code, ImportColumn, More, coded, columns_of
from communities.models import Oblast
from partners.data import language_names
from partners.enums import IdentifierScheme
from partners.registers import PARTNERS, organisation_types, partner_kinds, partner_statuses
from partners.vocabulary import show_themes, theme_codes

IDENTIFIER = "identifier:"


def _oblast_codes() -> Iterator[Code]:
    for one in Oblast.objects.in_force().in_ukrainian_order():
        yield Code(one.code, one.full_name, one.full_name_en)


def _language_codes() -> Iterator[Code]:
    english = language_names("en")
    for code, name in language_names("uk").items():
        yield Code(code, name, english.get(code, ""))


def _show_oblasts(value: Any) -> str:
    names = dict(Oblast.objects.filter(code__in=value or ()).values_list("code", "name"))
    return ", ".join(str(names.get(code, code)) for code in value or ())


MORE: dict[str, More] = {
    "name": More(
        headings=(
            "Назва",
            "Назва українською",
            "Назва організації",
            "Організація",
            "Партнер",
            "Повна назва",
            "Name in Ukrainian",
            "Organisation",
            "Partner",
        ),
        required=True,
        example="Приклад: Агентство доброї волі",
        help=_("The only column that must be there."),
    ),
    "name_en": More(
        headings=(
            "Назва англійською",
            "Назва англ",
            "Назва (англ.)",
            "Name in English",
            "English name",
        ),
        example="Example: Goodwill Agency",
    ),
    "acronym": More(
        headings=("Скорочення", "Абревіатура", "Скорочена назва", "Abbreviation"), example="GWA"
    ),
    "kind": coded(
        partner_kinds,
        headings=("Вид", "Тип", "Вид партнера", "Тип організації", "Type"),
        example="foundation",
        help=_("Code or name; a new partner must have it."),
    ),
    "kind:code": More(headings=("Код виду",)),
    "iati_type": coded(
        organisation_types,
        headings=("Тип IATI", "IATI type"),
        example="60",
        help=_("When empty, the usual one of the kind."),
    ),
    "country": coded(
        country_codes,
        headings=("Країна", "Держава"),
        example="DK",
        help=_("Code or name; empty for an international organisation."),
    ),
    "country:code": More(headings=("Код країни",)),
    "status": coded(
        partner_statuses,
        headings=("Статус", "Стан"),
        example="active",
        help=_("When empty, a new partner is a candidate."),
    ),
    "themes": More(
        headings=("Напрями", "Напрямки", "Напрями роботи", "Теми", "Сфери", "Directions"),
        codes=theme_codes,
        show=show_themes,
        example="energy, water",
        help=_("Codes or names with commas between them."),
    ),
    "oblasts": More(
        headings=("Області", "Область", "Регіони", "Де працює", "Oblast", "Regions"),
        codes=_oblast_codes,
        show=_show_oblasts,
        example="Полтавська, Сумська",
        help=_("KATOTTG codes or names with commas between them."),
    ),
    "identifiers": More(
        headings=("Ідентифікатори",),
        example="XI-ROR:05k7znr35",
        help=_("Register and number, a colon between them; commas between several."),
        codes=lambda: (Code(str(one.value), "", "") for one in IdentifierScheme),
    ),
    "website": More(
        headings=("Сайт", "Вебсайт", "Веб-сайт", "Веб-сторінка", "URL", "Web"),
        example="https://www.example.org",
    ),
    "languages": More(
        headings=("Мови", "Мова", "Мови спілкування", "Language"),
        codes=_language_codes,
        example="en, uk",
        help=_("Codes or names with commas between them."),
    ),
    "description": More(
        headings=("Опис", "Опис українською", "Про організацію"),
        example="Допомагає громадам з водою та енергією.",
    ),
    "description_en": More(
        headings=("Опис англійською", "Description in English"),
        example="Helps communities with water and energy.",
    ),
}
SCHEME_HEADINGS: dict[IdentifierScheme, tuple[str, ...]] = {
    IdentifierScheme.IATI: ("Ідентифікатор IATI", "IATI", "Код IATI", "IATI identifier"),
    IdentifierScheme.UA_EDR: ("ЄДРПОУ", "Код ЄДРПОУ", "EDRPOU", "Код за ЄДРПОУ"),
    IdentifierScheme.ROR: ("ROR",),
    IdentifierScheme.LEI: ("LEI",),
    IdentifierScheme.WIKIDATA: ("Wikidata", "Вікідані"),
}


def partner_columns() -> Iterator[ImportColumn]:
    yield ImportColumn(
        name="id",
        label=PARTNERS.by_name["id"].label,
        in_template=False,
    )
    yield from columns_of(PARTNERS, MORE)
    for scheme, headings in SCHEME_HEADINGS.items():
        yield ImportColumn(
            name=IDENTIFIER + scheme.value,
            label=scheme.label,
            headings=headings,
            in_template=scheme in {IdentifierScheme.IATI, IdentifierScheme.UA_EDR},
        )
