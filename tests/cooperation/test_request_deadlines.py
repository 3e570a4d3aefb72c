"""Deadlines in working days: computed, paused, extended. Bugs of similar systems are cases here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import time_machine

from accounts.models import User
from common.notifications.models import Notice
from common.workdays.counting import add_working_days, is_working_day, working_days_between
from common.workdays.holidays import days_off, easter
from communities.models import Community, Office
from cooperation.models import CoordinationRequest
from cooperation.request_data import request_data_of
from cooperation.request_deadlines import how_computed, is_overdue
from cooperation.request_enums import Side
from cooperation.request_exceptions import InvalidData, RequestWrongStatus
from cooperation.request_moves import Given
from cooperation.request_reminders import look_after_requests
from cooperation.services.request_timeline import chase, extend_deadline, set_quiet, write_note
from cooperation.services.requests import change_request, take_step
from tests.factories.requests import coordination_request

MONDAY = dt.date(2026, 11, 2)


@pytest.fixture(autouse=True)
def at() -> Iterator[Any]:
    """`at(day)`: the morning of that day in Kyiv. Everything begins on Monday."""
    travellers: list[Any] = []

    def go(day: dt.date) -> None:
        for one in travellers:
            one.stop()
        travellers[:] = [time_machine.travel(dt.datetime.combine(day, dt.time(9)), tick=False)]
        travellers[0].start()

    go(MONDAY)
    yield go
    for one in travellers:
        one.stop()


@pytest.fixture
def request_(office: Office, community: Community, coordinator: User) -> Any:
    """Submitted on Monday, an advice of usual urgency: 15 working days."""
    record = coordination_request(community=community)
    return take_step(actor=coordinator, request=record, code="submit")


def step(record: CoordinationRequest, code: str, actor: User, **given: Any) -> CoordinationRequest:
    return take_step(actor=actor, request=record, code=code, given=Given(**given))


# The calendar


def test_easter_by_the_calendar_of_the_eastern_churches() -> None:
    assert [easter(year) for year in (2021, 2024, 2026)] == [
        dt.date(2021, 5, 2),
        dt.date(2024, 5, 5),
        dt.date(2026, 4, 12),
    ]


def test_holidays_are_those_of_their_year() -> None:
    assert dt.date(2023, 1, 7) in days_off(2023)
    assert dt.date(2025, 1, 7) not in days_off(2025)
    assert dt.date(2021, 10, 14) in days_off(2021)
    assert dt.date(2025, 10, 1) in days_off(2025)
    # Easter is a Sunday: Monday is free instead.
    assert dt.date(2021, 5, 3) in days_off(2021)


def test_under_martial_law_holidays_are_worked(settings: Any) -> None:
    christmas = dt.date(2026, 12, 25)
    assert is_working_day(christmas)
    settings.MARTIAL_LAW_ENDED_ON = dt.date(2026, 12, 1)
    assert not is_working_day(christmas)
    assert is_working_day(dt.date(2022, 6, 28))
    assert not is_working_day(dt.date(2021, 6, 28))


def test_counting_begins_with_the_next_day_and_skips_weekends() -> None:
    friday = dt.date(2026, 11, 6)
    assert add_working_days(friday, 1) == dt.date(2026, 11, 9)
    assert add_working_days(dt.date(2026, 11, 7), 0) == dt.date(2026, 11, 9)
    assert add_working_days(MONDAY, 15) == dt.date(2026, 11, 23)
    assert working_days_between(MONDAY, dt.date(2026, 11, 23)) == 15
    assert working_days_between(MONDAY, MONDAY) == 0
    with pytest.raises(ValueError, match="-1"):
        add_working_days(MONDAY, -1)


def test_a_holiday_puts_the_deadline_off_in_peace(settings: Any, community: Community) -> None:
    settings.MARTIAL_LAW_ENDED_ON = dt.date(2026, 12, 1)
    record = coordination_request(
        community=community,
        status="submitted",
        counted_from=dt.date(2026, 12, 21),
        due_on=add_working_days(dt.date(2026, 12, 21), 4),
    )
    assert record.due_on == dt.date(2026, 12, 28)
    assert "25\N{NO-BREAK SPACE}грудня" in how_computed(record)[-1]


# A request


def test_the_deadline_follows_from_kind_and_urgency(request_: Any) -> None:
    assert request_.due_on == dt.date(2026, 11, 23)
    said = " ".join(how_computed(request_))
    assert "15 робочих днів" in said or "15 working days" in said


def test_waiting_adds_its_working_days(request_: Any, officer: User, at: Any) -> None:
    """`recommandations-collaboratives#1674`: a pause puts the deadline off by what it lasted."""
    step(request_, "accept", officer)
    at(dt.date(2026, 11, 4))
    waiting = step(
        request_,
        "wait",
        officer,
        note="Чекаємо на фонд.",
        waiting_for="partner",
        resume_on=dt.date(2026, 11, 30),
    )
    assert waiting.due_on == dt.date(2026, 11, 23)
    at(dt.date(2026, 11, 11))
    going = step(waiting, "resume", officer)
    assert (going.status, going.paused_days) == ("accepted", 5)
    assert going.due_on == dt.date(2026, 11, 30)
    assert going.paused_since is None


def test_pausing_again_on_the_same_day_adds_nothing(request_: Any, officer: User, at: Any) -> None:
    """`#1420`: paused, resumed and paused again overnight."""
    step(request_, "accept", officer)
    pause = {"note": "Чекаємо.", "waiting_for": "ministry", "resume_on": dt.date(2026, 12, 1)}
    for _time in range(3):
        step(request_, "wait", officer, **pause)
        going = step(request_, "resume", officer)
    assert (going.paused_days, going.due_on) == (0, dt.date(2026, 11, 23))
    step(request_, "wait", officer, **pause)
    at(dt.date(2026, 11, 3))
    assert step(request_, "resume", officer).due_on == dt.date(2026, 11, 24)


def test_no_reminder_while_it_waits_and_one_after(request_: Any, officer: User, at: Any) -> None:
    """`#983`, `#1205`, `#889`: none on a paused case, one when it is due, none the day after."""
    step(request_, "start", officer, officer=officer)
    step(
        request_,
        "wait",
        officer,
        note="Чекаємо.",
        waiting_for="partner",
        resume_on=dt.date(2026, 11, 25),
    )
    at(dt.date(2026, 11, 24))
    assert look_after_requests() == {"woken": 0, "reminded": 0}
    at(dt.date(2026, 11, 25))
    assert look_after_requests() == {"woken": 1, "reminded": 0}
    request_.refresh_from_db()
    assert (request_.status, request_.due_on) == ("in_progress", dt.date(2026, 12, 16))
    assert look_after_requests() == {"woken": 0, "reminded": 0}
    at(dt.date(2026, 12, 11))
    assert look_after_requests()["reminded"] == 1
    at(dt.date(2026, 12, 14))
    assert look_after_requests()["reminded"] == 0
    at(dt.date(2026, 12, 17))
    assert look_after_requests()["reminded"] == 1
    assert look_after_requests()["reminded"] == 0


def test_reminders_of_one_request_can_be_switched_off(
    request_: Any, officer: User, at: Any
) -> None:
    """`rdv-insertion#1109`."""
    set_quiet(actor=officer, request=request_, is_quiet=True)
    at(dt.date(2026, 12, 1))
    assert look_after_requests()["reminded"] == 0
    set_quiet(actor=officer, request=request_, is_quiet=False)
    assert look_after_requests()["reminded"] == 1


def test_no_reminders_on_a_day_off(request_: Any, officer: User, at: Any) -> None:
    at(dt.date(2026, 12, 5))
    assert look_after_requests()["reminded"] == 0


def test_sending_back_stops_the_clock(
    request_: Any, officer: User, coordinator: User, at: Any
) -> None:
    back = step(request_, "send_back", officer, note="Додайте суму.")
    at(dt.date(2026, 11, 9))
    assert look_after_requests()["reminded"] == 1
    assert Notice.objects.filter(person=coordinator).count() == 2
    again = step(back, "submit", coordinator)
    assert (again.paused_days, again.due_on) == (5, dt.date(2026, 11, 30))


def test_an_official_overrides_overdue_with_a_reason(request_: Any, officer: User, at: Any) -> None:
    """`alaveteli#7959`, `froide#74`."""
    at(dt.date(2026, 11, 24))
    request_.refresh_from_db()
    assert is_overdue(request_)
    assert CoordinationRequest.objects.overdue(dt.date(2026, 11, 24)).count() == 1
    with pytest.raises(InvalidData):
        extend_deadline(actor=officer, request=request_, until=dt.date(2026, 12, 4), why=" ")
    with pytest.raises(InvalidData):
        extend_deadline(actor=officer, request=request_, until=dt.date(2026, 11, 1), why="Час.")
    longer = extend_deadline(
        actor=officer, request=request_, until=dt.date(2026, 12, 4), why="Міністерство просить."
    )
    assert not is_overdue(longer)
    assert "Міністерство просить." in " ".join(how_computed(longer))


def test_a_pause_moves_an_extended_deadline_too(request_: Any, officer: User, at: Any) -> None:
    step(request_, "accept", officer)
    extend_deadline(actor=officer, request=request_, until=dt.date(2026, 12, 4), why="Треба час.")
    step(
        request_,
        "wait",
        officer,
        note="Чекаємо.",
        waiting_for="partner",
        resume_on=dt.date(2026, 12, 1),
    )
    at(dt.date(2026, 11, 4))
    assert step(request_, "resume", officer).due_on == dt.date(2026, 12, 8)


def test_what_was_chased_leaves_the_list_for_a_while(
    request_: Any, officer: User, coordinator: User, at: Any
) -> None:
    """`recommandations-collaboratives#2386`; `froide#79`: it clears once somebody has acted."""
    needing = CoordinationRequest.objects.needing
    assert needing(Side.OFFICE, MONDAY).count() == 1
    chased = chase(actor=officer, request=request_)
    assert chased.chased_until == dt.date(2026, 11, 5)
    assert needing(Side.OFFICE, MONDAY).count() == 0
    assert needing(Side.OFFICE, dt.date(2026, 11, 6)).count() == 1
    write_note(actor=coordinator, request=request_, text="Чи є новини?")
    assert needing(Side.OFFICE, MONDAY).count() == 1
    step(request_, "accept", officer)
    write_note(actor=officer, request=request_, text="Шукаємо.")
    assert needing(Side.OFFICE, MONDAY).count() == 0
    write_note(actor=officer, request=request_, text="Яка потужність?", asks=True)
    assert needing(Side.COMMUNITY, MONDAY).count() == 1
    write_note(actor=coordinator, request=request_, text="100 кВт.")
    assert needing(Side.COMMUNITY, MONDAY).count() == 0


def test_no_longer_relevant_ends_reminders_without_a_withdrawal(
    request_: Any, officer: User, at: Any
) -> None:
    """`alaveteli#7442`."""
    closed = step(request_, "not_relevant", officer, note="Купили самі.")
    assert (closed.status, closed.outcome) == ("closed", "not_relevant")
    at(dt.date(2026, 12, 1))
    assert look_after_requests() == {"woken": 0, "reminded": 0}
    with pytest.raises(RequestWrongStatus):
        chase(actor=officer, request=closed)


def test_reopening_counts_anew(request_: Any, officer: User, at: Any) -> None:
    closed = step(request_, "refuse", officer, note="Не наша справа.")
    at(dt.date(2026, 12, 7))
    opened = step(closed, "reopen", officer, note="Помилилися.")
    assert (opened.counted_from, opened.due_on) == (dt.date(2026, 12, 7), dt.date(2026, 12, 28))
    assert opened.outcome == ""


def test_the_promised_day_is_the_deadline(request_: Any, officer: User) -> None:
    step(request_, "start", officer, officer=officer)
    agreed = step(request_, "agree", officer, promised_on=dt.date(2027, 1, 15))
    assert agreed.due_on == dt.date(2027, 1, 15)


def test_another_urgency_counts_the_term_anew(request_: Any, officer: User) -> None:
    data = replace(request_data_of(request_), urgency="critical")
    assert change_request(actor=officer, request=request_, data=data).due_on == dt.date(2026, 11, 4)
