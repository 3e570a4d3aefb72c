"""How alike two names of organisations are, across alphabets and spellings. Pure functions.

Names are compared word by word in Latin letters, roughly as they sound, so that «Мерсі Корпс» is
Mercy Corps. Words that half of the organisations bear (fund, agency, of, Ukraine) weigh little:
else every embassy would be like every other. Numbers below were chosen on the demonstration data
and the pairs in `tests/partners/test_duplicates.py`.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

# Two names at least this alike are probably of one organisation.
PROBABLE = 0.62
# Two words are one when they are this alike, or less alike with the same consonants and beginning
# (Latvia and Lithuania share only the consonants).
SAME_WORD = 0.83
SAME_CONSONANTS = 0.7
COMMON_WEIGHT = 0.25

# In the spelling of `sound`: Latin keys of both languages, folded.
EMPTY_WORDS = """
    of the and for in to a an de la le du des der die das fur und i y v u z ta
"""
COMMON_WORDS = """
    ukraine ukraini ukraina ukrainskii ukrainian
    international mizhnarodnii mizhnarodna mizhnarodnoho european europe ievropeiskii ievropeiska
    foundation fond fund stiftung fundacja agency agentsiia agentstvo ahentstvo ahentsiia
    organisation organization orhanizatsiia orhanizatsii association asotsiatsiia union spilka
    ministry ministerstvo embassy posolstvo delegation predstavnitstvo office ofis
    development rozvitku cooperation spivrobitnitstva spivpratsi service services
    university universitet institute institut company kompaniia group hrupa
    city misto region oblast municipality council rada city committee komitet centre center tsentr
    programme program prohrama project proekt affairs sprav foreign zakordonnikh zovnishnikh
    ev gmbh ag ltd llc inc hromadska blahodiina blahodiinii charity charitable ngo ho bf bo
    imeni im state derzhavnii derzhavna national natsionalnii
"""
# Abbreviations that stand in names beside their long forms.
LONG_FORMS = {
    "orhanizatsii obiednanykh natsii": "oon",
    "obiednanykh natsii": "oon",
    "united nations": "un",
    "european union": "eu",
    "ievropeiskoho soiuzu": "yes",
}
SOUNDS = (
    ("tion", "shn"),
    ("dzh", "j"),
    ("shch", "sh"),
    ("sch", "sh"),
    ("sz", "sh"),
    ("rz", "j"),
    ("zh", "j"),
    ("cz", "k"),
    ("ch", "k"),
    ("kh", "h"),
    ("ck", "k"),
    ("ph", "f"),
    ("th", "t"),
    ("qu", "kv"),
    ("x", "ks"),
    ("w", "v"),
    ("q", "k"),
    ("ł", "l"),
    ("ß", "ss"),
    ("ie", "e"),
    ("iu", "u"),
    ("ia", "a"),
    ("y", "i"),
)


def likeness(one: str, other: str) -> float:
    """0 (nothing in common) to 1 (the same) for two keys made by SQL's `latin_key`."""
    ours, theirs = _words(one), _words(other)
    if not ours or not theirs:
        return 0.0
    matched = alone = 0.0
    left = list(theirs)
    for word in ours:
        twin = next((candidate for candidate in left if same_word(word, candidate)), None)
        if twin is None:
            alone += weight(word)
        else:
            matched += weight(word)
            left.remove(twin)
    alone += sum(weight(word) for word in left)
    # Without a telling word in common, two names are only of one kind.
    return matched / (matched + alone) if matched >= 1 or not alone else 0.0


@lru_cache(maxsize=20_000)
def same_word(one: str, other: str) -> bool:
    if one == other:
        return True
    ratio = SequenceMatcher(None, one, other, autojunk=False).ratio()
    if ratio >= SAME_WORD:
        return True
    bones = consonants(one)
    is_near = ratio >= SAME_CONSONANTS and one[:2] == other[:2]
    return is_near and len(bones) > 1 and bones == consonants(other)


def weight(word: str) -> float:
    return COMMON_WEIGHT if word in COMMON or len(word) < 2 else 1.0


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """Roughly as it sounds, in few letters: Mercy → mersi, Rzeszów → jeshov."""
    parts = unicodedata.normalize("NFKD", word.lower())
    text = "".join(char for char in parts if not unicodedata.combining(char))
    for spelling, letter in SOUNDS:
        text = text.replace(spelling, letter)
    text = re.sub(r"c(?=[ei])", "s", text).replace("c", "k")
    return re.sub(r"(.)\1+", r"\1", text)


def consonants(word: str) -> str:
    return re.sub("[aeiou]", "", word)


@lru_cache(maxsize=5_000)
def _words(key: str) -> tuple[str, ...]:
    for long, short in LONG_FORMS.items():
        key = key.replace(long, short)
    return tuple(sound(word) for word in key.split() if word not in EMPTY)


EMPTY = frozenset(EMPTY_WORDS.split())
COMMON = frozenset(sound(word) for word in COMMON_WORDS.split())
