from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory

from communities.models import StrategicGoal, Strategy
from tests.factories.communities import OblastFactory


class StrategyFactory(DjangoModelFactory[Strategy]):
    """In force, public."""

    class Meta:
        model = Strategy

    oblast = factory.SubFactory(OblastFactory)
    slug = factory.Sequence(lambda n: f"strategy-{n}")
    title = factory.Sequence(lambda n: f"Стратегія розвитку {n}")
    title_en = factory.Sequence(lambda n: f"Development strategy {n}")
    starts_year = 2024
    ends_year = 2027
    status = "in_force"
    decision_no = "12/7"
    decision_on = date(2024, 2, 1)


class GoalFactory(DjangoModelFactory[StrategicGoal]):
    class Meta:
        model = StrategicGoal

    strategy = factory.SubFactory(StrategyFactory)
    number = factory.Sequence(lambda n: str(n % 900 + 1))
    title = factory.Sequence(lambda n: f"Ціль {n}")
    title_en = factory.Sequence(lambda n: f"Goal {n}")
