"""Cells that name other records: communities, partners, projects, by code or by name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.codelists.models import Theme
from common.exchange.columns import CODE
from common.exchange.records import Taking
from common.exchange.vocabulary import word_key
from common.intake.texts import one_line
from communities.models import Community
from partners.models import Partner
from partners.vocabulary import theme_words
from projects.models import Project
from projects.table_rows import Cells, PartnerNames


def show_communities(value: Any) -> str:
    """One KATOTTG code, or a list of them, as names."""
    codes = value if isinstance(value, list) else [value] if value else []
    names = dict(Community.objects.filter(code__in=codes).values_list("code", "full_name"))
    return ", ".join(str(names.get(code, code)) for code in codes)


class CommunityNames:
    """Communities by KATOTTG code or as in the codifier; of several, those of one's own."""

    def __init__(self, own: Callable[[Community], bool] = lambda _one: False) -> None:
        rows = Community.objects.in_force().select_related("oblast")
        self.by_code: dict[str, Community] = {one.code: one for one in rows}
        self.own = {one.code for one in self.by_code.values() if own(one)}
        self._by_name: dict[str, set[str]] = defaultdict(set)
        for one in self.by_code.values():
            for name in (one.name, one.full_name, one.name_en, one.full_name_en):
                self._by_name[word_key(name)].add(one.code)

    def read(self, row: Cells, column: str = "community") -> None:
        """Put the code into the row's data; the code beside the name decides."""
        code, name = one_line(row.cell(column + CODE)), one_line(row.cell(column))
        if code or name:
            where = column + CODE if code else column
            self._keep(row, column, where, code or name)

    def read_or_own(self, row: Cells) -> None:
        """As `read`. Whoever writes for one community only need not name it in a new row."""
        self.read(row)
        is_named = any(one.column.startswith("community") for one in row.problems)
        if "reference" not in row.data and not is_named and len(self.own) == 1:
            row.data.setdefault("community", min(self.own))

    def read_many(self, row: Cells, column: str = "communities") -> None:
        where = column + CODE if row.cell(column + CODE).strip() else column
        found = [
            self._found(row, where, one_line(piece))
            for piece in row.cell(where).replace("\n", ";").split(";")
            if piece.strip()
        ]
        if any(found):
            row.data[column] = list(dict.fromkeys(filter(None, found)))

    def _keep(self, row: Cells, column: str, where: str, text: str) -> None:
        code = self._found(row, where, text)
        if code:
            row.data[column] = code

    def _found(self, row: Cells, where: str, text: str) -> str:
        code = text.upper()
        if code in self.by_code:
            return code
        named = self._by_name.get(word_key(text), set())
        found = named & self.own or named
        if len(found) == 1:
            return min(found)
        several = _("Several communities are called so: give the code.")
        row.wrong(where, text, several if found else _("There is no such community."))
        return ""


def read_partner(row: Cells, partners: PartnerNames, column: str = "partner") -> None:
    """Put the partner's slug into the row's data; codes beside the name decide."""
    where = column + CODE if row.cell(column + CODE).strip() else column
    text = one_line(row.cell(where))
    found = _partner(row, partners, where, text) if text else ""
    if found:
        row.data[column] = found


def read_partners(row: Cells, partners: PartnerNames, column: str = "partners") -> None:
    """Several, separated by semicolons or lines, for names hold commas; codes beside decide."""
    where = column + CODE if row.cell(column + CODE).strip() else column
    names = [one_line(one) for one in row.cell(where).replace("\n", ";").split(";")]
    found = [_partner(row, partners, where, one) for one in names if one]
    if any(found):
        row.data[column] = list(dict.fromkeys(filter(None, found)))


def _partner(row: Cells, partners: PartnerNames, where: str, text: str) -> str:
    slug, many = partners.find(text)
    if not slug:
        reason = _("There is no such partner in the register: add it first.")
        several = _("Several partners have this name: write it in full.")
        row.wrong(where, text, several if many else reason)
    return slug


def records_by(model: Any, column: str) -> Callable[[list[str]], tuple[Any, ...]]:
    """Keys → the records, also those that are there already and this person may not see."""
    return lambda keys: tuple(model.objects.filter(**{f"{column}__in": keys}).order_by("pk"))


def read_references(row: Cells, column: str, known: Collection[str], reason: str | Promise) -> None:
    """Several numbers, as `read_reference` reads one."""
    where = column + CODE if row.cell(column + CODE).strip() else column
    found = []
    for piece in re.split(r"[;,\n]", row.cell(where)):
        reference = one_line(piece).upper()
        if reference in known:
            found.append(reference)
        elif reference:
            row.wrong(where, reference, reason)
    if found:
        row.data[column] = list(dict.fromkeys(found))


def read_reference(row: Cells, column: str, known: Collection[str], reason: str | Promise) -> None:
    """The number of another record; our own downloads have it in the column of codes."""
    where = column + CODE if row.cell(column + CODE).strip() else column
    text = one_line(row.cell(where)).upper()
    if not text:
        return
    if text in known:
        row.data[column] = text
    else:
        row.wrong(where, text, reason)


class NamedRecords:
    """Themes, communities, partners and projects, of each as many as a row names."""

    columns = frozenset({"themes", "communities", "partners", "projects"})

    def __init__(self, actor: Any) -> None:
        self._themes = {one.slug: one for one in Theme.objects.all()}
        self._themes_by_word = theme_words(self._themes)
        self._communities = CommunityNames()
        self._partners = PartnerNames(actor)
        projects = Project.objects.visible_to(actor).current()
        self._projects = set(projects.values_list("reference", flat=True))
        self.taking: Taking = {
            "themes": ("themes", lambda slugs: tuple(self._themes[one] for one in slugs)),
            "communities": ("communities", records_by(Community, "code")),
            "partners": ("partners", records_by(Partner, "slug")),
            "projects": ("projects", records_by(Project, "reference")),
        }

    def read(self, row: Cells) -> None:
        """Put the keys into the row's data."""
        row.many("themes", self._themes_by_word)
        self._communities.read_many(row)
        read_partners(row, self._partners)
        no_project = _("There is no project with this reference.")
        read_references(row, "projects", self._projects, no_project)
