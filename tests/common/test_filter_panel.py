"""The filters of a list: rendered once while nothing is chosen in them, and never out of date."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from communities.models import Office
from tests.factories.partners import PartnerFactory

pytestmark = pytest.mark.django_db


def panel(client: Client, address: str) -> str:
    page = client.get(address).content.decode()
    found = re.search(r'<details class="filters.*?</form>', page, re.DOTALL)
    assert found is not None
    return found[0]


def test_the_panel_is_the_same_again(client: Client) -> None:
    PartnerFactory.create(country="PL")
    first = panel(client, "/partners/")
    assert 'value="PL"' in first
    assert panel(client, "/partners/") == first


def test_a_new_choice_appears(client: Client) -> None:
    PartnerFactory.create(country="PL")
    assert 'value="DE"' not in panel(client, "/partners/")
    PartnerFactory.create(country="DE")
    assert 'value="DE"' in panel(client, "/partners/")


def test_oblasts_and_offices_are_named_in_the_language_of_the_page(
    client: Client, office: Office
) -> None:
    assert office.oblast.name in panel(client, "/requests/")
    english = panel(client, "/en/requests/")
    assert office.oblast.name_en in english
    assert office.name_en in english
    assert office.oblast.name not in english


def test_what_one_reader_chooses_is_not_shown_to_the_next(client: Client) -> None:
    PartnerFactory.create(country="PL")
    assert "checked" in panel(client, "/partners/?country=PL")
    assert "checked" not in panel(client, "/partners/")
    assert 'value="7531"' in panel(client, "/projects/?amount_min=7531")
    assert 'value="7531"' not in panel(client, "/projects/")


def test_each_language_has_its_own(client: Client) -> None:
    PartnerFactory.create(country="PL")
    assert "Польща" in panel(client, "/partners/")
    assert "Poland" in panel(client, "/en/partners/")
    assert "Польща" in panel(client, "/partners/")
