"""What counts how much. Learned numbers stand in a file of their own: see docs/similarity.md."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

LARGEST_WEIGHT = 3.0


@dataclass(frozen=True, kw_only=True)
class Weights:
    """How much each part counts against the learned measure (1.0). People change these."""

    size: float = 1.0
    standing: float = 1.0
    ties: float = 1.0
    nearness: float = 1.0

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Weights:
        """From the address: what is missing or no number between 0 and 3 keeps its default."""
        return cls(**{one.name: _number(values.get(one.name, "")) for one in fields(cls)})


def _number(text: str) -> float:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return 1.0
    return value if 0 <= value <= LARGEST_WEIGHT else 1.0


# Sizes are decimal logarithms of population; 4.6 is a community of 40,000 people.
MIDDLE = 4.6
# The gazetteer begins at 500 people: an unknown population counts as that.
SMALLEST = 500
SIZE_APART_LEAST = 0.5


@dataclass(frozen=True, kw_only=True)
class Learned:
    """What known links teach: log-odds of a link, per unit of what the comment says."""

    # One decimal step between both populations costs this …
    size_apart: float
    # … and more, the larger the community: per decimal step above 40,000 people.
    size_apart_grows: float
    # Larger places have more links: per decimal step of population.
    standing_size: float
    # Suburbs, quarters and villages of another municipality have fewer.
    part_of_another: float
    # At the very place of a partner of the oblast's other communities; nothing from 80 km on.
    near_partner: float

    def numbers(self) -> dict[str, float]:
        return asdict(self)


LEARNED_FILE = Path(__file__).resolve().parents[1] / "data" / "similarity.json"


def read_learned(file: Path = LEARNED_FILE) -> Learned:
    return Learned(**json.loads(file.read_text(encoding="utf-8"))["weights"])


LEARNED = read_learned()

# Not learned (the known links are nearly all German): chosen so that Europe comes before the rest.
FAR_FROM_KM = 2_000
FAR_PER_1000_KM = 1.0
COUNTRY_TIE = 0.7
OBLAST_TIE = 0.5
LISTED = 0.7
# A portal that knows no links yet still knows where partners are: counted as so many links.
USUAL_TIES = {
    **dict.fromkeys(("DE", "LT", "PL", "RO", "SK"), 5),
    **dict.fromkeys(("AT", "BE", "BG", "CY", "CZ", "DK", "EE", "ES", "FI", "FR", "GR", "HR"), 2),
    **dict.fromkeys(("HU", "IE", "IT", "LU", "LV", "MT", "NL", "PT", "SE", "SI"), 2),
    **dict.fromkeys(("CA", "CH", "GB", "IS", "LI", "MD", "NO", "US"), 2),
}
