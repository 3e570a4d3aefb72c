"""Files of the project hromada-strategy-collab: communities, each with its partners abroad."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

HEADINGS = (
    *("community:code", "community", "oblast", "municipality", "country", "region", "kind"),
    *("since", "source", "certainty"),
)
LONGEST_SOURCE = 500


def rows_of_json(content: Any) -> Iterator[Sequence[Any]]:
    """The heading, then a row for each pair. KeyError and TypeError for files built otherwise."""
    yield HEADINGS
    for community in content["hromadas"]:
        for partner in community["partners"]:
            yield _row(community, partner)


def _row(community: Any, partner: Any) -> Sequence[Any]:
    source = ", ".join(part for part in (partner.get("source"), partner.get("source_url")) if part)
    return (
        *(community["katottg"], community.get("short", ""), community.get("oblast", "")),
        *(partner["partner_name"], partner.get("partner_country") or ""),
        *(partner.get("partner_region") or "", partner.get("type", "")),
        *(partner.get("since") or "", source[:LONGEST_SOURCE], partner.get("confidence", "")),
    )
