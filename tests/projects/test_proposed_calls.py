"""Partners propose calls: a draft that an official publishes; both sides are told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.desk import desk_of
from accounts.models import User
from common.notifications.models import Notice
from communities.models import Office
from partners.models import Partner, PartnerMembership
from projects.models import Call
from tests.factories.partners import PartnerFactory

Browse = Callable[[str], Client]


@pytest.fixture
def proposal(browse: Browse, partner: Partner, office: Office) -> Call:
    Partner.objects.filter(pk=partner.pk).update(curated_by=office)
    given = {"title": "Гранти на укриття", "partner": partner.slug, "time_zone": "Europe/Kyiv"}
    answer = browse("representative").post(reverse("calls:call-new"), given)
    assert answer.status_code == 302, answer.context["form"].errors
    return Call.objects.get()


def addressees(letters: Any) -> set[str]:
    return {address for one in letters for address in one.to}


def test_a_proposal_sent_twice_is_one_and_told_once(
    browse: Browse, proposal: Call, partner: Partner
) -> None:
    told = Notice.objects.count()
    given = {"title": "Гранти на укриття", "partner": partner.slug, "time_zone": "Europe/Kyiv"}
    browse("representative").post(reverse("calls:call-new"), given)
    assert Call.objects.get() == proposal
    assert Notice.objects.count() == told


def test_a_proposal_is_a_draft_of_the_office_that_keeps_the_partner(
    browse: Browse, proposal: Call, partner: Partner, office: Office
) -> None:
    assert (proposal.record_status, proposal.source) == ("draft", "partner")
    assert (proposal.partner, proposal.office) == (partner, office)
    for who, status in (("officer", 200), ("representative", 200), ("reader", 404),
                        ("coordinator", 404), ("anonymous", 404)):  # fmt: skip
        assert browse(who).get(proposal.get_absolute_url()).status_code == status


def test_the_office_is_told_and_finds_it_on_the_desk(
    browse: Browse, partner: Partner, officer: User, posted: Any
) -> None:
    given = {"title": "Гранти", "partner": partner.slug, "time_zone": "Europe/Kyiv"}
    with posted() as letters:
        browse("representative").post(reverse("calls:call-new"), given)
    assert officer.email in addressees(letters)
    labels = [one.label for one in desk_of(officer)]
    assert any("пропону" in label or "proposes" in label for label in labels)


def test_the_partner_mends_its_draft_and_cannot_publish_it(
    browse: Browse, proposal: Call, partner: Partner, posted: Any
) -> None:
    representative = browse("representative")
    edit = reverse("calls:call-edit", kwargs={"reference": proposal.reference})
    page = representative.get(edit)
    assert "record_status" not in page.context["form"].fields
    given = {"title": "Інша назва", "partner": partner.slug, "time_zone": "Europe/Kyiv",
             "seen": proposal.updated_at.isoformat()}  # fmt: skip
    assert representative.post(edit, given).status_code == 302
    publish = reverse(
        "calls:call-step", kwargs={"reference": proposal.reference, "code": "publish"}
    )
    assert representative.post(publish).status_code == 403
    with posted() as letters:
        assert browse("officer").post(publish).status_code == 302
    person = PartnerMembership.objects.get(role="representative").user
    assert person.email in addressees(letters)
    proposal.refresh_from_db()
    assert (proposal.title, proposal.record_status) == ("Інша назва", "published")
    # Published: the office keeps it, the partner changes it no more.
    assert representative.get(edit).status_code == 403


def test_the_partner_learns_why_it_is_not_published(
    browse: Browse, proposal: Call, posted: Any
) -> None:
    archive = reverse(
        "calls:call-step", kwargs={"reference": proposal.reference, "code": "archive"}
    )
    with posted() as letters:
        browse("officer").post(archive, {"reason": "Лише для Польщі"})
    assert any("Лише для Польщі" in one.body for one in letters)


def test_nobody_proposes_for_another_partner(browse: Browse, partner: Partner) -> None:
    other = PartnerFactory.create()
    given = {"title": "Чужий конкурс", "partner": other.slug, "time_zone": "Europe/Kyiv"}
    answer = browse("representative").post(reverse("calls:call-new"), given)
    assert "partner" in answer.context["form"].errors
    assert not Call.objects.exists()
