"""Pages of webhooks: from the filters of a list to a secret shown once, the log, and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from common.registers.changes.follow import follow
from portal.webhooks.models import Delivery, Subscription
from portal.webhooks.signing import secret
from tests.factories.partners import PartnerFactory
from tests.webhooks.factories import call_of, subscription_of

pytestmark = pytest.mark.django_db
Browse = Callable[[str], Client]

GIVEN = {"name": "Наш <b>", "url": "https://data.example.org/", "kinds": ["changed", "withdrawn"]}


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.fixture
def own(officer: User) -> Subscription:
    return subscription_of(officer)


def test_a_list_leads_to_a_webhook_with_its_filters(browse: Browse) -> None:
    PartnerFactory.create(country="DK")
    client = browse("officer")
    page = text_of(client.get("/partners/?country=DK&ordering=name&tab=x"))
    assert 'href="/webhooks/new/partners/?country=DK' in page
    answer = client.get("/webhooks/new/partners/?country=DK&ordering=name")
    assert answer.context["words"]
    assert answer.context["list_url"] == "/partners/?country=DK"


def test_the_secret_is_shown_once(browse: Browse) -> None:
    PartnerFactory.create(country="DK")
    follow()
    client = browse("officer")
    answer = client.post("/webhooks/new/partners/?country=DK", GIVEN)
    made = Subscription.objects.get()
    assert (made.query, made.kinds) == ("country=DK", ["changed", "withdrawn"])
    assert secret(made) in text_of(answer)
    assert "no-store" in answer["Cache-Control"]
    assert "Наш &lt;b&gt;" in text_of(answer)
    again = client.post("/webhooks/new/partners/?country=DK", GIVEN)
    assert secret(Subscription.objects.get()) in text_of(again)
    assert secret(made) not in text_of(client.get(made.get_absolute_url()))
    address = reverse("webhooks:webhook-secret", args=[made.public_id])
    said = {"overlap": "24", "seen": client.get(address).context["form"]["seen"].value()}
    rotated = client.post(address, said)
    newer = secret(Subscription.objects.get())
    assert newer in text_of(rotated)
    assert newer in text_of(client.post(address, said))
    assert secret(Subscription.objects.get()) == newer
    assert client.post(address, said | {"overlap": "0"})["Location"] == made.get_absolute_url()
    assert newer not in text_of(browse("administrator").get(made.get_absolute_url()))


def test_what_is_wrong_stands_beside_its_field(browse: Browse) -> None:
    PartnerFactory.create()
    follow()
    answer = browse("officer").post(
        "/webhooks/new/partners/", {"name": "Наш", "url": "http://10.0.0.1/", "kinds": "eaten"}
    )
    assert answer.status_code == 200
    assert {"kinds"} <= set(answer.context["form"].errors)
    answer = browse("officer").post("/webhooks/new/partners/", {**GIVEN, "url": "http://x.org/"})
    assert set(answer.context["form"].errors) == {"url"}
    assert not Subscription.objects.exists()


def test_before_changes_are_known_the_page_says_so(browse: Browse) -> None:
    answer = browse("officer").post("/webhooks/new/partners/", GIVEN)
    assert answer.context["form"].non_field_errors()


def test_filters_that_cannot_be_kept_are_said(browse: Browse) -> None:
    follow()
    answer = browse("officer").post("/webhooks/new/partners/?country=XX", GIVEN)
    assert answer.context["form"].non_field_errors()


def test_changing(browse: Browse, own: Subscription) -> None:
    address = reverse("webhooks:webhook-edit", args=[own.public_id])
    assert b"https://data.example.org/mosty" in browse("officer").get(address).content
    answer = browse("officer").post(address, GIVEN)
    own.refresh_from_db()
    assert answer["Location"] == own.get_absolute_url()
    assert own.url == GIVEN["url"]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_page_tells_of_troubles_and_calls(
    browse: Browse, own: Subscription, prefix: str
) -> None:
    call_of(own, answer="<script>", status="refused", answer_status=400)
    call_of(own, status="waiting", closed_at=None, tried_at=None, answer_status=None)
    call_of(own, kind="test", is_replay=True)
    Subscription.objects.update(status="disabled", trouble="silent", query="country=XX")
    answer = browse("officer").get(prefix + own.get_absolute_url().removeprefix("/en"))
    assert answer.status_code == 200
    assert answer.context["trouble"]
    assert [row.can_replay for row in answer.context["calls"]] == [False, False, True]
    detail = reverse("webhooks:call-detail", args=[Delivery.objects.earliest("pk").public_id])
    page = text_of(browse("officer").get(detail))
    assert "&lt;script&gt;" in page


def test_a_register_that_is_no_more(browse: Browse, own: Subscription) -> None:
    Subscription.objects.update(register="nothing")
    assert browse("officer").get(own.get_absolute_url()).context["register"] == "nothing"
    assert browse("officer").get("/webhooks/").status_code == 200


@pytest.mark.parametrize("moment", ["", "yesterday", "2999-01-01T00:00", "0000-00-00"])
def test_a_moment_from_which_nothing_can_be_sent(
    browse: Browse, own: Subscription, moment: str
) -> None:
    call_of(own)
    address = reverse("webhooks:webhook-replay", args=[own.public_id])
    answer = browse("officer").post(address, {"moment": moment})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not Delivery.objects.filter(is_replay=True).exists()


def test_what_was_answered_is_shown_as_it_came_and_why_nothing_was_in_our_words(
    browse: Browse, own: Subscription
) -> None:
    for status, shown in ((200, "Saved."), (None, "Збережено.")):
        call = call_of(own, status="refused", answer_status=status, answer="Saved.")
        page = browse("officer").get(reverse("webhooks:call-detail", args=[call.public_id]))
        assert page.context["row"].said == shown
        assert f">{shown}</pre>" in text_of(page)
    call = call_of(own, status="refused", answer_status=None, answer="")
    page = browse("officer").get(reverse("webhooks:call-detail", args=[call.public_id]))
    assert page.context["row"].said == ""


@pytest.mark.parametrize("moment", ["2020-01-01T10:00", "21.11.2020 14:05", "2020-01-01"])
def test_sending_all_again(browse: Browse, own: Subscription, moment: str) -> None:
    """The moment may be typed as the page writes it when it refuses one."""
    call_of(own)
    address = reverse("webhooks:webhook-replay", args=[own.public_id])
    assert browse("officer").post(address, {"moment": moment}).status_code == 302
    assert Delivery.objects.filter(is_replay=True).count() == 1


def test_deleting_asks_first(browse: Browse, own: Subscription) -> None:
    address = reverse("webhooks:webhook-delete", args=[own.public_id])
    assert browse("officer").get(address).status_code == 200
    assert browse("officer").post(address)["Location"] == "/webhooks/"
    assert not Subscription.objects.exists()


def test_the_history_of_a_webhook(browse: Browse, own: Subscription) -> None:
    address = reverse("audit:object-history", args=["webhook", own.public_id])
    page = text_of(browse("officer").get(address))
    assert own.salt not in page
    assert browse("coordinator").get(address).status_code == 404


def test_the_administration_shows_no_salt(browse: Browse, own: Subscription) -> None:
    call = call_of(own)
    for name, one in (("subscription", own), ("delivery", call)):
        client = browse("administrator")
        assert client.get(reverse(f"admin:webhooks_{name}_changelist")).status_code == 200
        page = client.get(reverse(f"admin:webhooks_{name}_change", args=[one.pk]))
        assert page.status_code == 200
        assert own.salt not in text_of(page)


def test_the_number_of_queries_is_constant(browse: Browse, officer: User) -> None:
    own = subscription_of(officer)
    call_of(own)
    addresses = ("/webhooks/", own.get_absolute_url())
    client = browse("officer")
    few = [queries(client, one) for one in addresses]
    for _ in range(29):
        call_of(own)
        subscription_of(officer)
    assert [queries(client, one) for one in addresses] == few


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as made:
        assert client.get(address).status_code == 200
    return len(made)
