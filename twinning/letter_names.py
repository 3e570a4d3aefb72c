"""How both sides of a letter are called in its language."""

from __future__ import annotations

import re
import unicodedata

from babel import Locale

from common.design.romanisation import romanise
from communities.enums import OblastKind
from communities.models import Community, Oblast
from twinning.letter_words import OBLASTS, POSTS, WORDS
from twinning.models import Municipality

FRENCH_VOWEL = re.compile(r"\bde (?=[AEIOUYÉÈÀ])")


def home_name(home: Community | Oblast, language: str) -> str:
    """«Миргородська міська територіальна громада», „Territorialgemeinde Myrhorod“."""
    if isinstance(home, Oblast):
        return oblast_name(home, language)
    if language == "uk":
        return home.full_name
    name = WORDS[language].community.format(centre_name(home, language))
    return FRENCH_VOWEL.sub("d’", name) if language == "fr" else name


def centre_name(home: Community | Oblast, language: str) -> str:
    """The main town of a community; nothing for an oblast."""
    if isinstance(home, Oblast):
        return ""
    if language == "uk":
        return home.centre_name
    if home.centre_name_en or home.centre_name:
        return home.centre_name_en or romanise(home.centre_name)
    return home.name_en or romanise(home.name)


def oblast_name(oblast: Oblast, language: str) -> str:
    """English transliteration in the pattern of the language, where it has no name of its own."""
    if language == "uk":
        return oblast.full_name
    if oblast.kind != OblastKind.OBLAST or language == "en":
        return oblast.name_en
    latin = oblast.name_en.removesuffix(" Oblast")
    own = OBLASTS.get(language, {}).get(oblast.code[2:4], latin)
    name = WORDS[language].oblast.format(own)
    return FRENCH_VOWEL.sub("d’", name) if language == "fr" else name


def place_name(place: Municipality, language: str) -> str:
    """The own name, unless the letter is in Ukrainian or English or could not be read with it."""
    if language == "uk":
        return place.title
    if language == "en" or not _is_latin(place.name):
        return place.title_en
    return place.name


def _is_latin(text: str) -> bool:
    return all("LATIN" in unicodedata.name(one, "") for one in text if one.isalpha())


def country_in(code: str, language: str) -> str:
    return str(Locale(language).territories.get(code, code))


def post_in(position: str, language: str) -> str:
    """A well-known Ukrainian post in the language; nothing when we do not know it."""
    if language == "uk":
        return position
    plain = position.strip().lower()
    if plain not in POSTS or language not in WORDS:
        return ""
    return WORDS[language].heads[POSTS.index(plain)]
