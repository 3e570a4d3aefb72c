from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from tests.factories.communities import CommunityFactory
from tests.factories.twinning import MunicipalityFactory
from twinning.models import Letter


class LetterFactory(DjangoModelFactory[Letter]):
    """A finished draft in German."""

    class Meta:
        model = Letter

    reference = factory.Sequence(lambda n: f"PL-LET-2026-{n + 1:04d}")
    community = factory.SubFactory(CommunityFactory)
    municipality = factory.SubFactory(MunicipalityFactory)
    kind = "proposal"
    language = "de"
    subject = "Vorschlag"
    body = "Sehr geehrte Damen und Herren,\n\nwir schlagen eine Partnerschaft vor."
