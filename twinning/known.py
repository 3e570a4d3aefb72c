"""Twin links for the search for partner cities: which places are linked, which countries near."""

from __future__ import annotations

from twinning.models import TwinLink
from twinning.similarity.places import KnownLink, KnownLinks


def known_links() -> KnownLinks:
    """Living links that everybody may see: the reasons on the page name them."""
    rows = TwinLink.objects.public().alive().order_by("pk")
    columns = (
        *("community_id", "oblast_id", "community__oblast_id", "community__raion_id"),
        *("municipality_id", "municipality__country"),
    )
    return KnownLinks(
        tuple(
            KnownLink(
                community=community or 0,
                oblast=oblast or home_oblast,
                raion=raion or 0,
                municipality=municipality,
                country=str(country),
            )
            for community, oblast, home_oblast, raion, municipality, country in rows.values_list(
                *columns
            )
        )
    )
