"""A program with a key: who it is, what it may do, what it is told, how it is counted."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import key_workflow as workflow
from accounts.authentication import KeyThrottle
from accounts.key_usage import take_usage, usage_of
from accounts.memberships import active_memberships
from accounts.models import ApiKey, KeyDay, KeySecret, User
from accounts.services import ask_for_key, make_key, rotate_key, take_key_step
from accounts.tokens import prefix_of
from common.registers.throttles import AddressThrottle
from communities.models import Community, CommunityMembership, Office
from cooperation.models import CoordinationRequest
from partners.models import Partner
from tests.factories.partners import PartnerFactory
from tests.tables import each

pytestmark = pytest.mark.django_db
PARTNERS = "/api/v1/partners/"
A_DAY = dt.timedelta(days=1)


def made(owner: User, official: User, *scopes: str, name: str = "Програма") -> tuple[ApiKey, str]:
    key = ask_for_key(
        actor=owner,
        membership=active_memberships(owner)[0],
        name=name,
        purpose="Надсилає запити",
        scopes=scopes or ("read", "requests:write"),
        valid_days=90,
    )
    take_key_step(actor=official, key=key, step=workflow.APPROVE)
    return key, make_key(actor=owner, key=key)


@pytest.fixture
def held(coordinator: User, officer: User) -> tuple[ApiKey, str]:
    return made(coordinator, officer)


def get(text: str, address: str = PARTNERS, scheme: str = "Bearer", **more: Any) -> Any:
    return Client().get(address, headers={"Authorization": f"{scheme} {text}"}, **more)


def file(text: str, community: Community) -> Any:
    return Client(enforce_csrf_checks=True).post(
        reverse("api:request-list"),
        {"community": community.code, "kind": "advice", "subject": "Порада"},
        content_type="application/json",
        headers={"Authorization": f"Bearer {text}"},
    )


@pytest.fixture
def registered(db: None) -> Partner:
    """Seen by people with a role only."""
    return PartnerFactory.create(name="Лише для своїх", visibility="registered")


@each("scheme", ["Bearer", "bearer", "Key", "KEY"])
def test_a_key_reads_what_its_owner_may(
    held: tuple[ApiKey, str], registered: Partner, scheme: str
) -> None:
    named = [one["name"]["uk"] for one in get(held[1], scheme=scheme).json()["results"]]
    assert registered.name in named
    anonymous = Client().get(PARTNERS).json()["results"]
    assert registered.name not in [one["name"]["uk"] for one in anonymous]


def test_without_the_scope_it_reads_what_everybody_may(
    coordinator: User, officer: User, registered: Partner
) -> None:
    _key, text = made(coordinator, officer, "requests:write")
    answer = get(text)
    assert answer.status_code == 200
    assert registered.name not in [one["name"]["uk"] for one in answer.json()["results"]]


def test_a_key_writes_in_the_name_of_its_owner(
    held: tuple[ApiKey, str], community: Community, office: Office, coordinator: User
) -> None:
    answer = file(held[1], community)
    assert answer.status_code == 201, answer.content
    request = CoordinationRequest.objects.get()
    told = request.events.earliest("pgh_id").pgh_context  # type: ignore[attr-defined]
    assert (told["actor"], told["source"]) == (coordinator.pk, "api")


def test_a_key_does_no_more_than_its_scopes(
    coordinator: User, officer: User, community: Community, office: Office
) -> None:
    _key, text = made(coordinator, officer, "read", "offers:write")
    answer = file(text, community)
    assert answer.status_code == 403
    assert answer["Content-Type"] == "application/problem+json"
    assert "requests:write" in answer.json()["title"]
    assert not CoordinationRequest.objects.exists()


def test_a_key_does_no_more_than_its_owner(
    held: tuple[ApiKey, str], community_elsewhere: Community, office: Office
) -> None:
    assert file(held[1], community_elsewhere).status_code == 403


def test_what_cannot_be_done_at_all_is_405(held: tuple[ApiKey, str]) -> None:
    answer = Client().post(PARTNERS, headers={"Authorization": f"Key {held[1]}"})
    assert answer.status_code == 405


def revoked(key: ApiKey) -> None:
    take_key_step(actor=key.user, key=key, step=workflow.REVOKE)


def expired(key: ApiKey) -> None:
    then = timezone.now() - A_DAY
    ApiKey.objects.update(made_at=then - A_DAY, expires_at=then)


def replaced(key: ApiKey) -> None:
    seen = key.secrets.get().prefix
    rotate_key(actor=key.user, key=key, seen=seen, overlap=dt.timedelta(0))


def role_ended(key: ApiKey) -> None:
    yesterday = timezone.localdate() - A_DAY
    CommunityMembership.objects.filter(user=key.user).update(starts_on=yesterday, ends_on=yesterday)


def account_closed(key: ApiKey) -> None:
    User.objects.filter(pk=key.user_id).update(is_active=False)


@each("spoil", [revoked, expired, replaced, role_ended, account_closed])
def test_a_key_that_is_over_is_401(held: tuple[ApiKey, str], spoil: Any) -> None:
    key, text = held
    assert get(text).status_code == 200
    spoil(key)
    answer = get(text)
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer.json()["status"] == 401


@each(
    "text",
    [
        "",
        "mosty_",
        "mosty_00000000_" + "0" * 64,
        "mosty_00000000_" + "0" * 65,
        "mosty_ЁЁЁЁЁЁЁЁ_" + "0" * 64,
        "x" * 7000,
        "a b c",
    ],
)
def test_what_is_no_key_is_401_and_not_anonymous(text: str) -> None:
    answer = Client().get(PARTNERS, HTTP_AUTHORIZATION=f"Bearer {text}")
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"


def test_the_language_of_refusals(held: tuple[ApiKey, str]) -> None:
    revoked(held[0])
    assert get(held[1], f"{PARTNERS}?lang=en").json()["title"] == "This key has been revoked."


def test_other_schemes_and_sessions_are_left_alone(browse: Any, registered: Partner) -> None:
    answer = Client().get(PARTNERS, headers={"Authorization": "Basic bW9zdHk6bW9zdHk="})
    assert answer.status_code == 200
    signed_in = browse("coordinator").get(PARTNERS).json()["results"]
    assert registered.name in [one["name"]["uk"] for one in signed_in]


def test_who_is_nobody_is_told_to_sign_in(community: Community) -> None:
    answer = Client().post(reverse("api:request-list"), {}, content_type="application/json")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == 'Bearer realm="Mosty API"'


def test_pages_take_no_keys(held: tuple[ApiKey, str]) -> None:
    assert get(held[1], reverse("accounts:me")).status_code == 302


def test_an_official_without_a_second_factor(officer: User, head: User, settings: Any) -> None:
    _key, text = made(officer, head, "read")
    assert get(text).status_code == 200
    settings.SECOND_FACTOR_REQUIRED = True
    assert get(text).status_code == 403


# Limits


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time", lambda: 1_800_000_030.0)


def test_answers_tell_what_is_left(
    held: tuple[ApiKey, str], noon: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(KeyThrottle, "THROTTLE_RATES", {"key": "2/min"})
    answers = [get(held[1]) for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert '"key";q=2;w=60' in answers[0]["RateLimit-Policy"]
    left = [next(p for p in one["RateLimit"].split(", ") if "key" in p) for one in answers]
    assert left == ['"key";r=1;t=30', '"key";r=0;t=30', '"key";r=0;t=30']
    assert answers[2]["Retry-After"] == "30"
    assert Client().get(PARTNERS).status_code == 200


def test_the_anonymous_are_told_too(noon: None) -> None:
    answer = Client().get(PARTNERS)
    assert answer["RateLimit-Policy"] == '"address";q=600;w=60'
    assert answer["RateLimit"] == '"address";r=599;t=30'


def test_keys_are_not_tried_without_end(noon: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AddressThrottle, "THROTTLE_RATES", {"anon": "3/min"})
    statuses = [get("mosty_no").status_code for _ in range(5)]
    assert statuses == [401, 401, 401, 429, 429]


# Counting


def test_requests_are_counted_and_no_row_is_written(
    held: tuple[ApiKey, str], django_assert_num_queries: Any
) -> None:
    """`_reading_writes_nothing` of the suite watches the requests themselves."""
    key, text = held
    for _ in range(3):
        get(text)
    assert usage_of(key).total == 3
    assert not KeyDay.objects.exists()
    assert take_usage() == 1
    key.refresh_from_db()
    assert key.last_used_at is not None
    assert (usage_of(key).total, KeyDay.objects.get().requests) == (3, 3)
    get(text)
    assert (usage_of(key).total, take_usage(), take_usage()) == (4, 1, 0)
    assert KeyDay.objects.get().requests == 4


def test_the_count_survives_a_redis_that_forgot(held: tuple[ApiKey, str]) -> None:
    key, text = held
    get(text)
    take_usage()
    cache.clear()
    get(text)
    assert usage_of(key).total == 2


def test_redis_may_forget_while_the_count_is_taken(
    held: tuple[ApiKey, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    key, _text = held
    name = f"accounts.key-use.{key.pk}"
    monkeypatch.setattr("accounts.key_usage.cache.get_many", lambda _names: {name: 2})
    assert take_usage() == 1
    assert usage_of(key).total == 2


def test_the_last_use_makes_no_history(held: tuple[ApiKey, str]) -> None:
    key, text = held
    before = key.events.count()  # type: ignore[attr-defined]
    get(text)
    take_usage()
    assert key.events.count() == before  # type: ignore[attr-defined]


def test_the_owner_sees_the_usage(held: tuple[ApiKey, str], browse: Any) -> None:
    key, text = held
    get(text)
    assert browse("coordinator").get(key.get_absolute_url()).context["usage"].total == 1
    assert browse("officer").get(key.get_absolute_url()).context["usage"].total == 1


def test_what_a_key_costs(held: tuple[ApiKey, str], django_assert_max_num_queries: Any) -> None:
    """One query more than a person who is signed in: the secret with the key and the owner."""
    get(held[1])
    with django_assert_max_num_queries(12):
        get(held[1])


def test_both_secrets_work_while_they_overlap(held: tuple[ApiKey, str]) -> None:
    key, text = held
    newer = rotate_key(actor=key.user, key=key, seen=prefix_of(text), overlap=A_DAY)
    assert [get(one).status_code for one in (text, newer)] == [200, 200]
    KeySecret.objects.filter(prefix=prefix_of(text)).update(expires_at=timezone.now())
    assert [get(one).status_code for one in (text, newer)] == [401, 200]
