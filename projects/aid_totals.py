"""What aid received comes to: by community, partner, category, period; for page and API."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.db.models import Case, CharField, Count, F, Q, Sum, Value, When
from django.db.models.functions import Cast, Coalesce, ExtractYear
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.codelists.enums import Visibility
from common.design.languages import in_languages
from common.money.currencies import HRYVNIA
from common.money.totals import Total, total_columns, total_from, with_equivalents
from common.registers.register import SEEN_BY
from partners.enums import PartnerStatus
from projects.aid_enums import AidCategory


class GroupBy(models.TextChoices):
    CATEGORY = "category", _("by category")
    COMMUNITY = "community", _("by community")
    PARTNER = "partner", _("by partner")
    YEAR = "year", _("by year")


COLUMNS = {
    GroupBy.CATEGORY: _("Category"),
    GroupBy.COMMUNITY: _("Community"),
    GroupBy.PARTNER: _("Partner"),
    GroupBy.YEAR: _("Year"),
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """So many of a unit; what is counted in different units is never added up."""

    amount: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Group:
    """One line of the totals. `key` is the value of the filter, empty for “nobody named”."""

    key: str
    name: dict[str, str]
    deliveries: int
    quantities: tuple[Quantity, ...]
    value: Total


@dataclass(frozen=True, slots=True)
class Totals:
    by: str
    groups: list[Group]
    deliveries: int
    value: Total


def totals_of(rows: Any, *, by: str, level: Visibility, to: str = HRYVNIA) -> Totals:
    """Totals of the deliveries. Five statements at most, whatever the number of rows.

    `level` is the viewer's: donors that the viewer may not know of are one group without a name.
    """
    columns = _columns(by, level)
    keyed = with_equivalents(rows, to=to).annotate(**columns)
    found = keyed.values(*columns).annotate(deliveries=Count("pk"), **total_columns())
    quantities = _quantities(keyed)
    groups = [_group(row, by, to, quantities) for row in found.order_by(*columns)]
    groups.sort(key=_order(by))
    whole = with_equivalents(rows, to=to).aggregate(deliveries=Count("pk"), **total_columns())
    return Totals(by, groups, whole["deliveries"], total_from(whole, to))


def _columns(by: str, level: Visibility) -> dict[str, Any]:
    """`group_key`, `group_uk`, `group_en` of each delivery."""
    if by == GroupBy.COMMUNITY:
        return {
            "group_key": _or_empty(F("community__code")),
            "group_uk": _or_empty(F("community__name")),
            "group_en": _or_empty(F("community__name_en")),
        }
    if by == GroupBy.PARTNER:
        known = Q(partner__visibility__in=sorted(SEEN_BY[level]))
        if level is not Visibility.INTERNAL:
            known &= ~Q(partner__status=PartnerStatus.ARCHIVED)
        return {
            "group_key": _known(known, Cast("partner__public_id", CharField()), Value("")),
            "group_uk": _known(known, F("partner__name"), F("donor_name")),
            "group_en": _known(known, F("partner__name_en"), F("donor_name_en")),
        }
    column = ExtractYear("delivered_on") if by == GroupBy.YEAR else F("category")
    return {"group_key": Cast(column, CharField())}


def _or_empty(column: Any) -> Any:
    return Coalesce(column, Value(""), output_field=CharField())


def _known(known: Q, shown: Any, otherwise: Any) -> Case:
    return Case(
        When(partner__isnull=True, then=otherwise),
        When(known, then=shown),
        default=Value(""),
        output_field=CharField(),
    )


def _quantities(keyed: Any) -> dict[tuple[str, str], list[Quantity]]:
    """What the donors gave of each unit, by the key and name of the group."""
    names = [name for name in ("group_key", "group_uk") if name in keyed.query.annotations]
    found: dict[tuple[str, str], list[Quantity]] = {}
    for row in keyed.values(*names, "unit").annotate(many=Sum("quantity")).order_by(*names, "unit"):
        key = (row["group_key"], row.get("group_uk", ""))
        found.setdefault(key, []).append(Quantity(row["many"], row["unit"]))
    return found


def _group(
    row: dict[str, Any], by: str, to: str, quantities: dict[tuple[str, str], list[Quantity]]
) -> Group:
    key = row["group_key"]
    return Group(
        key=key,
        name=_name(row, by),
        deliveries=row["deliveries"],
        quantities=tuple(quantities[key, row.get("group_uk", "")]),
        value=total_from(row, to),
    )


def _name(row: dict[str, Any], by: str) -> dict[str, str]:
    if by == GroupBy.CATEGORY:
        return in_languages(AidCategory(row["group_key"]).label)
    if by == GroupBy.YEAR:
        return {"uk": row["group_key"], "en": row["group_key"]}
    if by == GroupBy.COMMUNITY and not row["group_key"]:
        return in_languages(_("for oblasts as a whole"))
    return {"uk": row["group_uk"], "en": row["group_en"]}


def _order(by: str) -> Any:
    if by == GroupBy.YEAR:
        return lambda group: group.key
    return lambda group: (-group.value.amount, -group.deliveries, group.name["uk"])


# Under which filter the list shows a group.
FILTER = {
    GroupBy.CATEGORY: "category",
    GroupBy.COMMUNITY: "community",
    GroupBy.PARTNER: "partner",
}


def list_url(group: Group, by: str, query: dict[str, str]) -> str:
    """The list of just these deliveries; empty where no filter tells them apart."""
    if not group.key:
        return ""
    if by == GroupBy.YEAR:
        year = int(group.key)
        own = {"delivered_since": f"{year}-01-01", "delivered_before": f"{year + 1}-01-01"}
    else:
        own = {FILTER[GroupBy(by)]: group.key}
    return f"{reverse('aid:aid-list')}?{urlencode({**query, **own})}"
