"""What the tests of partners share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from partners import services
from partners.models import ContactPerson, Partner
from partners.services import PartnerData
from tests.factories.partners import ContactPersonFactory

Register = Callable[..., Partner]


def partner_data(**values: Any) -> PartnerData:
    return PartnerData(**{"name": "Фонд добрих сусідів", "kind": "foundation", **values})


@pytest.fixture
def registered(officer: User) -> Register:
    """`registered(name=…)`: a partner that went through the service."""

    def make(*, status: str = "active", **values: Any) -> Partner:
        return services.register_partner(actor=officer, data=partner_data(**values), status=status)

    return make


@pytest.fixture
def contact(partner: Partner) -> ContactPerson:
    return ContactPersonFactory.create(
        partner=partner,
        full_name="Томас Таємний",
        email="thomas@secret.example",
        phone="+380441234567",
        note="Дзвонити зранку",
    )
