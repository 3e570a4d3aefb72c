"""Countries by whatever they are called in tables: code, short and long name, either language."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale

from common.codelists.countries import country_codes
from common.exchange.vocabulary import Vocabulary, code_names

# Words before and after the short name in official long names.
_STATE_WORDS = re.compile(
    r"^(федеративна республіка|республіка|королівство|князівство|велике герцогство|держава|"
    r"the|federal republic of|republic of|kingdom of|principality of|state of|"
    r"grand duchy of)\s+|\s+(республіка|конфедерація|republic)$",
    re.IGNORECASE,
)
SYNONYMS = {
    "США": "US", "Сполучені Штати": "US", "Сполучені Штати Америки": "US", "Америка": "US",
    "USA": "US", "U.S.": "US", "U.S.A.": "US", "United States": "US", "America": "US",
    "Велика Британія": "GB", "Великобританія": "GB", "Британія": "GB", "Англія": "GB",
    "Сполучене Королівство": "GB", "Об’єднане Королівство": "GB", "UK": "GB",
    "Сполучене Королівство Великої Британії та Північної Ірландії": "GB",
    "U.K.": "GB", "United Kingdom": "GB", "Great Britain": "GB", "Britain": "GB", "England": "GB",
    "ФРН": "DE", "Голландія": "NL", "Holland": "NL", "Netherlands": "NL", "Нідерланди": "NL",
    "Чеська": "CZ", "Чеська Республіка": "CZ", "Чехія": "CZ", "Czech Republic": "CZ",
    "Czechia": "CZ", "Французька": "FR", "Польська": "PL", "Річ Посполита Польська": "PL",
    "Словацька": "SK", "Словаччина": "SK", "Slovak": "SK", "Австрійська": "AT",
    "Італійська": "IT", "Литовська": "LT", "Латвійська": "LV", "Естонська": "EE",
    "Фінляндська": "FI", "Португальська": "PT", "Грецька": "GR", "Hellenic": "GR",
    "Швейцарська": "CH", "Swiss Confederation": "CH", "Турецька": "TR", "Туреччина": "TR",
    "Türkiye": "TR", "Turkey": "TR", "Угорська": "HU", "French": "FR", "Italian": "IT",
    "Portuguese": "PT", "Південна Корея": "KR", "Корея": "KR", "South Korea": "KR", "Korea": "KR",
    "КНР": "CN", "Китай": "CN", "China": "CN", "ОАЕ": "AE", "Емірати": "AE", "UAE": "AE",
    "Молдова": "MD", "Молдавія": "MD", "Moldova": "MD", "Македонія": "MK",
    "Північна Македонія": "MK", "Тайвань": "TW", "Taiwan": "TW", "Ватикан": "VA",
    "Святий Престол": "VA", "Holy See": "VA", "Косово": "XK", "Kosovo": "XK", "В’єтнам": "VN",
}  # fmt: skip
# What people put there for an organisation of many countries: no country, and no mistake.
OF_NO_COUNTRY = frozenset(
    {"міжнародна", "міжнародний", "міжнародна організація", "international", "багато країн", "оон"}
)


@cache
def country_words() -> Vocabulary:
    names = code_names(country_codes())
    for code, said in names.items():
        for language in ("uk", "en"):
            name = Locale(language).territories.get(code)
            if name:
                said.append(str(name))
    return Vocabulary(names, {word: code for word, code in SYNONYMS.items() if code in names})


def find_country(text: str) -> str:
    """The code of the country, or nothing."""
    words = country_words()
    return words.find(text) or words.find(_STATE_WORDS.sub("", text.strip()))
