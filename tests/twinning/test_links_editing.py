"""Changing twin links as people do: the form, the agreement, people, a step back, two at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from common.audit.registry import event_model_of
from common.audit.services import RestoreRefused, restore_version
from common.intake.refusals import ChangedMeanwhile
from communities.models import Community, Oblast
from partners.models import Agreement, ContactPerson
from tests.factories.agreements import agreement
from tests.factories.communities import CommunityFactory
from tests.factories.partners import ContactPersonFactory
from tests.factories.twinning import MunicipalityFactory
from twinning.exceptions import ActivityLogged, InvalidLink, LinkExists, NothingToTakeBack
from twinning.link_data import TwinLinkData, data_of
from twinning.models import Municipality, TwinLink, TwinLinkPerson
from twinning.services.links import (
    change_twin_link,
    correct_first_stage,
    end_twin_link,
    log_activity,
    name_agreement,
    register_twin_link,
    take_back_stage,
    take_stage,
)

Browse = Callable[[str], Client]
TODAY = dt.date.today()  # noqa: DTZ011


@pytest.fixture
def place(db: None) -> Municipality:
    return MunicipalityFactory.create(name="Filderstadt", name_uk="Фільдерштадт")


@pytest.fixture
def link(officer: User, community: Community, place: Municipality) -> TwinLink:
    data = TwinLinkData(community=community, municipality=place)
    return register_twin_link(actor=officer, data=data)


@pytest.fixture
def paper(community: Community, link: TwinLink) -> Agreement:
    """Of the two sides of the link."""
    link.municipality.refresh_from_db()
    assert link.municipality.partner
    return agreement(
        oblast=community.oblast,
        communities=[community],
        partners=[link.municipality.partner],
        reference="PL-AGR-2026-0007",
        title="Угода про партнерство",
    )


@pytest.fixture
def contact(link: TwinLink) -> ContactPerson:
    link.municipality.refresh_from_db()
    return ContactPersonFactory.create(
        partner=link.municipality.partner, full_name="Anna Schmidt", email="anna@example.org"
    )


def typed(link: TwinLink, **values: Any) -> dict[str, Any]:
    """What the form of the link sends."""
    home = {"community": link.community.code} if link.community else {}
    return {
        **home,
        "municipality": str(link.municipality.public_id),
        "kind": link.kind,
        "visibility": link.visibility,
        "seen": link.updated_at.isoformat(),
        **values,
    }


def edit_url(link: TwinLink) -> str:
    return reverse("twinning:link-edit", args=[link.public_id])


# The agreement


def test_the_agreement_is_of_our_side(
    officer: User, link: TwinLink, paper: Agreement, poltava: Oblast
) -> None:
    other = agreement(oblast=poltava, communities=[CommunityFactory.create(oblast=poltava)])
    with pytest.raises(InvalidLink) as refused:
        name_agreement(actor=officer, link=link, agreement=other)
    assert list(refused.value.errors) == ["agreement"]
    assert name_agreement(actor=officer, link=link, agreement=paper).agreement == paper


def test_a_link_of_an_oblast_rests_on_what_its_bodies_signed(
    officer: User, poltava: Oblast, community: Community, place: Municipality
) -> None:
    signed = agreement(oblast=poltava)
    signed.parties.create(kind="administration", oblast=poltava)
    of_community = agreement(oblast=poltava, communities=[community])
    data = TwinLinkData(oblast=poltava, municipality=place, kind="twin_region", agreement=signed)
    link = register_twin_link(actor=officer, data=data)
    with pytest.raises(InvalidLink):
        change_twin_link(
            actor=officer, link=link, data=replace(data_of(link), agreement=of_community)
        )


def test_it_is_shown_both_ways_to_those_who_may_know(
    browse: Browse, officer: User, link: TwinLink, paper: Agreement
) -> None:
    name_agreement(actor=officer, link=link, agreement=paper)
    page = browse("anonymous").get(link.get_absolute_url()).content.decode()
    assert "PL-AGR-2026-0007" in page
    assert (
        link.get_absolute_url()
        in browse("anonymous").get(paper.get_absolute_url()).content.decode()
    )
    api = reverse("api:link-detail", args=[link.public_id])
    assert browse("anonymous").get(api).json()["agreement"]["code"] == "PL-AGR-2026-0007"
    Agreement.objects.filter(pk=paper.pk).update(status="draft")
    assert (
        "PL-AGR-2026-0007" not in browse("anonymous").get(link.get_absolute_url()).content.decode()
    )
    assert browse("anonymous").get(api).json()["agreement"] is None
    assert browse("officer").get(api).json()["agreement"]["code"] == "PL-AGR-2026-0007"


def test_a_signed_link_proposes_its_agreement(
    browse: Browse, officer: User, link: TwinLink, paper: Agreement
) -> None:
    officer_sees = browse("officer")
    assert "PL-AGR-2026-0007" not in officer_sees.get(link.get_absolute_url()).content.decode()
    for stage in ("letter", "talks", "agreement"):
        take_stage(actor=officer, link=link, stage=stage)
    assert "PL-AGR-2026-0007" in officer_sees.get(link.get_absolute_url()).content.decode()
    assert (
        "PL-AGR-2026-0007" not in browse("anonymous").get(link.get_absolute_url()).content.decode()
    )
    url = reverse("twinning:link-agreement", args=[link.public_id])
    officer_sees.post(url, {"agreement": str(paper.public_id)})
    link.refresh_from_db()
    assert link.agreement == paper
    assert officer_sees.post(url, {"agreement": "rubbish"}).status_code == 302


def test_the_list_of_what_rests_on_an_agreement(
    client: Client, officer: User, link: TwinLink, paper: Agreement
) -> None:
    url = f"/twin-links/?agreement={paper.public_id}"
    assert link.get_absolute_url() not in client.get(url).content.decode()
    name_agreement(actor=officer, link=link, agreement=paper)
    assert link.get_absolute_url() in client.get(url).content.decode()


# People


def test_people_of_the_office_and_the_community(
    officer: User, coordinator: User, officer_of_sumy: User, link: TwinLink
) -> None:
    changed = replace(data_of(link), people=(officer, coordinator))
    change_twin_link(actor=officer, link=link, data=changed)
    assert set(link.people.all()) == {officer, coordinator}
    stranger = replace(changed, people=(officer_of_sumy,))
    with pytest.raises(InvalidLink) as refused:
        change_twin_link(actor=officer, link=link, data=stranger)
    assert list(refused.value.errors) == ["people"]


def test_the_contact_is_a_person_of_the_partner(
    officer: User, link: TwinLink, contact: ContactPerson
) -> None:
    change_twin_link(actor=officer, link=link, data=replace(data_of(link), contact=contact))
    stranger = ContactPersonFactory.create()
    with pytest.raises(InvalidLink) as refused:
        change_twin_link(actor=officer, link=link, data=replace(data_of(link), contact=stranger))
    assert list(refused.value.errors) == ["contact"]


def test_only_those_who_may_see_the_people(
    browse: Browse, officer: User, link: TwinLink, contact: ContactPerson
) -> None:
    data = replace(data_of(link), people=(officer,), contact=contact)
    change_twin_link(actor=officer, link=link, data=data)
    url = link.get_absolute_url()
    shown = {who: browse(who).get(url).content.decode() for who in ("officer", "coordinator")}
    assert "Олена Працівниця" in shown["officer"]
    assert "anna@example.org" in shown["officer"]
    assert "Олена Працівниця" in shown["coordinator"]
    assert "anna@example.org" not in shown["coordinator"]
    for who in ("anonymous", "representative", "coordinator_elsewhere"):
        page = browse(who).get(url).content.decode()
        assert "Олена Працівниця" not in page
        assert "anna@example.org" not in page


def test_the_form_offers_them(
    browse: Browse, link: TwinLink, officer: User, coordinator: User, contact: ContactPerson
) -> None:
    page = browse("officer").get(edit_url(link)).content.decode()
    assert "Олена Працівниця" in page
    assert "Ірина Координаторка" in page
    assert "Anna Schmidt" in page
    # A contact person is for officials.
    assert "Anna Schmidt" not in browse("coordinator").get(edit_url(link)).content.decode()
    values = typed(link, people=[coordinator.pk], contact=contact.pk)
    browse("officer").post(edit_url(link), values)
    link.refresh_from_db()
    assert list(link.people.all()) == [coordinator]
    assert link.contact == contact


# The form


def test_a_coordinator_changes_the_own_link(browse: Browse, link: TwinLink, place: Any) -> None:
    other = MunicipalityFactory.create()
    values = typed(link, note="Перший лист надіслано", municipality=str(other.public_id))
    assert browse("coordinator").post(edit_url(link), values).status_code == 302
    link.refresh_from_db()
    assert (link.note, link.municipality) == ("Перший лист надіслано", other)


def test_a_coordinator_leaves_the_sides_of_what_the_office_keeps(
    browse: Browse, link: TwinLink, officer: User
) -> None:
    take_stage(actor=officer, link=link, stage="talks")
    link.refresh_from_db()
    other = MunicipalityFactory.create()
    values = typed(link, note="Візит у травні", municipality=str(other.public_id), kind="patronage")
    browse("coordinator").post(edit_url(link), values)
    link.refresh_from_db()
    assert link.note == "Візит у травні"
    assert (link.municipality_id, link.kind) != (other.pk, "patronage")


def test_another_office_s_territory_loses_nothing_typed(
    browse: Browse, link: TwinLink, community_elsewhere: Community
) -> None:
    values = typed(link, community=community_elsewhere.code, note="Довгий опис")
    answer = browse("officer").post(edit_url(link), values)
    assert answer.status_code == 403
    assert "Довгий опис" in answer.content.decode()


def test_two_people_at_once(browse: Browse, link: TwinLink, officer: User) -> None:
    seen = link.updated_at.isoformat()
    change_twin_link(actor=officer, link=link, data=replace(data_of(link), note="Раніше"))
    answer = browse("officer").post(edit_url(link), typed(link, note="Пізніше", seen=seen))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Пізніше" in page
    link.refresh_from_db()
    assert link.note == "Раніше"
    again = typed(link, note="Пізніше", seen=link.updated_at.isoformat())
    assert browse("officer").post(edit_url(link), again).status_code == 302
    with pytest.raises(ChangedMeanwhile):
        change_twin_link(
            actor=officer, link=link, data=data_of(link), seen=dt.datetime.fromisoformat(seen)
        )


def test_the_same_link_twice_shows_the_way_to_the_first(
    browse: Browse, link: TwinLink, officer: User
) -> None:
    values = typed(link, stage="contact")
    answer = browse("officer").post(reverse("twinning:link-new"), values)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'href="{link.get_absolute_url()}"' in page
    assert TwinLink.objects.count() == 1
    with pytest.raises(LinkExists) as refused:
        register_twin_link(actor=officer, data=data_of(link))
    assert refused.value.known == link


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("since", "2999"),
        ("since", "0001"),
        ("since", "колись"),
        ("since", "2024-02-30"),
        ("kind", "marriage"),
        ("visibility", "nobody"),
        ("note", "х" * 2001),
        ("people", ["999999"]),
        ("people", ["abc"]),
        ("agreement_text", "немає такої"),
        ("contact", "-1"),
        ("municipality", "rubbish"),
    ],
)
def test_bad_input_is_said_and_kept(
    browse: Browse, link: TwinLink, contact: ContactPerson, name: str, value: Any
) -> None:
    values = typed(link, source="Сайт громади", **{name: value})
    answer = browse("officer").post(edit_url(link), values)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "error-summary" in page
    assert "Сайт громади" in page


@pytest.mark.parametrize("asked", ["rubbish", "%00", "00000000-0000-0000-0000-000000000000"])
def test_strange_addresses_of_the_form(browse: Browse, asked: str, office: Any) -> None:
    url = f"{reverse('twinning:link-new')}?municipality={asked}&community={asked}"
    assert browse("officer").get(url).status_code == 200


def entering(link: TwinLink) -> str:
    return f"{reverse('agreements:agreement-new')}?twin_link={link.public_id}"


def as_filled_in(client: Client, url: str) -> dict[str, Any]:
    """What the form of a new agreement comes with, and a title."""
    form = client.get(url).context["form"]
    known = {one.html_name: one.value() for one in form if one.value() not in {None, ""}}
    return known | {"title": "Угода про партнерство"}


def test_an_agreement_is_entered_for_a_link(browse: Browse, link: TwinLink, officer: User) -> None:
    take_stage(actor=officer, link=link, stage="talks", on=dt.date(2026, 1, 8))
    take_stage(actor=officer, link=link, stage="memorandum", on=dt.date(2026, 2, 9))
    client = browse("officer")
    assert f'href="{entering(link)}"' in client.get(link.get_absolute_url()).content.decode()
    values = as_filled_in(client, entering(link))
    assert (values["kind"], values["signed_on"]) == ("memorandum", dt.date(2026, 2, 9))
    answer = client.post(entering(link), values)
    assert answer["Location"] == link.get_absolute_url()
    link.refresh_from_db()
    assert link.agreement == Agreement.objects.get()
    assert [one.community for one in link.agreement.parties.all()] == [link.community]
    assert [one.partner for one in link.agreement.counterparts.all()] == [link.municipality.partner]


def test_a_link_that_rests_on_another_agreement_keeps_it(
    browse: Browse, link: TwinLink, officer: User, paper: Agreement
) -> None:
    values = as_filled_in(browse("officer"), entering(link))
    assert values["kind"] == "interterritorial"
    name_agreement(actor=officer, link=link, agreement=paper)
    values |= {"kind": "memorandum", "title": "Інша угода", "signed_on": "2026-02-10"}
    answer = browse("officer").post(entering(link), values)
    entered = Agreement.objects.exclude(pk=paper.pk).get()
    assert answer["Location"] == entered.get_absolute_url()
    link.refresh_from_db()
    assert link.agreement == paper


@pytest.mark.parametrize("key", ["x", "%00", "00000000-0000-0000-0000-000000000000"])
def test_no_such_link_waits_for_an_agreement(key: str, browse: Browse, officer: User) -> None:
    page = browse("officer").get(f"{reverse('agreements:agreement-new')}?twin_link={key}")
    assert page.context["occasion"] is None


def test_nobody_enters_an_agreement_for_a_link_of_others(
    browse: Browse, link: TwinLink, officer_of_sumy: User
) -> None:
    assert browse("officer_of_sumy").get(entering(link)).context["occasion"] is None


# Stages and the log


def test_a_wrong_step_is_taken_back(browse: Browse, link: TwinLink, officer: User) -> None:
    take_stage(actor=officer, link=link, stage="talks", on=dt.date(2026, 2, 3))
    url = reverse("twinning:link-take-back", args=[link.public_id])
    assert browse("officer").post(url, {"reason": " "}).status_code == 400
    assert browse("officer").post(url, {"reason": "Переплутали громаду"}).status_code == 302
    link.refresh_from_db()
    assert link.stage == "contact"
    page = browse("officer").get(link.get_absolute_url()).content.decode()
    assert "Переплутали громаду" in page
    assert (
        "Переплутали громаду"
        not in browse("anonymous").get(link.get_absolute_url()).content.decode()
    )
    take_stage(actor=officer, link=link, stage="letter")
    assert link.stages.filter(taken_back_at=None).count() == 2


def test_a_second_click_takes_no_second_step_back(
    browse: Browse, link: TwinLink, officer: User
) -> None:
    take_stage(actor=officer, link=link, stage="letter", on=dt.date(2026, 2, 3))
    take_stage(actor=officer, link=link, stage="talks", on=dt.date(2026, 2, 4))
    url = reverse("twinning:link-take-back", args=[link.public_id])
    values = {"step": link.stages.latest("pk").pk, "reason": "Не було"}
    assert browse("officer").post(url, values).status_code == 302
    answer = browse("officer").post(url, values)
    assert answer.status_code == 409
    assert "Не було" in answer.context["back_form"]["reason"].value()
    link.refresh_from_db()
    assert link.stage == "letter"


def test_a_wrong_first_stage_is_corrected(browse: Browse, link: TwinLink, officer: User) -> None:
    url = reverse("twinning:link-take-back", args=[link.public_id])
    wrong = link.stages.get()
    values = {"step": wrong.pk, "stage": "agreement", "since": "2019", "reason": ""}
    assert browse("officer").post(url, values).status_code == 400
    assert browse("officer").post(url, values | {"since": "2999"}).status_code == 400
    values["reason"] = "Угода вже була"
    assert browse("officer").post(url, values | {"stage": "ended"}).status_code == 400
    assert browse("officer").post(url, values).status_code == 302
    link.refresh_from_db()
    right = link.stages.latest("pk")
    assert (link.stage, right.stage, right.on) == ("agreement", "agreement", dt.date(2019, 1, 1))
    assert right.precision == "year"
    wrong.refresh_from_db()
    assert (wrong.taken_back_reason, wrong.taken_back_by) == ("Угода вже була", officer)
    link.municipality.refresh_from_db()
    assert link.municipality.partner
    assert link.municipality.partner.status == "active"
    assert browse("officer").post(url, values).status_code == 409
    take_stage(actor=officer, link=link, stage="active")
    with pytest.raises(ChangedMeanwhile):
        correct_first_stage(actor=officer, link=link, stage="talks", reason="Пізно")


def test_a_coordinator_corrects_only_to_a_proposal(browse: Browse, link: TwinLink) -> None:
    url = reverse("twinning:link-take-back", args=[link.public_id])
    values = {"stage": "agreement", "since": "", "reason": "Угода вже була"}
    assert browse("coordinator").post(url, values).status_code == 400
    assert browse("coordinator").post(url, values | {"stage": "letter"}).status_code == 302
    link.refresh_from_db()
    assert link.stage == "letter"


def test_an_end_taken_back_and_a_life_taken_back(link: TwinLink, officer: User) -> None:
    ended = end_twin_link(actor=officer, link=link, on=TODAY)
    alive = take_back_stage(actor=officer, link=ended, reason="Помилка")
    assert (alive.stage, alive.ended_on) == ("contact", None)
    ended = end_twin_link(actor=officer, link=link, on=TODAY)
    woken = take_stage(actor=officer, link=ended, stage="active")
    again = take_back_stage(actor=officer, link=woken, reason="Таки кінець")
    assert (again.stage, again.ended_on) == ("ended", TODAY)


def test_nothing_to_take_back(link: TwinLink, officer: User) -> None:
    with pytest.raises(NothingToTakeBack):
        take_back_stage(actor=officer, link=link, reason="Так")


def test_steps_go_forward_in_time(link: TwinLink, officer: User) -> None:
    take_stage(actor=officer, link=link, stage="letter", on=dt.date(2026, 3, 1))
    with pytest.raises(InvalidLink) as refused:
        take_stage(actor=officer, link=link, stage="talks", on=dt.date(2026, 2, 1))
    assert list(refused.value.errors) == ["on"]
    with pytest.raises(InvalidLink):
        take_stage(actor=officer, link=link, stage="talks", on=TODAY + dt.timedelta(days=1))


def test_the_same_activity_twice(browse: Browse, link: TwinLink, officer: User) -> None:
    url = reverse("twinning:link-activity", args=[link.public_id])
    values = {"on": "2026-01-10", "kind": "visit", "what": "Візит делегації"}
    assert browse("officer").post(url, values).status_code == 302
    assert browse("officer").post(url, values).status_code == 409
    assert link.activities.count() == 1
    with pytest.raises(ActivityLogged):
        log_activity(
            actor=officer, link=link, on=dt.date(2026, 1, 10), kind="visit", what="Візит делегації"
        )


@pytest.mark.parametrize(
    "values",
    [
        {"on": "2999-01-01", "kind": "visit", "what": "Візит"},
        {"on": "1000-01-01", "kind": "visit", "what": "Візит"},
        {"on": "", "kind": "visit", "what": "Візит"},
        {"on": "2026-01-01", "kind": "party", "what": "Візит"},
        {"on": "2026-01-01", "kind": "visit", "what": "   "},
        {"on": "2026-01-01", "kind": "visit", "what": "в" * 301},
    ],
)
def test_bad_activities(browse: Browse, link: TwinLink, values: dict[str, str]) -> None:
    url = reverse("twinning:link-activity", args=[link.public_id])
    answer = browse("officer").post(url, values)
    assert answer.status_code == 400
    assert "error-summary" in answer.content.decode()


# History


def test_a_former_state_is_brought_back(link: TwinLink, officer: User, paper: Agreement) -> None:
    before = replace(data_of(link), note="Так було", people=(officer,), agreement=paper)
    change_twin_link(actor=officer, link=link, data=before)
    later = replace(before, note="Інакше", people=(), agreement=None)
    events = event_model_of(TwinLinkPerson)
    change_twin_link(actor=officer, link=link, data=later)
    as_it_was = events.objects.filter(link=link.pk, pgh_label="insert").latest("pgh_id")
    restore_version(actor=officer, obj=link, moment=as_it_was.pgh_created_at)
    link.refresh_from_db()
    assert (link.note, link.agreement) == ("Так було", paper)
    assert list(link.people.all()) == [officer]


def test_what_cannot_come_back_is_refused(link: TwinLink, officer: User) -> None:
    first = link.events.latest("pgh_id").pgh_created_at  # type: ignore[attr-defined]
    change_twin_link(actor=officer, link=link, data=replace(data_of(link), kind="friendship"))
    link.refresh_from_db()
    register_twin_link(actor=officer, data=replace(data_of(link), kind="twin_city"))
    with pytest.raises(RestoreRefused):
        restore_version(actor=officer, obj=link, moment=first)
