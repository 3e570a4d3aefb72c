"""Monitoring cards: half-years, the clock, the table of steps, reminders; property received."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import override_settings

from accounts.models import User
from common.intake.refusals import ChangedMeanwhile
from communities.models import Community
from partners.models import Partner
from projects import mta_cards as workflow
from projects.enums import CardStatus
from projects.exceptions import InvalidData, RecordArchived
from projects.models import MonitoringCard, MtaReminder, Project
from projects.mta_cards import STEPS, missing_in, move, step_called, steps_from
from projects.mta_exceptions import CardWrongStatus, NotTechnicalAssistance, PropertyWithdrawn
from projects.mta_reminders import CARD_DAYS, nearest, remind
from projects.mta_terms import HalfYear, publish_by
from projects.services.mta_cards import (
    CardData,
    ask_for_card,
    fill_in_card,
    make_due_cards,
    take_card_step,
)
from projects.services.mta_property import (
    PropertyData,
    change_property,
    publish_property,
    record_property,
    withdraw_property,
)
from projects.tasks import watch_technical_assistance
from tests.conftest import Posted
from tests.factories.mta import assistance, card, received
from tests.tables import each

pytestmark = pytest.mark.django_db
WHOLE = CardData(
    done="Закуплено насоси",
    results_in_words="Вода є",
    spent=Decimal(100),
    currency="EUR",
    next_steps="Монтаж",
)


@pytest.fixture(autouse=True)
def _before_everything() -> Any:
    """Roles of the cast begin before the days that the tests travel to."""
    with time_machine.travel(dt.datetime(2026, 1, 1, 9, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def project(community: Community, partner: Partner) -> Project:
    made = assistance(community, partner)
    Project.objects.filter(pk=made.pk).update(created_at=dt.datetime(2024, 1, 1, tzinfo=dt.UTC))
    made.refresh_from_db()
    return made


def on(year: int, month: int, day: int) -> Any:
    return time_machine.travel(dt.datetime(year, month, day, 9, tzinfo=dt.UTC), tick=False)


# Half-years


@pytest.mark.parametrize(
    ("day", "key", "due_on"),
    [
        (dt.date(2026, 1, 1), "2026-1", dt.date(2026, 7, 10)),
        (dt.date(2026, 6, 30), "2026-1", dt.date(2026, 7, 10)),
        (dt.date(2026, 7, 1), "2026-2", dt.date(2027, 1, 10)),
        (dt.date(2026, 12, 31), "2026-2", dt.date(2027, 1, 10)),
        (dt.date(2024, 2, 29), "2024-1", dt.date(2024, 7, 10)),
    ],
)
def test_half_years(day: dt.date, key: str, due_on: dt.date) -> None:
    half = HalfYear.containing(day)
    assert (half.key, half.due_on) == (key, due_on)
    assert HalfYear.parsed(key) == half
    assert half.starts_on <= day <= half.ends_on
    assert half.before.ends_on == half.starts_on - dt.timedelta(days=1)


@pytest.mark.parametrize("key", ["", "2026", "2026-3", "26-1", "²026-1", "2026-1-1", "9999-1"])
def test_no_half_years(key: str) -> None:
    assert HalfYear.parsed(key) is None


def test_terms_are_settings() -> None:
    with override_settings(MTA_CARD_DUE_DAYS=15, MTA_PUBLISH_DAYS=30):
        assert HalfYear(2026, 2).due_on == dt.date(2027, 1, 15)
        assert publish_by(dt.date(2026, 12, 25)) == dt.date(2027, 1, 24)


# The clock


@pytest.mark.parametrize(
    ("today", "made"),
    [
        (dt.date(2026, 6, 9), ["2025-2"]),
        (dt.date(2026, 6, 10), ["2025-2", "2026-1"]),
        (dt.date(2026, 7, 11), ["2026-1"]),
        (dt.date(2026, 12, 10), ["2026-1"]),
        (dt.date(2026, 12, 11), ["2026-1", "2026-2"]),
        (dt.date(2027, 1, 1), ["2026-2"]),
    ],
)
def test_cards_are_made_a_month_ahead(project: Project, today: dt.date, made: list[str]) -> None:
    make_due_cards(today)
    rows = MonitoringCard.objects.order_by("starts_on")
    assert [one.half.key for one in rows] == made
    assert make_due_cards(today) == 0
    assert rows.count() == len(made)


@pytest.mark.parametrize(
    ("values", "count"),
    [
        ({"kind": "grant"}, 0),
        ({"status": "1"}, 0),
        ({"status": "5"}, 0),
        ({"status": "6"}, 0),
        ({"status": "3"}, 1),
        ({"record_status": "archived", "archive_reason": "x"}, 0),
        ({"record_status": "draft"}, 1),
        ({"start_actual_on": dt.date(2026, 7, 1)}, 0),
        ({"start_actual_on": dt.date(2026, 6, 30)}, 1),
        ({"start_actual_on": None}, 0),
        ({"start_actual_on": None, "start_planned_on": dt.date(2026, 3, 1)}, 1),
        ({"created_at": dt.datetime(2026, 7, 11, tzinfo=dt.UTC)}, 0),
        ({"created_at": dt.datetime(2026, 7, 10, tzinfo=dt.UTC)}, 1),
        ({"status": "4", "end_actual_on": dt.date(2026, 1, 1)}, 1),
        ({"status": "4", "end_actual_on": dt.date(2025, 12, 31)}, 0),
    ],
)
def test_who_owes_a_card(project: Project, values: dict[str, Any], count: int) -> None:
    Project.objects.filter(pk=project.pk).update(**values)
    assert make_due_cards(dt.date(2026, 8, 1)) == count


def test_the_last_card_is_final(project: Project) -> None:
    Project.objects.filter(pk=project.pk).update(status="4", end_actual_on=dt.date(2026, 5, 1))
    make_due_cards(dt.date(2026, 7, 1))
    assert MonitoringCard.objects.get().is_final


def test_an_official_asks_for_an_older_one(project: Project) -> None:
    with on(2026, 11, 22):
        half = HalfYear(2025, 1)
        first = ask_for_card(actor=None, project=project, half=half)
        assert ask_for_card(actor=None, project=project, half=half) == first
        for wrong in (HalfYear(2027, 1), HalfYear(2023, 2)):
            with pytest.raises(InvalidData):
                ask_for_card(actor=None, project=project, half=wrong)
    Project.objects.filter(pk=project.pk).update(kind="grant")
    with pytest.raises(NotTechnicalAssistance):
        ask_for_card(actor=None, project=project, half=half)


# The table

EDGES = {
    ("drafted", "submit"): "submitted",
    ("returned", "submit"): "submitted",
    ("submitted", "rework"): "drafted",
    ("submitted", "accept"): "accepted",
    ("submitted", "send-back"): "returned",
    ("accepted", "send-back"): "returned",
    ("due", "waive"): "waived",
    ("drafted", "waive"): "waived",
    ("returned", "waive"): "waived",
    ("waived", "demand"): "drafted",
}


@each("code", [one.code for one in STEPS])
@each("status", CardStatus.values)
def test_the_whole_table(status: str, code: str) -> None:
    one = MonitoringCard(
        status=status, done="а", results_in_words="б", spent=1, next_steps="в", currency="EUR"
    )
    step = step_called(code)
    assert step
    expected = EDGES.get((status, code))
    if expected is None:
        with pytest.raises(CardWrongStatus):
            move(one, step, None, "Бо так")
        assert one.status == status
    else:
        move(one, step, None, "Бо так")
        assert one.status == expected


@each("status", CardStatus.values)
def test_what_can_be_written(status: str) -> None:
    one = MonitoringCard(status=status)
    if status in workflow.WRITABLE:
        workflow.write(one)
        assert one.status == ("drafted" if status == "due" else status)
    else:
        with pytest.raises(CardWrongStatus):
            workflow.write(one)


def test_steps_follow_the_role() -> None:
    one = MonitoringCard(status="submitted")
    assert [step.code for step in steps_from(one, "recipient")] == ["rework"]
    assert [step.code for step in steps_from(one, "office")] == ["accept", "send-back"]


def test_an_empty_card_cannot_be_handed_in() -> None:
    assert set(dict(missing_in(MonitoringCard()))) == {
        "done",
        "results_in_words",
        "spent",
        "next_steps",
    }
    assert "next_steps" not in dict(missing_in(MonitoringCard(is_final=True)))


# The way of a card


def test_from_due_to_accepted(
    project: Project, coordinator: User, officer: User, posted: Posted
) -> None:
    one = card(project)
    with on(2026, 7, 5):
        fill_in_card(actor=coordinator, card=one, data=CardData(done="Почато"))
        one.refresh_from_db()
        assert one.status == "drafted"
        with pytest.raises(InvalidData) as refusal:
            take_card_step(actor=coordinator, card=one, code="submit")
        assert "spent" in refusal.value.errors
        fill_in_card(actor=coordinator, card=one, data=WHOLE)
        with posted() as letters:
            take_card_step(actor=coordinator, card=one, code="submit")
        assert [letter.to for letter in letters] == [["officer@mosty.example"]]
        assert project.reference in letters[0].subject
        letters.clear()
        with posted():
            take_card_step(actor=officer, card=one, code="send-back", note="Дайте числа")
        assert [letter.to for letter in letters] == [["coordinator@mosty.example"]]
        assert "Дайте числа" in letters[0].body
        take_card_step(actor=coordinator, card=one, code="submit")
        take_card_step(actor=officer, card=one, code="accept")
    one.refresh_from_db()
    assert (one.status, one.return_reason) == ("accepted", "")
    assert (one.submitted_by, one.decided_by) == (coordinator, officer)
    assert one.submitted_on == one.decided_on == dt.date(2026, 7, 5)


def test_the_same_again_changes_nothing(project: Project, coordinator: User) -> None:
    one = card(project)
    fill_in_card(actor=coordinator, card=one, data=WHOLE)
    one.refresh_from_db()
    moment = one.updated_at
    fill_in_card(actor=coordinator, card=one, data=WHOLE, seen=moment)
    one.refresh_from_db()
    assert one.updated_at == moment
    with pytest.raises(ChangedMeanwhile):
        fill_in_card(actor=None, card=one, data=CardData(), seen=moment - dt.timedelta(seconds=1))


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"spent": Decimal(-1), "currency": "EUR"}, "spent"),
        ({"spent": Decimal(5)}, "currency"),
        ({"spent": Decimal(5), "spent_in_all": Decimal(4), "currency": "EUR"}, "spent_in_all"),
    ],
)
def test_bad_cards(project: Project, said: dict[str, Any], field: str) -> None:
    one = card(project)
    with pytest.raises(InvalidData) as refusal:
        fill_in_card(actor=None, card=one, data=CardData(**said))
    assert field in refusal.value.errors
    one.refresh_from_db()
    assert one.status == "due"


def test_a_card_of_an_archived_project_stays_as_it_is(project: Project) -> None:
    one = card(project)
    Project.objects.filter(pk=project.pk).update(record_status="archived", archive_reason="x")
    with pytest.raises(RecordArchived):
        fill_in_card(actor=None, card=one, data=WHOLE)


def test_overdue_is_computed(project: Project) -> None:
    one = card(project)
    assert not one.is_overdue(dt.date(2026, 7, 10))
    assert one.is_overdue(dt.date(2026, 7, 11))
    rows = MonitoringCard.objects
    assert not rows.overdue(dt.date(2026, 7, 10)).exists()
    assert rows.overdue(dt.date(2026, 7, 11)).exists()
    rows.update(status="submitted")
    assert not rows.overdue(dt.date(2026, 8, 11)).exists()


# Reminders


@pytest.mark.parametrize(
    ("left", "stage"),
    [(31, None), (30, 30), (8, 30), (7, 7), (1, 1), (0, 1), (-1, -1), (-6, -1), (-40, -30)],
)
def test_the_nearest_reminder(left: int, stage: int | None) -> None:
    today = dt.date(2026, 7, 10) - dt.timedelta(days=left)
    assert nearest(CARD_DAYS, dt.date(2026, 7, 10), today) == stage


def test_each_reminder_goes_once(
    project: Project, officer: User, coordinator: User, posted: Posted
) -> None:
    card(project)
    sent = []
    day = dt.date(2026, 6, 1)
    with posted() as letters:
        while day < dt.date(2026, 8, 20):
            before = len(letters)
            remind(day)
            remind(day)
            day += dt.timedelta(days=1)
            sent.append(before)
    assert MtaReminder.objects.count() == len(CARD_DAYS)
    # Written only after commit: all at once, two people for each of the six.
    assert len(letters) == 2 * len(CARD_DAYS)
    assert {letter.to[0] for letter in letters} == {officer.email, coordinator.email}


def test_one_letter_for_all_that_falls_due(
    community: Community, officer: User, coordinator: User, posted: Posted
) -> None:
    for _number in range(3):
        card(assistance(community))
    received(assistance(community), booked_on=dt.date(2026, 7, 1))
    with posted() as letters:
        assert remind(dt.date(2026, 7, 9)) == 2
    assert len(letters) == 2
    assert letters[0].body.count("-PRJ-") == 4
    assert "/mta/" in letters[0].body


def test_after_a_pause_only_the_nearest_goes(
    project: Project, coordinator: User, posted: Posted
) -> None:
    card(project)
    with posted() as letters:
        assert remind(dt.date(2026, 9, 1)) == 1
        assert remind(dt.date(2026, 9, 2)) == 0
    assert len(letters) == 1


@pytest.mark.parametrize("status", ["submitted", "accepted", "waived"])
def test_what_is_handed_in_is_not_asked_for(
    project: Project, coordinator: User, status: str, posted: Posted
) -> None:
    card(project, status=status, return_reason="x" if status == "waived" else "")
    with posted() as letters:
        assert remind(dt.date(2026, 7, 9)) == 0
    assert not letters


def test_the_task_does_both(project: Project, coordinator: User, posted: Posted) -> None:
    with on(2026, 7, 9), posted() as letters:
        assert watch_technical_assistance() == {"cards": 1, "letters": 1}
        assert watch_technical_assistance() == {"cards": 0, "letters": 0}
    assert len(letters) == 1


# Property


def goods(**values: Any) -> PropertyData:
    said: dict[str, Any] = {
        "description": "Насос",
        "booked_on": dt.date(2026, 12, 25),
        "recipient_name": "Водоканал",
    }
    return PropertyData(**{**said, **values})


def test_property_is_published_in_ten_days(project: Project) -> None:
    with on(2026, 12, 26):
        one = record_property(actor=None, project=project, data=goods())
        assert one.publish_by == dt.date(2027, 1, 4)
        assert not one.is_published
        assert not one.is_overdue(dt.date(2027, 1, 4))
        assert one.is_overdue(dt.date(2027, 1, 5))
        publish_property(actor=None, received=one, url="громада.укр/майно")
        one.refresh_from_db()
        assert one.published_on == dt.date(2026, 12, 26)
        assert one.published_url.startswith("http")
    with on(2027, 2, 1):
        publish_property(actor=None, received=one)
        one.refresh_from_db()
        assert one.published_on == dt.date(2026, 12, 26)


def test_a_corrected_day_moves_the_term(project: Project) -> None:
    with on(2026, 12, 26):
        one = record_property(actor=None, project=project, data=goods())
        one = change_property(actor=None, received=one, data=goods(booked_on=dt.date(2026, 12, 20)))
    assert one.publish_by == dt.date(2026, 12, 30)


def test_what_is_withdrawn_counts_no_longer(project: Project) -> None:
    one = received(project)
    with pytest.raises(InvalidData):
        withdraw_property(actor=None, received=one, reason="")
    withdraw_property(actor=None, received=one, reason="Двічі")
    with pytest.raises(PropertyWithdrawn):
        publish_property(actor=None, received=one)
    assert not project.received_property.current().exists()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"description": " "}, "description"),
        ({"recipient_name": ""}, "recipient_name"),
        ({"booked_on": dt.date(2027, 1, 1)}, "booked_on"),
        ({"booked_on": dt.date(1980, 1, 1)}, "booked_on"),
        ({"quantity": Decimal(0)}, "quantity"),
        ({"amount": Decimal(1), "currency": "грн"}, "currency"),
        ({"amount": Decimal(-1), "currency": "UAH"}, "amount"),
    ],
)
def test_bad_property(project: Project, said: dict[str, Any], field: str) -> None:
    with on(2026, 12, 26), pytest.raises(InvalidData) as refusal:
        record_property(actor=None, project=project, data=goods(**said))
    assert field in refusal.value.errors
