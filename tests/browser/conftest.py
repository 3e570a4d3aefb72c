"""One portal and one Chromium for each worker; a new browser context for each visitor.

What tests do in the portal stays there: each works with people and records of its own.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Request,
    ViewportSize,
    sync_playwright,
)

from accounts.models import User
from tests.browser.server import serving
from tests.story import Told, copy_of

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1280, "height": 900}
NO_CHROMIUM = "No Chromium: pages are not looked at. Install it: sudo apt-get install chromium"


def pytest_itemcollected(item: pytest.Item) -> None:
    """Only for the tests of this folder."""
    item.add_marker(pytest.mark.browser)
    item.add_marker(pytest.mark.django_db)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """They go first, and after them who else needs the demonstration: one worker gets them all.

    So one Chromium is started and the content is loaded once; short tests fill up the end.
    """
    items.sort(key=_distance_from_the_story)


def _distance_from_the_story(item: pytest.Item) -> int:
    fixtures = getattr(item, "fixturenames", ())
    return 0 if "portal" in fixtures else 1 if "told" in fixtures else 2


@pytest.fixture(autouse=True)
def _django_db_helper() -> None:
    """No transaction around a test: what pages do is committed, in a database of their own."""


@dataclass
class Watched:
    """What went wrong in a page without anybody seeing it."""

    address: str
    complaints: list[str] = field(default_factory=list)

    def attach(self, page: Page) -> None:
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("request", self._asked)

    def _said(self, message: ConsoleMessage) -> None:
        """Errors of scripts, refusals of the content security policy, files not found."""
        if message.type in {"error", "warning"}:
            place = message.location.get("url", "")
            self.complaints.append(f"console: {message.text} ({place})")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.complaints.append(f"asks a third party: {request.url}")

    def take(self) -> list[str]:
        """What has been said since the last time."""
        said, self.complaints = self.complaints, []
        return said


Visit = Callable[..., Page]


@pytest.fixture(scope="package")
def portal(
    told: Told, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a portal with the demonstration in it, for the whole of this folder."""
    if not _chromium():
        pytest.skip(NO_CHROMIUM)
    files = tmp_path_factory.mktemp("portal")
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), copy_of(told):
        # Playwright keeps a loop running in this thread, which Django takes for a mistake.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with serving(files / "static", files / "media") as address:
            yield address


@pytest.fixture(scope="package")
def chromium(portal: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


def _chromium() -> str | None:
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


@pytest.fixture
def watched(portal: str) -> Iterator[Watched]:
    """In the end nothing may have gone wrong that only the console tells, unless it was taken."""
    watched = Watched(portal)
    yield watched
    assert not watched.complaints


@pytest.fixture
def visit(portal: str, chromium: Browser, watched: Watched) -> Iterator[Visit]:
    """`visit("officer.poltava")` opens a browser in which that person is signed in."""
    contexts = []

    def opened(who: str = "", **options: Any) -> Page:
        context = chromium.new_context(**{"base_url": portal, "viewport": DESK, **options})
        contexts.append(context)
        context.set_default_timeout(15_000)
        if who:
            context.add_cookies([session_of(who, portal)])
        page = context.new_page()
        watched.attach(page)
        return page

    yield opened
    for context in contexts:
        context.close()


def session_of(who: str, address: str) -> Any:
    """The cookie of somebody who has signed in."""
    browser = Client()
    browser.force_login(
        User.objects.get(email=f"{who}@mosty.example"),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": browser.cookies[name].value, "url": address}
