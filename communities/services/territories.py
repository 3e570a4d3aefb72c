"""Takes an edition of the codifier into the tables: whole, at once, or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import Source, acting
from common.design.romanisation import romanise
from communities.codifier import Category, Codifier, Unit, read_codifier
from communities.enums import CommunityKind
from communities.first_level import FIRST_LEVEL, first_level
from communities.models import Community, Oblast, Raion, Territory

BATCH = 500
# More than this share of a level gone at once is a damaged file, not a reform.
CREDIBLE_WITHDRAWALS = 0.05


class MassWithdrawal(Exception):
    """The file lacks so many known units that it is more likely damaged than right."""


class UnknownFirstLevelUnit(Exception):
    """The file has an oblast that the Constitution does not know."""


@dataclass(frozen=True, slots=True)
class Change:
    """One unit of the territory, before and after (both empty where it has no meaning)."""

    code: str
    name: str
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        moved = f": {self.before} → {self.after}" if self.before or self.after else ""
        return f"{self.code} {self.name}{moved}"


@dataclass(slots=True)
class TerritoryChanges:
    """What an import did, or with a dry run would do. One unit may be renamed and moved."""

    created: list[Change] = field(default_factory=list)
    renamed: list[Change] = field(default_factory=list)
    moved: list[Change] = field(default_factory=list)
    recentred: list[Change] = field(default_factory=list)
    withdrawn: list[Change] = field(default_factory=list)
    restored: list[Change] = field(default_factory=list)
    unchanged: int = 0
    rows: int = 0
    first_level: int = 0
    raions: int = 0
    communities: int = 0

    @property
    def is_empty(self) -> bool:
        lists = (self.created, self.renamed, self.moved, self.recentred)
        return not any((*lists, self.withdrawn, self.restored))


def import_territories(
    *,
    source: Path | IO[bytes],
    edition: date | None = None,
    actor: User | None = None,
    dry_run: bool = False,
    allow_mass_withdrawal: bool = False,
) -> TerritoryChanges:
    """Bring oblasts, raions and communities to the state of this edition of the codifier.

    A unit is recognised by its code or, after it was recoded, by the tail of its code; it is
    renamed or moved, never doubled. A unit that the edition lacks is kept and marked withdrawn
    on `edition` (today if not known). The same file twice changes nothing.

    Refuses with `TableError` (file not whole or not sound), `UnknownFirstLevelUnit`, or
    `MassWithdrawal`; then, and with `dry_run`, nothing is written.
    """
    return apply_codifier(
        codifier=read_codifier(source),
        edition=edition,
        actor=actor,
        dry_run=dry_run,
        allow_mass_withdrawal=allow_mass_withdrawal,
    )


def apply_codifier(
    *,
    codifier: Codifier,
    edition: date | None = None,
    actor: User | None = None,
    dry_run: bool = False,
    allow_mass_withdrawal: bool = False,
    note: str = "",
) -> TerritoryChanges:
    """The second half of `import_territories`, for a codifier that was read already."""
    for unit in codifier.first_level:
        if unit.code[2:4] not in FIRST_LEVEL:
            text = _("“%(name)s” (%(code)s) is not a first-level unit of Ukraine.")
            raise UnknownFirstLevelUnit(text % {"name": unit.name, "code": unit.code})
    note = note or (f"codifier of {edition.isoformat()}" if edition else "")
    recorded = nullcontext() if dry_run else acting(actor=actor, source=Source.IMPORT, note=note)
    with transaction.atomic(), recorded:
        update = _Update(edition or timezone.localdate(), dry_run, allow_mass_withdrawal)
        return update.run(codifier)


@dataclass
class _Level:
    """One table: its rows by code, and by the tail that survives recoding."""

    model: type[Territory]
    columns: tuple[str, ...]
    by_code: dict[str, Any] = field(default_factory=dict)
    by_tail: dict[str, Any] = field(default_factory=dict)
    new: list[Any] = field(default_factory=list)
    changed: dict[str, Any] = field(default_factory=dict)

    def load(self) -> None:
        """Locks the rows, so that of two imports at once the second sees the first one's work."""
        rows = self.model.objects.select_for_update().order_by("code")
        self.by_code = {row.code: row for row in rows}
        self.by_tail = {row.tail: row for row in self.by_code.values()}

    def find(self, unit: Unit) -> Any | None:
        return self.by_code.get(unit.code) or self.by_tail.get(unit.tail)

    def save(self) -> None:
        manager = self.model.objects
        manager.bulk_create(self.new, batch_size=BATCH)
        if self.changed:
            now = timezone.now()
            for row in self.changed.values():
                row.updated_at = now
            manager.bulk_update(self.changed.values(), self.columns, batch_size=BATCH)


