"""Calls reach a real receiver: signed, in their order, again after failures, never inside."""

from __future__ import annotations

import datetime as dt
import json
import re
import socket
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project_settings
from django.utils import timezone

from common.notifications.models import Notice, OutgoingLetter
from common.operations import visits
from common.operations.visits import NoAnswer, visit
from common.registers.changes.follow import follow
from partners.models import Partner
from portal.webhooks.models import Delivery, Subscription
from portal.webhooks.querysets import DeliveryQuerySet
from portal.webhooks.services.delivery import forget_old_calls, pause_after, send_due
from portal.webhooks.services.events import note_events
from portal.webhooks.services.replays import replay, send_test
from portal.webhooks.services.subscriptions import rotate, secret_mark
from portal.webhooks.signing import secret
from portal.webhooks.tasks import tell_receivers
from tests.factories.partners import PartnerFactory
from tests.webhooks.conftest import Receiver, Subscribe

pytestmark = pytest.mark.django_db


def verify_of_docs() -> Any:
    """The receiver's function as docs/webhooks.md tells people to write it."""
    page = Path(project_settings.BASE_DIR, "docs", "webhooks.md").read_text(encoding="utf-8")
    found = re.search(r"```python\n(.*?)```", page, re.DOTALL)
    assert found
    names: dict[str, Any] = {}
    exec(found[1], names)  # noqa: S102 - our own page
    return names["is_from_mosty"]


def again(subscription: Subscription) -> None:
    """The pause is over."""
    Subscription.objects.filter(pk=subscription.pk).update(due_at=timezone.now())
    send_due()
    subscription.refresh_from_db()


def test_a_change_arrives_signed(subscribed: Subscribe, receiver: Receiver) -> None:
    found = subscribed()
    made = PartnerFactory.create()
    follow()
    assert tell_receivers() == {"noted": 1, "accepted": 1, "refused": 0}
    heard = receiver.heard[0]
    said = json.loads(heard.body)
    assert said["key"] == str(made.public_id)
    assert heard.headers["Mosty-Event"] == said["id"]
    assert heard.headers["User-Agent"].startswith("Mosty webhooks")
    assert heard.path == "/mosty?who=%D0%BC%D0%B8"
    signature, is_from_mosty = heard.headers["Mosty-Signature"], verify_of_docs()
    assert is_from_mosty(heard.body, signature, secret(found))
    assert not is_from_mosty(heard.body + b" ", signature, secret(found))
    assert not is_from_mosty(heard.body, signature, "whsec_another")
    assert not is_from_mosty(heard.body, re.sub(r"t=\d+", "t=1", signature), secret(found))
    assert not is_from_mosty(heard.body, "nonsense", secret(found))
    call = Delivery.objects.get()
    assert (call.status, call.answer_status, call.attempts) == ("accepted", 200, 1)
    found.refresh_from_db()
    assert found.accepted_at is not None
    assert found.held_until is None


def test_while_secrets_overlap_both_sign(subscribed: Subscribe, receiver: Receiver) -> None:
    found, is_from_mosty = subscribed(), verify_of_docs()
    former = secret(found)
    found = rotate(actor=found.owner, subscription=found, overlap="24", seen=secret_mark(found))
    send_test(actor=found.owner, subscription=found)
    send_due()
    newer = secret(found)
    last = receiver.heard[-1]
    assert all(
        is_from_mosty(last.body, last.headers["Mosty-Signature"], one) for one in (former, newer)
    )
    found = rotate(actor=found.owner, subscription=found, overlap="0", seen=secret_mark(found))
    send_test(actor=found.owner, subscription=found)
    send_due()
    last = receiver.heard[-1]
    assert not is_from_mosty(last.body, last.headers["Mosty-Signature"], newer)
    assert is_from_mosty(last.body, last.headers["Mosty-Signature"], secret(found))


def test_a_silent_receiver_is_asked_again_and_gets_all_in_order(
    subscribed: Subscribe, receiver: Receiver
) -> None:
    found = subscribed()
    PartnerFactory.create_batch(3)
    follow()
    receiver.says(503, 500, 429, text="ні")
    tell_receivers()
    assert len(receiver.heard) == 1
    found.refresh_from_db()
    assert (found.failures, found.status) == (1, "active")
    assert found.due_at > timezone.now() + dt.timedelta(seconds=20)
    assert send_due().refused == 0
    again(found)
    again(found)
    assert found.failures == 3
    assert Delivery.objects.order_by("pk")[0].answer == "ні"
    again(found)
    numbers = [json.loads(one.body)["number"] for one in receiver.heard]
    assert numbers[:4] == [numbers[0]] * 4
    assert numbers[3:] == sorted(set(numbers))
    assert (found.failures, found.failing_since) == (0, None)
    assert set(Delivery.objects.values_list("status", flat=True)) == {"accepted"}


def test_an_event_that_is_refused_does_not_hold_up_the_others(
    subscribed: Subscribe, receiver: Receiver
) -> None:
    found = subscribed()
    PartnerFactory.create_batch(2)
    follow()
    receiver.says(*[400] * 5)
    tell_receivers()
    for _ in range(4):
        again(found)
    statuses = list(Delivery.objects.order_by("pk").values_list("status", flat=True))
    assert statuses == ["refused", "waiting"]
    again(found)
    assert Delivery.objects.filter(status="accepted").count() == 1


