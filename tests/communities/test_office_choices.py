"""Which offices a person enters records for, in forms and imports."""

from __future__ import annotations

import pytest
from django.utils import translation

from accounts.models import User
from communities.models import Office
from communities.permissions import office_choices

pytestmark = pytest.mark.django_db


def test_officers_enter_for_their_own_office(
    officer: User, office: Office, office_of_sumy: Office
) -> None:
    assert office_choices(officer) == [(office.slug, office.name)]
    with translation.override("en"):
        assert office_choices(officer) == [(office.slug, office.name_en)]


def test_administrators_enter_for_all_and_others_for_none(
    administrator: User, coordinator: User, office: Office, office_of_sumy: Office
) -> None:
    assert {slug for slug, _name in office_choices(administrator)} == {
        office.slug,
        office_of_sumy.slug,
    }
    assert office_choices(coordinator) == []
