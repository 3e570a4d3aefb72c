"""Text that exists in two languages, and the same page in the other one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import pgettext_lazy

from common.design.formats import current_language

OTHER = {"uk": "en", "en": "uk"}
SUFFIX = {"uk": "", "en": "_en"}
# Each language is called by its own name, so that those who need it recognise it.
OWN_NAMES = {"uk": "Українською", "en": "In English"}
NOTES = {
    "uk": pgettext_lazy("note beside a text without translation", "in Ukrainian"),
    "en": pgettext_lazy("note beside a text without translation", "in English"),
}


@dataclass(frozen=True, slots=True)
class Wording:
    """A text, the language it is in, and whether that is the one the reader asked for."""

    text: str
    language: str
    is_fallback: bool


def wording(thing: object, name: str) -> Wording:
    """The paired columns `name` / `name_en` of an object or mapping, in the page's language."""
    wanted = current_language() if current_language() in OTHER else "uk"
    text = read(thing, name + SUFFIX[wanted])
    if text:
        return Wording(text, wanted, is_fallback=False)
    other = OTHER[wanted]
    text = read(thing, name + SUFFIX[other])
    return Wording(text, other, is_fallback=bool(text))


def read(thing: object, name: str) -> str:
    value = thing.get(name) if isinstance(thing, dict) else getattr(thing, name, "")
    return str(value or "")


def in_languages(text: object, values: Mapping[str, Any] | None = None) -> dict[str, str]:
    """A translatable text, with its values in it, as each reader of the portal will see it."""
    said: dict[str, str] = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            said[code] = str(text)
            if values is not None:
                said[code] %= {name: str(value) for name, value in values.items()}
    return said


@dataclass(frozen=True, slots=True)
class Alternate:
    code: str
    name: str
    url: str
    current: bool


def alternates(request: HttpRequest) -> list[Alternate]:
    """This page in every language of the portal, filters included."""
    here = request.get_full_path()
    return [
        Alternate(code, OWN_NAMES[code], address_in(code, here), code == current_language())
        for code, _name in settings.LANGUAGES
    ]


def address_in(language: str, path: str) -> str:
    """The same page in another language: a prefix, except for the portal's first language."""
    bare = path
    for code, _name in settings.LANGUAGES:
        if path == f"/{code}" or path.startswith(f"/{code}/"):
            bare = path.removeprefix(f"/{code}") or "/"
    return bare if language == settings.LANGUAGE_CODE else f"/{language}{bare}"
