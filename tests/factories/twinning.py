from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from twinning.models import Municipality


class MunicipalityFactory(DjangoModelFactory[Municipality]):
    class Meta:
        model = Municipality

    name = factory.Sequence(lambda n: f"Musterstadt {n}")
    country = "DE"
    kind = "town"
    population = 20_000
    latitude = 51.0
    longitude = 10.0
