from __future__ import annotations

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from cooperation.models import Offer
from tests.factories.ideas import IdeaFactory
from tests.factories.partners import PartnerFactory


class OfferFactory(DjangoModelFactory[Offer]):
    """Twelve generators for an idea; for a request say `request=…, idea=None`."""

    class Meta:
        model = Offer

    reference = factory.Sequence(lambda n: f"XX-OFR-2026-{n:04d}")
    partner = factory.SubFactory(PartnerFactory)
    idea: Any = factory.SubFactory(IdeaFactory)
    kind = "goods"
    what = "Генератори для школи."
    quantity = "12 штук"
    valid_until = date(2999, 1, 1)
