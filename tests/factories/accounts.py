from __future__ import annotations

from functools import cache

import factory
from django.contrib.auth.hashers import make_password
from factory.django import DjangoModelFactory

from accounts.models import User

PASSWORD = "калина-міст-Дніпро-7"


@cache
def hashed_password() -> str:
    return make_password(PASSWORD)


class UserFactory(DjangoModelFactory[User]):
    """A person with a verified address and `PASSWORD`, without a role."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@mosty.example")
    full_name = factory.Sequence(lambda n: f"Особа {n}")
    password = factory.LazyFunction(hashed_password)

    verified = factory.RelatedFactory(
        "tests.factories.accounts.EmailAddressFactory", factory_related_name="user"
    )


class EmailAddressFactory(DjangoModelFactory):  # type: ignore[type-arg]
    class Meta:
        model = "account.EmailAddress"

    email = factory.LazyAttribute(lambda one: one.user.email)
    primary = True
    verified = True