COMMON_COLUMNS = (
    *("code", "former_codes", "name", "name_en"),
    *("is_withdrawn", "withdrawn_on", "updated_at"),
)
CENTRE_COLUMNS = ("centre_code", "centre_name", "centre_name_en", "kind")


class _Update:
    """Goes through the three levels from the top, so that parents exist before their children."""

    def __init__(self, edition: date, dry_run: bool, allow_mass_withdrawal: bool) -> None:  # noqa: FBT001
        self.edition = edition
        self.dry_run = dry_run
        self.allow_mass_withdrawal = allow_mass_withdrawal
        self.changes = TerritoryChanges()
        self.parents: dict[str, Territory] = {}
        self.oblast_of: dict[str, Territory] = {}

    def run(self, codifier: Codifier) -> TerritoryChanges:
        levels = (
            (_Level(Oblast, COMMON_COLUMNS), codifier.first_level),
            (_Level(Raion, (*COMMON_COLUMNS, "oblast")), codifier.raions),
            (
                _Level(Community, (*COMMON_COLUMNS, "oblast", "raion", *CENTRE_COLUMNS)),
                codifier.communities,
            ),
        )
        for level, units in levels:
            self.bring(level, units)
        self.changes.rows = codifier.rows
        self.changes.first_level = len(codifier.first_level)
        self.changes.raions = len(codifier.raions)
        self.changes.communities = len(codifier.communities)
        return self.changes

    def bring(self, level: _Level, units: Sequence[Unit]) -> None:
        level.load()
        for unit in units:
            row = level.find(unit)
            if row is None:
                row = self.create(level, unit)
            elif self.compare(row, unit):
                level.changed[row.code] = row
            else:
                self.changes.unchanged += 1
            self.parents[unit.code] = row
            if isinstance(row, Raion):
                self.oblast_of[unit.code] = self.parents[unit.parent]
        self.withdraw(level, {unit.tail for unit in units})
        if not self.dry_run:
            level.save()

    # --- one unit --------------------------------------------------------------------------------

    def create(self, level: _Level, unit: Unit) -> Territory:
        row = level.model(code=unit.code, name=unit.name, name_en=romanise(unit.name))
        if isinstance(row, Oblast):
            facts = first_level(unit.code)
            row.kind, row.slug = str(unit.category), facts.slug
            row.name_en, row.iso_code = facts.name_en, facts.iso_code
        self.place(row, unit)
        if isinstance(row, Community) and unit.centre:
            _centre(row, unit)
            row.latitude, row.longitude = unit.centre.latitude, unit.centre.longitude
            row.centre_population = unit.centre.population
        level.new.append(row)
        self.changes.created.append(Change(unit.code, unit.name))
        return row

    def compare(self, row: Any, unit: Unit) -> bool:
        """Bring one known row to the state of the file; whether anything changed."""
        steps = [self.rename(row, unit), self.move(row, unit), self.restore(row)]
        if isinstance(row, Community):
            steps.append(self.recentre(row, unit))
        return any(steps)

    def rename(self, row: Territory, unit: Unit) -> bool:
        if row.name == unit.name:
            return False
        self.changes.renamed.append(Change(unit.code, unit.name, row.name, unit.name))
        row.name = unit.name
        if not isinstance(row, Oblast):
            row.name_en = romanise(unit.name)
        return True

    def move(self, row: Territory, unit: Unit) -> bool:
        before = row.code
        other_parent = self.place(row, unit)
        if before != unit.code:
            row.former_codes = [code for code in row.former_codes if code != unit.code] + [before]
            row.code = unit.code
        elif not other_parent:
            return False
        self.changes.moved.append(Change(unit.code, unit.name, before, unit.code))
        return True

    def place(self, row: Territory, unit: Unit) -> bool:
        """Hang the row under its parents; whether that is another place than before."""
        if isinstance(row, Community):
            return _set(row, raion=self.parents[unit.parent], oblast=self.oblast_of[unit.parent])
        if isinstance(row, Raion):
            return _set(row, oblast=self.parents[unit.parent])
        return False

    def restore(self, row: Territory) -> bool:
        if not row.is_withdrawn:
            return False
        row.is_withdrawn, row.withdrawn_on = False, None
        self.changes.restored.append(Change(row.code, row.name))
        return True

    def recentre(self, row: Community, unit: Unit) -> bool:
        before = _centre_words(row)
        if not _centre(row, unit):
            return False
        after = _centre_words(row)
        self.changes.recentred.append(Change(unit.code, row.name, before, after))
        return True

    # --- what is gone ----------------------------------------------------------------------------

    def withdraw(self, level: _Level, tails: set[str]) -> None:
        gone = [
            row for row in level.by_code.values() if not row.is_withdrawn and row.tail not in tails
        ]
        if len(gone) > len(level.by_code) * CREDIBLE_WITHDRAWALS and not self.allow_mass_withdrawal:
            text = _(
                "%(gone)d of %(known)d known units (%(level)s) are not in the file, the first of "
                "them %(code)s %(name)s. Nothing was changed. If the file is right, allow mass "
                "withdrawal."
            )
            raise MassWithdrawal(text % _details(level, gone))
        for row in gone:
            row.is_withdrawn, row.withdrawn_on = True, self.edition
            level.changed[row.code] = row
            self.changes.withdrawn.append(Change(row.code, row.name))


