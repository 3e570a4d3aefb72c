"""The cast that plays in all tests, and the nets under the whole suite.

Poltava is the cast's own oblast, Sumy the other one. Whoever is not said to be of Sumy is of
Poltava, and works for, or speaks for, what the fixtures of the same name say.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project_settings
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.test import Client
from django.utils import timezone, translation
from hypothesis import HealthCheck
from hypothesis import settings as examples
from pytest_socket import socket_allow_hosts

from accounts.models import User
from common.registers import throttles
from communities.models import Community, Oblast, Office
from config.celery import app as celery_app
from partners.models import Partner
from tests.factories.accounts import UserFactory
from tests.factories.communities import (
    CommunityFactory,
    CommunityMembershipFactory,
    OblastFactory,
    OfficeFactory,
    OfficeMembershipFactory,
    RaionFactory,
)
from tests.factories.partners import PartnerFactory, PartnerMembershipFactory
from tests.nets import FailOnUndefined, no_writing
from tests.story import Told, tell

# Who plays. `anonymous` is nobody.
CAST = (
    "administrator",
    "head",
    "officer",
    "officer_of_sumy",
    "analyst",
    "coordinator",
    "coordinator_elsewhere",
    "editor",
    "representative",
    "reader",
    "newcomer",
    "anonymous",
)

Posted = Callable[[], Any]

# Generated examples are the same in every run, and how busy the machine is fails no test.
examples.register_profile(
    "suite",
    deadline=None,
    derandomize=True,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
    ],
)
examples.load_profile("suite")


def pytest_configure(config: pytest.Config) -> None:
    project_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    own = project_settings.CACHES["default"]
    own["LOCATION"] = _own_redis(str(own["LOCATION"]))
    project_settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = FailOnUndefined()
    project_settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
    # Empty: each `Client()` has WhiteNoise look at every collected file, which takes longer than
    # most pages.
    project_settings.STATIC_ROOT = Path(project_settings.VAR_DIR) / "no-static-files"
    project_settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    # The number of queries of a page must not depend on whether another went before it.
    project_settings.SESSION_SEEN_EVERY = 0
    # What is tested must not depend on the hour; tests of the night set it.
    project_settings.QUIET_HOURS = None
    celery_app.conf.update(task_always_eager=True, task_eager_propagates=True)


def _own_redis(url: str) -> str:
    """Another database of the same Redis for every parallel worker, and never the first one."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    number = int(worker.removeprefix("gw")) % 14 + 1
    if url.startswith("unix:"):
        return f"{url.partition('?')[0]}?db={number}"
    server = url.rpartition("/")[0] if url.count("/") > 2 else url
    return f"{server}/{number}"


