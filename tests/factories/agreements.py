from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from communities.models import Community
from partners.models import Agreement, AgreementPartner, AgreementParty, Partner
from tests.factories.communities import CommunityFactory, OblastFactory
from tests.factories.partners import PartnerFactory


class AgreementFactory(DjangoModelFactory[Agreement]):
    """A memorandum in force that everybody may see."""

    class Meta:
        model = Agreement

    oblast = factory.SubFactory(OblastFactory)
    reference = factory.Sequence(lambda n: f"XX-AGR-2026-{n:04d}")
    kind = "memorandum"
    title = factory.Sequence(lambda n: f"Меморандум про співпрацю {n}")
    title_en = factory.Sequence(lambda n: f"Memorandum of cooperation {n}")
    status = "in_force"
    signed_on = date(2024, 3, 1)


def agreement(
    *, communities: Iterable[Community] = (), partners: Iterable[Partner] = (), **values: Any
) -> Agreement:
    """With these parties on our side and these partners."""
    made: Agreement = AgreementFactory.create(**values)
    for one in communities:
        AgreementParty.objects.create(
            agreement=made, kind="community", oblast=one.oblast, community=one
        )
    for each in partners:
        AgreementPartner.objects.create(agreement=made, partner=each)
    return made


def agreement_with_links(**values: Any) -> Agreement:
    """With a community and a partner of its own."""
    community = CommunityFactory.create()
    values.setdefault("oblast", community.oblast)
    return agreement(communities=[community], partners=[PartnerFactory.create()], **values)
