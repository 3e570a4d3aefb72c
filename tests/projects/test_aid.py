"""Aid received: services, files without traces, totals, what is never told."""

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
from common.codelists.enums import Visibility
from common.intake.refusals import ChangedMeanwhile
from communities.models import Community, Oblast
from partners.exceptions import InvalidData
from partners.models import Partner
from projects.aid_data import AidData, aid_data_of
from projects.aid_totals import totals_of
from projects.models import AidDelivery
from projects.services.aid import change_aid, register_aid, take_aid_step
from projects.services.aid_files import attach_aid_file
from projects.services.kept_files import Given
from tests.factories.calls import AidFactory
from tests.factories.money import make_rate
from tests.factories.projects import project as make_project

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 3, 15)
Browse = Callable[[str], Client]


def data(**values: Any) -> AidData:
    usual = {
        "name": " Генератор  100 кВт ",
        "category": "generators",
        "quantity": Decimal(2),
        "delivered_on": DAY,
        "donor_name": "Фонд із Фінляндії",
    }
    return AidData(**{**usual, **values})


def test_a_delivery_is_registered(officer: User, community: Community) -> None:
    made = register_aid(
        actor=officer, data=data(community=community, amount=Decimal(100), currency="eur")
    )
    assert made.reference == f"PL-AID-{timezone.localdate().year}-0001"
    assert made.name == "Генератор 100 кВт"
    assert made.oblast == community.oblast
    assert (made.currency, made.value_date) == ("EUR", DAY)
    assert made.record_status == "draft"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "а" * 301}, "name"),
        ({"quantity": Decimal(0)}, "quantity"),
        ({"quantity": Decimal(-1)}, "quantity"),
        ({"quantity": Decimal("1e20")}, "quantity"),
        ({"category": "spaceships"}, "category"),
        ({"unit": "ZZZ"}, "unit"),
        ({"donor_name": ""}, "partner"),
        ({"amount": Decimal(5)}, "currency"),
        ({"amount": Decimal(-5), "currency": "EUR"}, "amount"),
        ({"amount": Decimal(5), "currency": "грн"}, "currency"),
        ({"delivered_on": dt.date(1980, 1, 1)}, "delivered_on"),
        ({"delivered_on": dt.date(2999, 1, 1)}, "delivered_on"),
        (
            {"amount": Decimal(5), "currency": "EUR", "value_date": dt.date(2999, 1, 1)},
            "value_date",
        ),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field(
    officer: User, community: Community, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidData) as refusal:
        register_aid(actor=officer, data=data(community=community, **values))
    assert field in refusal.value.errors
    assert not AidDelivery.objects.exists()


def test_a_recipient_and_one_donor(officer: User, community: Community, partner: Partner) -> None:
    with pytest.raises(InvalidData):
        register_aid(actor=officer, data=data())
    with pytest.raises(InvalidData):
        register_aid(actor=officer, data=data(community=community, partner=partner))


def test_changing_and_the_way_of_the_record(officer: User) -> None:
    made = AidFactory.create()
    with pytest.raises(ChangedMeanwhile):
        change_aid(actor=officer, delivery=made, data=aid_data_of(made), seen=timezone.now())
    before = made.events.count()  # type: ignore[attr-defined]
    change_aid(actor=officer, delivery=made, data=aid_data_of(made))
    assert made.events.count() == before  # type: ignore[attr-defined]
    archived = take_aid_step(actor=officer, delivery=made, code="archive", reason="Двічі")
    assert archived.record_status == "archived"
    assert not Client().get(reverse("api:aid-list")).json()["results"]


def _jpeg_with_place() -> bytes:
    exif = b"Exif\x00\x00MM\x00*GPSLatitude 50.4501"
    segment = b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif
    return b"\xff\xd8" + segment + b"\xff\xda\x00\x08\x00\x00\x00\x00\x00\x00data\xff\xd9"


def test_a_photograph_loses_what_the_camera_wrote(officer: User) -> None:
    made = AidFactory.create()
    given = Given("IMG.jpg", _jpeg_with_place())
    with pytest.raises(InvalidData):
        attach_aid_file(actor=officer, delivery=made, kind="photo", given=given)
    photo = attach_aid_file(
        actor=officer, delivery=made, kind="photo", given=given, caption="Генератор"
    )
    with photo.file.open("rb") as kept:
        assert b"GPSLatitude" not in kept.read()
    with pytest.raises(InvalidData):
        attach_aid_file(
            actor=officer, delivery=made, kind="photo", given=Given("a.pdf", b"%PDF-"), caption="а"
        )


