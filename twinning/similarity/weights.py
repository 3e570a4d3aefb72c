"""What counts how much. The learned numbers come from the tuning links: see docs/similarity.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

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

# The larger the community, the more a partner of the same size matters.
SIZE_APART = 1.5
SIZE_APART_GROWS = 1.7
SIZE_APART_LEAST = 0.8

# Larger and better known places have more links, up to a size.
STANDING_SIZE = 0.98
STANDING_BEND = 0.5
STANDING_BEND_AT = 4.5
STANDING_SPELLING = 0.04
MOST_SPELLINGS = 45
SUBURBAN = 0.83

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
