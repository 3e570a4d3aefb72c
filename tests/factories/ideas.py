from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import factory
from factory.django import DjangoModelFactory

from common.codelists.models import Theme
from communities.models import Community
from partners.models import Partner
from projects.models import IdeaCommunity, IdeaInterest, IdeaTheme, ProjectIdea
from tests.factories.communities import CommunityFactory
from tests.factories.partners import PartnerFactory


class IdeaFactory(DjangoModelFactory[ProjectIdea]):
    """Published, public, with everything that a partner must know but its themes."""

    class Meta:
        model = ProjectIdea

    community = factory.SubFactory(CommunityFactory)
    oblast = factory.SelfAttribute("community.oblast")
    reference = factory.Sequence(lambda n: f"XX-IDEA-2026-{n:04d}")
    title = factory.Sequence(lambda n: f"Ремонт школи {n}")
    title_en = factory.Sequence(lambda n: f"Repair of school {n}")
    problem = "Дах тече."
    problem_en = "The roof leaks."
    solution = "Новий дах."
    expected_result = "240 дітей навчаються в теплі."
    readiness = "design"
    amount = Decimal("250000.00")
    currency = "UAH"
    amount_on = date(2026, 3, 1)
    contact_name = "Таємна Контактна"
    contact_email = "contact@secret.example"
    status = "published"
    published_on = date(2026, 3, 5)


class InterestFactory(DjangoModelFactory[IdeaInterest]):
    class Meta:
        model = IdeaInterest

    idea = factory.SubFactory(IdeaFactory)
    partner = factory.SubFactory(PartnerFactory)
    message = "Хочемо дізнатися більше."


def idea(
    *,
    themes: Iterable[Theme] = (),
    together: Iterable[Community] = (),
    interested: Iterable[Partner] = (),
    **values: Any,
) -> ProjectIdea:
    """With these themes, other communities and interested partners."""
    made: ProjectIdea = IdeaFactory.create(**values)
    for theme in themes:
        IdeaTheme.objects.create(idea=made, theme=theme)
    for community in together:
        IdeaCommunity.objects.create(idea=made, community=community)
    for partner in interested:
        InterestFactory.create(idea=made, partner=partner)
    return made


def theme(slug: str = "education") -> Theme:
    found, _is_new = Theme.objects.get_or_create(
        slug=slug, defaults={"name": "Освіта", "name_en": "Education"}
    )
    return found
