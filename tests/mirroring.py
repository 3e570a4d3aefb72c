"""A writer that changes registers at random and mirrors that follow them, for the proof that a
mirror kept by `updated_since` is equal to its source. Used by a test and by benchmarks/mirror.py.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any

from django.db import IntegrityError, OperationalError, connection, transaction
from django.test import Client

from common.codelists.models import Theme
from common.registers.changes.follow import follow
from partners.exceptions import PartnerMerged
from partners.models import Agreement, AgreementPartner, Partner, PartnerTheme
from partners.services.merging import merge_partners
from projects.models import Project, ProjectRole, ProjectSector
from tests.factories.agreements import agreement
from tests.factories.partners import PartnerFactory
from tests.factories.projects import project

REGISTERS = ("partners", "agreements", "projects")
NEVER = "2000-01-01"
# Each question comes from another address: a mirror in a hurry is not what is tried here.
ADDRESSES = itertools.count(1)


class RolledBack(Exception):
    """The writer thought better of it."""


def read(address: str) -> dict[str, Any]:
    number = next(ADDRESSES)
    peer = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    answer = Client(REMOTE_ADDR=peer).get(address)
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = json.loads(answer.content)
    return found


def source_of(register: str, query: str = "") -> dict[str, Any]:
    """All that the register gives now, page by page."""
    found: dict[str, Any] = {}
    address = f"/api/v1/{register}/?page_size=200{query}"
    while address:
        page = read(address)
        found |= {one["id"]: one for one in page["results"]}
        address = page["next"]
    return found


@dataclass
class Mirror:
    """A copy kept by what changed: by the address to resume at, or only by the moment `as_of`."""

    register: str
    query: str = ""
    by_moment: bool = False
    objects: dict[str, Any] = field(default_factory=dict)
    resume: str = ""
    since: str = NEVER

    def catch_up(self, size: int) -> None:
        address = self.resume if self.resume and not self.by_moment else self.first(size)
        while address:
            page = read(address)
            for one in page["results"]:
                self.objects[one["id"]] = one
            for one in page["removed"]:
                self.objects.pop(one["id"], None)
            self.resume, as_of, address = page["resume"], page["as_of"], page["next"]
        self.since = as_of

    def first(self, size: int) -> str:
        return f"/api/v1/{self.register}/?page_size={size}&updated_since={self.since}{self.query}"

    def listed(self, source: dict[str, Any]) -> dict[str, Any]:
        """Its objects with the fields that lists have; their checksum is that of the whole."""
        names: list[str] = list(next(iter(source.values()), {}))
        return {key: {name: one[name] for name in names} for key, one in self.objects.items()}


class Writer:
    """Changes what a register shows in every way it can change: the record, its rows, its links."""

    def __init__(self, seed: int) -> None:
        # What is drawn need not be secret, and must come again from the same seed.
        self.chance = random.Random(seed)  # noqa: S311
        self.changes: list[Callable[[], None]] = [
            self.make_partner,
            self.rename_partner,
            self.hide_or_show_partner,
            self.merge,
            self.make_agreement,
            self.change_agreement,
            self.link_partner,
            self.unlink_partner,
            self.make_project,
            self.change_project,
            self.give_sector,
            self.carry_sector,
            self.give_role,
            self.take_role,
            self.rename_theme,
            self.theme_partner,
        ]

    def transact(self) -> None:
        """One to four changes together, sometimes slowly, sometimes taken back."""
        refused = (RolledBack, IntegrityError, OperationalError, PartnerMerged)
        with contextlib.suppress(*refused), transaction.atomic():
            for _step in range(self.chance.randint(1, 4)):
                self.chance.choice(self.changes)()
                time.sleep(self.chance.choice((0, 0, 0.002, 0.02)))
            if self.chance.random() < 0.2:
                raise RolledBack

    def one_of(self, model: Any, **narrow: Any) -> Any:
        rows = model.objects.filter(**narrow).order_by("pk")
        keys = list(rows.values_list("pk", flat=True))
        return rows.filter(pk=self.chance.choice(keys)).first() if keys else None

    def words(self) -> str:
        return f"Слова {self.chance.randint(1, 10**9)}"

    def make_partner(self) -> None:
        PartnerFactory.create(
            slug=f"p-{self.chance.getrandbits(60)}",
            name=self.words(),
            country=self.chance.choice(("DK", "SE")),
            visibility=self.chance.choice(("public", "public", "internal")),
        )

    def rename_partner(self) -> None:
        if one := self.one_of(Partner):
            one.name = self.words()
            one.country = self.chance.choice(("DK", "SE"))
            one.save()

    def hide_or_show_partner(self) -> None:
        if one := self.one_of(Partner, merged_into=None):
            one.visibility = self.chance.choice(("public", "registered", "internal"))
            one.save()

    def merge(self) -> None:
        kept = self.one_of(Partner, merged_into=None)
        merged = self.one_of(Partner, merged_into=None)
        if kept and merged and kept != merged:
            merge_partners(actor=None, kept=kept, merged=merged, choices={})

    def make_agreement(self) -> None:
        known = self.one_of(Agreement)
        agreement(
            reference=f"XX-AGR-{self.chance.getrandbits(32)}",
            title=self.words(),
            oblast=known.oblast if known else None,
            partners=[one for one in [self.one_of(Partner)] if one],
        )

    def change_agreement(self) -> None:
        if one := self.one_of(Agreement):
            one.title = self.words()
            one.visibility = self.chance.choice(("public", "internal"))
            one.save()

    def link_partner(self) -> None:
        one, partner = self.one_of(Agreement), self.one_of(Partner)
        if one and partner:
            AgreementPartner.objects.get_or_create(agreement=one, partner=partner)

    def unlink_partner(self) -> None:
        if one := self.one_of(AgreementPartner):
            one.delete()

    def make_project(self) -> None:
        known = self.one_of(Project)
        project(
            reference=f"XX-PRJ-{self.chance.getrandbits(32)}",
            title=self.words(),
            oblast=known.oblast if known else None,
        )

    def change_project(self) -> None:
        if one := self.one_of(Project):
            one.title = self.words()
            one.visibility = self.chance.choice(("public", "public", "internal"))
            one.save()

    def give_sector(self) -> None:
        if one := self.one_of(Project):
            code = str(self.chance.randint(11110, 99810))
            ProjectSector.objects.get_or_create(project=one, vocabulary="1", code=code)

    def carry_sector(self) -> None:
        sector, other = self.one_of(ProjectSector), self.one_of(Project)
        if sector and other:
            taken = ProjectSector.objects.filter(project=other, code=sector.code)
            if not taken.exists():
                ProjectSector.objects.filter(pk=sector.pk).update(project=other)

    def give_role(self) -> None:
        one, partner = self.one_of(Project), self.one_of(Partner)
        if one and partner:
            ProjectRole.objects.get_or_create(project=one, partner=partner, role="funding")

    def take_role(self) -> None:
        if one := self.one_of(ProjectRole):
            one.delete()

    def rename_theme(self) -> None:
        if one := self.one_of(Theme):
            Theme.objects.filter(pk=one.pk).update(name=self.words())

    def theme_partner(self) -> None:
        theme, partner = self.one_of(Theme), self.one_of(Partner)
        if theme and partner:
            PartnerTheme.objects.get_or_create(theme=theme, partner=partner)


def begin() -> None:
    """Enough for the writers to find something."""
    Theme.objects.get_or_create(slug="mirrored", defaults={"name": "Напрям", "name_en": "Theme"})
    partners = PartnerFactory.create_batch(4)
    agreement(partners=partners[:2])
    project(partners=[("funding", partners[0])])
    follow()


def in_a_thread(work: Callable[[], None], failures: list[BaseException]) -> Thread:
    def run() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - told to whoever waits for the thread
            failures.append(error)
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread


def play(seed: int, *, writers: int = 2, transactions: int = 25) -> list[Mirror]:
    """Writers, the follower and mirrors at once; the mirrors as they are when all is quiet."""
    mirrors = [Mirror(name) for name in REGISTERS]
    mirrors += [Mirror("partners", "&country=DK"), Mirror("partners", by_moment=True)]
    mirrors += [Mirror("agreements", by_moment=True)]
    is_over, failures = Event(), list[BaseException]()
    chance = random.Random(seed)  # noqa: S311 - as above

    def write(number: int) -> None:
        writer = Writer(seed * 100 + number)
        for _turn in range(transactions):
            writer.transact()

    def keep_following() -> None:
        while not is_over.is_set():
            follow()
            time.sleep(0.005)

    def keep_mirroring() -> None:
        while not is_over.is_set():
            chance.choice(mirrors).catch_up(chance.randint(1, 9))

    others = [in_a_thread(one, failures) for one in (keep_following, keep_mirroring)]
    busy = [in_a_thread(lambda n=n: write(n), failures) for n in range(writers)]  # type: ignore[misc]
    for thread in busy:
        thread.join()
    is_over.set()
    for thread in others:
        thread.join()
    assert not failures, failures
    follow()
    for mirror in mirrors:
        mirror.catch_up(chance.randint(1, 50))
    return mirrors
