"""Who may open which page of accounts. 200 opens, 302 asks to sign in, 403 no, 404 unknown."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from django.test import Client
from django.urls import reverse

from accounts.memberships import active_memberships, kind
from accounts.models import AccessRequest, ApiKey, User
from accounts.services import ask_for_access, ask_for_key, invite
from accounts.views.members import SIGNER
from communities.models import Community, CommunityMembership, Office
from tests.conftest import CAST
from tests.tables import each

Browse = Callable[[str], Client]

#                          admin head offic sumy analy coord else edit repr read newc anon
PAGES = {
    "accounts:me": (200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 302),
    "accounts:profile-edit": (200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 302),
    "accounts:access-request-new": (200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 302),
    "accounts:access-request-list": (200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 302),
    "accounts:invitation-list": (200, 200, 200, 200, 200, 200, 200, 403, 403, 403, 403, 302),
    "accounts:invitation-new": (200, 200, 200, 200, 403, 200, 200, 403, 403, 403, 403, 302),
    "accounts:member-list": (200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 403, 302),
    "accounts:key-list": (200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 302),
    "accounts:key-new": (403, 200, 200, 200, 200, 200, 200, 200, 200, 200, 403, 302),
    "admin:index": (200, 200, 200, 200, 200, 302, 302, 302, 302, 302, 302, 302),
    "admin:roles": (200, 200, 200, 200, 200, 302, 302, 302, 302, 302, 302, 302),
    "admin:accounts_user_changelist": (200, 403, 403, 403, 403, 302, 302, 302, 302, 302, 302, 302),
    "admin:accounts_accessrequest_changelist": (
        200,
        200,
        200,
        200,
        403,
        302,
        302,
        302,
        302,
        302,
        302,
        302,
    ),
    "admin:accounts_invitation_changelist": (
        200,
        200,
        200,
        200,
        403,
        302,
        302,
        302,
        302,
        302,
        302,
        302,
    ),
    "admin:accounts_apikey_changelist": (
        200,
        200,
        200,
        200,
        403,
        302,
        302,
        302,
        302,
        302,
        302,
        302,
    ),
    "account_email": (200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 302),
    "mfa_index": (200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 302),
    "usersessions_list": (200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 302),
}

# A person of the newcomer kind has asked for the role of coordinator in the cast's community.
REQUEST = {
    "seen": (200, 200, 200, 404, 200, 200, 404, 404, 404, 404, 200, 302),
    "approve": (302, 302, 302, 404, 403, 403, 404, 404, 404, 404, 403, 302),
    "refuse": (302, 302, 302, 404, 403, 403, 404, 404, 404, 404, 403, 302),
    "withdraw": (403, 403, 403, 404, 403, 403, 404, 404, 404, 404, 302, 302),
}

# The representative of a partner that the office of Poltava keeps asks for a key.
KEY = {
    "seen": (200, 200, 200, 404, 200, 404, 404, 404, 200, 404, 404, 302),
    "approve": (302, 302, 302, 404, 403, 404, 404, 404, 403, 404, 404, 302),
    "withdraw": (403, 403, 403, 404, 403, 404, 404, 404, 302, 404, 404, 302),
}

# The role of the cast's editor in the cast's community.
EDITOR = {
    "end": (200, 200, 200, 404, 403, 200, 404, 403, 404, 404, 404, 302),
}


def expectations(table: Mapping[str, tuple[int, ...]]) -> list[tuple[str, str, int]]:
    return [
        (page, name, status)
        for page, row in table.items()
        for name, status in zip(CAST, row, strict=True)
    ]


@pytest.fixture
def stage(
    office: Office, office_of_sumy: Office, community: Community, community_elsewhere: Community
) -> None:
    """Both oblasts have an office and a community."""


@each(("address", "name", "status"), expectations(PAGES))
def test_pages(browse: Browse, stage: None, address: str, name: str, status: int) -> None:
    assert browse(name).get(reverse(address)).status_code == status


@pytest.fixture
def asked(newcomer: User, community: Community) -> AccessRequest:
    return ask_for_access(
        actor=newcomer,
        kind=kind("community"),
        scope=community,
        role="coordinator",
        reason="Відповідаю за міжнародну співпрацю",
    )


@each(("step", "name", "status"), expectations(REQUEST))
def test_a_request(browse: Browse, asked: AccessRequest, step: str, name: str, status: int) -> None:
    browser = browse(name)
    if step == "seen":
        answer = browser.get(asked.get_absolute_url())
    else:
        address = reverse(f"accounts:access-request-{step}", kwargs={"public_id": asked.public_id})
        answer = browser.post(address, {"answer": "Так вирішено"})
    assert answer.status_code == status


@pytest.fixture
def key(representative: User) -> ApiKey:
    return ask_for_key(
        actor=representative,
        membership=active_memberships(representative)[0],
        name="Сайт",
        purpose="Показує проєкти",
        scopes=["read"],
        valid_days=90,
    )


@each(("step", "name", "status"), expectations(KEY))
def test_a_key(browse: Browse, key: ApiKey, step: str, name: str, status: int) -> None:
    browser, places = browse(name), {"public_id": key.public_id}
    if step == "seen":
        answer = browser.get(reverse("accounts:key-detail", kwargs=places))
    else:
        answer = browser.post(reverse("accounts:key-step", kwargs={**places, "code": step}))
    assert answer.status_code == status


@each(("step", "name", "status"), expectations(EDITOR))
def test_a_role(browse: Browse, editor: User, step: str, name: str, status: int) -> None:
    membership = CommunityMembership.objects.get(user=editor)
    key = SIGNER.sign(f"community.{membership.pk}")
    answer = browse(name).get(reverse(f"accounts:membership-{step}", kwargs={"key": key}))
    assert answer.status_code == status


@each("verb", ["revoke", "resend"])
@each(
    ("name", "status"),
    list(zip(CAST, (302, 302, 302, 404, 403, 302, 404, 404, 404, 404, 404, 302), strict=True)),
)
def test_an_invitation(
    browse: Browse, officer: User, community: Community, verb: str, name: str, status: int
) -> None:
    """An editor's invitation to the cast's community: its coordinator may change it too."""
    invitation = invite(
        actor=officer,
        kind=kind("community"),
        scope=community,
        role="editor",
        email="somebody@mosty.example",
    )
    address = reverse(f"accounts:invitation-{verb}", kwargs={"public_id": invitation.public_id})
    assert browse(name).post(address).status_code == status


@pytest.mark.parametrize(
    "name",
    [
        "access-request-approve",
        "access-request-refuse",
        "access-request-withdraw",
        "invitation-revoke",
        "invitation-resend",
    ],
)
def test_what_changes_something_is_no_link(browse: Browse, administrator: User, name: str) -> None:
    address = reverse(
        f"accounts:{name}", kwargs={"public_id": "7a2ff1a2-0f1e-4e0e-9fb3-6b5f8f1b7d11"}
    )
    assert browse("administrator").get(address).status_code == 405
