"""Calls: services, states, what suits a community, feeds, lists."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from icalendar import Calendar

from accounts.models import User
from common.intake.refusals import ChangedMeanwhile
from communities.models import Community, Oblast, Office
from partners.exceptions import InvalidData
from partners.models import Partner
from partners.record_workflow import RecordArchived, RecordReasonMissing, WrongRecordStatus
from projects.call_data import CallData, call_data_of
from projects.call_enums import CallState
from projects.call_fit import Wants, fit_of, fitting_calls
from projects.call_words import deadline_elsewhere
from projects.models import Call
from projects.services.calls import attach_call_file, change_call, register_call, take_call_step
from projects.services.kept_files import Given
from tests.factories.agreements import agreement as make_agreement
from tests.factories.calls import call as make_call
from tests.factories.codelists import ThemeFactory
from tests.factories.money import make_rate

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
Browse = Callable[[str], Client]


def data(partner: Partner, **values: Any) -> CallData:
    return CallData(title="  Тепло   громад ", partner=partner, **values)


# Services


def test_a_call_is_registered_with_reference_and_history(
    officer: User, office: Office, partner: Partner, poltava: Oblast
) -> None:
    theme = ThemeFactory.create()
    made = register_call(
        actor=officer,
        office=office,
        data=data(
            partner,
            themes=(theme, theme),
            oblasts=(poltava,),
            applicants=("community", "ngo", "community"),
            amount_max=Decimal(50000),
            currency="eur",
            link="www.example.org/call",
            languages=("EN",),
        ),
        record_status="published",
    )
    assert made.reference == f"PL-CAL-{timezone.localdate().year}-0001"
    assert made.title == "Тепло громад"
    assert (made.currency, made.link) == ("EUR", "https://www.example.org/call")
    assert made.applicants == ["community", "ngo"]
    assert made.published_at is not None
    assert list(made.themes.all()) == [theme]
    event: Any = made.events.get()  # type: ignore[attr-defined]
    assert event.pgh_context["actor"] == officer.pk


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "а" * 301}, "title"),
        ({"partner": None}, "partner"),
        ({"amount_max": Decimal(5)}, "currency"),
        ({"amount_max": Decimal(5), "currency": "євро"}, "currency"),
        ({"amount_min": Decimal(9), "amount_max": Decimal(5), "currency": "EUR"}, "amount_max"),
        ({"amount_max": Decimal(-5), "currency": "EUR"}, "amount_max"),
        ({"amount_max": Decimal("1e17"), "currency": "EUR"}, "amount_max"),
        ({"own_share": Decimal(101)}, "own_share"),
        ({"own_share": Decimal(-1)}, "own_share"),
        ({"time_zone": "Europe/Nowhere"}, "time_zone"),
        ({"time_zone": "../etc/passwd"}, "time_zone"),
        ({"closes_at": NOW + dt.timedelta(days=9999)}, "closes_at"),
        ({"closes_at": NOW, "opens_on": dt.date(2026, 11, 23)}, "closes_at"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "https://"}, "link"),
        ({"applicants": ("martian",)}, "applicants"),
        ({"languages": ("xx",)}, "languages"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field(
    officer: User, office: Office, partner: Partner, values: dict[str, Any], field: str
) -> None:
    whole = CallData(**{"title": "Тепло", "partner": partner, **values})
    with pytest.raises(InvalidData) as refusal:
        register_call(actor=officer, office=office, data=whole)
    assert field in refusal.value.errors
    assert not Call.objects.exists()


def test_the_same_data_change_nothing(officer: User, partner: Partner) -> None:
    made = make_call(partner=partner, themes=[ThemeFactory.create()])
    before = made.events.count()  # type: ignore[attr-defined]
    change_call(actor=officer, call=made, data=call_data_of(made))
    assert made.events.count() == before  # type: ignore[attr-defined]


def test_somebody_else_was_quicker(officer: User) -> None:
    made = make_call()
    with pytest.raises(ChangedMeanwhile):
        change_call(actor=officer, call=made, data=call_data_of(made), seen=NOW)


def test_the_way_of_a_record(officer: User) -> None:
    made = make_call(record_status="draft", published_at=None)
    published = take_call_step(actor=officer, call=made, code="publish")
    first = published.published_at
    assert first
    take_call_step(actor=officer, call=made, code="withdraw")
    assert take_call_step(actor=officer, call=made, code="publish").published_at == first
    with pytest.raises(RecordReasonMissing):
        take_call_step(actor=officer, call=made, code="archive", reason="  ")
    archived = take_call_step(actor=officer, call=made, code="archive", reason="Скасовано")
    for refused, code in ((WrongRecordStatus, "publish"), (WrongRecordStatus, "nonsense")):
        with pytest.raises(refused):
            take_call_step(actor=officer, call=made, code=code)
    with pytest.raises(RecordArchived):
        change_call(actor=officer, call=archived, data=call_data_of(archived))
    with pytest.raises(RecordArchived):
        attach_call_file(actor=officer, call=made, title="а", given=Given("a.pdf", b"%PDF-"))
    assert take_call_step(actor=officer, call=made, code="restore").record_status == "draft"


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.exe", b"MZ"), ("a.pdf", b"<html>"), ("a.pdf", b""), ("a.jpg", b"\xff\xd8\xff\xe0")],
)
def test_a_document_is_told_by_its_content(officer: User, name: str, content: bytes) -> None:
    with pytest.raises(InvalidData):
        attach_call_file(actor=officer, call=make_call(), title="Умови", given=Given(name, content))


# States


@pytest.mark.parametrize(
    ("opens", "closes", "expected"),
    [
        (None, None, CallState.OPEN),
        (None, 15, CallState.OPEN),
        (None, 13.9, CallState.CLOSING_SOON),
        (None, 0.01, CallState.CLOSING_SOON),
        (None, 0, CallState.CLOSED),
        (None, -1, CallState.CLOSED),
        (1, 5, CallState.UPCOMING),
        (1, None, CallState.UPCOMING),
        (0, None, CallState.OPEN),
        (-3, -1, CallState.CLOSED),
    ],
)
def test_a_state_follows_from_the_dates(
    opens: int | None, closes: float | None, expected: CallState
) -> None:
    now = timezone.now()
    made = make_call(
        opens_on=None if opens is None else timezone.localdate() + dt.timedelta(days=opens),
        closes_at=None if closes is None else now + dt.timedelta(days=closes),
    )
    assert made.state_at(now) == expected
    found = {state for state in CallState if Call.objects.in_states([state.value], now).exists()}
    assert found == {expected}
    answer = Client().get(reverse("api:call-list")).json()
    assert answer["results"][0]["state"]["code"] == expected


def test_a_deadline_is_told_in_both_times() -> None:
    closes = dt.datetime(2026, 12, 1, 17, 0, tzinfo=ZoneInfo("Europe/Brussels"))
    with translation.override("en"):
        assert deadline_elsewhere(closes, "Europe/Brussels").endswith("17:00 (Brussels)")
        assert not deadline_elsewhere(closes, "Europe/Kyiv")
        # Helsinki has the same clock as Kyiv.
        assert not deadline_elsewhere(closes, "Europe/Helsinki")


def test_what_differs_is_not_pressed_twice(
    officer: User, office: Office, partner: Partner, sumy: Oblast
) -> None:
    said = data(partner)
    sent = [
        *((said, "draft"), (said, "published")),
        *((replace(said, oblasts=(sumy,)), "draft"), (said, "draft")),
    ]
    made = [
        register_call(actor=officer, office=office, data=one, record_status=status).reference
        for one, status in sent
    ]
    assert made[0] == made[3]
    assert len(set(made)) == 3


def test_the_form_keeps_the_zone(browse: Browse, office: Office, partner: Partner) -> None:
    sent = {
        "title": "Тепло",
        "partner": partner.slug,
        "closes_on": "2026-12-01",
        "closes_time": "17:00",
        "time_zone": "Europe/Brussels",
        "amount_max": "1 200 000,50",
        "currency": "EUR",
        "visibility": "public",
        "record_status": "published",
    }
    answer = browse("officer").post(reverse("calls:call-new"), sent)
    twice = browse("officer").post(reverse("calls:call-new"), sent)
    assert twice["Location"] == answer["Location"], "pressed twice"
    assert answer.status_code == 302, answer.context["form"].errors
    made = Call.objects.get()
    assert made.closes_at == dt.datetime(2026, 12, 1, 16, 0, tzinfo=dt.UTC)
    assert made.amount_max == Decimal("1200000.50")
    page = browse("officer").get(reverse("calls:call-edit", args=[made.reference])).content.decode()
    assert 'value="17:00"' in page
    assert 'value="2026-12-01"' in page
    bad = {**sent, "closes_on": "", "partner": "", "amount_max": "сто"}
    again = browse("officer").post(reverse("calls:call-new"), bad)
    assert {"closes_on", "partner", "amount_max"} <= set(again.context["form"].errors)


# What suits


def test_reasons_are_said(community: Community, partner: Partner, poltava: Oblast) -> None:
    theme = ThemeFactory.create(name_en="Energy")
    partner.oblasts.add(poltava)
    made_agreement = make_agreement(oblast=poltava, communities=[community])
    made_agreement.agreement_themes.create(theme=theme)
    made = make_call(themes=[theme], oblasts=[poltava], partner=partner, own_share=Decimal(20))
    with translation.override("en"):
        fit = fit_of(made, Wants.of(community))
        said = [(one.tone, one.text) for one in fit.reasons]
    assert ("good", "It names your oblast.") in said
    assert ("good", "Communities may apply.") in said
    assert ("good", "You work on this already: Energy.") in said
    assert ("good", "The partner works in your oblast.") in said
    assert any(tone == "wait" and "20" in text for tone, text in said)
    assert fit.is_possible


def test_what_cannot_be_is_left_out(
    community: Community, sumy: Oblast, coordinator: User, django_assert_num_queries: Any
) -> None:
    fine = make_call(title="Так")
    make_call(title="Інша область", oblasts=[sumy])
    make_call(title="Не громадам", applicants=["ngo"])
    make_call(title="Минув", closes_at=timezone.now() - dt.timedelta(days=1))
    make_call(title="Чернетка", record_status="draft")
    assert [one.call for one in fitting_calls(community, coordinator)] == [fine]
    with CaptureQueriesContext(connection) as few:
        fitting_calls(community, coordinator)
    for _number in range(10):
        make_call()
    with CaptureQueriesContext(connection) as many:
        assert len(fitting_calls(community, coordinator)) == 11
    assert len(many) == len(few)


# Lists, feeds, calendar


def test_tabs_and_filters(sumy: Oblast, poltava: Oblast) -> None:
    soon = make_call(title="Скоро", closes_at=timezone.now() + dt.timedelta(days=2))
    later = make_call(title="Згодом", oblasts=[poltava], own_share=Decimal(30))
    elsewhere = make_call(title="Суми", oblasts=[sumy], applicants=["sme"])
    endless = make_call(title="Без строку", closes_at=None)
    over = make_call(title="Минув", closes_at=timezone.now() - dt.timedelta(days=1))

    def shown(query: str = "") -> list[str]:
        rows = Client().get(f"{reverse('calls:call-list')}{query}").context["list"].rows
        return [row["reference"] for row in rows]

    assert shown()[0] == soon.reference
    assert shown()[-1] == endless.reference
    assert over.reference not in shown()
    assert shown("?when=past") == [over.reference]
    assert elsewhere.reference not in shown(f"?oblast={poltava.code}")
    assert soon.reference in shown(f"?oblast={poltava.code}")
    assert shown("?applicants=sme") == [elsewhere.reference]
    assert later.reference not in shown("?own_share_max=10")
    assert shown("?state=closing_soon") == [soon.reference]
    assert shown("?when=nonsense&state=nonsense&oblast=XX&closes_before=abc")
    assert shown("?search=згодом") == [later.reference]


def test_the_api_refuses_what_it_does_not_know() -> None:
    answer = Client().get("/api/v1/calls/?state=nonsense&closes_before=x&foo=1")
    assert answer.status_code == 400


def test_feeds_say_what_the_list_says(partner: Partner) -> None:
    theme = ThemeFactory.create(slug="energy")
    wanted = make_call(title="Тепло & світло <b>", themes=[theme], partner=partner)
    make_call(title="Інше")
    make_call(title="Минув", themes=[theme], closes_at=timezone.now() - dt.timedelta(days=1))
    for kind, path in (("atom", "{http://www.w3.org/2005/Atom}entry"), ("rss", "channel/item")):
        answer = Client().get(f"{reverse('calls:call-feed', args=[kind])}?themes=energy")
        entries = ET.fromstring(answer.content).findall(path)  # noqa: S314 - our own
        assert len(entries) == 1
        assert "Тепло & світло <b>" in "".join(entries[0].itertext())
        assert str(wanted.public_id) in answer.content.decode()


def test_deadlines_for_a_calendar() -> None:
    closes = dt.datetime(2030, 1, 15, 16, tzinfo=ZoneInfo("Europe/Brussels"))
    made = make_call(title_en="Heat; light, water", closes_at=closes)
    make_call(closes_at=None)
    answer = Client().get(f"/en{reverse('calls:deadlines')}")
    assert answer["Content-Type"].startswith("text/calendar")
    events = list(Calendar.from_ical(answer.content).walk("VEVENT"))
    assert len(events) == 1
    assert events[0]["UID"] == f"{made.public_id}@mosty"
    assert events[0].decoded("DTSTART") == closes
    assert str(events[0]["SUMMARY"]) == "Deadline: Heat; light, water"
    assert events[0].walk("VALARM")


LISTS = (
    "/calls/",
    "/en/calls/?applicants=community&state=open",
    "/calls/download.csv",
    "/api/v1/calls/?page_size=100",
    "/calls/feed.atom",
    "/calls/deadlines.ics",
    "/calls/links/",
    "/admin/projects/call/",
    "/aid/",
    "/aid/?currency=eur",
    "/aid/totals/?by=partner",
    "/api/v1/aid-deliveries/?page_size=100",
    "/admin/projects/aiddelivery/",
)


@pytest.mark.parametrize("url", LISTS)
def test_as_many_queries_for_thirty_as_for_one(
    browse: Browse, url: str, poltava: Oblast, community: Community
) -> None:
    from tests.factories.calls import AidFactory  # noqa: PLC0415

    theme = ThemeFactory.create()
    make_rate("EUR", "2024-03-01", "41")

    def more(count: int) -> None:
        for number in range(count):
            made = make_call(themes=[theme], oblasts=[poltava], link=f"https://e.org/{number}")
            AidFactory.create(
                community=community,
                oblast=poltava,
                partner=made.partner,
                donor_name="",
                amount=Decimal(100),
                currency="USD" if number % 2 else "EUR",
                value_date=dt.date(2024, 3, 15 + number % 10),
            )

    browser = browse("administrator")

    def counted() -> int:
        with CaptureQueriesContext(connection) as queries:
            answer: Any = browser.get(url)
            if answer.streaming:
                b"".join(answer.streaming_content)
            assert answer.status_code == 200
        return len(queries)

    more(1)
    counted()
    few = counted()
    more(29)
    assert counted() == few


def test_the_register_in_the_api_is_whole(partner: Partner) -> None:
    theme = ThemeFactory.create()
    made = make_call(partner=partner, themes=[theme], summary="Текст", applicants=["ngo", "sme"])
    found = Client().get(reverse("api:call-detail", kwargs={"key": made.public_id})).json()
    assert [one["code"] for one in found["applicants"]] == ["ngo", "sme"]
    assert found["themes"][0]["code"] == theme.slug
    assert found["partner"]["id"] == str(partner.public_id)
    assert found["summary"]["uk"] == "Текст"
    assert "visibility" not in found
    Partner.objects.filter(pk=partner.pk).update(visibility="internal")
    hidden = Client().get(reverse("api:call-detail", kwargs={"key": made.public_id})).json()
    assert hidden["partner"] is None
    assert partner.name not in json.dumps(hidden, ensure_ascii=False)
