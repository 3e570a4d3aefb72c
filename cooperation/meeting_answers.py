"""The link in an invitation that takes one answer, from people without an account too.

It is signed, names a participant and the number of the link. Each letter and each answer makes the
next number, so that a link is good once and only the newest letter has one. Nothing secret is kept.
"""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from common.design.languages import address_in
from cooperation.meeting_enums import MeetingStatus
from cooperation.meeting_exceptions import (
    AnswerTooLate,
    AnswerUnknown,
    AnswerUsed,
)
from cooperation.models import Participant

SALT = "meetings.answer"


def answer_url(person: Participant, language: str = "uk") -> str:
    return settings.SITE_URL + address_in(
        language, reverse("meetings:answer", kwargs={"token": token_of(person)})
    )


def token_of(person: Participant) -> str:
    return signing.dumps([person.pk, person.answer_number], salt=SALT, compress=True)


def whose(token: str) -> tuple[Participant, bool]:
    """The participant of a link, and whether the link is good. Refuses AnswerUnknown."""
    try:
        key, number = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise AnswerUnknown from error
    rows = Participant.objects.select_related(
        "meeting__office__oblast", "office", "community", "partner", "user"
    )
    person = rows.filter(pk=key).first()
    if person is None or person.meeting.announced_at is None:
        raise AnswerUnknown
    return person, number == person.answer_number


def refuse_late(person: Participant) -> None:
    """Refuses AnswerTooLate: there is nothing to come to any more."""
    meeting = person.meeting
    if meeting.status != MeetingStatus.ANNOUNCED or meeting.ends_at <= timezone.now():
        raise AnswerTooLate


def refuse_used(*, is_good: bool) -> None:
    if not is_good:
        raise AnswerUsed
