"""What happened to an account: its own changes and those of its roles, newest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from accounts.memberships import MembershipKind, kinds
from accounts.models import User
from accounts.places import Place
from common.audit.context import Source
from common.design.formats import long_date
from common.design.parts import Change, Event

NEWEST = 200
SHOWN = ("email", "full_name", "preferred_language", "is_active", "is_staff", "is_superuser")


def account_history(user: User) -> list[Event]:
    rows = list(_account_rows(user))
    for one in kinds():
        rows += _role_rows(one, user)
    rows.sort(key=lambda row: row[0].pgh_created_at, reverse=True)
    actors = _names({_actor(event) for event, _what, _changes in rows})
    return [
        Event(
            what=what,
            at=event.pgh_created_at,
            who=actors.get(_actor(event), ""),
            source=_source(event),
            changes=changes,
        )
        for event, what, changes in rows[:NEWEST]
    ]


Row = tuple[Any, str, list[Change]]


def _account_rows(user: User) -> Iterator[Row]:
    before: Any = None
    for event in user.events.order_by("pgh_id"):  # type: ignore[attr-defined]
        changes = list(_changes(before, event)) if before else []
        if before is None:
            yield event, _("Account opened"), []
        elif changes:
            yield event, _("Account changed"), changes
        before = event


def _changes(before: Any, after: Any) -> Iterator[Change]:
    for name in SHOWN:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield Change(_label(name), _value(old), _value(new))


def _label(name: str) -> str:
    return str(getattr(User._meta.get_field(name), "verbose_name", name))


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)


def _role_rows(one: MembershipKind, user: User) -> list[Row]:
    found = one.events().filter(user=user)
    return [(event, _role_sentence(one, event), []) for event in found]


def _role_sentence(one: MembershipKind, event: Any) -> str:
    words = {
        "role": one.role_label(event.role),
        "place": Place(one, getattr(event, one.scope)).name,
        "day": long_date(event.ends_on) if event.ends_on else "",
    }
    if event.pgh_label == "insert":
        return _("Role given: %(role)s, %(place)s") % words
    if event.pgh_label == "delete":
        return _("Role removed: %(role)s, %(place)s") % words
    if event.ends_on:
        return _("Role ends on %(day)s: %(role)s, %(place)s") % words
    return _("Role has no end again: %(role)s, %(place)s") % words


def _actor(event: Any) -> int | None:
    return (event.pgh_context or {}).get("actor")


def _source(event: Any) -> str:
    source: str | None = (event.pgh_context or {}).get("source")
    return str(dict(Source.choices).get(source or "", ""))


def _names(keys: Iterable[int | None]) -> dict[int | None, str]:
    known = [key for key in keys if key]
    return {person.pk: str(person) for person in User.objects.filter(pk__in=known)}
