"""Letters that come back: reports as mail servers write them, and what is done about addresses."""

from __future__ import annotations

import io
import mailbox
from collections.abc import Callable
from pathlib import Path
from smtplib import SMTPRecipientsRefused
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.desk import desk_of
from accounts.models import User
from common.notifications.addresses import dead_among, is_dead, mark_dead, revive, says_dead
from common.notifications.bounces import Bounce, envelope_sender, take_bounce
from common.notifications.delivery import message_id, send_due
from common.notifications.enums import LetterStatus
from common.notifications.models import DeadAddress, OutgoingLetter
from partners.models import Partner
from tests.factories.partners import ContactPersonFactory

pytestmark = pytest.mark.django_db
GONE = "gone@mosty.example"

# As Postfix writes it; the subject is Ukrainian, in the letter that is returned.
POSTFIX = """\
Return-Path: <>
Delivered-To: {to}
Date: Sun, 22 Nov 2026 08:00:00 +0200 (EET)
From: MAILER-DAEMON@mail.mosty.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: {to}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
 boundary="4A1B.1763800000/mail.mosty.example"

--4A1B.1763800000/mail.mosty.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--4A1B.1763800000/mail.mosty.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.mosty.example
Arrival-Date: Sun, 22 Nov 2026 08:00:00 +0200 (EET)

Final-Recipient: rfc822; somebody.else@mosty.example
Action: {action}
Status: {status}
Remote-MTA: dns; mx.mosty.example
Diagnostic-Code: smtp; {said}

--4A1B.1763800000/mail.mosty.example
Content-Description: Undelivered Message
Content-Type: message/rfc822

Message-ID: {id}
Subject: =?utf-8?b?0KPQs9C+0LTQsCDQt9Cw0LLQtdGA0YjRg9GU0YLRjNGB0Y8=?=
From: =?utf-8?b?0JzQvtGB0YLQuA==?= <office@mosty.example>
To: gone@mosty.example
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: 8bit

Добрий день
--4A1B.1763800000/mail.mosty.example--
"""
# As Exchange writes it: Ukrainian words about it, only the headers are returned.
EXCHANGE = """\
From: =?utf-8?B?0J/QvtGI0YLQvtCy0LjQuSDRgdC10YDQstC10YA=?= <postmaster@rada.mosty.example>
To: {to}
Subject: =?utf-8?B?0J3QtSDQtNC+0YHRgtCw0LLQu9C10L3Qvjog0KPQs9C+0LTQsA==?=
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="_b_"

--_b_
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: 8bit

Адресу не знайдено.

--_b_
Content-Type: message/delivery-status

Reporting-MTA: dns;rada.mosty.example

Final-recipient: RFC822;gone@mosty.example
Action: {action}
Status: {status}
Diagnostic-code: smtp;{said}

--_b_
Content-Type: text/rfc822-headers

Message-ID: {id}
Subject: =?utf-8?B?0KPQs9C+0LTQsCDQt9Cw0LLQtdGA0YjRg9GU0YLRjNGB0Y8=?=

--_b_--
"""
NO_SUCH = "550 5.1.1 <gone@mosty.example>: Recipient address rejected: User unknown"


def sent(to: str = GONE) -> OutgoingLetter:
    letter: OutgoingLetter = OutgoingLetter.objects.create(
        to=to, subject="Угода завершується", status=LetterStatus.SENT, closed_at=timezone.now()
    )
    return letter


def report(
    letter: OutgoingLetter,
    *,
    form: str = POSTFIX,
    action: str = "failed",
    status: str = "5.1.1",
    said: str = NO_SUCH,
    **more: str,
) -> bytes:
    fields = {"to": "office@mosty.example", "id": message_id(letter), **more}
    text = form.format(action=action, status=status, said=said, **fields)
    return text.replace("\n", "\r\n").encode()


@pytest.mark.parametrize("form", [POSTFIX, EXCHANGE])
def test_an_address_that_does_not_exist_is_given_up(form: str) -> None:
    letter = sent()
    assert take_bounce(report(letter, form=form)) == Bounce.DEAD
    assert take_bounce(report(letter, form=form)) == Bounce.DEAD
    letter.refresh_from_db()
    assert (letter.status, letter.last_error) == (LetterStatus.BOUNCED, NO_SUCH)
    # Ours, whatever address the report speaks of.
    assert [one.address for one in DeadAddress.objects.all()] == [GONE]


@pytest.mark.parametrize(
    ("status", "said", "outcome"),
    [
        ("5.2.2", "552 5.2.2 Mailbox full", Bounce.REFUSED),
        ("5.7.1", "550 5.7.1 Message rejected as spam", Bounce.REFUSED),
        ("5.1.1", "", Bounce.DEAD),
        ("5.4.4", "Host or domain name not found", Bounce.DEAD),
        ("5.0.0", "550 Користувача не існує", Bounce.DEAD),
    ],
)
def test_only_what_is_said_of_the_address_closes_it(
    status: str, said: str, outcome: Bounce
) -> None:
    assert take_bounce(report(sent(), status=status, said=said)) == outcome
    assert is_dead(GONE) == (outcome == Bounce.DEAD)


