"""Monitoring cards and property received, said once: pages, API, downloads come from here.

Cards are for officials and recipients: they are not listed among the open data.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import django_filters
from django.conf import settings
from django.db.models import BooleanField, Case, F, OuterRef, Q, Value, When
from django.db.models.functions import Concat, ExtractYear
from django.utils.translation import gettext_lazy as _

from common.codelists.enums import Visibility
from common.money.expressions import money_json
from common.registers.expressions import JsonList, JsonObject, NullIfEmpty, Today, address, codes
from common.registers.fields import Field, FieldKind
from common.registers.register import Register, register, with_search
from common.search.described import Searched
from common.search.names import search_names
from communities.filters import OfCommunity
from communities.register_parts import (
    ID,
    UPDATED_AT,
    community_if_any,
    community_json,
    oblast_field,
)
from communities.registers import API, level_of
from partners.registers import known_partner
from projects.enums import OPEN_CARDS, CardStatus, RoleKind
from projects.models import MonitoringCard, Project, ProjectRole, ReceivedProperty
from projects.mta_terms import HalfYear
from projects.register_filters import OfProject
from projects.register_links import project_json


@cache
def card_statuses() -> dict[str, Any]:
    return codes(CardStatus, "mosty-monitoring-card-status")


def _recipients_json(level: Visibility) -> JsonList:
    """Communities, and the partners that the viewer may know of."""
    rows = ProjectRole.objects.filter(project=OuterRef("project"), role=RoleKind.RECIPIENT)
    known = rows.filter(Q(community__isnull=False) | known_partner("partner", level))
    partner = JsonObject(
        code=F("partner__public_id"),
        name=JsonObject(uk=F("partner__name"), en=NullIfEmpty(F("partner__name_en"))),
        url=address(f"{settings.SITE_URL}{API}partners/", "partner__public_id", "/"),
    )
    item = Case(When(community__isnull=False, then=community_json("community")), default=partner)
    return JsonList(known.order_by("number", "pk").values(item=item))


def _half_key() -> Concat:
    number = Case(When(starts_on__month=1, then=Value("-1")), default=Value("-2"))
    return Concat(ExtractYear("starts_on"), number)


def _flag(rule: Q) -> Case:
    return Case(When(rule, then=Value(True)), default=Value(False), output_field=BooleanField())


def _search(rows: Any, words: str) -> Any:
    return rows.filter(project__in=search_names(Project.objects.all(), words).order_by())


class HalfFilter(django_filters.ChoiceFilter):
    def filter(self, rows: Any, chosen: Any) -> Any:
        half = HalfYear.parsed(chosen or "")
        return rows.filter(starts_on=half.starts_on) if half else rows


def _halves() -> list[tuple[str, str]]:
    """The half-years that cards are about, the latest first."""
    days = MonitoringCard.objects.order_by("-starts_on").values_list("starts_on", flat=True)
    found = dict.fromkeys(HalfYear.containing(day) for day in days.distinct())
    return [(one.key, str(one)) for one in found]


class RuleFilter(django_filters.ChoiceFilter):
    """Choices that are methods of the queryset: what to do about a record."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, empty_label="—", **options)

    def filter(self, rows: Any, chosen: Any) -> Any:
        return getattr(rows, chosen)() if chosen else rows


def _common() -> tuple[Field, ...]:
    return (
        replace(ID, importable=True),
        Field(
            name="project",
            label=_("project"),
            kind=FieldKind.REFERENCE,
            expression=project_json,
            required=True,
            extra={"codes": True},
            importable=True,
        ),
        replace(oblast_field("project__oblast"), extra={}),
    )


def _text(name: str, label: Any) -> Field:
    return Field(name=name, label=label, in_list=False, importable=True)


def _decimal(name: str, label: Any) -> Field:
    return Field(name=name, label=label, kind=FieldKind.DECIMAL, importable=True)


def _cards() -> Any:
    return MonitoringCard.objects.filter(project__merged_into=None)


