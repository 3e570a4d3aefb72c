"""Fixed facts of the 27 first-level units which the codifier does not give.

The number is the oblast's in KATOTTG. ISO 3166-2 numbers differ from it for five of them.
"""

from __future__ import annotations

from typing import NamedTuple


class FirstLevel(NamedTuple):
    slug: str
    name_en: str
    iso_code: str


def _oblast(name: str, number: str) -> FirstLevel:
    return FirstLevel(name.lower(), f"{name} Oblast", f"UA-{number}")


FIRST_LEVEL = {
    "01": FirstLevel("crimea", "Autonomous Republic of Crimea", "UA-43"),
    "05": _oblast("Vinnytsia", "05"),
    "07": _oblast("Volyn", "07"),
    "12": _oblast("Dnipropetrovsk", "12"),
    "14": _oblast("Donetsk", "14"),
    "18": _oblast("Zhytomyr", "18"),
    "21": _oblast("Zakarpattia", "21"),
    "23": _oblast("Zaporizhzhia", "23"),
    "26": _oblast("Ivano-Frankivsk", "26"),
    "32": FirstLevel("kyiv-oblast", "Kyiv Oblast", "UA-32"),
    "35": _oblast("Kirovohrad", "35"),
    "44": _oblast("Luhansk", "09"),
    "46": _oblast("Lviv", "46"),
    "48": _oblast("Mykolaiv", "48"),
    "51": _oblast("Odesa", "51"),
    "53": _oblast("Poltava", "53"),
    "56": _oblast("Rivne", "56"),
    "59": _oblast("Sumy", "59"),
    "61": _oblast("Ternopil", "61"),
    "63": _oblast("Kharkiv", "63"),
    "65": _oblast("Kherson", "65"),
    "68": _oblast("Khmelnytskyi", "68"),
    "71": _oblast("Cherkasy", "71"),
    "73": _oblast("Chernivtsi", "77"),
    "74": _oblast("Chernihiv", "74"),
    "80": FirstLevel("kyiv", "Kyiv", "UA-30"),
    "85": FirstLevel("sevastopol", "Sevastopol", "UA-40"),
}


def first_level(code: str) -> FirstLevel:
    """Facts of the unit with this KATOTTG code, or of the one that holds it."""
    return FIRST_LEVEL[code[2:4]]