def test_long_failure_switches_off_and_tells_the_owner(
    subscribed: Subscribe, receiver: Receiver
) -> None:
    found = subscribed()
    PartnerFactory.create()
    follow()
    receiver.says(500, 500)
    tell_receivers()
    long_ago = timezone.now() - dt.timedelta(days=3)
    Subscription.objects.update(failing_since=long_ago)
    again(found)
    assert (found.status, found.trouble) == ("disabled", "silent")
    notice = Notice.objects.get()
    assert notice.person == found.owner
    assert notice.link == found.get_absolute_url()
    assert "three days" in OutgoingLetter.objects.get().text
    again(found)
    assert len(receiver.heard) == 2
    assert Delivery.objects.get().status == "waiting"


def test_gone_is_gone(subscribed: Subscribe, receiver: Receiver) -> None:
    found = subscribed()
    PartnerFactory.create()
    follow()
    receiver.says(410)
    tell_receivers()
    found.refresh_from_db()
    assert (found.status, found.trouble) == ("disabled", "gone")
    assert Delivery.objects.get().status == "refused"


def test_redirects_are_not_followed(subscribed: Subscribe, receiver: Receiver) -> None:
    subscribed()
    PartnerFactory.create()
    follow()
    receiver.says(307, Location="https://10.0.0.1/")
    assert tell_receivers()["refused"] == 1
    assert len(receiver.heard) == 1
    assert Delivery.objects.get().answer_status == 307


def test_only_the_beginning_of_an_answer_is_kept(subscribed: Subscribe, receiver: Receiver) -> None:
    subscribed()
    PartnerFactory.create()
    follow()
    receiver.says(200, text="\x00" + "я" * 100_000)
    tell_receivers()
    call = Delivery.objects.get()
    assert (call.status, len(call.answer)) == ("accepted", 500)
    assert "\x00" not in call.answer


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.5", "169.254.169.254", "::1", "fd00::1", "fe80::1", "::ffff:10.0.0.1"],
)
def test_a_name_that_leads_inside_later_is_not_called(
    subscribed: Subscribe, receiver: Receiver, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribed()
    Subscription.objects.update(url="https://inside.example/")
    PartnerFactory.create()
    follow()
    here = (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_asked, **_options: [here])
    assert tell_receivers()["refused"] == 1
    call = Delivery.objects.get()
    assert (call.status, call.answer_status, call.answer) == (
        "waiting",
        None,
        "a private address",
    )


def test_the_receiver_has_to_be_who_its_certificate_says(
    subscribed: Subscribe, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribed()
    PartnerFactory.create()
    follow()
    monkeypatch.undo()
    monkeypatch.setattr(visits, "public_address_of", lambda _host, _port: "127.0.0.1")
    assert tell_receivers()["refused"] == 1
    assert not receiver.heard
    assert "certificate" in Delivery.objects.get().answer.lower()


def test_who_drips_is_hung_up_on(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visits, "LONGEST_VISIT", 0.3)
    receiver.drips = True
    with pytest.raises(NoAnswer):
        visit(receiver.url, "POST", body=b"{}", schemes=("https",), read=10)


def test_pauses_grow_to_an_hour() -> None:
    seconds = [pause_after(number).total_seconds() for number in (0, 1, 2, 3, 8, 100_000)]
    assert seconds == [0, 30, 60, 120, 3600, 3600]


def test_the_log_goes_back_thirty_days(subscribed: Subscribe) -> None:
    found, now = subscribed(), timezone.now()
    old = now - dt.timedelta(days=31)
    for number, closed_at in enumerate((old, now, None)):
        Delivery.objects.create(
            subscription=found,
            event=f"e{number}",
            kind="changed",
            body="{}",
            status="accepted" if closed_at else "waiting",
            closed_at=closed_at,
            made_at=old,
        )
    assert forget_old_calls() == 1
    assert set(Delivery.objects.values_list("event", flat=True)) == {"e1", "e2"}


def test_whatever_happens_at_one_address_the_others_are_called(
    subscribed: Subscribe, receiver: Receiver
) -> None:
    first, second = subscribed(), subscribed()
    PartnerFactory.create()
    follow()
    note_events()

    def strange(url: str, *given: Any, **more: Any) -> Any:
        if not tried:
            tried.append(url)
            raise LookupError("strange")
        return visit(url, *given, **more)

    tried: list[str] = []
    went = send_due(visit=strange)
    assert (went.accepted, went.refused) == (1, 1)
    answers = set(Delivery.objects.values_list("subscription", "answer"))
    assert answers == {(first.pk, "LookupError"), (second.pk, "")}


def test_what_another_worker_has_sent_holds_up_nothing(
    subscribed: Subscribe, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    idle, found = subscribed(), subscribed()
    for one in (idle, found):
        send_test(actor=one.owner, subscription=one)
    looks, original = [], DeliveryQuerySet.waiting

    def waiting(rows: DeliveryQuerySet) -> DeliveryQuerySet:
        looks.append(rows)
        if len(looks) == 2:
            sent = Delivery.objects.filter(subscription=idle)
            sent.update(status="accepted", closed_at=timezone.now())
        return original(rows)

    monkeypatch.setattr(DeliveryQuerySet, "waiting", waiting)
    assert send_due().accepted == 1
    idle.refresh_from_db()
    assert idle.held_until is None


def test_what_was_withdrawn_while_it_waited_is_not_sent(
    subscribed: Subscribe, receiver: Receiver
) -> None:
    found = subscribed()
    made = PartnerFactory.create(description="Таємне")
    follow()
    note_events()
    Partner.objects.filter(pk=made.pk).update(visibility="internal")
    follow()
    note_events()
    assert send_due().accepted == 1
    assert [json.loads(one.body)["event"] for one in receiver.heard] == ["withdrawn"]
    unsent = Delivery.objects.get(kind="published")
    assert (unsent.status, unsent.attempts) == ("refused", 0)
    replay(actor=found.owner, call=unsent)
    assert send_due().accepted == 0
    assert len(receiver.heard) == 1
