"""What waits for a person now: a registry that apps fill and the person's own page shows.

A lower app does not know what higher apps keep, so each says it itself. To add lines of yours
write, in a module of your app (say `letters/desk.py`), a function of the signed-in person:

    def follow_ups(user: User) -> Iterator[DeskLine]:
        late = Letter.objects.visible_to(user).late()
        count = late.count()
        text = ngettext("%(count)s letter has no answer", "%(count)s letters have no answer", count)
        yield DeskLine(
            label=text % {"count": number(count)},
            url=reverse("letters:letter-list") + "?late=true",
            count=count,
            tone="bad",
        )

and add it in `AppConfig.ready()`:

    add_to_desk(follow_ups)

Rules. Only what this person can do something about, found through the same querysets and
predicates as the page that `url` leads to, so that the number and the page agree. One line for
all records of a sort, with the number in its words. At most a query or two for each function,
whatever the number of records; ask nothing of the database for people whom it cannot concern.
A line whose `count` is 0 is left out, so that there is no need to test for it.

There is one desk. What needs a page of its own there, such as agreements, is a tab of it:
`add_desk_page()`; its view hands `desk_pages(user, path)` to `accounts/_desk_pages.html`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Literal

from django.urls import reverse
from django.utils.translation import pgettext

from accounts.models import User
from common.design.parts import Link, Pill

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Urgency = Literal["bad", "wait", "info"]
_ORDER: tuple[Urgency, ...] = ("bad", "wait", "info")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskLine:
    """One thing to do and where it is done.

    `label` and `note` are in the language of the moment. `tone`: "bad" is late, "wait" asks for
    an answer or a decision, "info" is worth doing and hurts nobody if it is not done today.
    """

    label: str
    url: str
    count: int = 1
    tone: Urgency = "wait"
    note: str = ""

    @property
    def pill(self) -> Pill | None:
        return Pill(pgettext("desk", "late"), "bad") if self.tone == "bad" else None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPage:
    """A page of the one desk: `may` says who works with it, `url_name` where it is."""

    label: _StrPromise | str
    url_name: str
    may: Callable[[User], bool]
    position: int = 100


DeskSource = Callable[[User], Iterable[DeskLine]]

_sources: list[DeskSource] = []
_pages: list[DeskPage] = []


def add_to_desk(source: DeskSource) -> None:
    """Ask `source(user)` whenever somebody opens the own page; once however often it is added."""
    if source not in _sources:
        _sources.append(source)


def desk_of(user: User) -> list[DeskLine]:
    """All that waits for the person: what is late first, then in the order of the apps."""
    lines = chain.from_iterable(source(user) for source in _sources)
    return sorted((one for one in lines if one.count), key=lambda one: _ORDER.index(one.tone))


def add_desk_page(page: DeskPage) -> None:
    """Make it a tab of the desk; once however often it is added."""
    if page not in _pages:
        _pages.append(page)


def desk_pages(user: User, path: str) -> list[Link]:
    """The tabs of the desk for this person; nothing where there is but one."""
    links = [
        Link(str(one.label), reverse(one.url_name), current=path == reverse(one.url_name))
        for one in _pages_of(user)
    ]
    return links if len(links) > 1 else []


def first_desk_page(user: User) -> str:
    """Where the person's desk begins; empty for people without one."""
    return next((reverse(one.url_name) for one in _pages_of(user)), "")


def _pages_of(user: User) -> list[DeskPage]:
    mine = (one for one in _pages if one.may(user))
    return sorted(mine, key=lambda one: one.position)
