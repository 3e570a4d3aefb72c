from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from tests.factories.communities import CommunityFactory
from tests.factories.twinning import MunicipalityFactory
from twinning.models import TwinLink


class TwinLinkFactory(DjangoModelFactory[TwinLink]):
    """An active public link of a community, without a history of stages."""

    class Meta:
        model = TwinLink

    community = factory.SubFactory(CommunityFactory)
    municipality = factory.SubFactory(MunicipalityFactory)
    kind = "twin_city"
    stage = "active"