@pytest.mark.parametrize("action", ["delayed", "relayed", "delivered", "expanded"])
def test_a_server_that_still_tries_changes_nothing(action: str) -> None:
    letter = sent()
    assert take_bounce(report(letter, action=action, status="4.4.1")) == Bounce.LATER
    letter.refresh_from_db()
    assert letter.status == LetterStatus.SENT


def test_the_address_that_it_came_back_to_names_the_letter(settings: Any) -> None:
    settings.BOUNCE_ADDRESS = "bounces@portal.mosty.example"
    letter = sent()
    to = envelope_sender(letter)
    assert to == f"bounces+{letter.public_id.hex}@portal.mosty.example"
    assert take_bounce(report(letter, to=to, id="<lost@elsewhere.example>")) == Bounce.DEAD


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00",
        "Subject: Дякую за лист\n\nДобре.".encode(),
        b"Content-Type: multipart/report; boundary=x\n\n--x\n",
        b"Content-Type: message/delivery-status\n\nAction: failed\n",
    ],
)
def test_other_letters_of_the_mailbox_are_left_alone(raw: bytes) -> None:
    sent()
    assert take_bounce(raw) == Bounce.OTHER


def test_nobody_can_close_an_address_without_its_letter() -> None:
    letter = sent()
    forged = report(letter, id="<01234567-89ab-cdef-0123-456789abcdef@mosty.example>")
    assert take_bounce(forged) == Bounce.OTHER
    assert not is_dead(GONE)


def test_a_dead_address_is_not_tried_until_it_is_confirmed(mailoutbox: list[EmailMessage]) -> None:
    mark_dead(GONE.upper(), NO_SUCH)
    for _each in range(2):
        OutgoingLetter.objects.create(to=GONE, subject="Тема", text="Текст", html="Текст")
        send_due()
        if is_dead(GONE):
            assert mailoutbox == []
            assert revive(GONE)
    assert [message.to for message in mailoutbox] == [[GONE]]
    assert not revive(GONE)


def test_a_refusal_at_the_door_closes_the_address_too(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([(550, b"5.7.1 spam"), (550, b"5.1.1 no such user")])

    def send_messages(self: EmailBackend, messages: list[EmailMessage]) -> int:
        raise SMTPRecipientsRefused({GONE: next(answers)})

    monkeypatch.setattr(EmailBackend, "send_messages", send_messages)
    for dead in (False, True):
        OutgoingLetter.objects.create(to=GONE, subject="Тема", text="Текст", html="Текст")
        send_due()
        assert is_dead(GONE) == dead
    assert says_dead("550 no such user")
    assert set(dead_among(["", GONE, "a@mosty.example"])) == {GONE}


def test_the_sender_is_ours_and_the_way_back_names_the_letter(
    settings: Any, mailoutbox: list[EmailMessage]
) -> None:
    settings.BOUNCE_ADDRESS = "bounces@portal.mosty.example"
    OutgoingLetter.objects.create(to=GONE, subject="Тема", text="Текст", html="Текст")
    send_due()
    (message,) = mailoutbox
    assert message.from_email.startswith("bounces+")
    assert message.extra_headers["From"] == settings.DEFAULT_FROM_EMAIL


def test_mailboxes_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    box = mailbox.Maildir(tmp_path / "box", create=True)
    for letter in (sent(), sent("other@mosty.example")):
        box.add(report(letter))
    box.add("Subject: Добрий день\n\nЛист".encode())
    said = io.StringIO()
    call_command("take_bounces", maildir=tmp_path / "box", stdout=said)
    call_command("take_bounces", maildir=tmp_path / "box", stdout=said)
    assert said.getvalue().splitlines() == [
        "3 messages; dead: 2, refused: 0, later: 0, other: 1",
        "0 messages; dead: 0, refused: 0, later: 0, other: 0",
    ]
    old = mailbox.mbox(tmp_path / "mbox", create=True)
    old.add(report(sent("third@mosty.example")))
    old.close()
    call_command("take_bounces", mbox=tmp_path / "mbox", stdout=said)
    piped = io.BytesIO(report(sent("fourth@mosty.example")))
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=piped))
    call_command("take_bounces", stdout=said)
    assert DeadAddress.objects.count() == 4
    with pytest.raises(CommandError, match="no mailbox"):
        call_command("take_bounces", maildir=tmp_path / "nowhere")


def test_people_see_it_where_it_matters(
    browse: Callable[[str], Client], partner: Partner, officer: User
) -> None:
    ContactPersonFactory.create(partner=partner, email=GONE)
    page = browse("officer").get(partner.get_absolute_url()).content.decode()
    assert "data-dead-address" not in page
    for address in (GONE, officer.email):
        mark_dead(address, NO_SUCH)
    client = browse("officer")
    for address in (partner.get_absolute_url(), reverse("accounts:member-list")):
        page = client.get(address).content.decode()
        assert page.count("data-dead-address") == 1
        assert "User unknown" in page
    assert any(officer.email in line.label for line in desk_of(officer))
    assert (
        "data-dead-address"
        not in browse("anonymous").get(partner.get_absolute_url()).content.decode()
    )
