"""Recent changes of everything whose history one may see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common.audit.context import Source, acting
from communities.models import Community
from partners.models import Partner, PartnerIdentifier
from tests.conftest import CAST
from tests.factories.partners import PartnerFactory
from tests.tables import each

pytestmark = pytest.mark.django_db

Browse = Callable[[str], Client]
ADDRESS = "/history/"
OFFICIALS = {"administrator", "head", "officer", "officer_of_sumy", "analyst"}


@each("who", CAST)
def test_everybody_signed_in_sees_what_they_may(
    browse: Browse, partner: Partner, community: Community, who: str
) -> None:
    browser = browse(who)
    answer = browser.get(ADDRESS)
    if who == "anonymous":
        assert answer.status_code == 302
        return
    page = answer.content.decode()

    assert ("Фонд Мости" in page) == (who in OFFICIALS)
    assert ("Миргородська" in page) == (who in OFFICIALS | {"coordinator", "editor"})


def test_an_import_is_one_line(browse: Browse, officer: Any) -> None:
    with acting(actor=officer, source=Source.IMPORT, note="донори.xlsx"):
        for partner in PartnerFactory.create_batch(8):
            PartnerIdentifier.objects.create(
                partner=partner, scheme="iati", value=f"X-{partner.pk}"
            )

    actions = browse("head").get(f"{ADDRESS}?source=import").context["actions"]

    assert len(actions) == 1
    assert (actions[0].actor, actions[0].note) == (officer, "донори.xlsx")
    assert [(one.count, len(one.named), one.more) for one in actions[0].touched] == [(8, 5, 3)]


def test_pages_follow_one_another_without_loss(browse: Browse, partner: Partner) -> None:
    for number in range(70):
        with acting(source=Source.TASK, note=f"крок {number}"):
            Partner.objects.filter(pk=partner.pk).update(acronym=f"Ф{number}")
    browser, url, notes = browse("administrator"), f"{ADDRESS}?source=task", []

    while url:
        context = browser.get(url).context
        notes += [one.note for one in context["actions"]]
        url = context["next_url"]

    assert notes == [f"крок {number}" for number in reversed(range(70))]


def test_filters(browse: Browse, partner: Partner, community: Community) -> None:
    browser = browse("head")

    def shown(query: str) -> set[str]:
        actions = browser.get(f"{ADDRESS}?{query}").context["actions"]
        return {one.label for action in actions for one in action.touched}

    assert len(shown("")) > 1
    assert len(shown("kind=partner")) == 1
    assert shown("source=admin") == set()
    assert browser.get(f"{ADDRESS}?kind=wrong&since=x&before=y").status_code == 200


def test_the_number_of_queries_does_not_grow(browse: Browse, partner: Partner) -> None:
    browser = browse("officer")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(ADDRESS).status_code == 200
        return len(captured)

    queries()
    few = queries()
    with acting(source=Source.TASK):
        PartnerFactory.create_batch(10)
    for one in PartnerFactory.create_batch(10):
        with acting(source=Source.TASK):
            Partner.objects.filter(pk=one.pk).update(acronym="Ф")

    assert queries() == few
