"""What a receiver is told: every change that concerns it, once, as everybody sees it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db.models import F
from django.test import Client

from common.notifications.models import Notice
from common.registers.changes.follow import follow
from partners.models import Partner
from partners.services.merging import merge_partners
from portal.webhooks.enums import SubscriptionStatus, Trouble
from portal.webhooks.models import Delivery, Subscription
from portal.webhooks.services import events
from portal.webhooks.services.events import note_events
from portal.webhooks.subjects import asked_of
from tests.factories.partners import PartnerFactory
from tests.webhooks.conftest import Subscribe

pytestmark = pytest.mark.django_db


def told() -> list[dict[str, Any]]:
    """What is noted now that was not noted before."""
    before = set(Delivery.objects.values_list("pk", flat=True))
    follow()
    note_events()
    rows = Delivery.objects.exclude(pk__in=before).order_by("pk")
    return [json.loads(one.body) for one in rows]


def kinds(bodies: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(one["event"], one["key"]) for one in bodies]


def test_what_was_there_before_is_not_told(subscribed: Subscribe) -> None:
    PartnerFactory.create()
    subscribed()
    assert told() == []


def test_published_changed_withdrawn(subscribed: Subscribe, client: Client) -> None:
    subscribed()
    made = PartnerFactory.create(name="Новий")
    key = str(made.public_id)
    body = told()[0]
    assert (body["event"], body["key"], body["register"]) == ("published", key, "partners")
    assert body["removed"] is None
    assert body["object"] == json.loads(client.get(f"/api/v1/partners/{key}/").content)
    Partner.objects.filter(pk=made.pk).update(name="Інакший")
    body = told()[0]
    assert body["event"] == "changed"
    assert body["object"]["name"]["uk"] == "Інакший"
    Partner.objects.filter(pk=made.pk).update(visibility="internal")
    body = told()[0]
    assert (body["event"], body["object"]) == ("withdrawn", None)
    assert body["removed"]["reason"] == "withdrawn"
    Partner.objects.filter(pk=made.pk).update(visibility="public")
    assert kinds(told()) == [("published", key)]


def test_nothing_is_told_twice(subscribed: Subscribe) -> None:
    subscribed()
    PartnerFactory.create_batch(3)
    assert len(told()) == 3
    assert told() == []
    Partner.objects.update(slug=F("slug"))
    assert told() == []


def test_what_changed_several_times_meanwhile_is_told_once(subscribed: Subscribe) -> None:
    subscribed()
    made = PartnerFactory.create(name="Перша")
    follow()
    Partner.objects.filter(pk=made.pk).update(name="Друга")
    follow()
    Partner.objects.filter(pk=made.pk).update(name="Третя")
    bodies = told()
    assert kinds(bodies) == [("published", str(made.public_id))]
    assert bodies[0]["object"]["name"]["uk"] == "Третя"


def test_what_came_and_went_meanwhile_is_nothing(subscribed: Subscribe) -> None:
    subscribed()
    made = PartnerFactory.create()
    follow()
    Partner.objects.filter(pk=made.pk).update(visibility="internal")
    assert told() == []


def test_what_was_merged_says_where_to(subscribed: Subscribe) -> None:
    kept, merged = PartnerFactory.create_batch(2)
    subscribed()
    merge_partners(actor=None, kept=kept, merged=merged, choices={})
    gone = [one for one in told() if one["event"] == "withdrawn"]
    assert [one["key"] for one in gone] == [str(merged.public_id)]
    assert gone[0]["removed"]["reason"] == "moved"
    assert gone[0]["removed"]["moved_to"].endswith(f"/{kept.public_id}/")


def test_a_filter_leaves_out_what_does_not_concern_the_receiver(subscribed: Subscribe) -> None:
    mover = PartnerFactory.create(country="SE")
    subscribed(query="country=DK")
    fits, _other = PartnerFactory.create(country="DK"), PartnerFactory.create(country="SE")
    assert kinds(told()) == [("published", str(fits.public_id))]
    Partner.objects.filter(pk=mover.pk).update(country="DK")
    assert kinds(told()) == [("published", str(mover.public_id))]
    Partner.objects.filter(pk=mover.pk).update(country="SE")
    body = told()[0]
    assert (body["event"], body["removed"]["reason"]) == ("withdrawn", "not_in_filter")
    Partner.objects.filter(pk=mover.pk).update(name="Інакше")
    assert told() == []


def test_only_the_kinds_that_were_chosen(subscribed: Subscribe) -> None:
    subscribed(kinds=("withdrawn",))
    made = PartnerFactory.create()
    assert told() == []
    Partner.objects.filter(pk=made.pk).update(visibility="internal")
    assert kinds(told()) == [("withdrawn", str(made.public_id))]


def test_paused_loses_nothing(subscribed: Subscribe) -> None:
    found = subscribed()
    Subscription.objects.update(status="paused")
    made = PartnerFactory.create()
    assert told() == []
    Subscription.objects.update(status="active")
    assert kinds(told()) == [("published", str(made.public_id))]
    assert not Subscription.objects.get(pk=found.pk).trouble


def test_a_receiver_that_is_behind_gets_no_mountain(
    subscribed: Subscribe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "MOST_WAITING", 1)
    subscribed()
    first, second = PartnerFactory.create(), None
    assert kinds(told()) == [("published", str(first.public_id))]
    second = PartnerFactory.create()
    assert told() == []
    Delivery.objects.all().delete()
    assert kinds(told()) == [("published", str(second.public_id))]


def test_many_changes_come_in_stretches(
    subscribed: Subscribe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "CHANGES_AT_ONCE", 2)
    subscribed()
    PartnerFactory.create_batch(5)
    numbers = [one["number"] for one in told()]
    assert len(numbers) == 5
    assert numbers == sorted(numbers)


@pytest.mark.parametrize("query", ["country=XX", "nothing_like_it=1"])
def test_filters_that_hold_no_longer_tell_of_nothing(subscribed: Subscribe, query: str) -> None:
    found = subscribed()
    Subscription.objects.update(query=query)
    PartnerFactory.create()
    assert told() == []
    found.refresh_from_db()
    assert (found.status, found.trouble) == (SubscriptionStatus.DISABLED, Trouble.FILTERS)
    assert Notice.objects.get().group == "webhooks"


def test_one_that_fails_keeps_no_other_waiting(
    subscribed: Subscribe, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, good = subscribed(), subscribed()

    def asked(register: Any, query: str) -> Any:
        if query == "broken":
            raise ValueError(query)
        return asked_of(register, query)

    monkeypatch.setattr(events, "asked_of", asked)
    Subscription.objects.filter(pk=broken.pk).update(query="broken")
    PartnerFactory.create()
    assert len(told()) == 1
    assert Delivery.objects.get().subscription_id == good.pk
