"""Projects as hypothesis makes them up: every part that a standard reads, in any combination."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from projects.enums import ActivityStatus, ProjectKind, RoleKind, WorksType
from projects.models import (
    Project,
    ProjectBudget,
    ProjectDocument,
    ProjectLocation,
    ProjectSDG,
    ProjectSector,
    ProjectTransaction,
)
from tests.factories.communities import CommunityFactory
from tests.factories.projects import project

# PostgreSQL takes any text without a zero; people paste the rest.
words = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00"),
    min_size=1,
    max_size=40,
)
maybe_words = st.just("") | words
days = st.dates(dt.date(1991, 1, 1), dt.date(2099, 12, 31))
maybe_day = st.none() | days
amounts = st.decimals(0, 10**13, places=2, allow_nan=False)
currencies = st.sampled_from(["UAH", "EUR", "USD", "JPY", "CHF"])
sectors = st.sampled_from(["11120", "12220", "14040", "16040", "21023", "23230", "43030", "73010"])
refs = st.sampled_from(["", "XM-DAC-41114", "UA-EDR-00000001", "без коду", "GB-CHC-1-2"])


@st.composite
def outlines(draw: Any) -> dict[str, Any]:
    """Plain values of a project and of the rows that belong to it."""
    planned, actual = sorted([draw(days), draw(days)]), sorted([draw(days), draw(days)])
    has_amount = draw(st.booleans())
    return {
        "columns": {
            "title": draw(words),
            "title_en": draw(maybe_words),
            "description": draw(maybe_words),
            "aims": draw(maybe_words),
            "kind": draw(st.sampled_from(ProjectKind.values)),
            "status": draw(st.sampled_from(ActivityStatus.values)),
            "works_type": draw(st.sampled_from(["", *WorksType.values])),
            "finance_type": draw(st.sampled_from(["", "110", "421", "431", "510", "1100"])),
            "start_planned_on": draw(st.sampled_from([None, planned[0]])),
            "end_planned_on": draw(st.sampled_from([None, planned[1]])),
            "start_actual_on": draw(st.sampled_from([None, actual[0]])),
            "end_actual_on": draw(st.sampled_from([None, actual[1]])),
            "amount": draw(amounts) if has_amount else None,
            "currency": draw(currencies) if has_amount else "",
            "amount_on": draw(maybe_day),
            "awarded_on": draw(maybe_day),
            "is_from_open_call": draw(st.none() | st.booleans()),
        },
        "roles": draw(
            st.lists(
                st.tuples(st.sampled_from(RoleKind.values), words, refs),
                max_size=4,
                unique_by=lambda one: (one[0], one[1]),
            )
        ),
        "sectors": draw(st.lists(sectors, max_size=3, unique=True)),
        "goals": draw(st.lists(st.integers(1, 17), max_size=3, unique=True)),
        "payments": draw(
            st.lists(st.tuples(st.sampled_from("1234"), days, amounts, currencies), max_size=3)
        ),
        "place": draw(st.none() | st.tuples(words, st.booleans())),
        "document": draw(st.none() | words),
        "has_community": draw(st.booleans()),
    }


def made_of(outline: dict[str, Any], reporter: Any) -> Project:
    communities = [CommunityFactory.create(oblast=reporter.oblast)]
    made = project(
        oblast=reporter.oblast,
        office=reporter,
        communities=communities if outline["has_community"] else [],
        **outline["columns"],
    )
    for number, (role, name, ref) in enumerate(outline["roles"]):
        made.roles.create(role=role, name=name, org_ref=ref, number=number)
    ProjectSector.objects.bulk_create(
        ProjectSector(project=made, code=code) for code in outline["sectors"]
    )
    ProjectSDG.objects.bulk_create(ProjectSDG(project=made, goal=one) for one in outline["goals"])
    for kind, day, amount, currency in outline["payments"]:
        ProjectTransaction.objects.create(
            project=made,
            kind=kind,
            happened_on=day,
            amount=amount,
            currency=currency,
            value_date=day,
            provider_name="Платник",
        )
    ProjectBudget.objects.create(
        project=made,
        starts_on=dt.date(2025, 1, 1),
        ends_on=dt.date(2025, 12, 31),
        amount=1,
        currency="UAH",
        value_date=dt.date(2025, 1, 1),
    )
    if outline["place"]:
        name, is_published = outline["place"]
        ProjectLocation.objects.create(
            project=made, name=name, latitude=49, longitude=34, is_published=is_published
        )
    if outline["document"]:
        ProjectDocument.objects.create(
            project=made,
            category="A02",
            title=outline["document"],
            url="https://example.org/папір.pdf",
            visibility="public",
        )
    return made
