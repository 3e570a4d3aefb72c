from __future__ import annotations

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from partners.models import Agreement, AgreementPartner, AgreementParty
from tests.factories.communities import CommunityFactory, OblastFactory
from tests.factories.partners import PartnerFactory


class AgreementFactory(DjangoModelFactory[Agreement]):
    """A memorandum in force that everybody may see; `parties=` and `partners=` add links."""

    class Meta:
        model = Agreement
        skip_postgeneration_save = True

    oblast = factory.SubFactory(OblastFactory)
    reference = factory.Sequence(lambda n: f"XX-AGR-2026-{n:04d}")
    kind = "memorandum"
    title = factory.Sequence(lambda n: f"Меморандум про співпрацю {n}")
    title_en = factory.Sequence(lambda n: f"Memorandum of cooperation {n}")
    status = "in_force"
    signed_on = date(2024, 3, 1)

    @factory.post_generation
    def communities(self, create: bool, given: Any, **more: Any) -> None:  # noqa: FBT001
        for one in given or ():
            AgreementParty.objects.create(
                agreement=self, kind="community", oblast=one.oblast, community=one
            )

    @factory.post_generation
    def partners(self, create: bool, given: Any, **more: Any) -> None:  # noqa: FBT001
        for one in given or ():
            AgreementPartner.objects.create(agreement=self, partner=one)


def agreement_with_links(**values: Any) -> Agreement:
    """With a community and a partner of its own."""
    community = CommunityFactory.create()
    values.setdefault("oblast", community.oblast)
    return AgreementFactory.create(
        communities=[community], partners=[PartnerFactory.create()], **values
    )
