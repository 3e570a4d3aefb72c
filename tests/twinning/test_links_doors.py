"""Twin links through the administration, JSON on the page, the own page, search and the sitemap."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.desk import desk_of
from accounts.models import User
from common.exchange.models import ImportJob
from communities.models import Community, Oblast
from partners.models import Partner
from tests.exchange.files import upload
from tests.factories.agreements import agreement
from tests.factories.partners import PartnerFactory
from tests.factories.projects import ProjectFactory
from tests.factories.twin_links import TwinLinkFactory
from tests.factories.twinning import MunicipalityFactory
from twinning.link_data import TwinLinkData
from twinning.models import Municipality, TwinLink, TwinLinkQuestion
from twinning.services.links import register_twin_link
from twinning.services.questions import leave_out

Browse = Callable[[str], Client]
ADD = "/admin/twinning/twinlink/add/"


@pytest.fixture
def place(db: None) -> Municipality:
    return MunicipalityFactory.create(name="Filderstadt", name_uk="Фільдерштадт", country="DE")


@pytest.fixture
def link(officer: User, community: Community, place: Municipality) -> TwinLink:
    data = TwinLinkData(community=community, municipality=place)
    return register_twin_link(actor=officer, data=data, stage="active")


def filled(**values: Any) -> dict[str, Any]:
    empty = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": "99"}
    return {
        **{
            f"{part}-{name}": one
            for part in ("stages", "activities")
            for name, one in empty.items()
        },
        "kind": "twin_city",
        "since_precision": "day",
        "visibility": "public",
        **values,
    }


# Administration


def test_the_administration_enters_a_link(
    browse: Browse, administrator: User, community: Community, place: Municipality
) -> None:
    browser = browse("administrator")
    sent = filled(stage="contact", community=community.pk, municipality=place.pk)
    assert browser.get(ADD).status_code == 200
    assert browser.post(ADD, sent).status_code == 302
    link = TwinLink.objects.get()
    assert (link.community, link.stages.count()) == (community, 1)
    assert link.municipality.partner
    # The same once more is said beside the field.
    again = browser.post(ADD, sent)
    assert again.status_code == 200
    assert "municipality" in again.context["adminform"].form.errors


def test_the_administration_changes_a_link(
    browse: Browse, administrator: User, officer: User, link: TwinLink
) -> None:
    url = f"/admin/twinning/twinlink/{link.pk}/change/"
    browser = browse("administrator")
    assert browser.get(url).status_code == 200
    paper = agreement(oblast=link.home_oblast, communities=[link.home])  # type: ignore[list-item]
    sent = filled(
        community=link.community_id,
        municipality=link.municipality_id,
        note="З адміністрування",
        people=[officer.pk],
        agreement=paper.pk,
    )
    answer = browser.post(url, sent)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    link.refresh_from_db()
    assert (link.note, link.agreement) == ("З адміністрування", paper)
    assert list(link.people.all()) == [officer]
    stranger = agreement(oblast=link.home_oblast)
    refused = browser.post(url, {**sent, "agreement": stranger.pk})
    assert "agreement" in refused.context["adminform"].form.errors


def test_an_officer_s_administration_ends_at_the_oblast(
    browse: Browse, officer: User, link: TwinLink, community_elsewhere: Community, place: Any
) -> None:
    browser = browse("officer")
    assert browser.get(f"/admin/twinning/twinlink/{link.pk}/change/").status_code == 200
    sent = filled(stage="contact", community=community_elsewhere.pk, municipality=place.pk)
    refused = browser.post(ADD, sent)
    assert refused.status_code == 200
    assert refused.context["adminform"].form.errors
    foreign = TwinLinkFactory.create(community=community_elsewhere)
    page = browser.post(f"/admin/twinning/twinlink/{foreign.pk}/change/", sent)
    assert page.status_code == 403


def test_the_administration_says_what_a_place_lacks(browse: Browse, administrator: User) -> None:
    sent = {"name": "Місто", "country": "DE", "kind": "town", "latitude": "50"}
    answer = browse("administrator").post("/admin/twinning/municipality/add/", sent)
    assert answer.status_code == 200
    assert not Municipality.objects.exists()
    right = {**sent, "longitude": "9", "website": "https://example.org/"}
    answer = browse("administrator").post("/admin/twinning/municipality/add/", right)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    place = Municipality.objects.get()
    url = f"/admin/twinning/municipality/{place.pk}/change/"
    changed = browse("administrator").post(url, {**right, "population": "5000"})
    assert changed.status_code == 302, changed.context["adminform"].form.errors
    place.refresh_from_db()
    assert place.population == 5000


# JSON on the page


def test_json_goes_in_on_the_page(
    browse: Browse, officer: User, community: Community, place: Municipality
) -> None:
    partner = {
        "partner_name": "Filderstadt", "partner_country": "DE", "partner_region": None,
        "type": "Kommunalpartnerschaft", "since": "1988", "source": "skew", "source_url": "",
        "confidence": "registry",
    }  # fmt: skip
    content = {"hromadas": [{"katottg": community.code, "partners": [partner]}]}
    file = upload(json.dumps(content).encode(), "partners.json")
    answer = browse("officer").post(reverse("twinning:import-new"), {"file": file})
    assert answer.status_code == 302
    job = ImportJob.objects.get()
    assert (job.total_rows, job.file_name) == (1, "partners.json")
    assert job.rows.get().outcome == "new"


@pytest.mark.parametrize(
    "content", [b"{", b"[]", b'{"hromadas": 5}', b'{"hromadas": [{}]}', b"\xff\xfe\x00", b"null"]
)
def test_json_of_another_build_is_refused(browse: Browse, officer: User, content: bytes) -> None:
    file = upload(content, "partners.json")
    answer = browse("officer").post(reverse("twinning:import-new"), {"file": file})
    assert answer.status_code in {200, 400}
    assert not ImportJob.objects.exists()


# Who is told


def test_the_own_page_says_what_waits(
    officer: User, officer_of_sumy: User, coordinator: User, community: Community, link: TwinLink
) -> None:
    TwinLink.objects.update(since_on="2001-01-01")
    TwinLinkQuestion.objects.create(community=community, name="Neustadt", kind="twin_city")

    def addresses(user: User) -> list[str]:
        return [one.url for one in desk_of(user) if "twin-links" in one.url]

    assert len(addresses(officer)) == 2
    assert len(addresses(coordinator)) == 1
    assert addresses(officer_of_sumy) == []
    link.activities.create(on="2026-11-01", what="Візит")


def test_the_number_and_its_list_agree(browse: Browse, officer: User, link: TwinLink) -> None:
    TwinLink.objects.update(since_on="2001-01-01")
    line = next(one for one in desk_of(officer) if "quiet" in one.url)
    page = browse("officer").get(line.url)
    assert page.context["list"].count == line.count == 1


def test_a_decided_question_leads_to_what_came_of_it(
    browse: Browse, officer: User, community: Community
) -> None:
    question = TwinLinkQuestion.objects.create(
        community=community, name="Neustadt", kind="twin_city"
    )
    leave_out(actor=officer, question=question)
    url = reverse("twinning:question-detail", args=[question.public_id])
    assert browse("head").get(url).url == reverse("twinning:question-list")  # type: ignore[attr-defined]


def test_search_finds_links_and_places(client: Client, link: TwinLink, place: Municipality) -> None:
    big = MunicipalityFactory.create(name="Filderstadt an der Elbe", population=900_000)
    page = client.get("/search/?q=Filderstadt").content.decode()
    assert link.get_absolute_url() in page
    # Those in relations first, however small.
    assert page.index(place.get_absolute_url()) < page.index(big.get_absolute_url())


def test_the_sitemap_and_the_home_page(client: Client, link: TwinLink) -> None:
    hidden = TwinLinkFactory.create(visibility="internal")
    sitemap = client.get("/sitemap.xml").content.decode()
    assert link.get_absolute_url() in sitemap
    assert hidden.get_absolute_url() not in sitemap
    assert "/countries/DE/" in sitemap
    assert "/twin-links/map/" in client.get("/").content.decode()


def test_countries_count_projects_too(client: Client, link: TwinLink, place: Municipality) -> None:
    place.refresh_from_db()
    project = ProjectFactory.create()
    elsewhere = PartnerFactory.create(country="PL")
    ProjectFactory.create().roles.create(role="funding", partner=elsewhere)
    project.roles.create(role="funding", partner=place.partner)
    project.roles.create(role="implementing", partner=place.partner)
    page = client.get("/en/countries/DE/").content.decode()
    assert "1 twin link, 1 partner, 1 project." in page
    assert "/en/projects/?country=DE" in page
    assert project.get_absolute_url() in client.get("/projects/?country=DE").content.decode()
    assert project.get_absolute_url() not in client.get("/projects/?country=PL").content.decode()


# Filters, relations


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("country=DE", True), ("country=PL", False), ("kind=twin_city", True),
        ("kind=patronage", False), ("stage=active", True), ("stage=letter", False),
        ("since_year_min=1980&since_year_max=1990", True), ("since_year_min=1999", False),
        ("oblast=UA53000000000028050", True), ("oblast=UA59000000000057109", False),
        ("search=фільдер", True), ("search=нічого", False), ("standing=ended", False),
        ("country=DE&stage=active&kind=twin_city&oblast=UA53000000000028050", True),
    ],
)  # fmt: skip
def test_list_map_and_api_obey_the_same_filters(
    client: Client, link: TwinLink, sumy: Oblast, query: str, *, is_found: bool
) -> None:
    TwinLink.objects.update(since_on="1988-01-01", since_precision="year")
    for path in ("/twin-links/", "/twin-links/map/", "/api/v1/twin-links/"):
        page = client.get(f"{path}?{query}").content.decode()
        assert (str(link.public_id) in page) == is_found, path


def test_the_known_authority_becomes_the_partner(
    officer: User, community: Community, place: Municipality
) -> None:
    known = PartnerFactory.create(name="Фільдерштадт", kind="local_authority", country="DE")
    data = TwinLinkData(community=community, municipality=place)
    register_twin_link(actor=officer, data=data)
    place.refresh_from_db()
    assert place.partner == known


def test_of_two_namesakes_none_is_taken(
    officer: User, community: Community, place: Municipality
) -> None:
    known = PartnerFactory.create(name="Фільдерштадт", kind="local_authority", country="DE")
    MunicipalityFactory.create(name="Filderstadt", country="DE")
    register_twin_link(actor=officer, data=TwinLinkData(community=community, municipality=place))
    place.refresh_from_db()
    assert place.partner != known
    assert Partner.objects.count() == 2


def test_a_public_link_makes_a_place_one_in_relations(place: Municipality) -> None:
    assert place not in Municipality.objects.in_relations()
    hidden = TwinLinkFactory.create(municipality=place, visibility="internal")
    assert place in Municipality.objects.candidates()
    TwinLink.objects.filter(pk=hidden.pk).update(visibility="public")
    assert place in Municipality.objects.in_relations()
    assert place not in Municipality.objects.candidates()
