"""Saved searches of calls, and the letters about what is new in them.

A person is told of a call once, whatever number of searches finds it and whatever number of
workers looks: what was told is written down in the transaction that makes the letter.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from common.design.languages import address_in, wording
from common.intake.texts import one_line
from common.notifications.letters import send_letter
from common.registers.filters import canonical as canonical_filters
from common.registers.listing import listing
from partners.exceptions import InvalidData
from projects.call_enums import Frequency
from projects.call_filters import NOT_OVER
from projects.call_registers import CALLS
from projects.call_words import deadline_words
from projects.models import Call, CallAlert, SavedSearch

SALT = "projects.saved-search"
MOST_SEARCHES = 30
LONGEST_QUERY = 2000
# A letter that nobody could read through: the rest is on the page.
MOST_IN_LETTER = 40
EVERY = {Frequency.DAILY: dt.timedelta(days=1), Frequency.WEEKLY: dt.timedelta(days=7)}


def canonical(parameters: QueryDict) -> str:
    """The filters of an address, without tab and state: searches are for what is open."""
    return canonical_filters(CALLS, parameters, without={"when", "state"})


@transaction.atomic
def save_search(*, actor: User, name: str, query: str, frequency: str) -> SavedSearch:
    """Keep the filters for the person. Refuses InvalidData: saved already, too many, too long."""
    name = one_line(name)
    if not name:
        raise InvalidData({"name": [_("Give it a name.")]})
    if len(query) > LONGEST_QUERY:
        raise InvalidData({"name": [_("These are too many filters to be kept.")]})
    if frequency not in Frequency.values:
        raise InvalidData({"frequency": [_("Choose how often to write.")]})
    # The row of the person is held, so that two clicks at once make one search.
    User.objects.select_for_update(of=("self",)).get(pk=actor.pk)
    own = SavedSearch.objects.filter(owner=actor)
    if own.filter(query=query).exists():
        raise InvalidData({"name": [_("You have saved these filters already.")]})
    if own.count() >= MOST_SEARCHES:
        text = _("You have %(most)s saved searches. Remove one first.") % {"most": MOST_SEARCHES}
        raise InvalidData({"name": [text]})
    return SavedSearch.objects.create(
        owner=actor, name=name[:120], query=query, frequency=frequency
    )


@transaction.atomic
def change_search(*, search: SavedSearch, name: str, frequency: str) -> SavedSearch:
    """Rename it or change how often letters come. Refuses InvalidData."""
    found = SavedSearch.objects.select_for_update().get(pk=search.pk)
    if not one_line(name):
        raise InvalidData({"name": [_("Give it a name.")]})
    if frequency not in Frequency.values:
        raise InvalidData({"frequency": [_("Choose how often to write.")]})
    if found.frequency == Frequency.NEVER != frequency:
        # What came while no letters were wanted is no news any more.
        found.checked_on = timezone.localdate()
    found.name, found.frequency = one_line(name)[:120], frequency
    found.save(update_fields=["name", "frequency", "checked_on"])
    return found


def remove_search(*, search: SavedSearch) -> None:
    """For good: it is the person's own. What was told of calls stays, so that nothing repeats."""
    search.delete()


# One click in a letter


def unsubscribe_url(searches: Sequence[SavedSearch]) -> str:
    """A signed address that ends the letters of these searches without signing in."""
    token = signing.dumps([str(one.public_id) for one in searches], salt=SALT, compress=True)
    return f"{settings.SITE_URL}{reverse('calls:unsubscribe', kwargs={'token': token})}"


def searches_of(token: str) -> list[SavedSearch] | None:
    """The searches that the letter was about, as far as they are still there; None for a token
    that we did not sign.
    """
    try:
        keys = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return list(SavedSearch.objects.filter(public_id__in=keys))


