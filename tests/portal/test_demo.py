"""The demonstration content, made through the services."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command

from accounts.models import AccessRequest, Invitation, User
from common.codelists import reference
from communities.models import Oblast, Office
from communities.services.territory_reference import REFERENCE_FILE
from partners.agreement_data import AgreementData, Party
from partners.models import ContactPerson, Partner, Programme
from partners.services.agreements import register_agreement
from portal.demo.accounts import one_of_each_role
from portal.demo.content import read
from portal.demo.loader import PASSWORD, load_demo
from portal.models import DemoRecord
from portal.statistics import INVASION, statistics
from projects.models import Project
from projects.selectors import projects_by_kind
from tests.story import Told

SINCE_2022 = (
    "{agreements} agreements of communities have been signed since the full-scale invasion. "
    "The oblast administration has signed 5 memoranda."
)


def _conclude_one_more(poltava: Oblast) -> None:
    """Of a community of the oblast, as an officer enters what was signed before."""
    community = poltava.communities.in_force().earliest("code")
    data = AgreementData(
        kind="memorandum",
        title="Меморандум про дружбу",
        parties=(Party.of_community(community),),
        partners=(Partner.objects.get(slug="filderstadt"),),
        signed_on=date(2026, 3, 1),
    )
    actor = User.objects.get(email="officer.poltava@mosty.example")
    register_agreement(actor=actor, oblast=poltava, data=data, status="in_force")


def counted() -> dict[str, int]:
    models = (User, Office, Partner, ContactPerson, AccessRequest, Invitation, DemoRecord)
    return {model.__name__: model.objects.count() for model in models}


def test_tells_the_story(story: Told, client: Any) -> None:
    assert story.made["partner"] >= 85
    assert Office.objects.count() == 4
    numbers = {
        one.slug: one.communities.in_force().count()
        for one in Oblast.objects.filter(office__isnull=False)
    }
    assert numbers == {"poltava": 60, "sumy": 51, "zhytomyr": 66, "chernihiv": 57}
    assert AccessRequest.objects.waiting().count() == 1
    assert Invitation.objects.unanswered().count() == 1
    assert any("newcomer@mosty.example" in letter for letter in story.letters)
    poltava = Oblast.objects.get(slug="poltava")
    numbers = {name: one.value for name, one in statistics(AnonymousUser(), oblast=poltava).items()}
    assert numbers["communities_with_twins"] == 11
    assert numbers["twin_municipalities"] == 36
    assert numbers["twin_countries"] == 17
    page = client.get(f"/en{poltava.get_absolute_url()}").content.decode()
    assert "11 communities have 36 twin cities from 17 countries." in page
    assert SINCE_2022.format(agreements=8) in page
    _conclude_one_more(poltava)
    page = client.get(f"/en{poltava.get_absolute_url()}").content.decode()
    assert SINCE_2022.format(agreements=9) in page
    page = client.get(poltava.get_absolute_url()).content.decode()
    assert "11 громад мають 36 міст-побратимів з 17 країн." in page


def test_tells_it_once(story: Told) -> None:
    before = counted()
    assert load_demo() == {}
    # New content adds what is new and leaves alone what people have done meanwhile.
    DemoRecord.objects.filter(kind="content").update(record="older")
    forgotten = DemoRecord.objects.filter(kind="contact").earliest("pk")
    forgotten.delete()
    changed = Partner.objects.filter(origin="demo").latest("pk")
    Partner.objects.filter(pk=changed.pk).update(name="Перейменовано")
    ContactPerson.objects.filter(public_id=forgotten.record).delete()
    assert load_demo() == {"contact": 1}
    assert counted() == before
    changed.refresh_from_db()
    assert changed.name == "Перейменовано"


def test_people_of_the_story_sign_in(story: Told, client: Any) -> None:
    for account in one_of_each_role():
        assert client.login(email=account.email, password=PASSWORD), account
        assert client.get("/").status_code == 200
        client.logout()


def test_partners_of_the_story_are_told_in_both_languages(story: Told) -> None:
    for partner in Partner.objects.filter(origin="demo"):
        assert partner.name_en, partner
        assert partner.description, partner
        assert partner.description_en, partner
        assert partner.events.first().pgh_context["note"] == "demonstration content"


def test_each_role_has_an_account() -> None:
    roles = [one.role for one in one_of_each_role()]
    assert len(roles) == len(set(roles)) == 9
    printed = io.StringIO()
    call_command("demo_accounts", stdout=printed)
    assert printed.getvalue().count(PASSWORD) == 9


def test_content_names_only_what_exists() -> None:
    with REFERENCE_FILE.open(encoding="utf-8", newline="") as stream:
        codes = {row["code"] for row in csv.DictReader(stream)}
    partners = {entry["key"] for entry in read("partners")}
    themes = {slug for slug, _, _ in reference.THEMES}
    for entry in read("partners"):
        assert set(entry["oblasts"]) <= codes
        assert set(entry["themes"]) <= themes
        assert entry["parent"] in partners | {""}
    assert {entry["code"] for entry in read("profiles")} <= codes
    for entry in read("projects"):
        assert set(entry.get("communities", ())) <= codes
        assert set(entry["themes"]) <= themes
    assert {entry["partner"] for entry in read("contacts")} <= partners


def test_content_holds_no_real_person_or_address() -> None:
    for entry in read("people"):
        assert entry["email"].endswith("@mosty.example")
    for entry in read("contacts"):
        assert entry["email"].endswith(("@example.org", "@mosty.example", ""))


def test_production_refuses_without_yes(settings: Any, db: None) -> None:
    settings.IS_PRODUCTION = True
    with pytest.raises(CommandError, match="--yes"):
        call_command("load_demo", stdout=io.StringIO())
    assert not User.objects.exists()


def test_projects_of_the_story(story: Told) -> None:
    """30 technical assistance projects, 50 initiatives, 30 projects of financial institutions."""
    poltava = Oblast.objects.get(slug="poltava")
    counts = projects_by_kind(poltava, INVASION)
    assert counts["mta"] == 30
    assert counts["credit"] + counts["grant"] == 50
    assert counts["ifi"] == 30
    polaris = Programme.objects.get(slug="polaris")
    assert polaris.components.count() == 2
    assert polaris.themes.count() == 5
    assert sorted(polaris.roles.values_list("role", "partner__name_en")) == [
        ("extending", "Swedish International Development Cooperation Agency"),
        ("funding", "Government of Sweden"),
        ("implementing", "SALAR International"),
    ]
    eu4recovery = Programme.objects.get(slug="eu4recovery")
    assert eu4recovery.roles.filter(role="funding").count() == 2
    for project in Project.objects.all():
        assert project.title_en, project
        assert project.description_en, project
