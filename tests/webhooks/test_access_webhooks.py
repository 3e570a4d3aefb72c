"""Who may open which page of webhooks.

One's own, those of the partner that one speaks for; administrators look after all. 200 opens, 302
asks to sign in, 403 no, 404 unknown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from common.registers.changes.follow import follow
from partners.models import Partner
from portal.webhooks.models import Delivery, Subscription
from tests.conftest import CAST
from tests.factories.partners import PartnerFactory
from tests.tables import each
from tests.webhooks.factories import call_of, subscription_of

Browse = Callable[[str], Client]

#                       admin head offic sumy analy coord else edit repr read newc anon
SIGNED_IN = (*(200,) * 11, 302)
# Whoever has a role.
PEOPLE = (*(200,) * 10, 403, 302)
# Kept by the coordinator.
OWN = (200, 404, 404, 404, 404, 200, 404, 404, 404, 404, 404, 302)
# The partner's: by all who speak for it, not by its read-only people, nor by who made it once.
PARTNERS = (200, 404, 404, 404, 404, 404, 404, 404, 200, 404, 404, 302)

PAGES = {
    "webhooks:webhook-list": SIGNED_IN,
    "webhooks:webhook-choose": PEOPLE,
    "webhooks:webhook-new": PEOPLE,
}
OF_WEBHOOK = (
    "webhooks:webhook-detail",
    "webhooks:webhook-edit",
    "webhooks:webhook-secret",
    "webhooks:webhook-delete",
    "webhooks:webhook-replay",
)
BUTTONS = ("webhooks:webhook-test", "webhooks:webhook-step")


@pytest.fixture
def own(coordinator: User) -> Subscription:
    return subscription_of(coordinator)


@pytest.fixture
def of_partner(coordinator: User, partner: Partner) -> Subscription:
    """Made by somebody who does not speak for the partner any more."""
    return subscription_of(coordinator, partner=partner)


@each("page", PAGES)
@each("who", CAST)
def test_pages(browse: Browse, page: str, who: str) -> None:
    keys = {"name": "partners"} if page == "webhooks:webhook-new" else {}
    answer = browse(who).get(reverse(page, kwargs=keys))
    assert answer.status_code == PAGES[page][CAST.index(who)]


@each("page", OF_WEBHOOK)
@each("who", CAST)
def test_pages_of_a_webhook(
    browse: Browse, page: str, who: str, own: Subscription, of_partner: Subscription
) -> None:
    for found, expected in ((own, OWN), (of_partner, PARTNERS)):
        address = reverse(page, kwargs={"public_id": found.public_id})
        assert browse(who).get(address).status_code == expected[CAST.index(who)]


@each("page", BUTTONS)
@each("who", CAST)
def test_buttons_of_a_webhook(browse: Browse, page: str, who: str, own: Subscription) -> None:
    keys: dict[str, Any] = {"public_id": own.public_id}
    keys |= {"code": "pause"} if page == "webhooks:webhook-step" else {}
    answer = browse(who).post(reverse(page, kwargs=keys))
    expected = OWN[CAST.index(who)]
    assert answer.status_code == {200: 302}.get(expected, expected)
    own.refresh_from_db()
    was_done = own.status == "paused" or Delivery.objects.filter(kind="test").exists()
    assert was_done == (expected == 200)


@each("who", CAST)
def test_calls(browse: Browse, who: str, own: Subscription) -> None:
    call, expected = call_of(own), OWN[CAST.index(who)]
    keys = {"public_id": call.public_id}
    page = browse(who).get(reverse("webhooks:call-detail", kwargs=keys))
    assert page.status_code == expected
    answer = browse(who).post(reverse("webhooks:call-replay", kwargs=keys))
    assert answer.status_code == {200: 302}.get(expected, expected)
    assert Delivery.objects.filter(is_replay=True).exists() == (expected == 200)


@each("who", CAST)
def test_deleting(browse: Browse, who: str, own: Subscription) -> None:
    browse(who).post(reverse("webhooks:webhook-delete", kwargs={"public_id": own.public_id}))
    assert Subscription.objects.exists() == (OWN[CAST.index(who)] != 200)


@each("who", CAST)
def test_making_one_for_a_partner(browse: Browse, who: str, partner: Partner) -> None:
    """Only those who speak for it; for all others the choice is not there."""
    PartnerFactory.create()
    follow()
    given = {"name": "Наш", "url": "https://data.example.org/", "kinds": ["changed"]}
    address = reverse("webhooks:webhook-new", kwargs={"name": "partners"})
    browse(who).post(address, {**given, "partner": partner.slug})
    made = Subscription.objects.first()
    assert (made is not None) == (PEOPLE[CAST.index(who)] == 200)
    assert bool(made and made.partner) == (who == "representative")


@each("code", ["disable", "nothing"])
def test_what_people_may_not_press(browse: Browse, code: str, own: Subscription) -> None:
    keys = {"public_id": own.public_id, "code": code}
    answer = browse("coordinator").post(reverse("webhooks:webhook-step", kwargs=keys))
    assert answer.status_code == 404


@pytest.mark.usefixtures("officer")
@each("name", ["nothing", "strategies-of-nobody"])
def test_unknown_registers(browse: Browse, name: str) -> None:
    address = reverse("webhooks:webhook-new", kwargs={"name": name})
    assert browse("officer").get(address).status_code == 404
