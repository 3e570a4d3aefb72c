"""State registration: the whole table of entries, the rules, what an entry changes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from accounts.models import User
from communities.models import Community
from partners.models import Partner
from projects.data import project_data_of
from projects.enums import RegistrationEventKind
from projects.exceptions import InvalidData, RecordArchived
from projects.models import Project, ProjectRegistrationEvent
from projects.mta_exceptions import NotTechnicalAssistance, RegistrationWrongState
from projects.mta_registration import (
    State,
    amendments_needed,
    last_registered,
    state_of,
    step_of,
)
from projects.mta_rules import RULES, Facts, broken_rules
from projects.mta_words import history_of
from projects.rows import Party
from projects.services import change_project, set_parties
from projects.services.mta_registration import (
    Entry,
    enter_registration,
    take_back_registration,
)
from tests.factories.mta import assistance
from tests.factories.partners import PartnerFactory
from tests.tables import each

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)
REGISTERED_ON = dt.date(2024, 3, 1)


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def project(community: Community, partner: Partner) -> Project:
    return assistance(community, partner)


def enter(project: Project, kind: str, on: dt.date = TODAY, **said: Any) -> Any:
    entry = Entry(happened_on=on, **said)
    return enter_registration(actor=None, project=project, kind=kind, entry=entry)


def registered(project: Project) -> Project:
    enter(project, "registration", REGISTERED_ON, number="5012", registering_body="Секретаріат")
    return Project.objects.get(pk=project.pk)


def events(project: Project) -> list[ProjectRegistrationEvent]:
    return list(project.registration_events.current())


def needed(project: Project) -> list[str]:
    project = Project.objects.get(pk=project.pk)
    return [step.kind for step in amendments_needed(project, events(project))]


# The table

EDGES = {
    (State.NONE, "registration"): State.REGISTERED,
    (State.REGISTERED, "cost"): State.REGISTERED,
    (State.REGISTERED, "executor"): State.REGISTERED,
    (State.REGISTERED, "recipient"): State.REGISTERED,
    (State.REGISTERED, "other"): State.REGISTERED,
    (State.REGISTERED, "closing"): State.CLOSED,
}
KINDS_IN = {
    State.NONE: (),
    State.REGISTERED: ("registration",),
    State.CLOSED: ("registration", "closing"),
}


@each("kind", [*RegistrationEventKind.values, "nonsense"])
@each("state", State)
def test_the_whole_table(state: State, kind: str) -> None:
    held = [ProjectRegistrationEvent(kind=one) for one in KINDS_IN[state]]
    assert state_of(held) == state
    expected = EDGES.get((state, kind))
    if expected is None:
        with pytest.raises(RegistrationWrongState):
            step_of(held, kind)
    else:
        assert step_of(held, kind).target == expected


# The rules

FACTS: dict[str, Any] = {
    "project_kind": "mta",
    "kind": "cost",
    "happened_on": TODAY,
    "today": TODAY,
    "registered_on": REGISTERED_ON,
    "last_entry_on": REGISTERED_ON,
    "number": "1",
    "amount": Decimal(2),
    "currency": "EUR",
    "was_amount": Decimal(1),
    "was_currency": "EUR",
    "changes_parties": True,
    "recipients": 1,
}
BROKEN: dict[str, dict[str, Any]] = {
    "OnlyTechnicalAssistance": {"project_kind": "grant"},
    "NothingInTheFuture": {"happened_on": TODAY + dt.timedelta(days=1)},
    "RegisteredUnderNumber": {"kind": "registration", "number": ""},
    "RegisteredFirst": {"happened_on": REGISTERED_ON - dt.timedelta(days=1)},
    "InTheOrderOfDays": {"last_entry_on": TODAY, "happened_on": TODAY - dt.timedelta(days=1)},
    "CostChanges": {"amount": Decimal(1)},
    "PartiesChange": {"kind": "executor", "changes_parties": False},
    "AmendmentOfRunningProject": {"project_ends_on": TODAY - dt.timedelta(days=1)},
    "SomebodyReceives": {"kind": "registration", "recipients": 0},
}


def test_nothing_is_broken() -> None:
    assert list(broken_rules(Facts(**FACTS))) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: type(rule).__name__)
def test_each_rule_alone(rule: Any) -> None:
    values = {**FACTS, **BROKEN[type(rule).__name__]}
    found = list(broken_rules(Facts(**values)))
    assert [type(one.rule).__name__ for one in found] == [type(rule).__name__]
    assert found[0].message


def test_another_currency_is_another_cost() -> None:
    values = {**FACTS, "amount": Decimal(1), "currency": "USD"}
    assert list(broken_rules(Facts(**values))) == []


# What an entry does


def test_registration_takes_what_the_project_says(project: Project, community: Community) -> None:
    project = registered(project)
    known = last_registered(events(project))
    assert (known.amount, known.currency) == (Decimal(1_000_000), "EUR")
    assert [one["name"] for one in known.executors or ()] == ["Фонд Мости"]
    assert [one["key"] for one in known.recipients or ()] == [f"community:{community.pk}"]
    number = project.identifiers.get()
    assert (number.kind, number.value, number.issued_on) == (
        "mta_registration",
        "5012",
        REGISTERED_ON,
    )
    assert needed(project) == []


def test_registration_keeps_other_numbers(project: Project) -> None:
    project.identifiers.create(kind="dream", value="DREAM-1")
    project = registered(project)
    assert set(project.identifiers.values_list("value", flat=True)) == {"DREAM-1", "5012"}


def test_a_change_of_cost_changes_the_project(project: Project, officer: User) -> None:
    project = registered(project)
    entry = Entry(happened_on=dt.date(2025, 5, 5), amount=Decimal(800_000), currency="eur")
    event = enter_registration(actor=officer, project=project, kind="cost", entry=entry)
    project.refresh_from_db()
    assert (project.amount, project.currency) == (Decimal(800_000), "EUR")
    assert project.amount_on == dt.date(2025, 5, 5)
    assert event.author == officer
    told = history_of(events(project))
    assert [change.before for change in told[0].changes] == ["1\xa0000\xa0000\xa0євро"]
    assert needed(project) == []


def test_a_change_of_executor_changes_the_roles(project: Project, partner: Partner) -> None:
    project, other = registered(project), PartnerFactory.create(name="GIZ")
    coming = (Party(role="implementing", partner=other),)
    leaving = frozenset({f"partner:{partner.pk}"})
    enter(project, "executor", leaving=leaving, coming=coming)
    roles = project.roles.filter(role="implementing")
    assert [one.partner for one in roles] == [other]
    assert project.roles.filter(role="recipient").count() == 1
    changed = history_of(events(project))[0].changes
    assert [(one.before, one.after) for one in changed] == [("Фонд Мости", "GIZ")]


def test_a_recipient_comes(project: Project, community_elsewhere: Community) -> None:
    project = registered(project)
    enter(project, "recipient", coming=(Party(role="recipient", community=community_elsewhere),))
    assert project.roles.filter(role="recipient").count() == 2


def test_what_changed_on_the_pages_is_needed_and_then_registered(
    project: Project, partner: Partner
) -> None:
    project = registered(project)
    data = project_data_of(project)
    change_project(
        actor=None, project=project, data=data.__class__(**{**data.__dict__, "amount": Decimal(7)})
    )
    set_parties(actor=None, project=project, parties=[])
    assert needed(project) == ["cost", "executor", "recipient"]
    enter(project, "cost", amount=Decimal(7), currency="EUR")
    assert needed(project) == ["executor", "recipient"]
    enter(project, "executor")
    enter(project, "recipient")
    assert needed(project) == []


def test_other_entries_do_not_swallow_what_is_not_registered(project: Project) -> None:
    project = registered(project)
    Project.objects.filter(pk=project.pk).update(amount=5)
    enter(project, "other", summary="Змінено адресу")
    assert needed(project) == ["cost"]


def test_a_closed_registration_needs_nothing(project: Project) -> None:
    project = registered(project)
    enter(project, "closing")
    Project.objects.filter(pk=project.pk).update(amount=5)
    assert needed(project) == []


def test_the_button_pressed_twice_makes_one_entry(project: Project, officer: User) -> None:
    project = registered(project)
    entry = Entry(happened_on=TODAY, summary="Змінено адресу")
    for _time in range(2):
        enter_registration(actor=officer, project=project, kind="other", entry=entry)
    assert project.registration_events.filter(kind="other").count() == 1


def test_old_entries_that_say_nothing_ask_for_nothing(project: Project) -> None:
    ProjectRegistrationEvent.objects.create(
        project=project, kind="registration", happened_on=REGISTERED_ON, number="1"
    )
    assert needed(project) == []


# Refusals


@pytest.mark.parametrize(
    ("kind", "said", "field"),
    [
        ("cost", {}, "amount"),
        ("cost", {"amount": Decimal(9), "currency": "EUR", "on": dt.date(2027, 1, 1)}, None),
        ("cost", {"amount": Decimal(-1), "currency": "EUR"}, "amount"),
        ("cost", {"amount": Decimal(1), "currency": "євро"}, "currency"),
        ("executor", {}, "leaving"),
        ("executor", {"leaving": frozenset({"partner:0"})}, "leaving"),
        ("other", {"summary": " "}, "summary"),
        ("other", {"summary": "x" * 1001}, "summary"),
    ],
)
def test_bad_entries(project: Project, kind: str, said: dict[str, Any], field: str | None) -> None:
    project = registered(project)
    on = said.pop("on", TODAY)
    with pytest.raises(InvalidData) as refusal:
        enter(project, kind, on, **said)
    assert (field or "happened_on") in refusal.value.errors
    assert len(events(project)) == 1


def test_another_project_has_the_number(
    project: Project, community: Community, partner: Partner
) -> None:
    registered(project)
    other = assistance(community, partner)
    with pytest.raises(InvalidData) as refusal:
        registered(other)
    assert project.reference in str(refusal.value.errors)
    assert not other.registration_events.exists()


def test_only_technical_assistance(project: Project) -> None:
    Project.objects.filter(pk=project.pk).update(kind="grant")
    with pytest.raises(NotTechnicalAssistance):
        registered(project)


def test_nothing_is_entered_for_an_archived_project(project: Project) -> None:
    Project.objects.filter(pk=project.pk).update(record_status="archived", archive_reason="Двічі")
    with pytest.raises(RecordArchived):
        registered(project)


def test_registered_twice(project: Project) -> None:
    registered(project)
    with pytest.raises(RegistrationWrongState):
        enter(project, "registration", number="5013")
    with pytest.raises(IntegrityError):
        ProjectRegistrationEvent.objects.create(
            project=project, kind="registration", happened_on=TODAY
        )


# Taking back


def test_the_latest_entry_is_taken_back_with_a_reason(project: Project, officer: User) -> None:
    project = registered(project)
    first = events(project)[0]
    later = enter(project, "closing")
    with pytest.raises(RegistrationWrongState):
        take_back_registration(actor=officer, event=first, reason="Помилка")
    with pytest.raises(InvalidData):
        take_back_registration(actor=officer, event=later, reason=" ")
    take_back_registration(actor=officer, event=later, reason="Помилка")
    assert state_of(events(project)) == State.REGISTERED
    take_back_registration(actor=officer, event=first, reason="Помилка")
    assert not project.identifiers.exists()
    assert project.registration_events.count() == 2
    registered(project)


def test_a_reason_stands_with_what_was_taken_back(project: Project) -> None:
    registered(project)
    event = events(project)[0]
    event.taken_back_reason = "x"
    with pytest.raises(ValidationError):
        event.full_clean()
