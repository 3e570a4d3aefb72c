"""Two letters for each first-level unit, with which references of its office begin.

The key is the unit's number in KATOTTG, as in `communities.first_level`. A code never changes:
it stands on paper.
"""

from __future__ import annotations

REFERENCE_PREFIXES = {
    "01": "CR",  # Crimea
    "05": "VN",  # Vinnytsia
    "07": "VL",  # Volyn
    "12": "DP",  # Dnipropetrovsk
    "14": "DN",  # Donetsk
    "18": "ZH",  # Zhytomyr
    "21": "ZK",  # Zakarpattia
    "23": "ZP",  # Zaporizhzhia
    "26": "IF",  # Ivano-Frankivsk
    "32": "KO",  # Kyiv Oblast
    "35": "KR",  # Kirovohrad
    "44": "LH",  # Luhansk
    "46": "LV",  # Lviv
    "48": "MK",  # Mykolaiv
    "51": "OD",  # Odesa
    "53": "PL",  # Poltava
    "56": "RV",  # Rivne
    "59": "SU",  # Sumy
    "61": "TE",  # Ternopil
    "63": "KH",  # Kharkiv
    "65": "KS",  # Kherson
    "68": "KM",  # Khmelnytskyi
    "71": "CK",  # Cherkasy
    "73": "CV",  # Chernivtsi
    "74": "CH",  # Chernihiv
    "80": "KY",  # Kyiv
    "85": "SE",  # Sevastopol
}
NOBODY = "UA"


def reference_prefix(code: str) -> str:
    """The letters of the unit with this KATOTTG code, or of the one that holds it."""
    return REFERENCE_PREFIXES.get(code[2:4], NOBODY)
