"""Every door of the portal names itself and the person in the history."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from celery import shared_task
from django.conf import settings
from django.contrib.admin import site
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from common.audit.commands import acting_as_command
from common.audit.context import Source, acting, current
from common.audit.middleware import HistoryMiddleware
from common.audit.registry import history_url, kinds
from common.codelists.models import Theme
from communities.models import Community
from partners.models import Partner

pytestmark = pytest.mark.django_db

Browse = Callable[[str], Client]


def context_of(record: Any) -> dict[str, Any]:
    found: dict[str, Any] = record.events.order_by("pgh_id").last().pgh_context
    return found


@shared_task(name="tests.audit.rename_theme")
def rename_theme(key: int) -> None:
    Theme.objects.filter(pk=key).update(name="Перейменовано")


def test_a_page(browse: Browse, community: Community, coordinator: User) -> None:
    address = reverse("communities:community-edit", args=(community.code,))
    browser = browse("coordinator")
    form = browser.get(address).context["form"]
    answer = browser.post(
        address,
        {"about": "Новий опис", "about_en": "", "website": "", "seen": form["seen"].value()},
    )

    assert answer.status_code == 302
    said = context_of(community)
    assert (said["source"], said["actor"]) == ("page", coordinator.pk)


def test_the_administration(browse: Browse, theme: Theme, administrator: User) -> None:
    answer = browse("administrator").post(
        reverse("admin:codelists_theme_change", args=(theme.pk,)),
        {"slug": "energy", "name": "Енергія", "name_en": "Energy", "position": "5"},
    )

    assert answer.status_code == 302
    said = context_of(theme)
    assert (said["source"], said["actor"]) == ("admin", administrator.pk)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("/api/v1/partners/", "api"),
        ("/admin/partners/", "admin"),
        ("/en/admin/partners/", "admin"),
        ("/partners/", "page"),
        ("/en/partners/admin/", "page"),
    ],
)
def test_doors_by_address(rf: Any, theme: Theme, officer: User, path: str, source: str) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        Theme.objects.update(position=42)
        return HttpResponse()

    request = rf.post(path)
    request.user = officer
    HistoryMiddleware(view)(request)

    assert context_of(theme) == {"actor": officer.pk, "source": source, "note": ""}


def test_a_person_who_is_not_signed_in_has_no_name(rf: Any, theme: Theme) -> None:
    request = rf.post("/accounts/signup/")
    request.user = AnonymousUser()
    HistoryMiddleware(lambda _request: HttpResponse(str(Theme.objects.update(position=1))))(request)

    assert context_of(theme) == {"actor": None, "source": "page", "note": ""}


def test_a_view_that_fails_leaves_no_history(rf: Any, officer: User) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        raise LookupError

    request = rf.post("/partners/")
    request.user = officer
    with pytest.raises(LookupError):
        HistoryMiddleware(view)(request)

    assert current() is None


def test_a_task_acts_for_the_person_who_asked_for_it(theme: Theme, officer: User) -> None:
    with acting(actor=officer, source=Source.PAGE):
        rename_theme.delay(theme.pk)

    said = context_of(theme)
    assert (said["source"], said["actor"]) == ("task", officer.pk)


def test_a_task_of_the_schedule_has_no_person(theme: Theme) -> None:
    rename_theme.delay(theme.pk)

    said = context_of(theme)
    assert (said["source"], said["actor"]) == ("task", None)


def test_a_command(theme: Theme) -> None:
    with acting_as_command():
        Theme.objects.update(position=1)

    assert context_of(theme)["source"] == "command"


@pytest.mark.django_db(transaction=True)
def test_a_command_from_the_command_line() -> None:
    """The whole way: another process, `manage.py`, its own connection."""
    theme = Theme.objects.create(slug="energy", name="Енергетика", name_en="Energy")
    program = "from common.codelists.models import Theme; Theme.objects.update(position=77)"
    subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", program],
        cwd=settings.BASE_DIR,
        env={**os.environ, "PGDATABASE": str(connection.settings_dict["NAME"])},
        check=True,
        capture_output=True,
    )

    theme.refresh_from_db()
    assert (theme.position, context_of(theme)["source"]) == (77, "command")


@pytest.mark.parametrize("what", ["partner", "community", "office", "theme", "coordinator"])
def test_the_history_button_of_the_administration(
    request: pytest.FixtureRequest, browse: Browse, what: str
) -> None:
    record = request.getfixturevalue(what)
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_history"
    answer = browse("administrator").get(reverse(name, args=(record.pk,)))

    assert (answer.status_code, answer.url) == (302, history_url(record))  # type: ignore[attr-defined]


def test_event_tables_have_no_pages_in_the_administration() -> None:
    shown = {model._meta.label for model in site._registry}

    assert not {one.events._meta.label for one in kinds()} & shown
    assert not [label for label in shown if label.startswith("pghistory.")]


def test_our_code_never_switches_triggers_off() -> None:
    """`pgtrigger.ignore` and raw session settings would open a way around the history."""
    own = [
        path
        for app in ("accounts", "common", "communities", "config", "partners", "portal")
        for path in (settings.BASE_DIR / app).rglob("*.py")
        if "migrations" not in path.parts
    ]
    assert len(own) > 50
    for path in own:
        text = path.read_text()
        assert "pgtrigger.ignore" not in text, path
        assert "session_replication_role" not in text, path


def test_a_partner_is_known_by_its_public_identifier(partner: Partner) -> None:
    assert str(partner.public_id) in history_url(partner)