@pytest.hookimpl(trylast=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """No network: sockets of this machine only."""
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Roles have their permissions in every test, as after a deploy."""
    with django_db_blocker.unblock():
        call_command("apply_roles", stdout=io.StringIO())


@pytest.fixture(scope="session")
def told(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Told:
    """The demonstration, in a database of its own."""
    with django_db_blocker.unblock():
        return tell(tmp_path_factory.mktemp("story"))


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Rate limits and sessions of one test must not meet another."""
    cache.clear()
    throttles.forget()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """A page leaves the language of its reader to the thread, and the next test would speak it."""
    yield
    translation.deactivate()
    timezone.deactivate()


@pytest.fixture(autouse=True)
def _reading_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """GET must not change anything but sessions."""
    original = Client.request

    def request(self: Client, **environ: Any) -> Any:
        if environ.get("REQUEST_METHOD") not in {"GET", "HEAD"}:
            return original(self, **environ)
        with no_writing() as written:
            response = original(self, **environ)
        assert not written, f"GET {environ.get('PATH_INFO')} writes: {written}"
        return response

    monkeypatch.setattr(Client, "request", request)


@pytest.fixture
def posted(
    django_capture_on_commit_callbacks: Any, mailoutbox: list[EmailMessage]
) -> Callable[[], Any]:
    """`with posted() as letters:` – what was to happen after commit happens, letters arrive."""

    @contextmanager
    def deliver() -> Iterator[list[EmailMessage]]:
        with django_capture_on_commit_callbacks(execute=True):
            yield mailoutbox

    return deliver


# Places


@pytest.fixture
def poltava(db: None) -> Oblast:
    return OblastFactory.create(
        slug="poltava",
        name="Полтавська",
        name_en="Poltava Oblast",
        code="UA53000000000028050",
        iso_code="UA-53",
    )


@pytest.fixture
def sumy(db: None) -> Oblast:
    return OblastFactory.create(
        slug="sumy",
        name="Сумська",
        name_en="Sumy Oblast",
        code="UA59000000000057109",
        iso_code="UA-59",
    )


@pytest.fixture
def office(poltava: Oblast) -> Office:
    return OfficeFactory.create(oblast=poltava)


@pytest.fixture
def office_of_sumy(sumy: Oblast) -> Office:
    return OfficeFactory.create(oblast=sumy)


@pytest.fixture
def community(poltava: Oblast) -> Community:
    raion = RaionFactory.create(oblast=poltava, name="Миргородський", name_en="Myrhorodskyi")
    return CommunityFactory.create(
        oblast=poltava, raion=raion, name="Миргородська", name_en="Myrhorodska"
    )


@pytest.fixture
def community_elsewhere(sumy: Oblast) -> Community:
    return CommunityFactory.create(oblast=sumy, name="Конотопська", name_en="Konotopska")


@pytest.fixture
def partner(office: Office) -> Partner:
    """Kept by the office of Poltava; the representative and the reader are its people."""
    return PartnerFactory.create(name="Фонд Мости", name_en="Bridges Foundation", curated_by=office)


# People


@pytest.fixture
def administrator(db: None) -> User:
    return UserFactory.create(email="admin@mosty.example", is_staff=True, is_superuser=True)


@pytest.fixture
def head(office: Office) -> User:
    user = UserFactory.create(email="head@mosty.example", full_name="Голова Офісу")
    OfficeMembershipFactory.create(user=user, office=office, role="head")
    return user


@pytest.fixture
def officer(office: Office) -> User:
    user = UserFactory.create(email="officer@mosty.example", full_name="Олена Працівниця")
    OfficeMembershipFactory.create(user=user, office=office, role="officer")
    return user


@pytest.fixture
def officer_of_sumy(office_of_sumy: Office) -> User:
    user = UserFactory.create(email="officer.sumy@mosty.example")
    OfficeMembershipFactory.create(user=user, office=office_of_sumy, role="officer")
    return user


@pytest.fixture
def analyst(office: Office) -> User:
    user = UserFactory.create(email="analyst@mosty.example")
    OfficeMembershipFactory.create(user=user, office=office, role="analyst")
    return user


@pytest.fixture
def coordinator(community: Community) -> User:
    user = UserFactory.create(email="coordinator@mosty.example", full_name="Ірина Координаторка")
    CommunityMembershipFactory.create(user=user, community=community, role="coordinator")
    return user


@pytest.fixture
def coordinator_elsewhere(community_elsewhere: Community) -> User:
    user = UserFactory.create(email="coordinator.konotop@mosty.example")
    CommunityMembershipFactory.create(user=user, community=community_elsewhere)
    return user


@pytest.fixture
def editor(community: Community) -> User:
    user = UserFactory.create(email="editor@mosty.example")
    CommunityMembershipFactory.create(user=user, community=community, role="editor")
    return user


@pytest.fixture
def representative(partner: Partner) -> User:
    user = UserFactory.create(email="donor@mosty.example", preferred_language="en")
    PartnerMembershipFactory.create(user=user, partner=partner, role="representative")
    return user


@pytest.fixture
def reader(partner: Partner) -> User:
    """The read-only client of a partner."""
    user = UserFactory.create(email="client@mosty.example", preferred_language="en")
    PartnerMembershipFactory.create(user=user, partner=partner, role="client")
    return user


@pytest.fixture
def newcomer(db: None) -> User:
    """Signed up, without a role."""
    return UserFactory.create(email="newcomer@mosty.example", full_name="Новий Користувач")


@pytest.fixture
def signed_in() -> dict[str, SimpleCookie]:
    """Cookies of those who signed in before the cases of a table."""
    return {}


@pytest.fixture
def browse(
    request: pytest.FixtureRequest, db: None, signed_in: dict[str, SimpleCookie]
) -> Callable[[str], Client]:
    """`browse("officer")`: a browser in which that one of the cast is signed in."""

    def as_one_of_the_cast(name: str) -> Client:
        browser = Client()
        if name in signed_in:
            browser.cookies = deepcopy(signed_in[name])
        elif name != "anonymous":
            browser.force_login(
                request.getfixturevalue(name),
                backend="allauth.account.auth_backends.AuthenticationBackend",
            )
        return browser

    return as_one_of_the_cast
