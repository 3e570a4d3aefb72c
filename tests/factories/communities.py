from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from communities.models import (
    Community,
    CommunityMembership,
    Oblast,
    Office,
    OfficeMembership,
    Raion,
)
from tests.factories.accounts import UserFactory


class OblastFactory(DjangoModelFactory[Oblast]):
    class Meta:
        model = Oblast
        django_get_or_create = ("slug",)

    code = factory.Sequence(lambda n: f"UA{n % 90 + 10:02d}{n:015d}")
    name = factory.Sequence(lambda n: f"Область{n}ська")
    name_en = factory.Sequence(lambda n: f"Oblast{n} Oblast")
    slug = factory.Sequence(lambda n: f"oblast-{n}")
    iso_code = factory.Sequence(lambda n: f"UA-{n % 1000:03d}")


class RaionFactory(DjangoModelFactory[Raion]):
    class Meta:
        model = Raion

    oblast = factory.SubFactory(OblastFactory)
    code = factory.Sequence(lambda n: f"UA{n % 90 + 10:02d}1{n:014d}")
    name = factory.Sequence(lambda n: f"Район{n}ський")
    name_en = factory.Sequence(lambda n: f"Raion{n}skyi")


class CommunityFactory(DjangoModelFactory[Community]):
    class Meta:
        model = Community

    oblast = factory.SubFactory(OblastFactory)
    raion = factory.SubFactory(RaionFactory, oblast=factory.SelfAttribute("..oblast"))
    code = factory.Sequence(lambda n: f"UA{n % 90 + 10:02d}2{n:014d}")
    name = factory.Sequence(lambda n: f"Громада{n}ська")
    name_en = factory.Sequence(lambda n: f"Hromada{n}ska")
    kind = "urban"


class OfficeFactory(DjangoModelFactory[Office]):
    class Meta:
        model = Office

    oblast = factory.SubFactory(OblastFactory)
    slug = factory.SelfAttribute("oblast.slug")
    name = factory.LazyAttribute(lambda one: f"Офіс: {one.oblast.name}")
    name_en = factory.LazyAttribute(lambda one: f"Office: {one.oblast.name_en}")


class OfficeMembershipFactory(DjangoModelFactory[OfficeMembership]):
    class Meta:
        model = OfficeMembership

    user = factory.SubFactory(UserFactory)
    office = factory.SubFactory(OfficeFactory)
    role = "officer"


class CommunityMembershipFactory(DjangoModelFactory[CommunityMembership]):
    class Meta:
        model = CommunityMembership

    user = factory.SubFactory(UserFactory)
    community = factory.SubFactory(CommunityFactory)
    role = "coordinator"