def test_the_exact_place_is_never_published(browse: Browse, community: Community) -> None:
    made = AidFactory.create(
        community=community, oblast=community.oblast, place_note="Вулиця Таємна, 5"
    )
    for who, knows in (
        ("anonymous", False),
        ("representative", False),
        ("coordinator_elsewhere", False),
        ("coordinator", True),
        ("officer", True),
    ):
        page = browse(who).get(made.get_absolute_url()).content.decode()
        assert ("Таємна" in page) == knows, who
    keys = {"key": made.public_id}
    for who in ("anonymous", "coordinator"):
        assert "Таємна" not in browse(who).get(reverse("api:aid-detail", kwargs=keys)).text
    for kind in ("csv",):
        answer: Any = browse("anonymous").get(reverse("aid:aid-download", args=[kind]))
        assert "Таємна" not in b"".join(answer.streaming_content).decode("utf-8-sig")


def test_a_coordinator_enters_aid_of_the_own_community_only(
    browse: Browse, community: Community, community_elsewhere: Community
) -> None:
    sent = {
        "name": "Автобус",
        "category": "buses",
        "quantity": "1",
        "unit": "H87",
        "delivered_on": "2024-03-15",
        "donor_name": "Данське місто",
        "community": community.code,
        "visibility": "public",
        "record_status": "published",
    }
    browser = browse("coordinator")
    page = browser.get(reverse("aid:aid-new")).content.decode()
    assert community.code in page
    answer = browser.post(reverse("aid:aid-new"), sent)
    twice = browser.post(reverse("aid:aid-new"), sent)
    assert twice["Location"] == answer["Location"], "pressed twice"
    assert answer.status_code == 302, answer.context["form"].errors
    again = browser.post(reverse("aid:aid-new"), {**sent, "community": community_elsewhere.code})
    assert again.status_code == 200
    assert "community" in again.context["form"].errors
    assert AidDelivery.objects.count() == 1


@pytest.fixture
def received(community: Community, community_elsewhere: Community, partner: Partner) -> None:
    make_rate("EUR", "2024-03-01", "40")
    common = {"community": community, "oblast": community.oblast}
    AidFactory.create(
        **common,
        category="vehicles",
        quantity=Decimal(3),
        partner=partner,
        donor_name="",
        amount=Decimal(1000),
        currency="EUR",
        value_date=DAY,
    )
    AidFactory.create(
        **common,
        category="vehicles",
        quantity=Decimal(9),
        amount=Decimal(500),
        currency="UAH",
        value_date=DAY,
        delivered_on=dt.date(2023, 1, 5),
    )
    AidFactory.create(
        **common,
        category="food",
        unit="KGM",
        quantity=Decimal("12.5"),
        amount=Decimal(7),
        currency="SEK",
        value_date=DAY,
    )
    AidFactory.create(community=community_elsewhere, oblast=community_elsewhere.oblast)
    AidFactory.create(**common, record_status="draft", quantity=Decimal(100))


@pytest.mark.usefixtures("received")
def test_totals_by_category() -> None:
    rows = AidDelivery.objects.published()
    found = totals_of(rows, by="category", level=Visibility.PUBLIC)
    groups = {one.key: one for one in found.groups}
    assert found.deliveries == 4
    assert [str(one.amount.normalize()) for one in groups["vehicles"].quantities] == ["12"]
    assert groups["vehicles"].value.amount == Decimal("40500.00")
    assert groups["vehicles"].value.rates_from == dt.date(2024, 3, 1)
    assert groups["food"].value.without_rate == 1
    assert groups["generators"].value.counted == 0
    assert found.value.amount == Decimal("40500.00")