def _details(level: _Level, gone: Sequence[Territory]) -> Mapping[str, object]:
    return {
        "gone": len(gone),
        "known": len(level.by_code),
        "level": level.model._meta.verbose_name_plural,
        "code": gone[0].code,
        "name": gone[0].name,
    }


def _set(row: models.Model, **parents: Territory) -> bool:
    """Set foreign keys, also to parents not saved yet; whether any of them changed."""
    changed = False
    for name, parent in parents.items():
        if parent.pk is None or getattr(row, f"{name}_id") != parent.pk:
            setattr(row, name, parent)
            changed = True
    return changed


def _centre(row: Community, unit: Unit) -> bool:
    """Set the centre and the type that follows from it; whether anything changed."""
    if unit.centre is None:
        return False
    place, before = unit.centre, (row.centre_code, row.centre_name, row.kind)
    if row.centre_name != place.name:
        row.centre_name_en = romanise(place.name)
    row.centre_code, row.centre_name = place.code, place.name
    row.kind = kind_by_centre(place.category, row.kind)
    return before != (row.centre_code, row.centre_name, row.kind)


def _centre_words(row: Community) -> str:
    return f"{row.centre_code} {row.centre_name} ({row.get_kind_display()})"


def kind_by_centre(category: Category, known: str = "") -> str:
    """The type of a community with a centre of this category.

    A city makes it urban, and nothing else does. Since the urban-type settlements were abolished
    in January 2024 a settlement tells less: some were villages' peers, and their communities stay
    rural. So between these two the type known from elsewhere is kept.
    """
    if category == Category.CITY:
        return CommunityKind.URBAN
    if known and known != CommunityKind.URBAN:
        return known
    return CommunityKind.RURAL if category == Category.VILLAGE else CommunityKind.SETTLEMENT


def tally(changes: TerritoryChanges) -> Iterable[tuple[str, Sequence[Change]]]:
    """The kinds of change with their words, in the order in which they are told."""
    yield _("Created"), changes.created
    yield _("Renamed"), changes.renamed
    yield _("Moved"), changes.moved
    yield _("New centre or type"), changes.recentred
    yield _("Withdrawn"), changes.withdrawn
    yield _("Restored"), changes.restored
