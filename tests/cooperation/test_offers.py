"""Offers: the whole table, what they do to ideas and requests, who is told, bad input, the API."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.desk import desk_of
from accounts.models import User
from communities.models import Community, Office
from cooperation import offer_workflow as workflow
from cooperation.models import CoordinationRequest, Offer, PartnerInvite
from cooperation.offer_data import OfferData
from cooperation.offer_enums import OfferStatus
from cooperation.offer_exceptions import (
    InvalidData,
    NotLookingForHelp,
    OfferKnown,
    OfferWrongStatus,
    PartnerInvited,
    PartnerUnreachable,
)
from cooperation.offer_places import offers_of_partner
from cooperation.offer_words import events_of
from cooperation.request_moves import Given
from cooperation.services.offers import lapse_offers, make_offer, take_offer_step
from cooperation.services.partner_invites import invite_partner
from cooperation.services.requests import take_step
from cooperation.subjects import Subject
from partners.models import Partner
from projects.models import IdeaInterest, ProjectIdea
from tests.conftest import Posted
from tests.factories.ideas import idea as make_idea
from tests.factories.ideas import theme as make_theme
from tests.factories.offers import OfferFactory
from tests.factories.partners import PartnerFactory
from tests.factories.requests import coordination_request

Browse = Callable[[str], Client]


@pytest.fixture
def idea(community: Community, office: Office) -> ProjectIdea:
    return make_idea(community=community, themes=[make_theme()])


@pytest.fixture
def request_(community: Community, office: Office, officer: User) -> CoordinationRequest:
    return coordination_request(
        community=community, status="in_progress", assignee=officer, visibility="registered"
    )


def said(**changed: Any) -> OfferData:
    until = timezone.localdate() + dt.timedelta(days=30)
    given = {"kind": "goods", "what": "12 генераторів", "valid_until": until, **changed}
    return OfferData(**given)


def made(record: Any, partner: Partner, actor: User | None = None, **changed: Any) -> Offer:
    return make_offer(actor=actor, subject=Subject(record), partner=partner, data=said(**changed))


@pytest.mark.parametrize("status", OfferStatus.values)
def test_every_step_from_every_state(status: str, idea: ProjectIdea) -> None:
    for step in workflow.STEPS:
        note = "Тому що." if status == "declined" else ""
        offer = OfferFactory.create(idea=idea, status=status, outcome_note=note)
        if status not in step.sources:
            with pytest.raises(OfferWrongStatus):
                take_offer_step(actor=None, offer=offer, step=step, note="Чому")
            continue
        if step.needs_note:
            with pytest.raises(InvalidData):
                take_offer_step(actor=None, offer=offer, step=step, note=" ")
        moved = take_offer_step(actor=None, offer=offer, step=step, note="Чому")
        assert moved.status == step.target
        assert moved.is_open == (moved.ended_at is None)
        assert moved.steps.get().code == step.code


def test_the_way_of_an_offer_on_a_request(
    request_: CoordinationRequest,
    partner: Partner,
    representative: User,
    coordinator: User,
    officer: User,
    posted: Posted,
) -> None:
    with posted() as letters:
        offer = made(request_, partner, representative, amount=Decimal(500), currency="EUR")
    assert {one.to[0] for one in letters} == {coordinator.email, officer.email}
    assert offer.reference.startswith("PL-OFR-")
    request_.refresh_from_db()
    assert (request_.status, request_.attention) == ("offered", "community")
    with posted() as letters:
        letters.clear()
        take_offer_step(actor=coordinator, offer=offer, step=workflow.ACCEPT)
    assert {one.to[0] for one in letters} == {officer.email}
    with posted() as letters:
        letters.clear()
        take_offer_step(actor=officer, offer=offer, step=workflow.CONSENT)
    told = [one.to[0] for one in letters]
    assert sorted(told) == sorted({coordinator.email, representative.email})
    request_.refresh_from_db()
    assert request_.status == "agreed"
    assert request_.entries.filter(kind="offer").count() == 3
    take_offer_step(actor=officer, offer=offer, step=workflow.FALL_THROUGH, note="Не привезли")
    request_.refresh_from_db()
    assert request_.status == "in_progress"


def test_without_any_offer_left_the_request_looks_again(
    request_: CoordinationRequest, partner: Partner
) -> None:
    first = made(request_, partner)
    second = made(request_, partner, kind="money", amount=Decimal(5), currency="EUR")
    take_offer_step(actor=None, offer=first, step=workflow.DECLINE, note="Не те")
    request_.refresh_from_db()
    assert request_.status == "offered"
    take_offer_step(actor=None, offer=second, step=workflow.WITHDRAW)
    request_.refresh_from_db()
    assert request_.status == "in_progress"


def test_a_request_without_an_officer_waits_for_one(
    community: Community, office: Office, partner: Partner, officer: User
) -> None:
    record = coordination_request(community=community, status="accepted", visibility="public")
    offer = made(record, partner)
    record.refresh_from_db()
    assert record.status == "accepted"
    take_offer_step(actor=None, offer=offer, step=workflow.ACCEPT)
    take_offer_step(actor=officer, offer=offer, step=workflow.CONSENT)
    assert Offer.objects.get().status == "accepted"


def test_an_offer_on_an_idea_begins_the_interest(idea: ProjectIdea, partner: Partner) -> None:
    made(idea, partner)
    idea.refresh_from_db()
    interest = IdeaInterest.objects.get()
    assert (idea.status, interest.status, interest.partner) == ("interest", "talks", partner)
    made(idea, partner, kind="expertise")
    assert IdeaInterest.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"what": " "}, "what"),
        ({"what": "x" * 3001}, "what"),
        ({"kind": "gold"}, "kind"),
        ({"kind": "money"}, "amount"),
        ({"amount": Decimal(0), "currency": "EUR"}, "amount"),
        ({"amount": Decimal(5)}, "currency"),
        ({"amount": Decimal(5), "currency": "XXX"}, "currency"),
        ({"valid_until": None}, "valid_until"),
        ({"valid_until": dt.date(2020, 1, 1)}, "valid_until"),
        ({"valid_until": dt.date(9999, 1, 1)}, "valid_until"),
        ({"quantity": "x" * 201}, "quantity"),
    ],
)
def test_bad_input(idea: ProjectIdea, partner: Partner, changed: Any, field: str) -> None:
    with pytest.raises(InvalidData) as refusal:
        made(idea, partner, **changed)
    assert field in refusal.value.errors
    assert not Offer.objects.exists()
    assert not IdeaInterest.objects.exists()


def test_what_cannot_be_offered_for(
    idea: ProjectIdea, request_: CoordinationRequest, partner: Partner
) -> None:
    made(idea, partner)
    with pytest.raises(OfferKnown):
        made(idea, partner)
    draft = make_idea(community=idea.community, status="draft")
    internal = coordination_request(community=idea.community, status="accepted")
    for record in (draft, internal):
        with pytest.raises(NotLookingForHelp):
            made(record, partner)
    gone = PartnerFactory.create(status="archived", archive_reason="Закрито")
    with pytest.raises(InvalidData):
        made(idea, gone)


def test_offers_lapse_once(request_: CoordinationRequest, partner: Partner, posted: Posted) -> None:
    offer = made(request_, partner)
    until = offer.valid_until
    assert lapse_offers(until) == 0
    assert [lapse_offers(until + dt.timedelta(days=1)) for _time in range(2)] == [1, 0]
    offer.refresh_from_db()
    assert (offer.status, offer.steps.count()) == ("lapsed", 2)
    request_.refresh_from_db()
    assert request_.status == "in_progress"


def test_the_partner_does_not_read_what_the_office_objects(
    browse: Browse, idea: ProjectIdea, partner: Partner, representative: User, coordinator: User
) -> None:
    offer = OfferFactory.create(idea=idea, partner=partner, status="chosen")
    take_offer_step(actor=None, offer=offer, step=workflow.OBJECT, note="Таємна думка офісу")
    pages = {
        who: browse(who).get(offer.get_absolute_url()).content.decode()
        for who in ("representative", "coordinator")
    }
    assert "Таємна думка офісу" in pages["coordinator"]
    assert "Таємна думка офісу" not in pages["representative"]


def test_a_partner_is_invited_once(
    idea: ProjectIdea,
    request_: CoordinationRequest,
    partner: Partner,
    representative: User,
    officer: User,
    posted: Posted,
) -> None:
    for record in (idea, request_):
        with posted() as letters:
            letters.clear()
            invite_partner(actor=officer, subject=Subject(record), partner=partner)
        assert [one.to[0] for one in letters] == [representative.email]
        with pytest.raises(PartnerInvited):
            invite_partner(actor=officer, subject=Subject(record), partner=partner)
    assert request_.entries.get(kind="partner").text == partner.name
    lonely = PartnerFactory.create()
    with pytest.raises(PartnerUnreachable), transaction.atomic():
        invite_partner(actor=officer, subject=Subject(idea), partner=lonely)
    assert PartnerInvite.objects.count() == 2


def test_from_a_partner_s_page_to_its_offers(
    browse: Browse, idea: ProjectIdea, partner: Partner, officer: User
) -> None:
    """Also when the partner itself is not for everybody."""
    Partner.objects.filter(pk=partner.pk).update(visibility="internal")
    made = OfferFactory.create(idea=idea, partner=partner)
    section = offers_of_partner(partner, officer)
    assert section is not None
    listed = browse("officer").get(section.url)
    assert (listed.status_code, made.reference in listed.content.decode()) == (200, True)
    assert not listed.context["list"].left_out


def test_making_one_through_the_api(
    browse: Browse, idea: ProjectIdea, request_: CoordinationRequest, representative: User
) -> None:
    donor, url = browse("representative"), reverse("api:offer-list")
    until = (timezone.localdate() + dt.timedelta(days=9)).isoformat()
    given = {
        "about": request_.reference,
        "kind": "money",
        "what": "Ten thousand",
        "amount": "10000.00",
        "currency": "EUR",
        "valid_until": until,
    }
    answer = donor.post(url, given, content_type="application/json")
    assert answer.status_code == 201
    told = answer.json()
    assert (told["status"]["code"], told["about"]["code"]) == ("made", request_.reference)
    assert donor.get(answer["Location"]).json() == told
    again = donor.post(url, given, content_type="application/json")
    assert (again.status_code, again["Content-Type"]) == (409, "application/problem+json")
    for wrong, status in (
        ({**given, "about": "PL-REQ-2026-9999"}, 404),
        ({**given, "amount": "x"}, 400),
        ({**given, "partner": "no-such"}, 400),
        ({**given, "valid_until": "2020-01-01"}, 400),
        ([], 400),
    ):
        assert donor.post(url, wrong, content_type="application/json").status_code == status
    assert donor.post(url, "{", content_type="application/json").status_code == 400


def test_the_pages_lead_from_the_offer_to_its_end(
    browse: Browse, idea: ProjectIdea, representative: User, coordinator: User, officer: User
) -> None:
    donor = browse("representative")
    new = reverse("offers:offer-new", args=["ideas", idea.reference])
    typed = {"partner": Partner.objects.get().slug, "kind": "goods", "what": "Ліжка"}
    refused = donor.post(new, typed)
    assert "valid_until" in refused.context["form"].errors
    until = timezone.localdate() + dt.timedelta(days=9)
    answer = donor.post(new, {**typed, "valid_until": until.isoformat()})
    offer = Offer.objects.get()
    assert answer["Location"] == offer.get_absolute_url()
    for who, code in (("coordinator", "accept"), ("officer", "consent")):
        step = reverse("offers:offer-step", args=[offer.reference, code])
        assert browse(who).get(step).status_code == 200
        assert browse(who).post(step, {"note": ""}).status_code == 302
    assert browse("head").post(step, {"note": ""}).status_code == 409
    offer.refresh_from_db()
    assert offer.status == "accepted"
    page = browse("officer").get(idea.get_absolute_url()).content.decode()
    assert offer.reference in page
    assert offer.reference not in browse("anonymous").get(idea.get_absolute_url()).content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_queries_of_the_list(
    browse: Browse, count: int, idea: ProjectIdea, django_assert_max_num_queries: Any
) -> None:
    for _number in range(count):
        OfferFactory.create(idea=idea)
    browser = browse("officer")
    for url, most in ((reverse("offers:offer-list"), 14), (reverse("api:offer-list"), 12)):
        browser.get(url)
        with django_assert_max_num_queries(most):
            browser.get(url)


def test_the_search_over_all_registers_finds_offers_for_those_concerned(
    browse: Browse, idea: ProjectIdea, partner: Partner
) -> None:
    OfferFactory.create(idea=idea, partner=partner, what="Двадцять помп для насосної")
    found = {
        who: [one.anchor for one in browse(who).get("/search/?q=помп").context["groups"]]
        for who in ("coordinator", "officer", "coordinator_elsewhere", "anonymous")
    }
    assert found == {
        "coordinator": ["offers"],
        "officer": ["offers"],
        "coordinator_elsewhere": [],
        "anonymous": [],
    }


def test_an_open_offer_is_answered_first(
    browse: Browse,
    request_: CoordinationRequest,
    partner: Partner,
    coordinator: User,
    officer: User,
) -> None:
    """It is shown to whoever has to answer, and “Agreed” is not the usual next step meanwhile."""

    def seen(who: str) -> tuple[int, bool]:
        page = browse(who).get(request_.get_absolute_url()).context
        return len(page["offers"]), page["has_next"]

    assert seen("coordinator")[0] == seen("officer")[0] == 0
    offer = made(request_, partner)
    assert (seen("coordinator"), seen("officer")) == ((1, False), (0, False))
    page = browse("coordinator").get(request_.get_absolute_url())
    assert page.context["answer_url"] == offer.get_absolute_url()
    take_offer_step(actor=coordinator, offer=offer, step=workflow.ACCEPT)
    assert (seen("coordinator"), seen("officer")) == ((0, False), (1, False))
    asked = browse("officer").get(reverse("offers:offer-step", args=[offer.reference, "decline"]))
    assert offer.reference in asked.context["lead"] != f"{offer.reference}, {partner.name}"


def test_who_helps_goes_on_seeing_what_for(
    browse: Browse,
    request_: CoordinationRequest,
    partner: Partner,
    representative: User,
    officer: User,
    posted: Posted,
) -> None:
    """From outside, after it is agreed and closed; and learns how it ended."""
    offer = made(request_, partner, representative)
    with posted():
        for step in (workflow.ACCEPT, workflow.CONSENT):
            take_offer_step(actor=officer, offer=offer, step=step)
    with posted() as letters:
        letters.clear()
        take_step(actor=officer, request=request_, code="fulfil", given=Given(note="Для своїх"))
    (letter,) = [one for one in letters if one.to == [representative.email]]
    assert "Для своїх" not in letter.body
    donor, url = browse("representative"), request_.get_absolute_url()
    page = donor.get(url)
    assert (page.status_code, page.context["sees_inside"]) == (200, False)
    assert "Для своїх" not in page.content.decode()
    assert donor.get(reverse("api:request-detail", args=[request_.public_id])).status_code == 200
    assert f'href="{url}"' in donor.get(offer.get_absolute_url()).content.decode()
    CoordinationRequest.objects.update(visibility="internal")
    assert donor.get(url).status_code == 200
    assert browse("coordinator_elsewhere").get(url).status_code == 404
    with posted() as letters:
        letters.clear()
        take_step(actor=officer, request=request_, code="reopen", given=Given(note="Для своїх"))
    (letter,) = [one for one in letters if one.to == [representative.email]]
    assert "Для своїх" not in letter.body


def test_what_came_to_nothing_has_no_dead_link(
    browse: Browse, request_: CoordinationRequest, partner: Partner, officer: User
) -> None:
    offer = made(request_, partner)
    take_offer_step(actor=officer, offer=offer, step=workflow.DECLINE, note="Не те")
    take_step(actor=officer, request=request_, code="not_fulfil", given=Given(note="Не вдалося"))
    donor, url = browse("representative"), request_.get_absolute_url()
    assert donor.get(url).status_code == 404
    assert f'href="{url}"' not in donor.get(offer.get_absolute_url()).content.decode()


def test_the_partner_s_desk_says_what_it_was_asked_to_look_at(
    request_: CoordinationRequest, partner: Partner, representative: User, officer: User
) -> None:
    """Until it has made an offer; of its own offer it does not read as of another's."""
    invite_partner(actor=officer, subject=Subject(request_), partner=partner)
    asked = [one.url for one in desk_of(representative)]
    assert request_.get_absolute_url() in asked
    offer = made(request_, partner, representative)
    assert request_.get_absolute_url() not in [one.url for one in desk_of(representative)]
    own, others = (next(events_of(offer, inside=inside)).what for inside in (False, True))
    assert own != others
