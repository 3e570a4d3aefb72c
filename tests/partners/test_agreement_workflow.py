"""The life of an agreement: every step of the table, allowed and forbidden; clock, renewals."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import time_machine
from django.db import connection

from accounts.models import User
from communities.models import Community, Oblast, Office
from partners.agreement_clock import clock_of
from partners.agreement_enums import LAW_KINDS, AgreementStatus
from partners.agreement_exceptions import AgreementNotInForce, AgreementWrongStatus
from partners.agreement_reminders import close_terms, due, remind_of_ends
from partners.agreement_workflow import STEPS, Taken, begin, move, step_of, steps_from
from partners.exceptions import InvalidData
from partners.models import Agreement, AgreementReminder, Partner
from partners.services.agreement_steps import NewTerm, amend, close_term, renew
from tests.conftest import Posted
from tests.factories.accounts import UserFactory
from tests.factories.agreements import agreement as make_agreement
from tests.factories.communities import OblastFactory, OfficeFactory, OfficeMembershipFactory
from tests.factories.partners import PartnerFactory
from tests.partners.agreement_parts import TODAY, entered, step
from tests.tables import each

LAW_EDGES = {
    ("idea", "draw_up"): "draft",
    ("draft", "send"): "sent",
    ("sent", "return"): "draft",
    ("sent", "ministry_approve"): "ministry_approved",
    ("ministry_approved", "council_approve"): "council_approved",
    ("council_approved", "sign"): "signed",
    ("signed", "register"): "registered",
    ("registered", "enter_into_force"): "in_force",
}
FREE_EDGES = {
    ("idea", "draw_up"): "draft",
    ("idea", "sign"): "signed",
    ("draft", "sign"): "signed",
    ("signed", "enter_into_force"): "in_force",
}
BOTH_EDGES = {
    ("in_force", "renew"): "renewed",
    ("renewed", "renew"): "renewed",
    ("expired", "renew"): "renewed",
    ("in_force", "expire"): "expired",
    ("renewed", "expire"): "expired",
    ("signed", "terminate"): "terminated",
    ("registered", "terminate"): "terminated",
    ("in_force", "terminate"): "terminated",
    ("renewed", "terminate"): "terminated",
}
CODES = sorted({one.code for one in STEPS})
DAY = dt.date(2025, 1, 10)


@each("kind", ["interterritorial", "memorandum"])
@each("code", CODES)
@each("status", AgreementStatus.values)
def test_the_whole_table(kind: str, code: str, status: str) -> None:
    edges = {**(LAW_EDGES if kind in LAW_KINDS else FREE_EDGES), **BOTH_EDGES}
    agreement = Agreement(kind=kind, status=status)
    expected = edges.get((status, code))
    if expected is None:
        with pytest.raises(AgreementWrongStatus):
            step_of(agreement, code)
        return
    one = step_of(agreement, code)
    move(agreement, one, Taken(on=DAY, number="1", note="Бо так"))
    assert agreement.status == expected


def test_an_archived_one_goes_nowhere() -> None:
    agreement = Agreement(kind="memorandum", status="idea", is_archived=True)
    assert steps_from(agreement) == []
    with pytest.raises(AgreementWrongStatus):
        step_of(agreement, "sign")


@pytest.mark.parametrize("code", ["ministry_approve", "return"])
def test_what_a_step_lacks_is_said(code: str) -> None:
    agreement = Agreement(kind="interterritorial", status="sent", sent_on=DAY)
    with pytest.raises(InvalidData) as refusal:
        move(agreement, step_of(agreement, code), Taken(on=DAY - dt.timedelta(days=1)))
    assert set(refusal.value.errors) == {"on", "number" if code == "ministry_approve" else "note"}
    assert agreement.status == "sent"


def test_a_memorandum_begins_in_no_state_step() -> None:
    agreement = Agreement(kind="memorandum")
    for status in ("sent", "ministry_approved", "council_approved", "registered"):
        with pytest.raises(AgreementWrongStatus):
            begin(agreement, status)
    begin(agreement, "signed")


@pytest.fixture
def city(db: None) -> Partner:
    return PartnerFactory.create(kind="local_authority", country="PL", name="Люблін")


@time_machine.travel(TODAY)
def test_the_way_of_a_law_agreement(officer: User, community: Community, city: Partner) -> None:
    agreement = entered(officer, community, city, kind="interterritorial", title="Угода")
    for code, on, more in (
        ("draw_up", dt.date(2025, 4, 1), {}),
        ("send", dt.date(2025, 4, 20), {}),
        ("ministry_approve", dt.date(2025, 5, 19), {"number": "879"}),
        ("council_approve", dt.date(2025, 6, 13), {"number": "1169-41/2025"}),
        ("sign", dt.date(2025, 7, 1), {}),
        ("register", dt.date(2025, 8, 1), {"number": "313"}),
        ("enter_into_force", dt.date(2025, 8, 1), {}),
    ):
        agreement = step(officer, agreement, code, on, **more)
    assert agreement.status == "in_force"
    assert agreement.ministry_order_no == "879"
    assert agreement.council_decision_on == dt.date(2025, 6, 13)
    assert agreement.registration_no == "313"
    assert [one.code for one in agreement.steps.all()] == [
        "draw_up",
        "send",
        "ministry_approve",
        "council_approve",
        "sign",
        "register",
        "enter_into_force",
    ]
    assert {one.author for one in agreement.steps.all()} == {officer}


@time_machine.travel(TODAY)
def test_a_step_is_not_taken_in_the_future(
    officer: User, community: Community, city: Partner
) -> None:
    agreement = entered(officer, community, city)
    with pytest.raises(InvalidData):
        step(officer, agreement, "sign", TODAY + dt.timedelta(days=1))
    agreement.refresh_from_db()
    assert agreement.status == "idea"


@time_machine.travel(TODAY)
def test_terminated_says_why(officer: User, community: Community, city: Partner) -> None:
    agreement = entered(officer, community, city, signed_on=DAY, status="in_force")
    ended = step(officer, agreement, "terminate", TODAY, note="Рішення ради № 5")
    assert (ended.status, ended.ended_on, ended.end_reason) == (
        "terminated",
        TODAY,
        "Рішення ради № 5",
    )


def test_the_clock_counts_thirty_days_and_ten() -> None:
    agreement = Agreement(kind="interterritorial", status="sent", sent_on=dt.date(2026, 5, 1))
    clock = clock_of(agreement, dt.date(2026, 5, 31))
    assert clock is not None
    assert clock.justice_due_on == dt.date(2026, 5, 11)
    assert clock.ministry_due_on == dt.date(2026, 5, 31)
    assert (clock.days_left, clock.is_overdue, clock.is_running) == (0, False, True)
    late = clock_of(agreement, dt.date(2026, 6, 1))
    assert late is not None
    assert late.is_overdue
    assert late.sentence
    assert len(late.explanation) == 3
    agreement.status, agreement.ministry_order_on = "ministry_approved", dt.date(2026, 5, 20)
    answered = clock_of(agreement, dt.date(2026, 9, 1))
    assert answered is not None
    assert (answered.is_running, answered.day) == (False, 19)
    assert clock_of(Agreement(kind="interterritorial", status="draft")) is None


def test_only_what_is_late_is_overdue(db: None) -> None:
    late = make_agreement(
        kind="interterritorial", status="sent", sent_on=TODAY - dt.timedelta(days=31)
    )
    make_agreement(kind="interterritorial", status="sent", sent_on=TODAY - dt.timedelta(days=30))
    assert list(Agreement.objects.overdue(TODAY)) == [late]


@time_machine.travel(TODAY)
def test_a_renewal_in_time_follows_the_old_term(
    officer: User, community: Community, city: Partner
) -> None:
    agreement = entered(
        officer,
        community,
        city,
        signed_on=dt.date(2023, 9, 1),
        term="months",
        term_months=36,
        status="in_force",
    )
    renew(
        actor=officer,
        agreement=agreement,
        on=TODAY,
        new_term=NewTerm(term="months", months=12),
        summary="Обмін листами",
    )
    agreement.refresh_from_db()
    assert (agreement.status, agreement.expires_on) == ("renewed", dt.date(2027, 9, 1))
    with pytest.raises(InvalidData):
        renew(actor=officer, agreement=agreement, on=TODAY, new_term=NewTerm(term="months"))


@time_machine.travel(TODAY)
def test_an_amendment_leaves_the_term(officer: User, community: Community, city: Partner) -> None:
    agreement = entered(officer, community, city, signed_on=DAY, status="in_force")
    with pytest.raises(InvalidData):
        amend(actor=officer, agreement=agreement, on=TODAY, summary=" ")
    made = amend(actor=officer, agreement=agreement, on=TODAY, summary="Додано освіту")
    agreement.refresh_from_db()
    assert (made.expires_on, agreement.expires_on, agreement.status) == (None, None, "in_force")
    draft = entered(officer, community, city)
    with pytest.raises(AgreementNotInForce):
        amend(actor=officer, agreement=draft, on=TODAY, summary="Зарано")


def test_renews_itself_also_after_a_long_silence(db: None) -> None:
    agreement = make_agreement(
        signed_on=dt.date(2020, 1, 31),
        term="months",
        term_months=12,
        auto_renewal=True,
        expires_on=dt.date(2021, 1, 31),
    )
    assert close_term(agreement=agreement, today=TODAY)
    agreement.refresh_from_db()
    assert (agreement.status, agreement.expires_on) == ("renewed", dt.date(2027, 1, 31))
    assert agreement.amendments.count() == 6
    assert not close_term(agreement=agreement, today=TODAY)


def test_what_is_over_is_expired_once(db: None) -> None:
    over = make_agreement(
        term="until", until_on=TODAY - dt.timedelta(days=1), expires_on=TODAY - dt.timedelta(days=1)
    )
    last_day = make_agreement(term="until", until_on=TODAY, expires_on=TODAY)
    assert close_terms(TODAY) == 1
    assert close_terms(TODAY) == 0
    over.refresh_from_db()
    last_day.refresh_from_db()
    assert (over.status, over.ended_on) == ("expired", TODAY - dt.timedelta(days=1))
    assert last_day.status == "in_force"


@pytest.mark.parametrize(
    ("left", "expected"),
    [(181, None), (180, 180), (91, 180), (90, 90), (31, 90), (30, 30), (8, 30), (7, 7), (0, 7)],
)
def test_the_nearest_reminder_that_is_due(left: int, expected: int | None) -> None:
    assert due(TODAY + dt.timedelta(days=left), TODAY) == expected


def test_reminders_go_once_each(
    head: User, officer: User, officer_of_sumy: User, analyst: User, posted: Posted
) -> None:
    ends = TODAY + dt.timedelta(days=200)
    make_agreement(
        oblast=Oblast.objects.get(slug="poltava"), term="until", until_on=ends, expires_on=ends
    )
    with posted() as letters:
        for days in (200, 181, 180, 179, 90, 89, 30, 29, 8, 7, 7, 6, 1, 0):
            remind_of_ends(ends - dt.timedelta(days=days))
    assert len(letters) == 4 * 2
    assert {one.to[0] for one in letters} == {head.email, officer.email}
    assert sorted(AgreementReminder.objects.values_list("days", flat=True)) == [7, 30, 90, 180]


def test_after_downtime_only_the_nearest_goes(head: User, posted: Posted) -> None:
    ends = TODAY + dt.timedelta(days=20)
    make_agreement(
        oblast=Oblast.objects.get(slug="poltava"), term="until", until_on=ends, expires_on=ends
    )
    with posted() as letters:
        assert remind_of_ends(TODAY) == 1
        assert remind_of_ends(TODAY) == 0
    assert len(letters) == 1
    assert list(AgreementReminder.objects.values_list("days", flat=True)) == [30]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_one_letter_each(mailoutbox: list[Any]) -> None:
    office = OfficeFactory.create(oblast=OblastFactory.create(slug="poltava"))
    person = UserFactory.create(email="officer@mosty.example")
    OfficeMembershipFactory.create(user=person, office=office, role="officer")
    ends = TODAY + dt.timedelta(days=20)
    for place in range(3):
        make_agreement(
            oblast=office.oblast,
            reference=f"PL-AGR-2026-000{place}",
            term="until",
            until_on=ends,
            expires_on=ends,
        )

    def work() -> int:
        try:
            return remind_of_ends(TODAY)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=2) as workers:
        sent = [each.result() for each in [workers.submit(work) for _ in range(2)]]
    assert sum(sent) == 3
    assert len(mailoutbox) == 3


@pytest.mark.parametrize(
    ("language", "left", "subject", "words"),
    [
        ("uk", 7, "PL-AGR-2026-0007", ("Меморандум про школи", "Нюртінген")),
        ("en", 7, "ends in 7 days", ("Memorandum on schools", "Nürtingen", "/en/agreements/")),
        ("en", 1, "ends in 1 day", ()),
        ("en", 0, "Today is the last day", ()),
    ],
)
def test_the_letter_in_both_languages(
    office: Office,
    posted: Posted,
    language: str,
    left: int,
    subject: str,
    words: tuple[str, ...],
) -> None:
    person = UserFactory.create(email="o@mosty.example", preferred_language=language)
    OfficeMembershipFactory.create(user=person, office=office, role="officer")
    ends = TODAY + dt.timedelta(days=left)
    make_agreement(
        oblast=office.oblast,
        reference="PL-AGR-2026-0007",
        title="Меморандум про школи",
        title_en="Memorandum on schools",
        partners=[PartnerFactory.create(name="Нюртінген", name_en="Nürtingen")],
        term="until",
        until_on=ends,
        expires_on=ends,
    )
    with posted() as letters:
        assert remind_of_ends(TODAY) == 1
    letter = letters[0]
    html = str(letter.alternatives[0][0])
    assert subject in letter.subject
    assert "PL-AGR-2026-0007" in letter.subject
    for word in words:
        assert word in letter.body
        assert word in html
    assert "{" not in letter.body
    assert "\n\n\n" not in letter.body
