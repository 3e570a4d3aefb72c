"""Bringing an old version of an agreement back; the workflow keeps its status."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import User
from common.audit.services import RestoreRefused, restore_version
from communities.models import Community
from partners.agreement_data import Party, Signatory, agreement_data_of
from partners.models import Agreement, Partner
from partners.services.agreements import change_agreement
from partners.services.statuses import archive_partner
from tests.factories.partners import PartnerFactory
from tests.partners.agreement_parts import entered, step

pytestmark = pytest.mark.django_db
YESTERDAY = timezone.localdate() - dt.timedelta(days=1)


@pytest.fixture
def changed(officer: User, community: Community, partner: Partner) -> tuple[Agreement, dt.datetime]:
    """Signed and rewritten since the moment."""
    agreement = entered(
        officer,
        community,
        partner,
        status="draft",
        title="Перша назва",
        signatories=(Signatory("ours", "Олена Коваль", "голова", "Olena Koval", "Head"),),
    )
    parts: list[Any] = [agreement, *agreement.signatories.all(), *agreement.counterparts.all()]
    moment = max(one.events.latest("pgh_id").pgh_created_at for one in parts)
    agreement = step(officer, agreement, "sign", YESTERDAY)
    data = replace(
        agreement_data_of(agreement),
        title="Друга назва",
        partners=(PartnerFactory.create(name="Інший"),),
        parties=(Party("administration", community.oblast),),
        signatories=(),
    )
    return change_agreement(actor=officer, agreement=agreement, data=data), moment


def test_words_and_parties_come_back_and_the_status_stays(
    officer: User,
    community: Community,
    partner: Partner,
    changed: tuple[Agreement, dt.datetime],
) -> None:
    agreement, moment = changed
    restore_version(actor=officer, obj=agreement, moment=moment)
    back = Agreement.objects.get()
    assert (back.title, back.status, back.signed_on) == ("Перша назва", "signed", YESTERDAY)
    data = agreement_data_of(back)
    assert data.parties == (Party.of_community(community),)
    assert data.partners == (partner,)
    assert data.signatories[0].position_en == "Head"
    with pytest.raises(RestoreRefused):
        restore_version(actor=officer, obj=back, moment=moment)


def test_what_stands_against_it(
    officer: User,
    officer_of_sumy: User,
    analyst: User,
    partner: Partner,
    changed: tuple[Agreement, dt.datetime],
) -> None:
    agreement, moment = changed
    for one in (officer_of_sumy, analyst):
        with pytest.raises(PermissionDenied):
            restore_version(actor=one, obj=agreement, moment=moment)
    archive_partner(actor=officer, partner=partner, reason="Немає")
    with pytest.raises(RestoreRefused):
        restore_version(actor=officer, obj=agreement, moment=moment)
    assert Agreement.objects.get().title == "Друга назва"
