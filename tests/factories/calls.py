from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from common.codelists.models import Theme
from communities.models import Oblast
from projects.models import AidDelivery, Call, CallOblast, CallTheme
from tests.factories.communities import OblastFactory
from tests.factories.partners import PartnerFactory


class CallFactory(DjangoModelFactory[Call]):
    """Published, open for two months more, for the whole country."""

    class Meta:
        model = Call

    reference = factory.Sequence(lambda n: f"XX-CAL-2026-{n:04d}")
    title = factory.Sequence(lambda n: f"Конкурс {n}")
    title_en = factory.Sequence(lambda n: f"Call {n}")
    partner = factory.SubFactory(PartnerFactory)
    applicants = ["community"]
    closes_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=60))
    record_status = "published"
    published_at = factory.LazyFunction(timezone.now)


def call(*, themes: Iterable[Theme] = (), oblasts: Iterable[Oblast] = (), **values: Any) -> Call:
    made: Call = CallFactory.create(**values)
    for theme in themes:
        CallTheme.objects.create(call=made, theme=theme)
    for oblast in oblasts:
        CallOblast.objects.create(call=made, oblast=oblast)
    return made


class AidFactory(DjangoModelFactory[AidDelivery]):
    """Published, of a donor that is no partner, for an oblast as a whole, without a value."""

    class Meta:
        model = AidDelivery

    reference = factory.Sequence(lambda n: f"XX-AID-2026-{n:04d}")
    name = factory.Sequence(lambda n: f"Генератор {n}")
    name_en = factory.Sequence(lambda n: f"Generator {n}")
    category = "generators"
    quantity = Decimal(1)
    unit = "H87"
    donor_name = "Благодійник"
    oblast = factory.SubFactory(OblastFactory)
    delivered_on = dt.date(2024, 3, 15)
    record_status = "published"
