"""The columns of an import: how they may be called, what stands in them, how they are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.functional import lazy

from common.registers.fields import Field, FieldKind, text_in
from common.registers.register import Register

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LANGUAGES = ("uk", "en")
# "kind:code" is the column with the code that stands beside "kind" in our own downloads.
CODE = ":code"
# The two columns beside an amount; what follows them in a download, the portal computes.
CURRENCY = ":currency"
VALUE_DATE = ":value_date"
_SIGNS = str.maketrans({"\N{NO-BREAK SPACE}": " ", "’": "'", "ʼ": "'", "`": "'", "*": " "})


def heading_key(text: str) -> str:
    """A heading without case, spaces, stars and colons that people add to it."""
    return " ".join(text.translate(_SIGNS).casefold().split()).rstrip(" :.")


@dataclass(frozen=True)
class Code:
    """One allowed value of a column, for the template file's sheet of codes."""

    code: str
    name: str
    name_en: str


def _shown(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")


@dataclass(frozen=True, kw_only=True)
class ImportColumn:
    """`headings` are other names under which people keep the column; case does not matter.

    `show` turns a checked value (as `Importer.check` gave it) into words for the page.
    """

    name: str
    label: _StrPromise | str
    headings: tuple[str, ...] = ()
    required: bool = False
    example: str = ""
    help: _StrPromise | str = ""
    codes: Callable[[], Iterable[Code]] | None = None
    show: Callable[[Any], str] = _shown
    in_template: bool = True

    def keys(self) -> set[str]:
        """All headings by which a file may name the column."""
        keys = {heading_key(one) for one in (self.name, *self.headings)}
        for language in LANGUAGES:
            with translation.override(language):
                keys.add(heading_key(str(self.label)))
        return keys


def _parts(one: Field) -> list[str]:
    """Names of the import columns in the order of the field's download columns."""
    if one.kind is FieldKind.BILINGUAL:
        return [one.name, f"{one.name}_en"]
    if one.kind is FieldKind.MONEY:
        return [one.name, one.name + CURRENCY, one.name + VALUE_DATE]
    if one.kind in {FieldKind.CODE, FieldKind.COUNTRY} or one.extra.get("codes"):
        return [one.name, one.name + CODE]
    return [one.name]


def _header(one: Field, place: int) -> str:
    return one.columns()[place].header


_lazy_header = lazy(_header, str)


@dataclass(frozen=True, kw_only=True)
class More:
    """What an importer says of a column beyond the register's description."""

    headings: tuple[str, ...] = ()
    required: bool = False
    example: str = ""
    help: _StrPromise | str = ""
    codes: Callable[[], Iterable[Code]] | None = None
    show: Callable[[Any], str] = _shown


def codes_of(codes: Callable[[], Mapping[str, Any]]) -> Callable[[], Iterable[Code]]:
    """A code list of `common.registers` for the template file's sheet of codes."""
    return lambda: [Code(one, e["name"]["uk"], e["name"]["en"]) for one, e in codes().items()]


def showing(codes: Callable[[], Mapping[str, Any]]) -> Callable[[Any], str]:
    """Codes in the words of the page."""

    def show(value: Any) -> str:
        values = value if isinstance(value, list) else [value] if value else []
        known = codes()
        return ", ".join(
            text_in(known[one]["name"]) if one in known else str(one) for one in values
        )

    return show


def coded(choices: Callable[[], Mapping[str, Any]], **said: Any) -> More:
    """A column of one of the codes: the template lists them, pages show their names."""
    return More(codes=codes_of(choices), show=showing(choices), **said)


def columns_of(register: Register, more: Mapping[str, More]) -> tuple[ImportColumn, ...]:
    """The importable fields of the register under the headings of its own downloads.

    A file that came from the portal therefore goes back in as it is.
    """
    made: list[ImportColumn] = []
    for one in register.fields:
        if not one.importable:
            continue
        for place, name in enumerate(_parts(one)):
            said = more.get(name, More())
            names = (*one.import_names, *said.headings) if place == 0 else said.headings
            made.append(
                ImportColumn(
                    name=name,
                    label=_lazy_header(one, place),
                    headings=names,
                    required=said.required,
                    example=said.example,
                    help=said.help,
                    codes=said.codes,
                    show=said.show,
                    in_template=not name.endswith(CODE),
                )
            )
    return tuple(made)


def other_headings(register: Register) -> frozenset[str]:
    """Headings of downloads that an import knows and leaves alone: the portal keeps them itself."""
    keys: set[str] = set()
    for language in LANGUAGES:
        with translation.override(language):
            for one in register.fields:
                if one.in_table:
                    known = len(_parts(one)) if one.importable else 0
                    keys |= {heading_key(column.header) for column in one.columns()[known:]}
    return frozenset(keys)
