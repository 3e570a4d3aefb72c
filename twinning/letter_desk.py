"""Letters that wait for their author: nobody has answered, the day to ask again has come."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import ngettext

from accounts.desk import DeskLine, add_to_desk
from accounts.models import User
from common.design.formats import number
from twinning.letter_enums import LetterStatus
from twinning.letter_permissions import can_write_letters
from twinning.models import Letter


def follow_ups(user: User) -> Iterator[DeskLine]:
    if not can_write_letters(user):
        return
    count = Letter.objects.visible_to(user).overdue().count()
    text = ngettext(
        "%(count)s letter abroad has no answer: ask again",
        "%(count)s letters abroad have no answer: ask again",
        count,
    )
    yield DeskLine(
        label=text % {"count": number(count)},
        url=f"{reverse('twinning:letter-list')}?standing=overdue",
        count=count,
        tone="bad",
    )
    drafts = Letter.objects.visible_to(user).filter(status=LetterStatus.DRAFT, author=user).count()
    text = ngettext(
        "%(count)s letter of yours is not sent yet",
        "%(count)s letters of yours are not sent yet",
        drafts,
    )
    yield DeskLine(
        label=text % {"count": number(drafts)},
        url=f"{reverse('twinning:letter-list')}?standing=drafts",
        count=drafts,
        tone="info",
    )


def fill_desk() -> None:
    add_to_desk(follow_ups)
