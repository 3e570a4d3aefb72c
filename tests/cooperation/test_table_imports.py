"""Tables of requests, meetings and offers: our own downloads change nothing, bad rows are named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from communities.models import Community, Office
from cooperation.models import CoordinationRequest, Decision, Meeting, Offer
from partners.models import Partner
from tests.exchange.tables import checked, columns_said, gone_in, outcomes, round_trip
from tests.factories.communities import CommunityMembershipFactory
from tests.factories.ideas import idea as make_idea
from tests.factories.ideas import theme as make_theme
from tests.factories.meetings import DecisionFactory, MeetingFactory, draft, held
from tests.factories.offers import OfferFactory
from tests.factories.requests import coordination_request

Browse = Callable[[str], Client]
REQUESTS = "Номер;Тема;Вид;Терміновість;Код громади;Напрями;Опис;Сума;Валюта;Потрібно до\n"
MEETINGS = "Номер;Назва;Вид;Дата;Завершення;Місце;Партнери;Коди громад;Рішення\n"
OFFERS = "Номер;Партнер;Звернення;Вид;Опис пропозиції;Сума;Валюта;Чинна до\n"


@pytest.fixture
def request_(community: Community, office: Office) -> CoordinationRequest:
    return coordination_request(
        community=community,
        subject="Насоси; помпи, «труби»",
        themes=[make_theme()],
        amount=Decimal("1250.50"),
        currency="EUR",
        amount_on=dt.date(2026, 3, 1),
        needed_by=dt.date(2027, 3, 1),
    )


# Requests


def test_a_row_becomes_a_draft_request(coordinator: User, community: Community) -> None:
    make_theme()
    day = f"01.03.{timezone.localdate().year + 1}"
    row = f";Насоси для громади;гуманітарна допомога;;;Освіта;Дах тече;1 200,50;євро;{day}\n"
    gone_in("requests", coordinator, REQUESTS + row)
    made = CoordinationRequest.objects.get()
    assert (made.community, made.status, made.author) == (community, "draft", coordinator)
    assert (made.kind, made.urgency, made.amount) == ("humanitarian", "usual", Decimal("1200.50"))
    assert made.currency == "EUR"
    assert made.events.last().pgh_context["source"] == "import"  # type: ignore[attr-defined]
    assert outcomes(checked("requests", coordinator, REQUESTS + row)) == ["unchanged"]
    other = REQUESTS + row.replace("Дах тече", "Немає води")
    assert outcomes(checked("requests", coordinator, other)) == ["changed"]


def test_bad_cells_of_requests_are_named(
    coordinator: User, community: Community, community_elsewhere: Community
) -> None:
    rows = (
        ";;;терміново;;;;;;\n"
        ";Тема;вигадка;колись;;фізкульт;;багато;євротугрик;завтра\n"
        f";{'я' * 201};порада;;;;;;;\n"
        f";Чужа;порада;;{community_elsewhere.code};;;;;\n"
        "XX-REQ-2020-0001;Інша;порада;;;;;;;\n"
    )
    job = checked("requests", coordinator, REQUESTS + rows)
    assert set(outcomes(job)) == {"error"}
    assert {
        "subject", "kind", "urgency", "themes", "amount", "amount:currency", "needed_by",
        "community", "reference",
    } <= columns_said(job)  # fmt: skip


def test_requests_of_others_stay(
    officer_of_sumy: User, officer: User, request_: CoordinationRequest
) -> None:
    row = f"{request_.reference};Інша тема;;;;;;;;\n"
    # A draft of another oblast's community is not known there.
    assert columns_said(checked("requests", officer_of_sumy, REQUESTS + row)) == {"reference"}
    CoordinationRequest.objects.filter(pk=request_.pk).update(
        status="accepted", visibility="public", submitted_at=timezone.now()
    )
    assert outcomes(checked("requests", officer_of_sumy, REQUESTS + row)) == ["error"]
    assert outcomes(checked("requests", officer, REQUESTS + row)) == ["changed"]


def test_what_changed_since_the_check_is_not_overwritten(
    coordinator: User, request_: CoordinationRequest
) -> None:
    from common.exchange.jobs import start, take_in  # noqa: PLC0415 - between the two steps

    row = f"{request_.reference};Нова тема;;;;;;;;\n"
    job = start(checked("requests", coordinator, REQUESTS + row))
    CoordinationRequest.objects.filter(pk=request_.pk).update(subject="Тим часом інша")
    take_in(job)
    request_.refresh_from_db()
    assert request_.subject == "Тим часом інша"
    assert job.rows.get().result == "refused"


def test_what_the_person_may_no_longer_write_stays_out(
    coordinator: User, community: Community, community_elsewhere: Community
) -> None:
    """A role may end between the look at the table and its taking in: only that row stays out."""
    from common.exchange.jobs import start, take_in  # noqa: PLC0415 - between the two steps

    held = CommunityMembershipFactory.create(
        user=coordinator, community=community_elsewhere, role="coordinator"
    )
    rows = "".join(f";Насоси;порада;;{one.code};;;;;\n" for one in (community_elsewhere, community))
    job = start(checked("requests", coordinator, REQUESTS + rows))
    held.delete()
    take_in(job)
    assert [one.result for one in job.rows.order_by("number")] == ["refused", "created"]
    assert columns_said(job) == {"community"}
    assert CoordinationRequest.objects.get().community == community


def test_what_the_service_would_refuse_is_seen_before(
    coordinator: User, request_: CoordinationRequest
) -> None:
    """Of new rows and of changes, in the language of each reader."""
    rows = (
        ";Дах;порада;;;;;;;01.03.2020\n"
        f";Насоси;порада;;;;;;;01.03.{timezone.localdate().year + 60}\n"
        f"{request_.reference};;;;;;;;;02.03.2020\n"
    )
    job = checked("requests", coordinator, REQUESTS + rows)
    assert outcomes(job) == ["error"] * 3
    assert columns_said(job) == {"needed_by"}
    assert all(
        len(set(one["reason"].values())) == 2 for row in job.rows.all() for one in row.problems
    )
    # A day that the record has held is not doubted again.
    CoordinationRequest.objects.update(needed_by=dt.date(2020, 1, 1))
    row = f"{request_.reference};Інша тема;;;;;;;;01.01.2020\n"
    assert outcomes(checked("requests", coordinator, REQUESTS + row)) == ["changed"]


# Meetings


def test_meetings_to_come_become_drafts_and_tell_nobody(
    officer: User, office: Office, partner: Partner, community: Community, posted: Any
) -> None:
    rows = (
        f";Зустріч;візит;15.03.2036 10:00;12:30;м. Полтава;{partner.name};{community.code};\n"
        ";Засідання;засідання;16.03.2036;;;;;\n"
    )
    with posted() as letters:
        job = gone_in("meetings", officer, MEETINGS + rows)
    assert outcomes(job) == ["new", "new"], [one.problems for one in job.rows.all()]
    assert not letters
    first, second = Meeting.objects.order_by("pk")
    assert (first.kind, first.status, first.office) == ("visit", "draft", office)
    assert first.starts_at == dt.datetime(2036, 3, 15, 8, tzinfo=dt.UTC)
    assert first.ends_at - first.starts_at == dt.timedelta(hours=2, minutes=30)
    assert (first.partners.get(), first.communities.get()) == (partner, community)
    assert second.ends_at - second.starts_at == dt.timedelta(hours=1)
    Meeting.objects.filter(pk=second.pk).update(
        starts_at=dt.datetime(2036, 3, 16, 14, tzinfo=dt.UTC),
        ends_at=dt.datetime(2036, 3, 16, 16, tzinfo=dt.UTC),
    )
    # The hour was set since: a table that does not say one changes nothing.
    assert outcomes(checked("meetings", officer, MEETINGS + rows)) == ["unchanged"] * 2


def test_a_meeting_that_is_over_comes_with_its_decisions(officer: User, office: Office) -> None:
    head, row = (
        MEETINGS,
        ';Зустріч;;12.03.2026 10:00;;;;;"1. Закупити насоси; труби\n2. Звітувати"\n',
    )
    gone_in("meetings", officer, head + row)
    made = Meeting.objects.get()
    assert (made.status, made.published_at) == ("held", None)
    told = list(made.decisions.values_list("number", "text"))
    assert told == [(1, "Закупити насоси; труби"), (2, "Звітувати")]
    assert outcomes(checked("meetings", officer, head + row)) == ["unchanged"]
    more = head + row.replace("Звітувати", "Звітувати\n3. Зустрітися знову")
    gone_in("meetings", officer, more)
    assert Decision.objects.count() == 3
    Meeting.objects.update(status="published", published_at=timezone.now())
    again = more.replace("знову", "ще раз")
    assert columns_said(checked("meetings", officer, again)) == {"decisions"}


def test_bad_cells_of_meetings_are_named(officer: User, office: Office) -> None:
    rows = (
        ";;візит;;;;;;\n"
        ";Зустріч;вигадка;колись;;;Ніхто;UA00;\n"
        ";Зустріч 2;;12.03.2026 10:00;09:00;;;;\n"
        ";Зустріч 3;;12.03.2036 10:00;;;;;Рішення наперед\n"
        ";Зустріч 4;;30.03.2036 03:30;;;;;\n"
        "XX-MTG-2020-0001;Інша;;12.03.2026 10:00;;;;;\n"
    )
    job = checked("meetings", officer, MEETINGS + rows)
    assert set(outcomes(job)) == {"error"}
    assert {
        "title", "starts_at", "ends_at", "kind", "partners", "communities", "decisions",
        "reference",
    } <= {name.partition(":")[0] for name in columns_said(job)}  # fmt: skip


def test_meetings_of_another_office_stay(
    officer: User, office: Office, office_of_sumy: Office
) -> None:
    theirs = MeetingFactory.create(office=office_of_sumy)
    row = f"{theirs.reference};Інша назва;;;;;;;\n"
    assert outcomes(checked("meetings", officer, MEETINGS + row)) == ["error"]
    hidden = MeetingFactory.create(office=office_of_sumy, status="draft", announced_at=None)
    row = f"{hidden.reference};Інша назва;;;;;;;\n"
    assert columns_said(checked("meetings", officer, MEETINGS + row)) == {"reference"}


def test_hours_that_are_not_said_are_those_of_the_record(officer: User, office: Office) -> None:
    first = dt.datetime(2036, 3, 12, 6, tzinfo=dt.UTC)
    meeting = draft(office=office, starts_at=first, ends_at=first + dt.timedelta(hours=3))
    said = {
        # The day alone with an end: the end is taken, also before ten o'clock.
        "12.03.2036;09:30": (first, first + dt.timedelta(hours=1, minutes=30)),
        # The start alone: it lasts as long as before.
        "12.03.2036 14:00;": (first + dt.timedelta(hours=6), first + dt.timedelta(hours=7.5)),
        "13.03.2036 14:00;": (first + dt.timedelta(hours=30), first + dt.timedelta(hours=31.5)),
    }
    for cells, span in said.items():
        gone_in("meetings", officer, f"{MEETINGS}{meeting.reference};;;{cells};;;;\n")
        meeting.refresh_from_db()
        assert (meeting.starts_at, meeting.ends_at) == span
    backwards = f"{MEETINGS}{meeting.reference};;;13.03.2036;13:00;;;;\n"
    assert columns_said(checked("meetings", officer, backwards)) == {"ends_at"}


def test_a_dissolved_community_stays_with_its_meeting(
    officer: User, office: Office, community: Community, community_elsewhere: Community
) -> None:
    meeting = draft(office=office)
    meeting.communities.add(community)
    Community.objects.filter(pk=community.pk).update(is_withdrawn=True)
    codes = f"{community_elsewhere.code}; {community.code}"
    row = f"{meeting.reference};Нова назва;;;;;;"
    gone_in("meetings", officer, f'{MEETINGS}{row}"{codes}";\n')
    assert set(meeting.communities.all()) == {community, community_elsewhere}
    other = f'{MEETINGS};Інша;;12.03.2036 10:00;;;;"{community.code}";\n'
    assert columns_said(checked("meetings", officer, other)) == {"communities:code"}


def test_what_was_cancelled_may_be_planned_anew(officer: User, office: Office) -> None:
    first = dt.datetime(2036, 3, 12, 8, tzinfo=dt.UTC)
    gone = draft(
        office=office, title="Зустріч", starts_at=first, status="cancelled", cancel_reason="Тривога"
    )
    row = ";Зустріч;;12.03.2036 10:00;;;;;\n"
    gone_in("meetings", officer, MEETINGS + row)
    assert set(Meeting.objects.values_list("status", flat=True)) == {"cancelled", "draft"}
    named = f"{gone.reference};Інша;;;;;;;\n"
    assert outcomes(checked("meetings", officer, MEETINGS + named)) == ["error"]


def test_days_that_cannot_be_are_seen_before(officer: User, office: Office) -> None:
    over = held(office=office)
    rows = (
        ";Зустріч;;12.03.1980 10:00;;;;;\n"
        ";Зустріч 2;;12.03.2030 10:00;15.05.2030 10:00;;;;\n"
        f"{over.reference};;;12.03.2030 10:00;;;;;\n"
    )
    job = checked("meetings", officer, MEETINGS + rows)
    assert outcomes(job) == ["error"] * 3
    assert columns_said(job) == {"starts_at", "ends_at"}


# Offers


def test_rows_become_offers(
    representative: User, partner: Partner, officer: User, community: Community, office: Office
) -> None:
    idea = make_idea(community=community, themes=[make_theme()])
    row = f";;{idea.reference};обладнання;12 генераторів;5000;EUR;31.12.2999\n"
    late = row.replace("2999", "2020")
    assert columns_said(checked("offers", representative, OFFERS + late)) == {"valid_until"}
    soon = (timezone.localdate() + dt.timedelta(days=30)).strftime("%d.%m.%Y")
    row = row.replace("31.12.2999", soon)
    gone_in("offers", representative, OFFERS + row)
    made = Offer.objects.get()
    assert (made.partner, made.idea, made.is_by_office) == (partner, idea, False)
    assert outcomes(checked("offers", representative, OFFERS + row)) == ["unchanged"]
    changed = OFFERS + row.replace("12 генераторів", "13 генераторів")
    assert outcomes(checked("offers", representative, changed)) == ["error"]
    by_office = f";{partner.name};{idea.reference};кошти;Грант;5000;EUR;{soon}\n"
    gone_in("offers", officer, OFFERS + by_office)
    assert Offer.objects.get(kind="money").is_by_office


def test_bad_cells_of_offers_are_named(
    representative: User, partner: Partner, community: Community, office: Office
) -> None:
    idea = make_idea(community=community, themes=[make_theme()], status="draft")
    rows = (
        ";;;;;5;;\n"
        f";Ніхто;{idea.reference};вигадка;Щось;багато;тугрик;колись\n"
        "XX-OFR-2020-0001;;;;;;;\n"
    )
    job = checked("offers", representative, OFFERS + rows)
    assert set(outcomes(job)) == {"error"}
    assert {
        "about", "partner_organisation", "kind", "what", "value", "value:currency",
        "valid_until", "reference",
    } <= columns_said(job)  # fmt: skip


# All of them


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_our_own_downloads_change_nothing(
    browse: Browse,
    kind: str,
    language: str,
    officer: User,
    office: Office,
    partner: Partner,
    community: Community,
    request_: CoordinationRequest,
) -> None:
    meeting = held(office=office, status="published", published_at=timezone.now())
    meeting.partners.add(partner)
    meeting.communities.add(community)
    DecisionFactory.create(meeting=meeting, text="Так; ні = 100 %\nі ще: рядок")
    OfferFactory.create(idea=make_idea(community=community), partner=partner, conditions="a\nb")
    CoordinationRequest.objects.update(status="accepted", submitted_at=timezone.now())
    for door, base in (("requests", "request"), ("meetings", "meeting"), ("offers", "offer")):
        url = reverse(f"{door}:{base}-download", args=[kind])
        job = round_trip(door, officer, browse("officer"), url, language)
        assert outcomes(job) == ["unchanged"], [(one.problems, one.diff) for one in job.rows.all()]


def test_pages_of_the_imports(browse: Browse, office: Office, partner: Partner) -> None:
    doors = {"requests": "coordinator", "meetings": "officer", "offers": "representative"}
    for door, who in doors.items():
        assert browse(who).get(reverse(f"{door}:import-new")).status_code == 200
        for kind in ("csv", "xlsx"):
            answer = browse(who).get(reverse(f"{door}:import-template", args=[kind]))
            assert answer.getvalue() if answer.streaming else answer.content
        assert browse("reader").get(reverse(f"{door}:import-new")).status_code == 403
    assert browse("coordinator").get(reverse("meetings:import-new")).status_code == 403
    assert browse("analyst").get(reverse("offers:import-new")).status_code == 403