@transaction.atomic
def unsubscribe(searches: Sequence[SavedSearch]) -> None:
    """No more letters of these searches. Repeating is harmless."""
    keys = [one.pk for one in searches]
    SavedSearch.objects.filter(pk__in=keys).update(frequency=Frequency.NEVER)


# Letters


@dataclass(frozen=True)
class News:
    """New calls of one search."""

    search: SavedSearch
    calls: list[Call]


def due(today: dt.date) -> Any:
    """Searches whose day has come."""
    ready = Q()
    for frequency, pause in EVERY.items():
        ready |= Q(frequency=frequency, checked_on__lte=today - pause)
    return SavedSearch.objects.filter(ready, owner__is_active=True)


def send_alerts(today: dt.date | None = None) -> int:
    """One letter to each person for whom there is something new; how many letters."""
    today = today or timezone.localdate()
    people = due(today).order_by("owner").values_list("owner", flat=True).distinct()
    return sum(tell(pk, today) for pk in list(people))


@transaction.atomic
def tell(person_pk: int, today: dt.date) -> bool:
    """Whether a letter went out now. Two workers at once: the second finds nothing due."""
    rows = due(today).filter(owner=person_pk).select_for_update(of=("self",), skip_locked=True)
    searches = list(rows.order_by("created_at", "pk"))
    if not searches:
        return False
    person = User.objects.get(pk=person_pk)
    news = list(_news(person, searches))
    now = timezone.now()
    told = [one.pk for each in news for one in each.calls]
    CallAlert.objects.bulk_create(CallAlert(person=person, call_id=pk, sent_at=now) for pk in told)
    SavedSearch.objects.filter(pk__in=[one.pk for one in searches]).update(checked_on=today)
    if news:
        with_news = [one.search.pk for one in news]
        SavedSearch.objects.filter(pk__in=with_news).update(last_sent_at=now)
        _write(person, news)
    return bool(news)


def _news(person: User, searches: list[SavedSearch]) -> Iterator[News]:
    """Each call under the first search that finds it."""
    told: set[int] = set()
    for search in searches:
        calls = [one for one in new_calls(person, search) if one.pk not in told]
        told |= {one.pk for one in calls}
        if calls:
            yield News(search, calls)


def new_calls(person: User, search: SavedSearch) -> list[Call]:
    """Open calls that came since the search was saved and that the person has not been told of."""
    parameters = QueryDict(search.query, mutable=True)
    parameters["when"] = NOT_OVER
    rows = listing(CALLS, parameters, person).rows
    fresh = rows.published().filter(published_at__gte=search.created_at)
    unknown = fresh.exclude(pk__in=CallAlert.objects.filter(person=person).values("call"))
    return list(unknown.by_deadline().select_related("partner", "programme"))


def _write(person: User, news: list[News]) -> None:
    language = person.preferred_language
    with translation.override(language):
        groups = [_group(one, language) for one in news]
        off = unsubscribe_url([one.search for one in news])
        context = {
            "groups": groups,
            "count": sum(len(one.calls) for one in news),
            "mine": _address(reverse("calls:search-list"), language),
        }
    headers = {
        "List-Unsubscribe": f"<{off}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    send_letter(person.email, "calls/letters/alert", context, language, headers=headers)


def _group(news: News, language: str) -> dict[str, Any]:
    return {
        "name": news.search.name,
        "calls": [_line(one, language) for one in news.calls[:MOST_IN_LETTER]],
        "more": max(len(news.calls) - MOST_IN_LETTER, 0),
        "link": _address(f"{reverse('calls:call-list')}?{news.search.query}", language),
        "off": unsubscribe_url([news.search]),
    }


def _line(call: Call, language: str) -> dict[str, str]:
    return {
        "title": wording(call, "title").text,
        "deadline": deadline_words(call.closes_at),
        "link": _address(call.get_absolute_url(), language),
    }


def _address(path: str, language: str) -> str:
    return settings.SITE_URL + address_in(language, path)
