"""Telling people of what happened: in the portal at once, by letter as each has chosen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from common.design.languages import address_in
from common.notifications.enums import Frequency
from common.notifications.groups import TOGETHER, notice_group, notice_groups
from common.notifications.letters import Letter, compose, post, render_letter
from common.notifications.models import Notice, NoticeChoice

SALT = "notifications.off"
# A letter that nobody could read through: the rest is in the portal.
MOST_IN_DIGEST = 50
WEEKLY_ON = 0  # Monday
TOGETHER_EVER = frozenset({Frequency.DAILY, Frequency.WEEKLY})

Words = Callable[[str], Mapping[str, Any]]


@transaction.atomic
def tell(
    *,
    group: str,
    event: str,
    template: str,
    people: Iterable[Any],
    words: Words,
    link: str,
    actor: Any = None,
    is_urgent: bool = False,
    calendar: str = "",
) -> int:
    """Tell each of `people` of `event`, once; how many were told now.

    `event` names what happened and nothing else ("agreement PL-AGR-2026-0007 ends 2026-12-31, 30
    days"): told again under the same name it reaches nobody twice. `template` is a letter's; its
    first line is the subject, its first paragraph the text in the portal. `words(language)` gives
    its context. `link` is the path of the page in Ukrainian. The `actor` is not told of her own
    deed. An urgent notice goes by letter at once, at night too, whatever was chosen. `calendar` is
    an iCalendar object that goes with a letter of its own; a digest has none.
    """
    notice_group(group)
    reached = {one.pk: one for one in people if one.is_active and one != actor}
    chosen = _frequencies(group, reached)
    told = 0
    for person in reached.values():
        language = person.preferred_language
        with translation.override(language):
            context = {**words(language), "link": settings.SITE_URL + address_in(language, link)}
        letter = render_letter(
            to=person.email, template=template, context=context, language=language
        )
        frequency = Frequency.NOW if is_urgent else chosen[person.pk]
        _notice, is_new = Notice.objects.get_or_create(
            person=person,
            event=event,
            defaults={
                "group": group,
                "subject": letter.subject,
                "text": letter.text.partition("\n\n")[0],
                "link": link,
                "waits_for_digest": frequency in TOGETHER_EVER,
            },
        )
        if is_new and frequency == Frequency.NOW:
            _write(person, group, replace(letter, calendar=calendar), is_urgent=is_urgent)
        told += is_new
    return told


def _frequencies(group: str, people: Iterable[int]) -> dict[int, Frequency]:
    usual = notice_group(group).usually
    rows = NoticeChoice.objects.filter(group=group, person__in=list(people))
    chosen = dict(rows.values_list("person", "frequency"))
    return {key: Frequency(chosen.get(key, usual)) for key in people}


def _write(person: Any, group: str, letter: Letter, *, is_urgent: bool = False) -> None:
    now = timezone.now()
    not_before = now if is_urgent else after_the_night(now)
    letter = _with_choice(letter, person.preferred_language)
    post(replace(letter, headers=_ways_out(person, group)), not_before=not_before)


def _with_choice(letter: Letter, language: str) -> Letter:
    """Not every mail programme shows the button: the words say where one chooses."""
    with translation.override(language):
        address = settings.SITE_URL + address_in(language, reverse("notices:choices"))
        words = _("How often letters like this come, you choose here: %(address)s")
        text = f"{letter.text.strip()}\n\n{words % {'address': address}}"
        told = compose(to=letter.to, subject=letter.subject, text=text, language=language)
    return replace(letter, text=told.text, html=told.html)


def _ways_out(person: Any, group: str) -> dict[str, str]:
    """Mail programmes show a button that ends the letters of the group (RFC 8058)."""
    return {
        "List-Unsubscribe": f"<{unsubscribe_url(person, group)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def after_the_night(moment: dt.datetime) -> dt.datetime:
    """The moment itself, or the morning if it lies within the quiet hours."""
    if settings.QUIET_HOURS is None:
        return moment
    begins, ends = settings.QUIET_HOURS
    local = timezone.localtime(moment)
    if ends <= local.hour < begins:
        return moment
    day = local.date() + dt.timedelta(days=1 if local.hour >= begins else 0)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(ends)))


# Choices


def choices_of(person: Any) -> dict[str, str]:
    """Group → frequency, of every group."""
    chosen = dict(NoticeChoice.objects.filter(person=person).values_list("group", "frequency"))
    return {one.code: chosen.get(one.code, one.usually.value) for one in notice_groups()}


@transaction.atomic
def choose(*, person: Any, group: str, frequency: str) -> None:
    """From now on. What waits for a digest that no longer comes is left in the portal.

    Raises KeyError for an unknown group, ValueError for an unknown frequency.
    """
    notice_group(group)
    wanted = Frequency(frequency)
    NoticeChoice.objects.update_or_create(
        person=person, group=group, defaults={"frequency": wanted}
    )
    if wanted not in TOGETHER_EVER:
        waiting = Notice.objects.filter(person=person, group=group, waits_for_digest=True)
        waiting.update(waits_for_digest=False)


@transaction.atomic
def end_letters(*, person: Any, group: str) -> None:
    """Of the group; of all groups that come together, for the address in a digest."""
    ended = _digest_groups(person, TOGETHER_EVER) if group == TOGETHER.code else [group]
    for code in ended:
        choose(person=person, group=code, frequency=Frequency.NEVER)


def unsubscribe_url(person: Any, group: str) -> str:
    """A signed address that ends the letters of the group without signing in."""
    token = signing.dumps([person.pk, group], salt=SALT, compress=True)
    path = reverse("notices:off", kwargs={"token": token})
    return settings.SITE_URL + address_in(person.preferred_language, path)


def whose(token: str) -> tuple[Any, str] | None:
    """The person and the group of an address; None for one that we did not sign."""
    try:
        key, group = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    person = get_user_model().objects.filter(pk=key).first()
    return (person, group) if person else None


# Digests


def send_digests(today: dt.date | None = None) -> int:
    """One letter to each person for whom something waits; how many letters."""
    today = today or timezone.localdate()
    waiting = Notice.objects.for_digest().order_by("person").values_list("person", flat=True)
    return sum(_send_digest(pk, today) for pk in list(waiting.distinct()))


@transaction.atomic
def _send_digest(person_pk: int, today: dt.date) -> bool:
    """Two workers at once: the second finds nothing waiting."""
    person = get_user_model().objects.select_for_update().get(pk=person_pk)
    due = _digest_groups(person, _due(today))
    rows = Notice.objects.for_digest().filter(person=person, group__in=due)
    notices = list(rows.order_by("group", "-told_at", "-pk"))
    rows.update(waits_for_digest=False)
    if not notices or not person.is_active:
        return False
    language = person.preferred_language
    with translation.override(language):
        context = {
            "count": len(notices),
            "groups": [
                (str(notice_group(code).label), _lines(list(found), language))
                for code, found in groupby(notices, key=lambda one: one.group)
            ],
            "all": settings.SITE_URL + address_in(language, reverse("notices:notice-list")),
            "choices": settings.SITE_URL + address_in(language, reverse("notices:choices")),
        }
    letter = render_letter(
        to=person.email, template="notifications/letters/digest", context=context, language=language
    )
    headers = _ways_out(person, TOGETHER.code)
    post(replace(letter, headers=headers), not_before=after_the_night(timezone.now()))
    return True


def _due(today: dt.date) -> frozenset[Frequency]:
    return TOGETHER_EVER if today.weekday() == WEEKLY_ON else frozenset({Frequency.DAILY})


def _digest_groups(person: Any, frequencies: frozenset[Frequency]) -> list[str]:
    return [code for code, chosen in choices_of(person).items() if chosen in frequencies]


def _lines(notices: Sequence[Notice], language: str) -> dict[str, Any]:
    shown = [
        (one.subject, settings.SITE_URL + address_in(language, one.link))
        for one in notices[:MOST_IN_DIGEST]
    ]
    return {"shown": shown, "more": len(notices) - len(shown)}
