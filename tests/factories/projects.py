from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from communities.models import Community, Oblast
from partners.models import Partner, Programme
from projects.models import Project, ProjectRole, ProjectTerritory
from tests.factories.communities import OblastFactory


class ProgrammeFactory(DjangoModelFactory[Programme]):
    """A programme that everybody may see."""

    class Meta:
        model = Programme

    slug = factory.Sequence(lambda n: f"programme-{n}")
    name = factory.Sequence(lambda n: f"Програма {n}")
    name_en = factory.Sequence(lambda n: f"Programme {n}")
    record_status = "published"


class ProjectFactory(DjangoModelFactory[Project]):
    """A project under way that everybody may see."""

    class Meta:
        model = Project

    oblast = factory.SubFactory(OblastFactory)
    reference = factory.Sequence(lambda n: f"XX-PRJ-2026-{n:04d}")
    kind = "mta"
    title = factory.Sequence(lambda n: f"Проєкт {n}")
    title_en = factory.Sequence(lambda n: f"Project {n}")
    status = "2"
    start_actual_on = date(2024, 3, 1)
    end_planned_on = date(2027, 2, 28)
    record_status = "published"


def project(
    *,
    communities: Iterable[Community] = (),
    oblasts: Iterable[Oblast] = (),
    partners: Iterable[tuple[str, Partner]] = (),
    **values: Any,
) -> Project:
    """With these territories, and with partners in these roles."""
    made: Project = ProjectFactory.create(**values)
    for one in communities:
        ProjectTerritory.objects.create(
            project=made, level="community", oblast=one.oblast, raion=one.raion, community=one
        )
    for each in oblasts:
        ProjectTerritory.objects.create(project=made, level="oblast", oblast=each)
    for number, (role, partner) in enumerate(partners):
        ProjectRole.objects.create(project=made, role=role, partner=partner, number=number)
    return made
