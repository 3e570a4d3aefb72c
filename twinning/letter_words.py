"""What letters say of our side in each language, where no record holds it.

Names of communities are Latin transliterations outside Ukrainian: an official may write better
ones in the letter itself.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """`community`, `oblast`: patterns with the Latin name. `heads`: Ukrainian post → its name."""

    community: str
    oblast: str
    addressee: str
    heads: tuple[str, str, str]


# In Ukrainian, and in the order of `Words.heads`.
POSTS = ("міський голова", "селищний голова", "сільський голова")

WORDS: dict[str, Words] = {
    "en": Words(
        "{0} Territorial Community", "{0} Oblast", "To the Mayor", ("Mayor", "Mayor", "Mayor")
    ),
    "de": Words(
        "Territorialgemeinde {0}",
        "Oblast {0}",
        "An die Bürgermeisterin / den Bürgermeister",
        ("Bürgermeister", "Bürgermeister", "Bürgermeister"),
    ),
    "pl": Words(
        "Hromada terytorialna {0}",
        "obwód {0}",
        "Prezydent / Burmistrz / Wójt",
        ("Mer miasta", "Przewodniczący rady osiedlowej", "Wójt"),
    ),
    "fr": Words(
        "Communauté territoriale de {0}",
        "oblast de {0}",
        "À l’attention de Madame ou Monsieur le Maire",
        ("Maire", "Maire", "Maire"),
    ),
    "lt": Words("{0} teritorinė bendruomenė", "{0} sritis", "Merui", ("Meras", "Meras", "Meras")),
    "lv": Words(
        "{0} teritoriālā kopiena",
        "{0} apgabals",
        "Domes priekšsēdētājam",
        ("Mērs", "Mērs", "Mērs"),
    ),
    "et": Words(
        "{0} territoriaalne kogukond",
        "{0} oblast",
        "Linnapeale / vallavanemale",
        ("Linnapea", "Vallavanem", "Vallavanem"),
    ),
    "cs": Words(
        "Územní společenství {0}",
        "{0}, oblast",
        "Starosta / starostka",
        ("Starosta", "Starosta", "Starosta"),
    ),
    "sk": Words(
        "Územné spoločenstvo {0}",
        "{0}, oblasť",
        "Primátor / starosta",
        ("Primátor", "Starosta", "Starosta"),
    ),
    "ro": Words(
        "Comunitatea teritorială {0}",
        "regiunea {0}",
        "În atenția doamnei / domnului primar",
        ("Primar", "Primar", "Primar"),
    ),
    "hu": Words(
        "{0} területi közösség",
        "{0} terület",
        "Polgármester részére",
        ("Polgármester", "Polgármester", "Polgármester"),
    ),
    "it": Words(
        "Comunità territoriale di {0}",
        "oblast’ di {0}",
        "Alla cortese attenzione della Sindaca / del Sindaco",
        ("Sindaco", "Sindaco", "Sindaco"),
    ),
    "es": Words(
        "Comunidad territorial de {0}",
        "óblast de {0}",
        "A la atención de la alcaldesa / del alcalde",
        ("Alcalde", "Alcalde", "Alcalde"),
    ),
    "nl": Words(
        "Territoriale gemeente {0}",
        "oblast {0}",
        "Aan de burgemeester",
        ("Burgemeester", "Burgemeester", "Burgemeester"),
    ),
    "sv": Words(
        "{0} territorialkommun",
        "{0} oblast",
        "Till kommunledningen",
        ("Borgmästare", "Borgmästare", "Borgmästare"),
    ),
    "da": Words(
        "{0} territorialkommune",
        "{0} oblast",
        "Til borgmesteren",
        ("Borgmester", "Borgmester", "Borgmester"),
    ),
    "fi": Words(
        "Alueyhteisö {0}",
        "{0} (oblast)",
        "Kunnanjohtajalle",
        ("Kaupunginjohtaja", "Kunnanjohtaja", "Kunnanjohtaja"),
    ),
}
ADDRESSEE_UK = "Керівникові муніципалітету"

# Where a neighbour has names of its own for our oblasts; the key is the number in KATOTTG.
OBLASTS: dict[str, dict[str, str]] = {
    "de": {
        "05": "Winnyzja",
        "07": "Wolyn",
        "12": "Dnipropetrowsk",
        "14": "Donezk",
        "18": "Schytomyr",
        "21": "Transkarpatien",
        "23": "Saporischschja",
        "26": "Iwano-Frankiwsk",
        "32": "Kyjiw",
        "35": "Kirowohrad",
        "44": "Luhansk",
        "46": "Lwiw",
        "48": "Mykolajiw",
        "51": "Odesa",
        "53": "Poltawa",
        "56": "Riwne",
        "59": "Sumy",
        "61": "Ternopil",
        "63": "Charkiw",
        "65": "Cherson",
        "68": "Chmelnyzkyj",
        "71": "Tscherkasy",
        "73": "Tscherniwzi",
        "74": "Tschernihiw",
    },
    "pl": {
        "05": "winnicki",
        "07": "wołyński",
        "12": "dniepropetrowski",
        "14": "doniecki",
        "18": "żytomierski",
        "21": "zakarpacki",
        "23": "zaporoski",
        "26": "iwanofrankiwski",
        "32": "kijowski",
        "35": "kirowohradzki",
        "44": "ługański",
        "46": "lwowski",
        "48": "mikołajowski",
        "51": "odeski",
        "53": "połtawski",
        "56": "rówieński",
        "59": "sumski",
        "61": "tarnopolski",
        "63": "charkowski",
        "65": "chersoński",
        "68": "chmielnicki",
        "71": "czerkaski",
        "73": "czerniowiecki",
        "74": "czernihowski",
    },
}

# The language in which one writes to a country; English where none is said.
OF_COUNTRY = {
    "DE": "de",
    "AT": "de",
    "CH": "de",
    "LI": "de",
    "PL": "pl",
    "FR": "fr",
    "BE": "fr",
    "LU": "fr",
    "MC": "fr",
    "LT": "lt",
    "LV": "lv",
    "EE": "et",
    "CZ": "cs",
    "SK": "sk",
    "RO": "ro",
    "MD": "ro",
    "HU": "hu",
    "IT": "it",
    "SM": "it",
    "ES": "es",
    "AR": "es",
    "MX": "es",
    "CL": "es",
    "CO": "es",
    "UY": "es",
    "NL": "nl",
    "SE": "sv",
    "DK": "da",
    "FI": "fi",
}


def language_of(country: str, languages: list[str]) -> str:
    """In which language to write to a place: one that it reads, else that of its country."""
    known = [code for code in languages if code in WORDS]
    own = OF_COUNTRY.get(country, "en")
    if known:
        return own if own in known else known[0]
    return own
