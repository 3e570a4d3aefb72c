"""Notices: told once, at once or all together, never at night, and ended with one click."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from common.notifications.enums import Frequency
from common.notifications.models import Notice, OutgoingLetter
from common.notifications.telling import (
    after_the_night,
    choices_of,
    choose,
    send_digests,
    tell,
    unsubscribe_url,
)

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 11, 23)
TUESDAY = dt.date(2026, 11, 24)


def happens(*people: User, event: str = "idea 1 submitted", **more: Any) -> int:
    return tell(
        group="ideas",
        event=event,
        template="ideas/letters/submit",
        people=people,
        words=lambda _language: {
            "reference": "PL-IDEA-2026-0001",
            "title": "Укриття <b>",
            "community": "Миргородська громада",
        },
        link="/ideas/PL-IDEA-2026-0001/",
        **more,
    )


def test_each_is_told_once_in_the_portal_and_by_letter(
    posted: Any, officer: User, coordinator: User
) -> None:
    with posted() as box:
        assert happens(officer, coordinator, officer) == 2
        assert happens(officer, coordinator) == 0
    assert sorted(letter.to[0] for letter in box) == sorted([officer.email, coordinator.email])
    notice = Notice.objects.get(person=officer)
    assert notice.subject == "PL-IDEA-2026-0001: ідея чекає на перевірку"
    assert "Укриття <b>" in notice.text
    assert not notice.waits_for_digest
    assert box[0].extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_in_the_language_of_each(posted: Any, officer: User) -> None:
    officer.preferred_language = "en"
    officer.save()
    with posted() as box:
        happens(officer)
    assert "http" in box[0].body
    assert "/en/ideas/PL-IDEA-2026-0001/" in box[0].body
    assert Notice.objects.get().subject == "PL-IDEA-2026-0001: an idea waits to be checked"


def test_nobody_is_told_of_their_own_deed_nor_when_gone(officer: User, coordinator: User) -> None:
    coordinator.is_active = False
    coordinator.save()
    assert happens(officer, coordinator, actor=officer) == 0


def test_an_unknown_group_is_refused(officer: User) -> None:
    with pytest.raises(KeyError):
        tell(group="x", event="e", template="t", people=[officer], words=lambda _: {}, link="/")


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_tell_once(officer: User) -> None:
    told: list[int] = []

    def work() -> None:
        try:
            told.append(happens(officer))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _each in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(told) == [0, 0, 0, 1]
    assert OutgoingLetter.objects.count() == 1


@pytest.mark.parametrize(
    ("frequency", "days"),
    [
        (Frequency.DAILY, {MONDAY, TUESDAY}),
        (Frequency.WEEKLY, {MONDAY}),
        (Frequency.NEVER, set()),
    ],
)
def test_all_together_on_the_day(
    posted: Any, officer: User, frequency: str, days: set[dt.date]
) -> None:
    choose(person=officer, group="ideas", frequency=frequency)
    for day in (MONDAY, TUESDAY):
        Notice.objects.all().delete()
        happens(officer, event=f"{day} 1")
        happens(officer, event=f"{day} 2")
        with posted() as box:
            box.clear()
            assert send_digests(day) == (day in days)
            assert send_digests(day) == 0
        if day in days:
            [letter] = box
            assert letter.subject == "Мости: 2 сповіщення"
            assert letter.body.count("PL-IDEA-2026-0001: ідея чекає на перевірку") == 2
    assert Notice.objects.unread().count() == 2


def test_what_has_been_read_is_no_news(officer: User) -> None:
    choose(person=officer, group="ideas", frequency="daily")
    happens(officer)
    Notice.objects.update(read_at=timezone.now())
    assert send_digests(TUESDAY) == 0


def test_whoever_wants_no_digest_any_more_gets_none(officer: User) -> None:
    choose(person=officer, group="ideas", frequency="daily")
    happens(officer)
    choose(person=officer, group="ideas", frequency="now")
    choose(person=officer, group="ideas", frequency="daily")
    assert send_digests(TUESDAY) == 0


def test_what_is_urgent_comes_at_once_whatever_was_chosen(posted: Any, officer: User) -> None:
    choose(person=officer, group="ideas", frequency="never")
    with posted() as box:
        happens(officer, is_urgent=True)
    assert len(box) == 1


KYIV_IS_ON = [
    # Winter: two hours ahead of UTC; the clocks change on 25 October 2026 and 28 March 2027.
    ("2026-11-23T19:59+00:00", "2026-11-23T19:59+00:00"),
    ("2026-11-23T20:00+00:00", "2026-11-24T05:00+00:00"),
    ("2026-11-24T04:59+00:00", "2026-11-24T05:00+00:00"),
    ("2026-11-24T05:00+00:00", "2026-11-24T05:00+00:00"),
    ("2026-12-31T22:30+00:00", "2027-01-01T05:00+00:00"),
    ("2026-10-24T19:30+00:00", "2026-10-25T05:00+00:00"),
    ("2027-03-27T21:30+00:00", "2027-03-28T04:00+00:00"),
]


@pytest.mark.parametrize(("told", "sent"), KYIV_IS_ON)
def test_nights_are_quiet(settings: Any, told: str, sent: str) -> None:
    settings.QUIET_HOURS = (22, 7)
    assert after_the_night(dt.datetime.fromisoformat(told)) == dt.datetime.fromisoformat(sent)


def test_a_letter_written_at_night_waits(settings: Any, officer: User, posted: Any) -> None:
    settings.QUIET_HOURS = (0, 0)
    with posted() as box:
        happens(officer)
        assert OutgoingLetter.objects.get().due_at > timezone.now()
    assert box == []


# Pages


def test_the_list_the_notice_and_reading(browse: Callable[[str], Client], officer: User) -> None:
    happens(officer)
    browser = browse("officer")
    page = browser.get(reverse("notices:notice-list")).content.decode()
    assert "ідея чекає на перевірку" in page
    assert "Укриття &lt;b&gt;" in page
    assert "1 нове сповіщення" in browser.get(reverse("accounts:me")).content.decode()
    notice = Notice.objects.get()
    assert f'href="{notice.link}"' in page
    address = reverse("notices:notice-read", args=[notice.public_id])
    assert browse("coordinator").post(address).status_code == 404
    assert Notice.objects.unread().exists()
    browser.post(address)
    notice.refresh_from_db()
    assert notice.read_at
    assert "ідея чекає" not in browser.get("/notices/?new=1").content.decode()
    happens(officer, event="2")
    browser.post(reverse("notices:read-all"))
    assert not Notice.objects.unread().exists()


def test_queries_do_not_grow(
    browse: Callable[[str], Client], officer: User, django_assert_max_num_queries: Any
) -> None:
    browser = browse("officer")
    for number in range(40):
        happens(officer, event=str(number))
    with django_assert_max_num_queries(14):
        assert browser.get(reverse("notices:notice-list"), {"page": "x"}).status_code == 200


def test_choosing(browse: Callable[[str], Client], officer: User) -> None:
    browser = browse("officer")
    address = reverse("notices:choices")
    groups = choices_of(officer)
    assert groups["ideas"] == "now"
    page = browser.get(address).content.decode()
    assert 'name="agreements"' in page
    assert 'name="operations"' not in page
    browser.post(address, dict.fromkeys(groups, "weekly"))
    assert {code for code, one in choices_of(officer).items() if one != "weekly"} == {"operations"}
    wrong = browser.post(address, {**dict.fromkeys(groups, "daily"), "ideas": "hourly"})
    assert wrong.status_code == 200
    assert "daily" not in choices_of(officer).values()


def test_one_click_ends_letters_without_signing_in(client: Client, officer: User) -> None:
    address = unsubscribe_url(officer, "ideas")
    path = address[address.index("/", 8) :]
    assert client.get(path).status_code == 200
    assert choices_of(officer)["ideas"] == "now"
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert choices_of(officer)["ideas"] == "never"
    assert client.get(f"{path[:-3]}x/").status_code == 404
    assert client.get("/notices/off/abc/").status_code == 404


def test_one_click_in_a_digest_ends_all_that_comes_together(
    posted: Any, client: Client, officer: User
) -> None:
    for group, frequency in (("ideas", "daily"), ("offers", "weekly"), ("requests", "now")):
        choose(person=officer, group=group, frequency=frequency)
    happens(officer)
    with posted() as box:
        box.clear()
        assert send_digests(TUESDAY) == 1
    off = box[0].extra_headers["List-Unsubscribe"].strip("<>")
    path = off[off.index("/", 8) :]
    assert client.get(path).status_code == 200
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    chosen = choices_of(officer)
    assert [chosen[one] for one in ("ideas", "offers", "requests")] == ["never", "never", "now"]


def test_who_may_open_what(browse: Callable[[str], Client], client: Client, officer: User) -> None:
    happens(officer)
    notice = Notice.objects.get()
    for name in ("notice-list", "choices"):
        assert client.get(reverse(f"notices:{name}")).status_code == 302
        assert browse("newcomer").get(reverse(f"notices:{name}")).status_code == 200
    for address in (
        reverse("notices:read-all"),
        reverse("notices:notice-read", args=[notice.public_id]),
    ):
        assert client.post(address).status_code == 302
        assert browse("officer").get(address).status_code == 405
    others = browse("coordinator").get(reverse("notices:notice-list")).content.decode()
    assert "ідея чекає" not in others
