"""What people may say of a webhook, what is refused, what is sent again."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import User
from common.intake.refusals import ChangedMeanwhile
from common.registers.changes.follow import follow
from common.registers.register import Register
from partners.models import Partner
from portal.webhooks.exceptions import (
    AlreadyWaiting,
    InvalidData,
    NotActive,
    NotFollowed,
    NothingToReplay,
    TooMuchToReplay,
    WrongStatus,
)
from portal.webhooks.models import Delivery, KnownObject, Subscription
from portal.webhooks.services import replays, subscriptions
from portal.webhooks.services.delivery import send_due
from portal.webhooks.services.subscriptions import (
    SubscriptionData,
    change,
    owners_of,
    remove,
    rotate,
    secret_mark,
    subscribe,
    take_step,
)
from portal.webhooks.signing import secret, secrets_of, signed_by
from portal.webhooks.workflow import PAUSE, RESUME
from tests.factories.accounts import UserFactory
from tests.factories.partners import PartnerFactory, PartnerMembershipFactory
from tests.webhooks.conftest import Receiver, Subscribe
from tests.webhooks.factories import call_of, subscription_of

pytestmark = pytest.mark.django_db

GOOD = "https://data.example.org/mosty?key=1"


def data(**given: Any) -> SubscriptionData:
    return SubscriptionData(**{"name": "Наш", "url": GOOD, "kinds": ("changed",), **given})


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://data.example.org/",
        "ftp://data.example.org/",
        "https://",
        "https://localhost/",
        "https://server.local/",
        "https://metadata.google.internal/",
        "https://127.0.0.1/",
        "https://127.1/",
        "https://10.0x1/",
        "https://10.0.0.1/",
        "https://[::1]/",
        "https://[fd00::1]/",
        "https://[::ffff:192.168.0.1]/",
        "https://data.example.org:8443/",
        "https://user:word@data.example.org/",
        "https://data.example.org/a b",
        "https://data.example.org/\r\nHost: x",
        "https://data.example.org/\x00",
        "https://[",
        "https://data.example.org/" + "a" * 500,
        "javascript:alert(1)",
    ],
)
def test_addresses_that_are_refused(officer: User, url: str) -> None:
    found = subscription_of(officer)
    with pytest.raises(InvalidData) as refused:
        change(actor=officer, subscription=found, data=data(url=url))
    assert list(refused.value.errors) == ["url"]


@pytest.mark.parametrize("url", [GOOD, "https://дані.укр/мости", "https://8.8.8.8/"])
def test_addresses_that_are_taken(officer: User, url: str) -> None:
    found = subscription_of(officer)
    assert change(actor=officer, subscription=found, data=data(url=f" {url} ")).url == url


def test_all_that_is_wrong_is_said_at_once(officer: User) -> None:
    found = subscription_of(officer)
    wrong = SubscriptionData("\u200b ", "nothing", ("eaten",))
    with pytest.raises(InvalidData) as refused:
        change(actor=officer, subscription=found, data=wrong)
    assert set(refused.value.errors) == {"name", "url", "kinds"}


def test_the_database_takes_no_other_address(officer: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        subscription_of(officer, url="http://data.example.org/")


def test_what_is_there_is_taken_as_known(officer: User, partners: Register) -> None:
    fits, _other = PartnerFactory.create(country="DK"), PartnerFactory.create(country="SE")
    follow()
    subscribe(actor=officer, register=partners, query="country=DK", data=data())
    assert [one.key for one in KnownObject.objects.all()] == [str(fits.public_id)]


@pytest.mark.parametrize("query", ["country=XX", "page=2", "a" * 3000, "themes=nothing"])
def test_filters_that_cannot_be_kept(officer: User, partners: Register, query: str) -> None:
    follow()
    with pytest.raises(InvalidData):
        subscribe(actor=officer, register=partners, query=query, data=data())


def test_before_changes_are_known_nobody_subscribes(officer: User, partners: Register) -> None:
    with pytest.raises(NotFollowed):
        subscribe(actor=officer, register=partners, query="", data=data())


def test_so_many_and_no_more(
    officer: User, partners: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subscriptions, "MOST_OF_AN_OWNER", 1)
    follow()
    subscribe(actor=officer, register=partners, query="", data=data())
    again = subscribe(actor=officer, register=partners, query="", data=data())
    assert Subscription.objects.get() == again
    with pytest.raises(InvalidData):
        subscribe(actor=officer, register=partners, query="", data=data(name="Ще"))


def test_nobody_subscribes_for_a_partner_of_others(
    officer: User, partner: Partner, partners: Register
) -> None:
    follow()
    with pytest.raises(InvalidData) as refused:
        subscribe(actor=officer, register=partners, query="", data=data(), partner=partner)
    assert list(refused.value.errors) == ["partner"]


def test_a_secret_is_kept_nowhere_and_changes(officer: User) -> None:
    found = subscription_of(officer)
    first = secret(found)
    assert first.startswith("whsec_")
    assert len(first) == len("whsec_") + 43
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(s)::text FROM webhooks_subscription AS s")
        assert first not in cursor.fetchone()[0]
    seen = secret_mark(found)
    found = rotate(actor=officer, subscription=found, overlap="168", seen=seen)
    now = timezone.now()
    assert secrets_of(found, now) == [secret(found), first]
    assert secrets_of(found, now + dt.timedelta(days=8)) == [secret(found)]
    assert secret(rotate(actor=officer, subscription=found, overlap="168", seen=seen)) == (
        secret(found)
    )
    with pytest.raises(ChangedMeanwhile):
        rotate(actor=officer, subscription=found, overlap="24", seen=seen)
    assert secrets_of(found, now) == [secret(found), first]
    with pytest.raises(InvalidData):
        rotate(actor=officer, subscription=found, overlap="1000000", seen=secret_mark(found))


def test_a_signature_that_others_can_compute() -> None:
    """The value of `printf '1795338000.{}' | openssl dgst -sha256 -hmac whsec_test`."""
    assert (
        signed_by("whsec_test", 1795338000, b"{}")
        == "6dfec226bc8cbe0a65738a7b7b68837d8c58fec4670b18127d7cebb30bc54a5e"
    )


def test_pausing_and_resuming(officer: User) -> None:
    found = subscription_of(officer, failures=9, failing_since=timezone.now())
    found = take_step(actor=officer, subscription=found, step=PAUSE)
    with pytest.raises(WrongStatus):
        take_step(actor=officer, subscription=found, step=PAUSE)
    with pytest.raises(NotActive):
        replays.send_test(actor=officer, subscription=found)
    found = take_step(actor=officer, subscription=found, step=RESUME)
    assert (found.status, found.failures, found.failing_since) == ("active", 0, None)


def test_history_tells_deeds_and_no_secret(officer: User) -> None:
    found = subscription_of(officer)
    Subscription.objects.update(number=7, failures=3)
    rotate(actor=officer, subscription=found, overlap="0", seen=secret_mark(found))
    take_step(actor=officer, subscription=found, step=PAUSE)
    remove(actor=officer, subscription=found)
    events: Any = apps.get_model("webhooks", "SubscriptionEvent")
    events = events.objects.order_by("pgh_id")
    assert [one.pgh_label for one in events] == ["insert", "update", "update", "delete"]
    assert {one.pgh_context["actor"] for one in events[1:]} == {officer.pk}
    assert not any(hasattr(one, "salt") for one in events)


def test_a_partners_webhook_is_kept_by_its_people(
    officer: User, representative: User, reader: User, partner: Partner
) -> None:
    found = subscription_of(officer, partner=partner)
    colleague = UserFactory.create()
    PartnerMembershipFactory.create(user=colleague, partner=partner, role="representative")
    assert {one.pk for one in owners_of(found)} == {representative.pk, colleague.pk}
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert found in Subscription.objects.live()
    assert subscription_of(reader) in Subscription.objects.live()
    assert subscription_of(officer) not in Subscription.objects.live()


def test_sent_again_as_it_was(subscribed: Subscribe, receiver: Receiver) -> None:
    found = subscribed()
    call = call_of(found)
    replays.replay(actor=found.owner, call=call)
    with pytest.raises(AlreadyWaiting):
        replays.replay(actor=found.owner, call=call)
    send_due()
    assert receiver.heard[0].body == call.body.encode()
    assert receiver.heard[0].headers["Mosty-Event"] == call.event
    assert Delivery.objects.filter(event=call.event).count() == 2


def test_everything_since_a_moment(officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    found, now = subscription_of(officer), timezone.now()
    for days in (3, 2, 1):
        call_of(found, made_at=now - dt.timedelta(days=days))
    call_of(found, kind="test")
    since = now - dt.timedelta(days=2, hours=1)
    assert replays.replay_since(actor=officer, subscription=found, moment=since) == 2
    with pytest.raises(NothingToReplay):
        replays.replay_since(actor=officer, subscription=found, moment=since)
    monkeypatch.setattr(replays, "MOST_REPLAYED", 0)
    with pytest.raises(TooMuchToReplay):
        replays.replay_since(actor=officer, subscription=found, moment=now - dt.timedelta(days=9))


def test_a_trial_call_goes_first_and_judges_nobody(
    subscribed: Subscribe, receiver: Receiver
) -> None:
    found = subscribed()
    call_of(found, status="waiting", closed_at=None)
    replays.send_test(actor=found.owner, subscription=found)
    receiver.says(500)
    send_due()
    found.refresh_from_db()
    assert [one.status for one in Delivery.objects.order_by("pk")] == ["accepted", "refused"]
    assert b'"event": "test"' in receiver.heard[0].body
    assert found.failures == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_call_once(officer: User, receiver: Receiver) -> None:
    found = subscription_of(officer, url=receiver.url)
    for _ in range(5):
        call_of(found, status="waiting", closed_at=None)

    def work() -> None:
        send_due(seconds=5)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    # The second finds the subscription held and goes away, or takes turns with the first.
    assert len(receiver.heard) == 5
