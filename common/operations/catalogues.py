"""The catalogues of translations: brought up to date, checked and compiled with Babel."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from gettext import GNUTranslations
from pathlib import Path

from babel.messages import Catalog
from babel.messages import Message as Entry
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings

from common.operations.messages import (
    OVERRIDDEN,
    Message,
    folders_of,
    messages_of_libraries,
    messages_of_project,
)

# Our messages are English, so English needs no entry: its catalogue only says some words of
# libraries otherwise.
COMPLETE = ("uk",)
LANGUAGES = ("uk", "en")
PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|%[sd]|\{\w*\}")
# As Django's own Ukrainian catalogue has it: the fourth form is for fractions.
PLURALS = {
    "uk": (
        "nplurals=4; plural=(n % 1 == 0 && n % 10 == 1 && n % 100 != 11 ? 0 : n % 1 == 0 && "
        "n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14) ? 1 : n % 1 == 0 && "
        "(n % 10 ==0 || (n % 10 >=5 && n % 10 <=9) || (n % 100 >=11 && n % 100 <=14 )) ? 2: 3)"
    ),
    "en": "nplurals=2; plural=(n != 1)",
}


@dataclass
class Update:
    """What an update changed in one catalogue."""

    language: str
    added: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)


def path_of(language: str) -> Path:
    return Path(settings.BASE_DIR) / "locale" / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    path = path_of(language)
    if not path.exists():
        return new(language)
    with path.open("rb") as stream:
        return read_po(stream, locale=language)


def new(language: str) -> Catalog:
    """An empty catalogue with Django's plural forms, which are not those of Babel."""
    catalogue = Catalog(locale=language, fuzzy=False)
    catalogue.mime_headers = [("Plural-Forms", PLURALS[language])]
    return catalogue


def header(language: str) -> str:
    """Holds no date and no name, so that it never changes by itself."""
    lines = {
        "Project-Id-Version": "Mosty",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": f"{PLURALS[language]};",
    }
    said = "".join(f'"{name}: {value}\\n"\n' for name, value in lines.items())
    return f'msgid ""\nmsgstr ""\n{said}\n'


def write(catalogue: Catalog, language: str) -> None:
    """Sorted and without line numbers, so that a change of code changes no other line."""
    fresh = new(language)
    for entry in entries(catalogue):
        fresh.add(entry.id, entry.string, context=entry.context, user_comments=entry.user_comments)
    path = path_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        stream.write(header(language).encode())
        write_po(stream, fresh, width=100, no_location=True, omit_header=True, sort_output=True)


def entries(catalogue: Catalog) -> Iterator[Entry]:
    return (entry for entry in catalogue if entry.id)


def key_of(entry: Entry) -> Message:
    text, plural = entry.id if isinstance(entry.id, tuple) else (entry.id, "")
    return Message(str(text), str(plural), str(entry.context or ""))


def update(language: str) -> Update:
    """Add what the code says anew, drop what nobody says any more, leave translations alone."""
    catalogue, done = read(language), Update(language)
    known = {_id(key_of(entry)): entry for entry in entries(catalogue)}
    wanted = {_id(message): message for message in (*messages_of_project(), *untranslated())}
    overrides = {_id(message) for message in messages_of_libraries(OVERRIDDEN)}
    fresh = new(language)
    for one, message in wanted.items():
        if one in known:
            _copy(known[one], message, fresh)
        elif language in COMPLETE:
            fresh.add(_msgid(message), context=message.context or None)
            done.added.append(message.text)
    for one, entry in known.items():
        if one not in wanted and one in overrides:
            _copy(entry, key_of(entry), fresh)
        elif one not in wanted:
            done.dropped.append(key_of(entry).text)
    write(fresh, language)
    return done


def _id(message: Message) -> tuple[str, str]:
    """What makes a message one: gettext does not look at the plural."""
    return message.context, message.text


def _msgid(message: Message) -> str | tuple[str, str]:
    return (message.text, message.plural) if message.plural else message.text


def _copy(entry: Entry, message: Message, into: Catalog) -> None:
    """Take the translation over; a message that got or lost its plural must be done again."""
    same_shape = bool(key_of(entry).plural) == bool(message.plural)
    into.add(_msgid(message), entry.string if same_shape else None, context=message.context or None)


@cache
def _translated_elsewhere() -> frozenset[str]:
    """Messages that Django and the libraries have in Ukrainian themselves."""
    found: set[str] = set()
    for name in OVERRIDDEN:
        for folder in folders_of(name):
            for path in folder.rglob("locale/uk/LC_MESSAGES/django.mo"):
                with path.open("rb") as stream:
                    known = GNUTranslations(stream)._catalog  # type: ignore[attr-defined]  # noqa: SLF001
                found |= {key[0] if isinstance(key, tuple) else key for key in known}
    return frozenset(found)


def untranslated() -> list[Message]:
    """What libraries say in English to people who read Ukrainian."""
    elsewhere = _translated_elsewhere()
    return [one for one in messages_of_libraries() if _mo_key(one) not in elsewhere]


def _mo_key(message: Message) -> str:
    return f"{message.context}\x04{message.text}" if message.context else message.text


def problems(language: str) -> list[str]:
    """Each message that is missing, unfinished or has other placeholders, as one sentence."""
    catalogue = read(language)
    known = {_id(key_of(entry)): entry for entry in entries(catalogue)}
    found = [problem for entry in known.values() for problem in _wrong_in(entry)]
    if language in COMPLETE:
        wanted = {_id(message): message for message in (*messages_of_project(), *untranslated())}
        missing = [message.text for one, message in wanted.items() if one not in known]
        found += [f"missing: {text!r}" for text in missing]
        found += [
            f"has no plural: {message.text!r}"
            for one, message in wanted.items()
            if one in known and bool(message.plural) != bool(key_of(known[one]).plural)
        ]
    return sorted(found)


def _wrong_in(entry: Entry) -> Iterator[str]:
    message = key_of(entry)
    forms = entry.string if isinstance(entry.string, (tuple, list)) else (entry.string,)
    if entry.fuzzy:
        yield f"uncertain (fuzzy): {message.text!r}"
    if not all(forms):
        yield f"not translated: {message.text!r}"
        return
    expected = set(PLACEHOLDER.findall(message.plural or message.text))
    for form in map(str, forms):
        if set(PLACEHOLDER.findall(form)) != expected:
            yield f"other placeholders than {message.text!r}: {form!r}"


def compile_all() -> list[Path]:
    """Write the binary catalogues that Django reads; gives back their paths."""
    made = []
    for language in LANGUAGES:
        if path_of(language).exists():
            target = path_of(language).with_suffix(".mo")
            catalogue = read(language)
            unfinished = target.with_suffix(".part")
            with unfinished.open("wb") as stream:
                write_mo(stream, catalogue)
            unfinished.replace(target)
            made.append(target)
    return made
