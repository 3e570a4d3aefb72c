"""Following the registers: what changed in what everybody sees, in the order of the commits.

Writers leave changed rows behind, in their own transactions. `follow` takes those that are
committed, finds the records that may show them, makes these records' objects anew and writes down
which became another. One follower works at a time, under a lock that is held until its
transaction is committed: so numbers are committed in their order, and whoever has read number n
has every smaller one (docs/decisions/0030). The same rows lead to the documents that are searched.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from common.registers import cells
from common.registers import search_documents as documents
from common.registers.changes.noted import note
from common.registers.changes.objects import (
    EVERYBODY,
    followed_registers,
    own_key,
    published_of,
    signature,
    sources,
)
from common.registers.changes.paths import Source, records_showing
from common.registers.kept import taken_apart
from common.registers.models import ChangedRow, FollowedRegister, Publication
from common.registers.register import Register
from common.registers.stamps import checksum

# Any number that no other lock of the portal has.
LOCK = 7_130_030
ROWS_AT_ONCE = 5000
RECORDS_AT_ONCE = 2000
# The source of a changed row that asks for all records of a register.
WHOLE = "*"

# Under this it says which.
REGISTER = "register"

Values = dict[tuple[str, str], set[Any]]


@dataclass(frozen=True)
class Seen:
    """What everybody sees of a record: the object's key and checksum, and the object itself."""

    key: str
    etag: str
    text: str = field(default="", compare=False)


def follow() -> int:
    """Take up everything that is committed; how many objects changed for everybody.

    Documents that have to be made anew are made some at a time, and changes come between them.
    """
    _ask_for_renewed()
    changed = 0
    while True:
        taken, found = _follow_some()
        changed += found
        if taken < ROWS_AT_ONCE and not _make_documents():
            return changed


def _ask_for_renewed() -> None:
    """Registers whose objects are made in another way now, or were never followed."""
    known = dict(FollowedRegister.objects.values_list("name", "signature"))
    for register in followed_registers():
        if known.get(register.name) != signature(register):
            _ask_for_whole(register)


def _ask_for_whole(register: Register) -> None:
    keys = {REGISTER: register.name}
    if not ChangedRow.objects.filter(source=WHOLE, keys=keys).exists():
        ChangedRow.objects.create(source=WHOLE, keys=keys)


@transaction.atomic
def _make_documents() -> bool:
    _wait_for_others()
    made = documents.make_some()
    if made:
        note(_moment())
    return made


def _wait_for_others() -> None:
    """One follower works at a time, until its transaction is committed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _moment() -> dt.datetime:
    """Now, behind the lock, and never before what an earlier follower said."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT greatest(clock_timestamp(), max(changed_at)) FROM registers_followedregister"
        )
        moment: dt.datetime = cursor.fetchone()[0]
        return moment


@transaction.atomic
def _follow_some() -> tuple[int, int]:
    _wait_for_others()
    now = _moment()
    rows = list(ChangedRow.objects.order_by("pk")[:ROWS_AT_ONCE])
    if not rows:
        return 0, 0
    ChangedRow.objects.filter(pk__in=[one.pk for one in rows]).delete()
    note(now)
    values, whole = _read(rows)
    found = 0
    for register in followed_registers():
        behind = sources(register)
        is_whole = register.name in whole
        records = None if is_whole else _records(behind, own_key(register), values)
        found += _look_at(register, records, now)
    _index(values)
    return len(rows), found


def _read(rows: Iterable[ChangedRow]) -> tuple[Values, set[str]]:
    """Values of (table, column), and the registers that are asked for as a whole."""
    values: Values = {}
    whole = set[str]()
    for one in rows:
        if one.source == WHOLE:
            whole |= {one.keys.get(REGISTER, "")}
            continue
        values.setdefault((one.source, ""), set())
        for column, value in one.keys.items():
            if value is not None:
                values.setdefault((one.source, column), set()).add(value)
    return values, whole


def _records(behind: Iterable[Source], key: str, values: Values) -> set[int] | None:
    """Records that may show the changed rows of these tables; None: perhaps all of them."""
    found = set[int]()
    for source in behind:
        if not source.is_tied and (source.table, "") in values:
            return None
        found |= _records_of(source, values, key)
    return found


def _records_of(source: Source, values: Values, key: str) -> set[int]:
    if source.is_own:
        return set(values.get((source.table, key), ()))
    given = values.get((source.table, source.column.name)) if source.column else None
    return records_showing(source, list(given), key) if given else set()


def _index(values: Values) -> None:
    """Bring the documents that are searched up to the same rows."""
    for register in documents.searched_registers():
        records = _records(documents.sources(register), own_key(register), values)
        if records is None or records:
            documents.index(register, records)