CARDS = Register(
    name="monitoring-cards",
    singular="MonitoringCard",
    title=_("Monitoring cards"),
    about=_(
        "What recipients of technical assistance report after each half-year: due on 10 July and "
        "on 10 January."
    ),
    model=MonitoringCard,
    queryset=_cards,
    key="public_id",
    default_sort="-due_on",
    level_of=level_of,
    search=_search,
    searched=Searched(names=("project",), codes=("project",)),
    extra_filters={
        "half": HalfFilter(label=_("half-year"), choices=_halves, empty_label="—"),
        "waits": RuleFilter(
            label=_("what to do"),
            choices=[
                ("overdue", _("late")),
                ("to_hand_in", _("to be handed in")),
                ("to_decide", _("to be accepted or sent back")),
            ],
        ),
        "project": OfProject(known=Project.objects.all),
    },
    api_path=f"{API}monitoring-cards/",
    page="mta:card-list",
    fields=(
        *_common(),
        Field(
            name="recipients",
            label=_("recipients"),
            kind=FieldKind.REFERENCES,
            expression_for=_recipients_json,
        ),
        Field(
            name="half",
            label=_("half-year"),
            expression=_half_key,
            required=True,
            importable=True,
            help="Year and half: 2026-1 is January to June.",
        ),
        Field(name="starts_on", label=_("from"), kind=FieldKind.DATE, required=True),
        Field(name="ends_on", label=_("to"), kind=FieldKind.DATE, required=True),
        Field(
            name="due_on",
            label=_("due on"),
            kind=FieldKind.DATE,
            required=True,
            sort="due_on",
        ),
        Field(
            name="status",
            label=_("status"),
            kind=FieldKind.CODE,
            choices=card_statuses,
            required=True,
            filterable=True,
        ),
        Field(
            name="is_overdue",
            label=_("late"),
            kind=FieldKind.FLAG,
            expression=lambda: _flag(Q(status__in=OPEN_CARDS, due_on__lt=Today())),
            required=True,
            help="Not handed in although its day is over.",
        ),
        Field(name="is_final", label=_("final card"), kind=FieldKind.FLAG, required=True),
        _text("done", _("what was done")),
        _text("results_in_numbers", _("results in numbers")),
        _text("results_in_words", _("results in words")),
        _decimal("spent", _("spent in the half-year")),
        _decimal("spent_in_all", _("spent since the beginning")),
        Field(name="currency", label=_("currency"), importable=True),
        _text("property_received", _("property received")),
        _text("problems", _("problems")),
        _text("next_steps", _("what comes next")),
        Field(name="submitted_on", label=_("handed in on"), kind=FieldKind.DATE),
        Field(name="decided_on", label=_("decided on"), kind=FieldKind.DATE),
        Field(
            name="return_reason",
            label=_("why it was returned, or is not needed"),
            in_list=False,
        ),
        UPDATED_AT,
    ),
)
with_search(CARDS)


def _property() -> Any:
    return ReceivedProperty.objects.current().filter(project__merged_into=None)


PROPERTY = register(
    Register(
        name="received-property",
        singular="ReceivedProperty",
        title=_("Property received as technical assistance"),
        about=_(
            "What recipients of technical assistance have taken on their balance sheets. They "
            "publish it within ten days (Resolution 153, paragraph 44)."
        ),
        model=ReceivedProperty,
        queryset=_property,
        key="public_id",
        default_sort="-booked_on",
        level_of=level_of,
        search=lambda rows, words: rows.filter(
            Q(description__icontains=words) | Q(pk__in=_search(rows, words).values("pk"))
        ),
        searched=Searched(
            names=("name", "project"), codes=("project",), texts=("recipient", "recipient_name")
        ),
        extra_filters={
            "waits": RuleFilter(
                label=_("publication"),
                choices=[("to_publish", _("to be published")), ("overdue", _("late"))],
            ),
            "project": OfProject(known=Project.objects.all),
            "community": OfCommunity(field_name="recipient__code"),
        },
        api_path=f"{API}received-property/",
        page="projects:property-list",
        fields=(
            *_common(),
            Field(
                name="name",
                label=_("what was received"),
                kind=FieldKind.BILINGUAL,
                source="description",
                required=True,
                importable=True,
            ),
            Field(
                name="recipient",
                label=_("community that received it"),
                kind=FieldKind.REFERENCE,
                expression=lambda: community_if_any("recipient"),
                extra={"codes": True},
                importable=True,
            ),
            Field(name="recipient_name", label=_("who received it"), importable=True),
            _decimal("quantity", _("quantity")),
            Field(name="unit", label=_("unit"), importable=True),
            Field(
                name="value",
                label=_("value"),
                kind=FieldKind.MONEY,
                expression=lambda: money_json("amount", "currency", "booked_on"),
                importable=True,
                help="By the rate of the day on which it was taken on the balance sheet.",
            ),
            Field(
                name="booked_on",
                label=_("on the balance sheet since"),
                kind=FieldKind.DATE,
                required=True,
                importable=True,
                sort="booked_on",
            ),
            Field(
                name="publish_by",
                label=_("to be published by"),
                kind=FieldKind.DATE,
                required=True,
                sort="publish_by",
                extra={"rises": True},
            ),
            Field(name="published_on", label=_("published on"), kind=FieldKind.DATE),
            Field(name="published_url", label=_("where else it is published"), kind=FieldKind.URL),
            Field(
                name="is_overdue",
                label=_("published late or not yet"),
                kind=FieldKind.FLAG,
                expression=lambda: _flag(
                    Q(published_on=None, publish_by__lt=Today())
                    | Q(published_on__gt=F("publish_by"))
                ),
                required=True,
            ),
            UPDATED_AT,
        ),
    )
)
