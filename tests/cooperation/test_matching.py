"""Who could help: order, reasons, what a viewer may not know, a constant number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from communities.models import Community, Oblast, Office
from cooperation.matching.evaluation import cases, evaluate
from cooperation.matching.evaluation_calls import evaluate_calls
from cooperation.matching.needs import need_of
from cooperation.matching.others import calls_for, places_for
from cooperation.matching.partners import partners_for
from cooperation.models import PartnerInvite
from partners.models import Partner, PartnerOblast, PartnerTheme
from projects.models import CallTheme, ProjectIdea, ProjectTheme
from tests.factories.calls import CallFactory
from tests.factories.ideas import idea as make_idea
from tests.factories.ideas import theme as make_theme
from tests.factories.money import make_rate
from tests.factories.partners import PartnerFactory
from tests.factories.projects import project as make_project
from tests.factories.requests import coordination_request
from tests.factories.twinning import MunicipalityFactory
from tests.tables import each
from twinning.similarity.finding import find_municipalities

Browse = Callable[[str], Client]


@pytest.fixture
def idea(community: Community, office: Office) -> ProjectIdea:
    return make_idea(community=community, themes=[make_theme()])


def experienced(community: Community, name: str, **values: Any) -> Partner:
    """A partner with one project on the theme in the community."""
    partner = PartnerFactory.create(name=name, name_en=name)
    project = make_project(communities=[community], partners=[("funding", partner)], **values)
    ProjectTheme.objects.create(project=project, theme=make_theme())
    return partner


def test_experience_comes_before_a_profile(
    idea: ProjectIdea, community: Community, poltava: Oblast, officer: User
) -> None:
    near = experienced(community, "Experienced")
    declared = PartnerFactory.create(name="Declared")
    PartnerTheme.objects.create(partner=declared, theme=make_theme())
    PartnerOblast.objects.create(partner=declared, oblast=poltava)
    PartnerFactory.create(name="Nobody")
    found = partners_for(need_of(idea), officer)
    assert [one.partner for one in found] == [near, declared]
    assert all(one.reasons for one in found)


def test_a_hidden_project_or_partner_tells_nothing(
    idea: ProjectIdea, community: Community, officer: User, coordinator: User
) -> None:
    draft = experienced(community, "Draft", record_status="draft", visibility="internal")
    hidden = experienced(community, "Hidden")
    Partner.objects.filter(pk=hidden.pk).update(visibility="internal")
    archived = experienced(community, "Archived")
    Partner.objects.filter(pk=archived.pk).update(status="archived", archive_reason="x")
    seen = {one.partner for one in partners_for(need_of(idea), officer)}
    assert seen == {draft, hidden}
    assert partners_for(need_of(idea), coordinator) == []


@pytest.mark.parametrize("kind", ["ideas", "requests"])
def test_queries_do_not_grow(
    browse: Browse, kind: str, community: Community, office: Office
) -> None:
    record: Any = (
        make_idea(community=community, themes=[make_theme()])
        if kind == "ideas"
        else coordination_request(
            community=community, status="accepted", visibility="public", themes=[make_theme()]
        )
    )
    url = reverse("matching:matches", args=[kind, record.reference])
    browser = browse("officer")
    experienced(community, "First")
    browser.get(url)
    with CaptureQueriesContext(connection) as first:
        browser.get(url)
    for number in range(29):
        experienced(community, f"Partner {number}")
    with CaptureQueriesContext(connection) as then:
        page = browser.get(url)
    assert len(page.context["partners"]) == 15
    assert len(then) <= len(first)


def test_one_click_invites(
    browse: Browse, idea: ProjectIdea, partner: Partner, representative: User, poltava: Oblast
) -> None:
    PartnerOblast.objects.create(partner=partner, oblast=poltava)
    browser, url = browse("officer"), reverse("matching:matches", args=["ideas", idea.reference])
    assert browser.get(url).context["partners"][0]["may_invite"]
    invite = reverse("matching:invite", args=["ideas", idea.reference])
    assert browser.post(invite, {"partner": partner.slug})["Location"] == f"{url}#{partner.slug}"
    row = browser.get(url).context["partners"][0]
    assert (row["may_invite"], PartnerInvite.objects.count()) == (False, 1)
    assert browse("head").post(invite, {"partner": partner.slug}).status_code == 409
    assert not browse("coordinator").get(url).context["partners"][0]["may_invite"]
    assert browse("officer").get(url.replace("ideas", "wrong")).status_code == 404


def test_a_hidden_project_is_found_by_the_others(community: Community, poltava: Oblast) -> None:
    partner = experienced(community, "Twice")
    project = make_project(communities=[community], partners=[("funding", partner)])
    ProjectTheme.objects.create(project=project, theme=make_theme())
    PartnerFactory.create_batch(5)
    results = {one.method: one for one in evaluate(cases(), User(is_superuser=True))}
    assert results["matching (as on the page)"].ranks == [1, 1]
    assert results["random"].ranks == [3.5, 3.5]


def test_nothing_to_measure_is_said(db: None) -> None:
    with pytest.raises(CommandError):
        call_command("evaluate_matching")


def test_calls_are_measured_beside_simple_rules(
    community: Community, poltava: Oblast, administrator: User
) -> None:
    partner = experienced(community, "Caller")
    other = CallFactory.create(title="Інше", partner=PartnerFactory.create(name="Other"))
    wanted = CallFactory.create(title="Те саме", partner=partner)
    CallTheme.objects.create(call=wanted, theme=make_theme())
    results = {one.method: one for one in evaluate_calls(list(cases()), administrator)}
    assert other.pk != wanted.pk
    assert list(results["matching (as on the page)"].ranks) == [1.0]
    assert list(results["random"].ranks) == [1.5]


def test_places_stand_as_in_the_list_of_places(
    community: Community, idea: ProjectIdea, officer: User
) -> None:
    """What is measured there is measured here."""
    for number in range(3):
        MunicipalityFactory.create(name=f"Місто {number}", population=20_000 + number * 9_000)
    found = [one.municipality.pk for one in places_for(need_of(idea), officer)]
    assert found == [one.municipality.pk for one in find_municipalities(community, limit=8).free]


@each(
    ("amount", "currency", "on", "said"),
    [
        ("2000000", "UAH", "2026-11-20", "good"),
        ("30000000", "UAH", "2026-11-20", "wait"),
        ("500000", "EUR", "2020-01-01", "good"),
        ("500000.01", "EUR", "2020-01-01", "wait"),
        ("600000", "USD", "2026-11-20", "wait"),
        ("2000000", "UAH", "2020-01-01", None),
        (None, "", None, None),
    ],
)
def test_the_largest_grant_is_compared_in_its_currency(
    community: Community,
    officer: User,
    amount: str | None,
    currency: str,
    on: str | None,
    said: str | None,
) -> None:
    """By the rates of the day of the need; without them nothing is said."""
    make_rate("EUR", "2026-11-19", "50")
    make_rate("USD", "2026-11-19", "42")
    CallFactory.create(amount_max=Decimal(500_000), currency="EUR")
    needed = coordination_request(
        community=community,
        amount=amount and Decimal(amount),
        currency=currency,
        amount_on=on and dt.date.fromisoformat(on),
    )
    (fit,) = calls_for(need_of(needed), officer)
    tones = [one.tone for one in fit.reasons if "500" in one.text]
    assert tones == ([said] if said else [])


def test_where_themes_are_named_is_said(
    browse: Browse, community: Community, office: Office
) -> None:
    record = coordination_request(community=community, status="accepted", visibility="public")
    url = reverse("matching:matches", args=["requests", record.reference])
    change = reverse("requests:request-edit", args=[record.reference])
    assert browse("officer").get(url).context["change_url"] == f"{change}#id_themes"
    assert not browse("coordinator").get(url).context["change_url"]
