"""The columns of a table of twin links: what they are called, what stands in them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.codelists.countries import country_codes
from common.exchange.columns import Code, ImportColumn, More, coded, columns_of
from common.exchange.vocabulary import Vocabulary, code_names
from communities.models import Community, Oblast
from twinning.link_enums import LinkKind
from twinning.link_registers import TWIN_LINKS, link_kinds, link_stages
from twinning.models import Municipality

KIND_SYNONYMS = {
    "Kommunalpartnerschaft": LinkKind.TWIN_CITY.value,
    "Städtepartnerschaft": LinkKind.TWIN_CITY.value,
    "strategy_mention": LinkKind.TWIN_CITY.value,
    "побратими": LinkKind.TWIN_CITY.value,
    "побратимство": LinkKind.TWIN_CITY.value,
    "місто-побратим": LinkKind.TWIN_CITY.value,
    "партнерство": LinkKind.TWIN_CITY.value,
    "sister city": LinkKind.TWIN_CITY.value,
    "sister cities": LinkKind.TWIN_CITY.value,
    "twinning": LinkKind.TWIN_CITY.value,
    "регіон-партнер": LinkKind.TWIN_REGION.value,
    "Städtefreundschaft": LinkKind.FRIENDSHIP.value,
    "Solidaritätspartnerschaft": LinkKind.SOLIDARITY.value,
    "Cities4Cities partnership": LinkKind.SOLIDARITY.value,
    "шефство": LinkKind.PATRONAGE.value,
    "патронат": LinkKind.PATRONAGE.value,
}
# A source that only speaks of a link does not make one: an official decides.
MENTION = "mention"
CERTAIN = "certain"


@cache
def kind_words() -> Vocabulary:
    return Vocabulary(code_names(link_kinds()), KIND_SYNONYMS)


@cache
def stage_words() -> Vocabulary:
    return Vocabulary(code_names(link_stages()))


@cache
def certainty_words() -> Vocabulary:
    return Vocabulary(
        {
            CERTAIN: ["так", "certain", "registry", "реєстр"],
            MENTION: ["згадка", "mention", "strategy_mention", "news_mention"],
        }
    )


def _show_community(value: Any) -> str:
    found = Community.objects.filter(code=value or "").first()
    return found.full_name if found else str(value or "")


def _show_oblast(value: Any) -> str:
    found = Oblast.objects.filter(code=value or "").first()
    return found.full_name if found else str(value or "")


def _show_place(value: Any) -> str:
    text = str(value or "")
    if text.count("-") != 4 or len(text) != 36:
        return text
    found = Municipality.objects.filter(public_id=text).first()
    return str(found) if found else text


MORE: dict[str, More] = {
    "community": More(
        headings=("Громада", "Назва громади", "Територіальна громада", "Hromada"),
        show=_show_community,
        example="Приклад: Миргородська міська територіальна громада",
        help=_("Name as in the codifier; the oblast must stand beside it, or the code."),
    ),
    "community:code": More(
        headings=("Код громади", "КАТОТТГ", "Код КАТОТТГ", "KATOTTG", "katottg")
    ),
    "oblast": More(
        headings=("Область",),
        show=_show_oblast,
        example="Полтавська",
        help=_("Without a community the link is one of the whole oblast."),
    ),
    "oblast:code": More(headings=("Код області",)),
    "municipality": More(
        headings=(
            *("Місто-побратим", "Місто", "Побратим", "Муніципалітет", "Партнер", "Twin city"),
            *("City", "Municipality", "partner_name", "Gemeinde"),
        ),
        required=True,
        show=_show_place,
        example="Приклад: Фільдерштадт",
    ),
    "country": coded(
        country_codes,
        headings=("Країна", "Держава", "partner_country"),
        example="DE",
    ),
    "country:code": More(headings=("Код країни",)),
    "kind": coded(
        link_kinds,
        headings=("Вид", "Тип", "Type", "Вид зв'язку"),
        example="twin_city",
    ),
    "stage": coded(
        link_stages,
        headings=("Стадія", "Стан", "Статус", "Status"),
        example="active",
        help=_("When empty, a new link is active."),
    ),
    "since": More(
        headings=("З якого року", "Рік", "Рік встановлення", "Дата", "Year", "Since"),
        example="1988",
        help=_("A year or a day."),
    ),
    "agreement": More(
        headings=("Угода", "Договір", "Agreement", "Номер угоди"),
        help=_("Reference in the register of agreements; the agreement must be of the same side."),
        example="",
    ),
    "agreement:code": More(headings=("Код угоди", "Agreement reference")),
    "source": More(headings=("Джерело", "Source")),
    "note": More(headings=("Примітка", "Note")),
}


def link_columns() -> Iterator[ImportColumn]:
    yield from columns_of(TWIN_LINKS, MORE)
    yield ImportColumn(
        name="region",
        label=_("upper unit"),
        headings=("Регіон", "Земля", "Воєводство", "Region", "partner_region"),
        example="Baden-Württemberg",
        help=_("Tells places of one name apart."),
    )
    yield ImportColumn(
        name="certainty",
        label=_("how certain"),
        headings=("confidence", "Певність"),
        codes=lambda: (Code(CERTAIN, "так", "yes"), Code(MENTION, "згадка", "a mention only")),
        help=_("A mention only waits for the decision of an official."),
        in_template=False,
    )