@pytest.mark.usefixtures("received")
def test_totals_by_partner_hide_whom_one_may_not_know(partner: Partner) -> None:
    rows = AidDelivery.objects.published()
    names = {
        one.name["uk"] for one in totals_of(rows, by="partner", level=Visibility.PUBLIC).groups
    }
    assert names == {partner.name, "Благодійник"}
    Partner.objects.filter(pk=partner.pk).update(visibility="internal")
    hidden = totals_of(rows, by="partner", level=Visibility.PUBLIC)
    assert {one.name["uk"] for one in hidden.groups} == {"", "Благодійник"}
    assert hidden.value.amount == Decimal("40500.00")


@pytest.mark.usefixtures("received")
def test_totals_in_the_api_follow_the_filters(community: Community) -> None:
    url = reverse("api:aid-totals")
    found = Client().get(f"{url}?by=year&community={community.code}").json()
    assert [(one["key"], one["deliveries"]) for one in found["groups"]] == [
        ("2023", 1),
        ("2024", 2),
    ]
    assert found["value"]["currency"] == "UAH"
    euros = Client().get(f"{url}?currency=eur&category=vehicles").json()
    assert (euros["value"]["amount"], euros["value"]["without_rate"]) == (1012.5, 0)
    for query in ("by=nonsense", "currency=xyz", "foo=1", "delivered_since=abc"):
        assert Client().get(f"{url}?{query}").status_code == 400, query


@pytest.mark.usefixtures("received")
@pytest.mark.parametrize("by", ["category", "community", "partner", "year", "nonsense"])
def test_the_page_of_totals_leads_to_the_lists(by: str) -> None:
    answer = Client().get(f"{reverse('aid:aid-totals')}?by={by}&currency=usd")
    assert answer.status_code == 200
    for group, _name, url in answer.context["lines"]:
        if url:
            assert Client().get(url).context["list"].count == group.deliveries


def test_sections_of_places_and_partners(
    community: Community, poltava: Oblast, partner: Partner
) -> None:
    made = AidFactory.create(
        community=community, oblast=poltava, partner=partner, donor_name="", name="Автобус шкільний"
    )
    for place in (community, poltava, partner):
        assert made.name in Client().get(place.get_absolute_url()).content.decode()
    assert made.name in Client().get("/search/?q=автобус").content.decode()


def test_aid_names_the_project_by_which_it_came(browse: Any, community: Community) -> None:
    """Both ways: on the page of the aid and on that of the project; in the API and in tables."""
    made = make_project(oblast=community.oblast, title="Автобуси для громад")
    delivery = AidFactory.create(community=community, oblast=community.oblast)
    browser = browse("officer")
    edit = reverse("aid:aid-edit", kwargs={"reference": delivery.reference})
    form = browser.get(edit).context["form"]
    given = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    given = {name: value for name, value in given.items() if not hasattr(value, "key")}
    given |= {"project": made.reference, "project_text": "", "partner": "", "partner_text": ""}
    given |= {"community": community.code, "community_text": ""}
    answer = browser.post(edit, {n: v for n, v in given.items() if v is not False})
    assert answer.status_code == 302, answer.context["form"].errors
    delivery.refresh_from_db()
    assert delivery.project == made
    assert made.title in browser.get(delivery.get_absolute_url()).content.decode()
    assert delivery.name in browser.get(made.get_absolute_url()).content.decode()
    found = browser.get("/api/v1/aid-deliveries/", {"project": made.reference}).json()["results"]
    assert [one["project"]["code"] for one in found] == [made.reference]
    table: Any = browser.get(reverse("aid:aid-download", args=["csv"]))
    assert made.reference in b"".join(table.streaming_content).decode()


def test_a_hidden_project_is_not_told_of(browse: Any, community: Community) -> None:
    made = make_project(oblast=community.oblast, title="Таємний проєкт", visibility="internal")
    delivery = AidFactory.create(community=community, oblast=community.oblast, project=made)
    for who in ("anonymous", "coordinator"):
        page = browse(who).get(delivery.get_absolute_url()).content.decode()
        assert made.title not in page
        api = browse(who).get(f"/api/v1/aid-deliveries/{delivery.public_id}/").json()
        assert api["project"] is None
        for key in (made.reference, made.public_id):
            found = browse(who).get("/api/v1/aid-deliveries/", {"project": key}).json()
            assert found["results"] == []
    edit = reverse("aid:aid-edit", kwargs={"reference": delivery.reference})
    assert "project" not in browse("coordinator").get(edit).context["form"].fields
