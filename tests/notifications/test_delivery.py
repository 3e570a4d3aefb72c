"""Letters are written down, sent once, tried again, given up, and never hold each other up."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
from django.contrib.admin import site
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from kombu.exceptions import OperationalError

from common.notifications import tasks
from common.notifications.admin import OutgoingLetterAdmin
from common.notifications.delivery import (
    FIRST_PAUSE,
    LONGEST_PAUSE,
    MOST_TRIES,
    Sent,
    forget_old_letters,
    message_id,
    send_again,
    send_due,
)
from common.notifications.enums import LetterStatus
from common.notifications.letters import Letter, post
from common.notifications.models import KEPT_DAYS, OutgoingLetter

LETTER = Letter("a@mosty.example", "Тема", "Добрий день\n", "<p>Добрий день</p>", {"X-One": "1"})


def written(to: str = "a@mosty.example") -> OutgoingLetter:
    letter: OutgoingLetter = OutgoingLetter.objects.create(
        to=to, subject="Тема", text="Текст", html="<p>Текст</p>"
    )
    return letter


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception | None], None]:
    """`refusing(error)`: so the mail server answers from now on; None: it takes letters again."""
    answer: list[Exception | None] = [None]
    take = EmailBackend.send_messages

    def send_messages(self: EmailBackend, messages: Any) -> int:
        if answer[0] is not None:
            raise answer[0]
        return take(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send_messages)
    return lambda error: answer.__setitem__(0, error)


@pytest.mark.django_db
def test_a_letter_is_sent_after_the_change_and_its_words_are_wiped(posted: Any) -> None:
    with posted() as box:
        post(LETTER)
        assert box == []
    [message] = box
    letter = OutgoingLetter.objects.get()
    assert (message.subject, message.to) == ("Тема", ["a@mosty.example"])
    assert message.extra_headers == {"Message-ID": message_id(letter), "X-One": "1"}
    assert letter.status == LetterStatus.SENT
    assert (letter.text, letter.html, letter.headers) == ("", "", {})


@pytest.mark.django_db(transaction=True)
def test_a_change_that_fails_writes_to_nobody(mailoutbox: list[EmailMessage]) -> None:
    with transaction.atomic():
        post(LETTER)
        transaction.set_rollback(True)
    assert not OutgoingLetter.objects.exists()
    assert mailoutbox == []


@pytest.mark.django_db
def test_without_a_broker_the_letter_waits_for_the_schedule(
    posted: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_broker(**call: Any) -> None:
        raise OperationalError

    monkeypatch.setattr(tasks.send_letters, "apply_async", no_broker)
    with posted() as box:
        post(LETTER)
    assert box == []
    assert tasks.send_letters() == {"sent": 1, "refused": 0}
    assert [letter.subject for letter in box] == ["Тема"]


@pytest.mark.django_db
def test_a_refused_letter_is_tried_later_and_later_and_then_given_up(
    refusing: Callable[[Exception | None], None],
) -> None:
    letter = written()
    refusing(SMTPDataError(451, b"try later"))
    for tries in range(1, MOST_TRIES):
        before = timezone.now()
        assert send_due().refused == 1
        letter.refresh_from_db()
        pause = min(FIRST_PAUSE * 2 ** (tries - 1), LONGEST_PAUSE)
        assert before + pause <= letter.due_at <= timezone.now() + pause
        assert send_due() == Sent()
        OutgoingLetter.objects.update(due_at=before)
    assert letter.status == LetterStatus.WAITING
    send_due()
    letter.refresh_from_db()
    assert (letter.status, letter.last_error) == (LetterStatus.FAILED, "451 try later")
    # Still there for sending it again.
    assert letter.text == "Текст"


@pytest.mark.django_db
def test_an_address_that_does_not_exist_is_not_asked_again(
    refusing: Callable[[Exception | None], None],
) -> None:
    letter = written()
    refusing(SMTPRecipientsRefused({"a@mosty.example": (550, b"no such user")}))
    send_due()
    letter.refresh_from_db()
    assert (letter.status, letter.last_error) == (LetterStatus.BOUNCED, "550 no such user")
    refusing(SMTPRecipientsRefused({"a@mosty.example": (450, b"greylisted")}))
    assert send_again(letter)
    send_due()
    letter.refresh_from_db()
    assert letter.status == LetterStatus.WAITING


@pytest.mark.django_db
@pytest.mark.parametrize("error", [SMTPServerDisconnected("gone"), ValueError("bad header")])
def test_one_letter_that_cannot_be_sent_holds_up_nobody(
    error: Exception, monkeypatch: pytest.MonkeyPatch, mailoutbox: list[EmailMessage]
) -> None:
    bad, good = written("bad@mosty.example"), written("good@mosty.example")
    take = EmailBackend.send_messages

    def send_messages(self: EmailBackend, messages: list[EmailMessage]) -> int:
        if messages[0].to == [bad.to]:
            raise error
        return int(take(self, messages) or 0)

    monkeypatch.setattr(EmailBackend, "send_messages", send_messages)
    round_ = send_due()
    assert (round_.sent, round_.refused) == (1, 1)
    assert [message.to for message in mailoutbox] == [[good.to]]


@pytest.mark.django_db
def test_a_mail_server_that_is_down_costs_no_letter_a_try(
    monkeypatch: pytest.MonkeyPatch, mailoutbox: list[EmailMessage]
) -> None:
    def nobody(self: EmailBackend) -> None:
        raise ConnectionRefusedError

    letter = written()
    with monkeypatch.context() as down:
        down.setattr(
            EmailBackend, "open", lambda self: (_ for _ in ()).throw(ConnectionRefusedError)
        )
        assert send_due().sent == 0
    letter.refresh_from_db()
    assert (letter.status, letter.attempts) == (LetterStatus.WAITING, 0)
    assert send_due().sent == 1


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_send_each_letter_once(mailoutbox: list[EmailMessage]) -> None:
    for number in range(40):
        written(f"{number}@mosty.example")

    def work() -> None:
        try:
            send_due()
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _each in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(message.to[0] for message in mailoutbox) == sorted(
        f"{number}@mosty.example" for number in range(40)
    )
    assert not OutgoingLetter.objects.due().exists()


@pytest.mark.django_db
def test_only_what_was_given_up_is_sent_again(browse: Callable[[str], Client]) -> None:
    waiting, failed = written(), written("b@mosty.example")
    now = timezone.now()
    OutgoingLetter.objects.filter(pk=failed.pk).update(
        status=LetterStatus.FAILED, closed_at=now, attempts=MOST_TRIES
    )
    client = browse("administrator")
    address = reverse("admin:notifications_outgoingletter_changelist")
    page = client.get(f"{address}{failed.pk}/change/", follow=True).content.decode()
    assert failed.to in page
    assert "Текст" not in page
    keys = [waiting.pk, failed.pk]
    client.post(address, {"action": "try_again", "_selected_action": keys})
    failed.refresh_from_db()
    assert (failed.status, failed.attempts, failed.closed_at) == (LetterStatus.WAITING, 0, None)
    assert not send_again(waiting)


def test_a_letter_that_is_sent_has_no_next_try(posted: Any) -> None:
    shown = OutgoingLetterAdmin(OutgoingLetter, site)
    waiting, sent = (
        OutgoingLetter(status=status) for status in (LetterStatus.WAITING, LetterStatus.SENT)
    )
    assert (shown.next_try(waiting), shown.next_try(sent)) == (waiting.due_at, None)


@pytest.mark.django_db
def test_old_letters_are_forgotten() -> None:
    old, new, waiting = written(), written(), written()
    now = timezone.now()
    long_ago = now - dt.timedelta(days=KEPT_DAYS, minutes=1)
    for letter, closed_at in ((old, long_ago), (new, now)):
        letter.status, letter.closed_at = LetterStatus.SENT, closed_at
        letter.save()
    OutgoingLetter.objects.filter(pk=waiting.pk).update(written_at=long_ago)
    assert forget_old_letters() == 1
    assert set(OutgoingLetter.objects.values_list("pk", flat=True)) == {new.pk, waiting.pk}