def _look_at(register: Register, records: set[int] | None, now: dt.datetime) -> int:
    """Compare these records (None: all) with what is known of them; how many became others."""
    if records is not None and not records:
        return 0
    is_new = not FollowedRegister.objects.filter(name=register.name).exists()
    everything = _all(register, is_new=is_new) if records is None else sorted(records)
    found = sum(
        _compare(register, everything[first : first + RECORDS_AT_ONCE], now, is_new=is_new)
        for first in range(0, len(everything), RECORDS_AT_ONCE)
    )
    _note(register, now, is_whole=records is None)
    return found


def _all(register: Register, *, is_new: bool) -> list[int]:
    """All records, in the order of their last change if that is all one can know."""
    rows = register.visible_to(EVERYBODY)
    order = "updated_at" if is_new and _has_moment(register) else "pk"
    present = list(rows.order_by(order, "pk").values_list("pk", flat=True))
    known = Publication.objects.filter(register=register.name, is_present=True)
    seen = set(present)
    return present + [key for key in known.values_list("record", flat=True) if key not in seen]


def _has_moment(register: Register) -> bool:
    return any(one.name == "updated_at" for one in register.model._meta.fields)


def _compare(register: Register, records: list[int], now: dt.datetime, *, is_new: bool) -> int:
    seen = {
        pk: Seen(key, checksum(text), text)
        for pk, (key, text) in published_of(register, records).items()
    }
    known = Publication.objects.filter(register=register.name, record__in=records, is_present=True)
    before = {one.record: one for one in known}
    moments = _moments(register, records) if is_new else {}
    changed = [
        one
        for pk in records
        for one in _changes(register, pk, before.get(pk), seen.get(pk), moments.get(pk, now))
    ]
    taken_over = _given(register, [one.key for one in changed if not one.is_present])
    changed = [one for one in changed if one.is_present or one.key not in taken_over]
    _write(changed)
    _keep(before, seen)
    cells.keep(register, records, {pk: one.text for pk, one in seen.items()})
    return len(changed)


def _keep(before: dict[int, Publication], seen: dict[int, Seen]) -> None:
    """The objects of those that have not changed and were noted before objects were kept."""
    bare = [one for one in before.values() if not one.kept and _is_as(one, seen.get(one.record))]
    for one in bare:
        one.kept = taken_apart(seen[one.record].text)
    Publication.objects.bulk_update(bare, ["kept"], batch_size=500)


def _is_as(known: Publication | None, seen: Seen | None) -> bool:
    return (known and Seen(known.key, known.etag)) == seen


def _given(register: Register, keys: list[str]) -> set[str]:
    """Keys under which another record is given now: it was deleted and made anew."""
    if not keys:
        return set()
    rows = register.visible_to(EVERYBODY).filter(**{f"{register.key}__in": keys})
    return {str(key) for key in rows.values_list(register.key, flat=True)}


def _moments(register: Register, records: list[int]) -> dict[int, dt.datetime]:
    if not _has_moment(register):
        return {}
    rows = register.visible_to(EVERYBODY).filter(pk__in=records)
    return dict(rows.values_list("pk", "updated_at"))


def _changes(
    register: Register, pk: int, before: Publication | None, after: Seen | None, now: dt.datetime
) -> Iterator[Publication]:
    if _is_as(before, after):
        return
    row = {"register": register.name, "record": pk, "changed_at": now}
    if before and (after is None or before.key != after.key):
        moved = after.key if after else _moved(register, before.key)
        yield Publication(**row, key=before.key, etag="", is_present=False, moved_to=moved, kept="")
    if after:
        kept = taken_apart(after.text)
        yield Publication(**row, key=after.key, etag=after.etag, is_present=True, kept=kept)


def _moved(register: Register, key: str) -> str:
    new = register.moved(EVERYBODY, key) if register.moved else None
    return str(new or "")


def _write(changed: list[Publication]) -> None:
    """Number the changes after all that went before; the lock makes this sure."""
    if not changed:
        return
    last = Publication.objects.aggregate(last=Max("number"))["last"] or 0
    for number, one in enumerate(changed, last + 1):
        one.number = number
    Publication.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["register", "key"],
        update_fields=["record", "etag", "number", "changed_at", "is_present", "moved_to", "kept"],
        batch_size=500,
    )


def _note(register: Register, now: dt.datetime, *, is_whole: bool) -> None:
    state, _made = FollowedRegister.objects.get_or_create(
        name=register.name, defaults={"signature": "", "changed_at": now}
    )
    state.version += 1
    state.changed_at = now
    if is_whole:
        state.signature = signature(register)
    state.total = Publication.objects.filter(register=register.name, is_present=True).count()
    state.save()
