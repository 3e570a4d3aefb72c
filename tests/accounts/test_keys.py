"""API keys: asked for, approved, made once, made anew, revoked."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import key_exceptions as refused
from accounts import key_workflow as workflow
from accounts.desk import desk_of
from accounts.enums import KeyScope, KeyStatus
from accounts.key_letters import remind_of_ends
from accounts.key_permissions import can_decide_key
from accounts.memberships import active_memberships
from accounts.models import ApiKey, KeySecret, User
from accounts.services import ask_for_key, make_key, rotate_key, take_key_step
from accounts.tokens import digest, looks_like_key, prefix_of
from common.intake.values import WrongValues
from communities.models import OfficeMembership
from partners.models import PartnerMembership
from tests.tables import each

pytestmark = pytest.mark.django_db
A_DAY = dt.timedelta(days=1)


def ask(owner: User, **said: Any) -> ApiKey:
    given = {
        "membership": active_memberships(owner)[0],
        "name": "Сайт фонду",
        "purpose": "Показує проєкти на нашому сайті",
        "scopes": ["read"],
        "valid_days": 90,
    }
    return ask_for_key(actor=owner, **{**given, **said})


def approve(key: ApiKey, official: User) -> ApiKey:
    return take_key_step(actor=official, key=key, step=workflow.APPROVE)


@pytest.fixture
def key(representative: User) -> ApiKey:
    return ask(representative)


@pytest.fixture
def approved(key: ApiKey, officer: User) -> ApiKey:
    return approve(key, officer)


def test_officials_of_the_keeping_office_are_told(
    posted: Any, representative: User, head: User, officer: User, officer_of_sumy: User
) -> None:
    with posted() as letters:
        ask(representative)
    assert {letter.to[0] for letter in letters} == {head.email, officer.email}
    assert "Показує проєкти на нашому сайті" in letters[0].body


def test_where_no_official_is_the_administrators_are_told(
    posted: Any, administrator: User, head: User
) -> None:
    """The only head of an office asks: nobody decides about an own key."""
    with posted() as letters:
        key = ask(head)
    assert [letter.to for letter in letters] == [[administrator.email]]
    assert not can_decide_key(head, key)


def test_a_coordinator_gives_roles_and_decides_no_keys(
    posted: Any, editor: User, coordinator: User, officer: User
) -> None:
    with posted() as letters:
        key = ask(editor)
    assert [letter.to[0] for letter in letters] == [officer.email]
    assert not ApiKey.objects.visible_to(coordinator).exists()
    with pytest.raises(refused.KeyNotYours):
        approve(key, coordinator)


@each(
    ("said", "field"),
    [
        ({"name": " \u200b "}, "name"),
        ({"name": "х" * 101}, "name"),
        ({"purpose": "\n"}, "purpose"),
        ({"purpose": "х" * 2001}, "purpose"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["everything"]}, "scopes"),
        ({"valid_days": 0}, "valid_days"),
        ({"valid_days": 366}, "valid_days"),
    ],
)
def test_what_cannot_be_asked_for(representative: User, said: dict[str, Any], field: str) -> None:
    with pytest.raises(WrongValues) as error:
        ask(representative, **said)
    assert list(error.value.errors) == [field]


def test_a_key_is_asked_for_once(key: ApiKey, representative: User, officer: User) -> None:
    """One that follows a key about to end may have its name."""
    with pytest.raises(WrongValues) as error:
        ask(representative)
    assert list(error.value.errors) == ["name"]
    approve(key, officer)
    assert ask(representative).is_waiting


def test_a_person_has_ten_keys_at_most(representative: User) -> None:
    for number in range(10):
        ask(representative, name=f"Ключ {number}")
    with pytest.raises(refused.TooManyKeys):
        ask(representative, name="Ще один")


def test_a_key_is_for_a_role_that_one_holds(representative: User, reader: User) -> None:
    somebody_elses = active_memberships(reader)[0]
    with pytest.raises(refused.RoleNotHeld):
        ask(representative, membership=somebody_elses)


def test_it_is_made_once_and_kept_as_a_fingerprint(approved: ApiKey, representative: User) -> None:
    text = make_key(actor=representative, key=approved)
    approved.refresh_from_db()
    secret = approved.secrets.get()
    assert looks_like_key(text)
    assert (secret.prefix, secret.digest) == (prefix_of(text), digest(text))
    assert approved.status == KeyStatus.ACTIVE
    assert approved.expires_at is not None
    assert approved.made_at is not None
    assert approved.expires_at - approved.made_at == 90 * A_DAY
    assert text not in str(KeySecret.objects.values().get())
    with pytest.raises(refused.KeyWrongStatus):
        make_key(actor=representative, key=approved)


def test_an_approval_lapses(approved: ApiKey, representative: User) -> None:
    """It counts no longer, waits on no desk and makes no key."""
    long_ago = timezone.now() - 30 * A_DAY
    ApiKey.objects.update(decided_at=long_ago)
    approved.refresh_from_db()
    assert approved.has_lapsed
    assert not ApiKey.objects.still_open().exists()
    assert approved.get_absolute_url() not in [line.url for line in desk_of(representative)]
    with pytest.raises(refused.KeyWrongStatus):
        make_key(actor=representative, key=approved)
    ApiKey.objects.update(decided_at=long_ago + A_DAY)
    assert make_key(actor=representative, key=approved)


def test_only_its_owner_makes_it(approved: ApiKey, officer: User, administrator: User) -> None:
    for person in (officer, administrator):
        with pytest.raises(refused.KeyNotYours):
            make_key(actor=person, key=approved)


@each(
    ("who", "code", "error"),
    [
        ("officer", "refuse", refused.KeyAnswerMissing),
        ("officer", "withdraw", refused.KeyNotYours),
        ("officer", "revoke", refused.KeyWrongStatus),
        ("officer_of_sumy", "approve", refused.KeyNotYours),
        ("analyst", "approve", refused.KeyNotYours),
        ("representative", "approve", refused.KeyNotYours),
        ("reader", "withdraw", refused.KeyNotYours),
    ],
)
def test_steps_that_are_refused(
    request: pytest.FixtureRequest, key: ApiKey, who: str, code: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        take_key_step(
            actor=request.getfixturevalue(who), key=key, step=workflow.BY_CODE[code], answer=" "
        )


def test_the_owner_is_told_of_what_officials_do(
    posted: Any, key: ApiKey, officer: User, representative: User
) -> None:
    with posted() as letters:
        approve(key, officer)
        take_key_step(actor=officer, key=key, step=workflow.REVOKE, answer="Ключ у чужих руках")
    assert [letter.to for letter in letters] == [[representative.email]] * 2
    assert "Ключ у чужих руках" in letters[1].body


def test_made_anew_the_former_one_works_for_a_while(approved: ApiKey, representative: User) -> None:
    first = make_key(actor=representative, key=approved)
    seen = prefix_of(first)
    second = rotate_key(actor=representative, key=approved, seen=seen, overlap=A_DAY)
    former = KeySecret.objects.get(digest=digest(first))
    newer = KeySecret.objects.get(digest=digest(second))
    approved.refresh_from_db()
    assert abs(former.expires_at - timezone.now() - A_DAY) < dt.timedelta(minutes=1)
    assert newer.expires_at == approved.expires_at
    with pytest.raises(refused.KeyRotatedAlready):
        rotate_key(actor=representative, key=approved, seen=seen, overlap=A_DAY)
    with pytest.raises(refused.OverlapTooLong):
        rotate_key(actor=representative, key=approved, seen=seen, overlap=31 * A_DAY)


def test_none_of_the_former_ones_works_longer_than_said(
    approved: ApiKey, representative: User
) -> None:
    first = make_key(actor=representative, key=approved)
    month = 30 * A_DAY
    second = rotate_key(actor=representative, key=approved, seen=prefix_of(first), overlap=month)
    rotate_key(actor=representative, key=approved, seen=prefix_of(second), overlap=dt.timedelta(0))
    former = KeySecret.objects.filter(digest__in=[digest(first), digest(second)])
    assert all(one.expires_at <= timezone.now() for one in former)
    assert KeySecret.objects.filter(expires_at__gt=timezone.now()).count() == 1


def test_the_former_one_never_outlives_the_key(approved: ApiKey, representative: User) -> None:
    first = make_key(actor=representative, key=approved)
    soon = timezone.now() + dt.timedelta(hours=2)
    ApiKey.objects.update(expires_at=soon)
    KeySecret.objects.update(expires_at=soon)
    rotate_key(actor=representative, key=approved, seen=prefix_of(first), overlap=30 * A_DAY)
    assert set(KeySecret.objects.values_list("expires_at", flat=True)) == {soon}


def test_the_database_keeps_the_rules(approved: ApiKey, representative: User) -> None:
    make_key(actor=representative, key=approved)
    broken: tuple[dict[str, Any], ...] = (
        {"expires_at": timezone.now() + 400 * A_DAY},
        {"made_at": None},
        {"scopes": []},
        {"scopes": ["root"]},
        {"status": "waiting"},
        {"status": "refused", "decision_note": ""},
    )
    for wrong in broken:
        with pytest.raises(IntegrityError), transaction.atomic():
            ApiKey.objects.filter(pk=approved.pk).update(**wrong)


def test_owners_are_told_in_time_and_once(
    posted: Any, approved: ApiKey, representative: User
) -> None:
    make_key(actor=representative, key=approved)
    with posted() as letters:
        assert remind_of_ends() == 0
        for days in (30, 7, 1):
            ApiKey.objects.update(expires_at=timezone.now() + days * A_DAY)
            assert remind_of_ends() == 1
            assert remind_of_ends() == 0
    assert len(letters) == 1 + 3  # that it was approved, and these


def test_what_waits_on_desks(
    key: ApiKey, officer: User, analyst: User, representative: User
) -> None:
    list_url = f"{reverse('accounts:key-list')}?status=waiting"
    assert list_url in [line.url for line in desk_of(officer)]
    assert list_url not in [line.url for line in desk_of(analyst)]
    approve(key, officer)
    assert list_url not in [line.url for line in desk_of(officer)]
    assert key.get_absolute_url() in [line.url for line in desk_of(representative)]


# Pages


def step(browser: Client, key: ApiKey, code: str, **said: str) -> Any:
    address = reverse("accounts:key-step", kwargs={"public_id": key.public_id, "code": code})
    return browser.post(address, said)


def test_from_asking_to_revoking_on_the_pages(
    browse: Any, representative: User, officer: User
) -> None:
    page, desk = browse("representative"), browse("officer")
    membership = PartnerMembership.objects.get(user=representative)
    said = {
        "role": f"partner.{membership.pk}",
        "name": "Site",
        "purpose": "Shows projects",
        "scopes": ["read", "offers:write"],
        "valid_days": "90",
    }
    answer = page.post(reverse("accounts:key-new"), said)
    key = ApiKey.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, key.get_absolute_url())
    assert step(desk, key, "refuse").status_code == 400
    assert step(desk, key, "approve", answer="Гаразд").status_code == 302
    shown = step(page, key, "make")
    secret = key.secrets.get()
    assert shown.status_code == 200
    assert "no-store" in shown["Cache-Control"]
    assert shown.content.decode().count(secret.prefix) == 2
    assert step(page, key, "make").status_code == 302
    detail = page.get(key.get_absolute_url()).content.decode()
    assert f"{secret.prefix}…" in detail
    assert f"{secret.prefix}_" not in detail
    assert step(page, key, "rotate", seen=secret.prefix, overlap="24").status_code == 200
    assert step(page, key, "rotate", seen=secret.prefix, overlap="24").status_code == 409
    assert step(page, key, "rotate", seen=secret.prefix, overlap="9").status_code == 400
    assert step(desk, key, "revoke").status_code == 400
    assert step(desk, key, "revoke", answer="Досить").status_code == 302
    key.refresh_from_db()
    assert key.status == KeyStatus.REVOKED
    assert step(page, key, "rotate", seen=secret.prefix, overlap="24").status_code == 409


@each(
    ("name", "value"),
    [
        ("role", "partner.0"),
        ("role", ""),
        ("name", "\x00"),
        ("purpose", ""),
        ("scopes", "root"),
        ("valid_days", "366"),
        ("valid_days", "many"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    browse: Any, representative: User, name: str, value: str
) -> None:
    membership = PartnerMembership.objects.get(user=representative)
    said: dict[str, Any] = {
        "role": f"partner.{membership.pk}",
        "name": "Site",
        "purpose": "Shows projects",
        "scopes": ["read"],
        "valid_days": "90",
    }
    answer = browse("representative").post(reverse("accounts:key-new"), {**said, name: value})
    assert answer.status_code == 200
    assert not ApiKey.objects.exists()
    assert answer.context["form"].errors
    assert ("Site" if name != "name" else "Shows projects") in answer.content.decode()


def test_unknown_steps_and_reading_a_step(browse: Any, key: ApiKey) -> None:
    page = browse("representative")
    assert step(page, key, "destroy").status_code == 404
    address = reverse("accounts:key-step", kwargs={"public_id": key.public_id, "code": "revoke"})
    assert page.get(address).status_code == 405


def test_the_list_costs_the_same_for_many(
    browse: Any, officer: User, representative: User, django_assert_max_num_queries: Any
) -> None:
    page, address = browse("officer"), reverse("accounts:key-list")
    ask(representative, name="Перший")
    page.get(address)
    with django_assert_max_num_queries(100) as one:
        page.get(address)
    for number in range(9):
        ask(representative, name=f"Ключ {number}")
    with django_assert_max_num_queries(len(one.captured_queries)):
        page.get(address)


def test_the_history_tells_who_and_never_the_secret(
    browse: Any, approved: ApiKey, representative: User
) -> None:
    text = make_key(actor=representative, key=approved)
    address = reverse("audit:object-history", args=["api-key", approved.public_id])
    told = browse("officer").get(address).content.decode()
    assert prefix_of(text) in told
    assert text not in told
    assert digest(text) not in told
    assert browse("officer_of_sumy").get(address).status_code == 404


def test_every_scope_fits_its_column() -> None:
    assert max(map(len, KeyScope.values)) <= 20


def test_a_head_decides_for_partners_of_the_office(key: ApiKey, head: User) -> None:
    assert can_decide_key(head, key)
    OfficeMembership.objects.filter(user=head).update(role="analyst")
    assert not can_decide_key(User.objects.get(pk=head.pk), key)
