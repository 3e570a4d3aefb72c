"""Letters about new calls: never twice, never empty, ended by one click."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from communities.models import Oblast
from partners.exceptions import InvalidData
from projects.call_tasks import tell_of_calls
from projects.models import CallAlert, SavedSearch
from projects.services import call_alerts
from projects.services.call_alerts import (
    canonical,
    change_search,
    save_search,
    send_alerts,
    tell,
    unsubscribe_url,
)
from tests.factories.accounts import UserFactory
from tests.factories.calls import call as make_call
from tests.factories.codelists import ThemeFactory

Posted = Callable[[], Any]
TODAY = timezone.localdate


def search(owner: User, query: str = "", frequency: str = "daily", days: int = 8) -> SavedSearch:
    """Saved so many days ago and not looked through since."""
    made = save_search(actor=owner, name="Моє", query=query, frequency=frequency)
    made.created_at -= dt.timedelta(days=days)
    made.checked_on -= dt.timedelta(days=days)
    made.save()
    return made


@pytest.mark.django_db
def test_a_new_call_is_told_once(posted: Posted, coordinator: User) -> None:
    found = search(coordinator)
    made = make_call(title="Тепло громад")
    with posted() as letters:
        assert tell_of_calls() == 1
        assert send_alerts() == 0
        assert send_alerts(TODAY() + dt.timedelta(days=1)) == 0
    assert len(letters) == 1
    assert "Тепло громад" in letters[0].body
    assert made.get_absolute_url() in letters[0].body
    found.refresh_from_db()
    assert found.last_sent_at is not None


@pytest.mark.django_db
def test_nothing_new_no_letter(posted: Posted, coordinator: User, sumy: Oblast) -> None:
    theme = ThemeFactory.create(slug="energy")
    search(coordinator, f"oblast={sumy.code}&themes=energy")
    old = timezone.now() - dt.timedelta(days=30)
    make_call(themes=[theme], published_at=old)
    make_call(themes=[theme], closes_at=timezone.now() - dt.timedelta(hours=1))
    make_call(themes=[theme], record_status="draft", published_at=None)
    make_call(themes=[theme], visibility="internal")
    make_call()
    with posted() as letters:
        assert send_alerts() == 0
    assert not letters
    make_call(themes=[theme], title="Нарешті")
    with posted() as letters:
        assert send_alerts(TODAY() + dt.timedelta(days=1)) == 1
    assert "Нарешті" in letters[0].body


@pytest.mark.django_db
def test_two_searches_one_letter_each_call_once(posted: Posted, coordinator: User) -> None:
    theme = ThemeFactory.create(slug="energy")
    search(coordinator)
    search(coordinator, "themes=energy")
    make_call(title="Обидва", themes=[theme])
    with posted() as letters:
        assert send_alerts() == 1
    assert letters[0].body.count("Обидва") == 1
    assert CallAlert.objects.count() == 1


@pytest.mark.django_db
def test_weekly_waits_for_its_week(posted: Posted, coordinator: User) -> None:
    search(coordinator, frequency="weekly", days=6)
    make_call()
    with posted() as letters:
        assert send_alerts() == 0
        assert send_alerts(TODAY() + dt.timedelta(days=1)) == 1
    assert len(letters) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["never", "inactive"])
def test_who_wants_no_letters_gets_none(posted: Posted, coordinator: User, change: str) -> None:
    found = search(coordinator)
    make_call()
    if change == "never":
        change_search(search=found, name="Моє", frequency="never")
    else:
        User.objects.filter(pk=coordinator.pk).update(is_active=False)
    with posted() as letters:
        assert send_alerts() == 0
    assert not letters
    if change == "never":
        change_search(search=found, name="Моє", frequency="daily")
        assert SavedSearch.objects.get().checked_on == TODAY()


@pytest.mark.django_db
def test_a_letter_is_in_the_language_of_its_reader(posted: Posted) -> None:
    reader = UserFactory.create(preferred_language="en")
    search(reader)
    make_call(title="Тепло", title_en="Heat")
    with posted() as letters:
        send_alerts()
    assert letters[0].subject == "1 new call for you"
    assert "Heat" in letters[0].body
    assert "/en/calls/" in letters[0].body


@pytest.mark.django_db
def test_one_click_ends_the_letters(posted: Posted, coordinator: User) -> None:
    search(coordinator)
    make_call()
    with posted() as letters:
        send_alerts()
    headers = letters[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = urlsplit(headers["List-Unsubscribe"].strip("<>")).path
    browser = Client(enforce_csrf_checks=True)
    assert browser.get(path).status_code == 200
    assert SavedSearch.objects.get().frequency == "daily"
    assert browser.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert SavedSearch.objects.get().frequency == "never"
    assert browser.post(path).status_code == 200
    SavedSearch.objects.all().delete()
    assert browser.get(path).status_code == 200
    assert browser.get(f"{path[:-2]}x/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_workers_write_one_letter(mailoutbox: list[Any]) -> None:
    person = UserFactory.create()
    search(person)
    search(person, "applicants=community")
    make_call()
    ready = threading.Barrier(4)
    told: list[bool] = []

    def work() -> None:
        try:
            ready.wait(timeout=20)
            told.append(tell(person.pk, TODAY()))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)
    assert sorted(told) == [False, False, False, True]
    assert len(mailoutbox) == 1
    assert CallAlert.objects.count() == 1


@pytest.mark.django_db
def test_a_failed_letter_tells_nothing(
    posted: Posted, coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    search(coordinator)
    make_call()

    def fail(*_arguments: Any, **_options: Any) -> None:
        raise RuntimeError("no paper")

    with monkeypatch.context() as patch:
        patch.setattr(call_alerts, "send_letter", fail)
        with pytest.raises(RuntimeError):
            send_alerts()
    assert not CallAlert.objects.exists()
    with posted() as letters:
        assert send_alerts() == 1
    assert len(letters) == 1


@pytest.mark.django_db
def test_filters_are_kept_in_one_form() -> None:
    asked = QueryDict("when=past&themes=water&themes=energy&search= тепло &cursor=x&foo=1&oblast=")
    said = QueryDict("search=тепло&themes=energy&themes=water")
    assert canonical(asked) == canonical(said)
    assert "when" not in canonical(asked)


@pytest.mark.django_db
def test_saving_refuses_what_is_there_and_what_is_too_much(coordinator: User) -> None:
    save_search(actor=coordinator, name="а", query="themes=a", frequency="daily")
    for name, query, frequency in (
        ("б", "themes=a", "daily"),
        (" ", "themes=b", "daily"),
        ("б", "themes=b", "hourly"),
        ("б", "x" * 3000, "daily"),
    ):
        with pytest.raises(InvalidData):
            save_search(actor=coordinator, name=name, query=query, frequency=frequency)
    for number in range(call_alerts.MOST_SEARCHES - 1):
        save_search(actor=coordinator, name="в", query=f"themes={number}", frequency="daily")
    with pytest.raises(InvalidData):
        save_search(actor=coordinator, name="г", query="themes=z", frequency="daily")


@pytest.mark.django_db
def test_saving_on_the_page(browse: Callable[[str], Client]) -> None:
    ThemeFactory.create(slug="energy")
    browser = browse("coordinator")
    url = f"{reverse('calls:search-new')}?themes=energy&applicants=community"
    assert browser.get(url).status_code == 200
    assert browser.post(url, {"name": "Тепло", "frequency": "daily"}).status_code == 302
    made = SavedSearch.objects.get()
    assert made.query == "applicants=community&themes=energy"
    again = browser.post(url, {"name": "Тепло", "frequency": "daily"})
    assert again.context["form"].errors
    page = browser.get(reverse("calls:search-list")).content.decode()
    assert "Тепло" in page
    assert unsubscribe_url([made])
