from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory

from partners.models import ContactPerson, Partner, PartnerIdentifier, PartnerMembership
from tests.factories.accounts import UserFactory


class PartnerFactory(DjangoModelFactory[Partner]):
    """An active partner that everybody may see and no office keeps."""

    class Meta:
        model = Partner

    name = factory.Sequence(lambda n: f"Партнер {n}")
    name_en = factory.Sequence(lambda n: f"Partner {n}")
    slug = factory.Sequence(lambda n: f"partner-{n}")
    kind = "foundation"
    country = "DK"
    status = "active"


class PartnerIdentifierFactory(DjangoModelFactory[PartnerIdentifier]):
    class Meta:
        model = PartnerIdentifier

    partner = factory.SubFactory(PartnerFactory)
    scheme = "iati"
    value = factory.Sequence(lambda n: f"DK-CVR-{n:08d}")


class ContactPersonFactory(DjangoModelFactory[ContactPerson]):
    class Meta:
        model = ContactPerson

    partner = factory.SubFactory(PartnerFactory)
    full_name = factory.Sequence(lambda n: f"Контакт {n}")
    email = factory.Sequence(lambda n: f"contact{n}@partner.example")
    consent_on = date(2026, 1, 10)
    retention_until = date(2030, 1, 10)


class PartnerMembershipFactory(DjangoModelFactory[PartnerMembership]):
    class Meta:
        model = PartnerMembership

    user = factory.SubFactory(UserFactory)
    partner = factory.SubFactory(PartnerFactory)
    role = "representative"
