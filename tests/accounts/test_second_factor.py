"""TOTP, recovery codes, passkeys, and officials who must hold a second factor."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from accounts import exceptions as refused
from accounts.models import User
from accounts.services import remove_second_factor
from tests.accounts.test_signing_in import is_signed_in, sign_in
from tests.factories.accounts import PASSWORD
from tests.tables import each

pytestmark = pytest.mark.django_db


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.fixture
def required(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


def confirmed(browser: Client, address: str) -> Any:
    """The page, after the password was asked for again."""
    asked = browser.get(address)
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert browser.get(asked["Location"]).status_code == 200
    page = browser.post(asked["Location"], {"password": PASSWORD}, follow=True)
    assert page.request["PATH_INFO"] == address
    assert page.status_code == 200
    return page


def add_totp(browser: Client) -> str:
    """Through the real pages; the secret."""
    page = confirmed(browser, reverse("mfa_activate_totp"))
    secret: str = page.context["form"].secret
    answer = browser.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    assert answer.status_code == 302, answer.content.decode()
    return secret


def test_the_whole_way_with_a_telephone(officer: User, posted: Any) -> None:
    browser = Client()
    with posted() as letters:
        sign_in(browser, officer.email)
        secret = add_totp(browser)
    assert letters[-1].to == [officer.email]
    codes = browser.get(reverse("mfa_view_recovery_codes"))
    assert codes.status_code == 200

    other = Client()
    answer = sign_in(other, officer.email)
    assert answer["Location"].startswith(reverse("mfa_authenticate"))
    assert not is_signed_in(other)
    assert other.get(reverse("mfa_authenticate")).status_code == 200
    assert other.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert not is_signed_in(other)
    with time_machine.travel(time.time() + 60):
        other.post(reverse("mfa_authenticate"), {"code": code_for(secret)})
        assert is_signed_in(other)


def test_the_secret_is_encrypted_in_the_database(officer: User) -> None:
    browser = Client()
    sign_in(browser, officer.email)
    secret = add_totp(browser)
    stored = str(list(Authenticator.objects.filter(user=officer).values_list("data", flat=True)))
    assert "secret" in stored
    assert secret not in stored


def test_a_recovery_code_works_once(officer: User) -> None:
    browser = Client()
    sign_in(browser, officer.email)
    add_totp(browser)
    stored = Authenticator.objects.get(user=officer, type="recovery_codes").wrap()
    code = stored.get_unused_codes()[0]
    for expected in (True, False):
        other = Client()
        sign_in(other, officer.email)
        other.post(reverse("mfa_authenticate"), {"code": code})
        assert is_signed_in(other) is expected


def test_passkeys_are_offered(officer: User) -> None:
    browser = Client()
    sign_in(browser, officer.email)
    page = confirmed(browser, reverse("mfa_add_webauthn"))
    assert "publicKey" in page.content.decode()
    assert "passkey" in Client().get(reverse("account_login")).content.decode()


def test_the_administration_is_not_a_way_around(administrator: User) -> None:
    browser = Client()
    sign_in(browser, administrator.email)
    add_totp(browser)
    other = Client()
    form = {"username": administrator.email, "password": PASSWORD}
    answer = other.post(reverse("admin:login"), form)
    assert answer["Location"].startswith(reverse("account_login"))
    sign_in(other, administrator.email)
    assert other.get(reverse("admin:index")).status_code == 302


@pytest.mark.usefixtures("required")
@each(
    ("name", "must"),
    [
        ("administrator", True),
        ("head", True),
        ("officer", True),
        ("analyst", True),
        ("coordinator", False),
        ("representative", False),
        ("newcomer", False),
        ("anonymous", False),
    ],
)
@each("address", ["/components/", "/en/components/", "/api/v1/partners/"])
def test_who_must_hold_one(
    browse: Callable[[str], Client],
    name: str,
    address: str,
    must: bool,  # noqa: FBT001
) -> None:
    answer = browse(name).get(address)
    if must and address.startswith("/api/"):
        assert answer.status_code == 403
    elif must:
        assert answer["Location"].endswith(reverse("mfa_index"))
    else:
        assert answer.status_code == 200


@pytest.mark.usefixtures("required")
def test_what_stays_open_without_one(browse: Callable[[str], Client], officer: User) -> None:
    browser = browse("officer")
    for name in ("mfa_index", "accounts:me", "account_email", "usersessions_list"):
        assert browser.get(reverse(name)).status_code == 200
        assert browser.get("/en" + reverse(name)).status_code == 200
    assert browser.get("/healthz").status_code == 200
    assert browser.post(reverse("account_logout")).status_code == 302
    assert not is_signed_in(browser)


@pytest.mark.usefixtures("required")
def test_without_one_an_official_changes_nothing(
    browse: Callable[[str], Client], officer: User
) -> None:
    browser = browse("officer")
    for name in ("accounts:invitation-new", "accounts:member-list", "accounts:access-request-list"):
        answer = browser.get(reverse(name))
        assert (answer.status_code, answer["Location"]) == (302, reverse("mfa_index"))


@pytest.mark.usefixtures("required")
def test_with_one_everything_opens(officer: User) -> None:
    browser = Client()
    sign_in(browser, officer.email)
    add_totp(browser)
    assert browser.get("/components/").status_code == 200
    assert browser.get(reverse("admin:index")).status_code == 200


def test_a_lost_telephone(officer: User, administrator: User, head: User, posted: Any) -> None:
    browser = Client()
    sign_in(browser, officer.email)
    add_totp(browser)
    with pytest.raises(refused.NotAllowedToGrant):
        remove_second_factor(actor=head, user=officer)
    with posted() as letters:
        assert remove_second_factor(actor=administrator, user=officer) == 2
    assert letters[-1].to == [officer.email]
    assert not Authenticator.objects.filter(user=officer).exists()


def test_no_secret_is_logged(officer: User, caplog: pytest.LogCaptureFixture) -> None:
    browser = Client()
    sign_in(browser, officer.email)
    secret = add_totp(browser)
    browser.get("/accounts/invitations/AbCdEf0123456789AbCdEf0123456789AbCdEf01234/")
    browser.get("/accounts/confirm-email/MQ:1abcDE:secretsecret/")
    answered = [record for record in caplog.records if "request_finished" in str(record.msg)]
    logged = " ".join(str(record.msg) for record in answered)
    assert PASSWORD not in caplog.text
    assert secret not in caplog.text
    assert "AbCdEf0123456789" not in logged
    assert "secretsecret" not in logged
    assert "/accounts/invitations/…" in logged
