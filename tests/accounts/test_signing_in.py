"""Opening an account, signing in, a forgotten password, too many tries, sessions."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from common.audit.registry import history_url
from common.notifications.models import OutgoingLetter
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
EMAIL = "taras@mosty.example"
SIGN_UP = {"full_name": "Тарас Новий", "email": EMAIL, "password1": PASSWORD, "password2": PASSWORD}


def link_in(letter: Any, part: str) -> str:
    found = re.search(rf"https?://[^/\s]+(/\S*{part}\S*)", letter.body)
    assert found, letter.body
    return found[1]


def sign_in(client: Client, email: str = EMAIL, password: str = PASSWORD) -> Any:
    return client.post(reverse("account_login"), {"login": email, "password": password})


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("accounts:me")).status_code == 200


def test_from_opening_an_account_to_the_start_page(client: Client, posted: Any) -> None:
    assert client.get(reverse("account_signup")).status_code == 200
    with posted() as letters:
        answer = client.post("/en" + reverse("account_signup"), SIGN_UP)
    assert answer.status_code == 302
    person = User.objects.get(email=EMAIL)
    assert (person.full_name, person.preferred_language) == ("Тарас Новий", "en")
    assert not is_signed_in(client)
    confirm = link_in(letters[-1], "confirm-email")
    assert confirm.startswith("/en/")
    assert client.get(confirm).status_code == 200
    assert not EmailAddress.objects.get(user=person).verified
    client.post(confirm)
    assert EmailAddress.objects.get(user=person).verified
    sign_in(client)
    page = client.get(reverse("accounts:me")).content.decode()
    assert reverse("accounts:access-request-new") in page


def test_an_address_that_has_an_account_is_not_told(
    client: Client, posted: Any, newcomer: User
) -> None:
    """The page answers as for a new address; the owner gets a letter."""
    with posted() as letters:
        known = client.post(reverse("account_signup"), {**SIGN_UP, "email": newcomer.email})
        new = Client().post(reverse("account_signup"), SIGN_UP)
    assert (known.status_code, known["Location"]) == (new.status_code, new["Location"])
    assert {letter.to[0] for letter in letters} == {newcomer.email, EMAIL}
    assert User.objects.filter(email__iexact=newcomer.email).count() == 1


def test_unknown_and_known_addresses_are_answered_alike(
    client: Client, posted: Any, newcomer: User
) -> None:
    with posted() as letters:
        known = client.post(reverse("account_reset_password"), {"email": newcomer.email})
        unknown = client.post(reverse("account_reset_password"), {"email": "no@mosty.example"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [letter.to[0] for letter in letters] == [newcomer.email, "no@mosty.example"]
    wrong = sign_in(client, newcomer.email, "неправильний").content.decode()
    nobody = sign_in(client, "no@mosty.example", "неправильний").content.decode()
    error = re.compile(r"<li[^>]*>.*?</li>", re.DOTALL)
    assert error.findall(wrong.replace(newcomer.email, "")) == error.findall(
        nobody.replace("no@mosty.example", "")
    )


def test_a_forgotten_password(client: Client, posted: Any, newcomer: User) -> None:
    with posted() as letters:
        client.post(reverse("account_reset_password"), {"email": newcomer.email.upper()})
    answer = client.get(link_in(letters[-1], "password/reset/key"))
    new = "нове-гасло-над-Сулою"
    client.post(answer["Location"], {"password1": new, "password2": new})
    newcomer.refresh_from_db()
    assert newcomer.check_password(new)
    again = Client().get(link_in(letters[-1], "password/reset/key"), follow=True)
    assert 'name="password1"' not in again.content.decode()


@pytest.mark.parametrize("email", ["Taras@Mosty.Example", "TARAS@MOSTY.EXAMPLE", EMAIL])
def test_the_case_of_an_address_does_not_matter(client: Client, email: str) -> None:
    UserFactory.create(email=EMAIL)
    sign_in(client, email)
    assert is_signed_in(client)


def test_the_database_holds_an_address_once_whatever_its_case(newcomer: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User(email=newcomer.email.upper()).save()


def test_an_unverified_address_does_not_sign_in(client: Client, posted: Any) -> None:
    user = UserFactory.create(email=EMAIL, verified=None)
    EmailAddress.objects.create(user=user, email=EMAIL, primary=True, verified=False)
    with posted() as letters:
        sign_in(client)
    assert not is_signed_in(client)
    assert len(letters) == 1


def test_a_closed_account_does_not_sign_in(client: Client) -> None:
    UserFactory.create(email=EMAIL, is_active=False)
    sign_in(client)
    assert not is_signed_in(client)


def test_closing_an_account_ends_its_sessions(client: Client) -> None:
    person = UserFactory.create(email=EMAIL)
    sign_in(client)
    assert is_signed_in(client)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert not is_signed_in(client)


def test_after_five_wrong_passwords_the_right_one_waits_too(client: Client) -> None:
    UserFactory.create(email=EMAIL)
    for _try in range(5):
        assert sign_in(client, password="неправильний").status_code == 200
    assert sign_in(client).status_code == 200
    assert not is_signed_in(client)


def test_many_tries_from_one_place_are_answered_429(client: Client) -> None:
    statuses = [
        sign_in(client, f"somebody{number}@mosty.example").status_code for number in range(31)
    ]
    assert statuses[-1] == 429
    assert sign_in(client).content.decode().count("<h1") == 1


def test_letters_are_in_the_language_of_the_person(
    client: Client, posted: Any, representative: User, newcomer: User
) -> None:
    with posted() as letters:
        for person in (representative, newcomer):
            client.post(reverse("account_reset_password"), {"email": person.email})
    english, ukrainian = letters
    assert link_in(english, "password/reset/key").startswith("/en/")
    assert link_in(ukrainian, "password/reset/key").startswith("/accounts/")
    assert all("text/html" in {part.mimetype for part in letter.alternatives} for letter in letters)


def test_a_slow_mail_server_blocks_no_page(
    client: Client, newcomer: User, monkeypatch: pytest.MonkeyPatch, posted: Any
) -> None:
    """Letters are written down for the worker, not sent by the page."""
    monkeypatch.setattr("common.notifications.tasks.send_letters.apply_async", lambda **_: None)
    with posted() as letters:
        client.post(reverse("account_reset_password"), {"email": newcomer.email})
    assert letters == []
    assert OutgoingLetter.objects.due().get().to == newcomer.email


def test_sessions_are_listed_and_can_be_ended(client: Client) -> None:
    person = UserFactory.create(email=EMAIL)
    elsewhere = Client(headers={"user-agent": "Другий браузер"})
    sign_in(client)
    sign_in(elsewhere)
    is_signed_in(elsewhere)
    page = client.get(reverse("usersessions_list")).content.decode()
    assert "Другий браузер" in page
    assert UserSession.objects.filter(user=person).count() == 2
    client.post(reverse("usersessions_list"), {"all": ""})
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)


def test_changing_name_and_language(browse: Callable[[str], Client], newcomer: User) -> None:
    form = {"full_name": "  Нове   Ім’я ", "preferred_language": "en"}
    assert browse("newcomer").post(reverse("accounts:profile-edit"), form).status_code == 302
    newcomer.refresh_from_db()
    assert (newcomer.full_name, newcomer.preferred_language) == ("Нове Ім’я", "en")
    event = newcomer.events.last()  # type: ignore[attr-defined]
    assert (event.pgh_context["actor"], event.pgh_context["source"]) == (newcomer.pk, "page")
    history = browse("newcomer").get(history_url(newcomer)).content.decode()
    assert "Нове Ім’я" in history
