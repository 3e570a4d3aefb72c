"""Why a place is in the list, in words of the page's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.codelists.countries import country_codes
from common.design.formats import current_language, number
from common.design.languages import wording
from communities.models import Community
from twinning.enums import Listing
from twinning.models import Municipality
from twinning.similarity.places import KnownLink, KnownLinks, kilometres, unit_vector
from twinning.similarity.ranking import Near

MOST_NAMED = 3


@dataclass(frozen=True)
class Pair:
    """A community and a place abroad; `names` tells communities by their keys.

    `near` is the partner of another community of the oblast that the place lies near, `neighbour`
    its record.
    """

    community: Community
    municipality: Municipality
    known: KnownLinks
    names: Mapping[int, str]
    near: Near | None = None
    neighbour: Municipality | None = None

    @property
    def country(self) -> str:
        return str(self.municipality.country)


def reasons(pair: Pair) -> list[str]:
    """Sentences without a full stop, the weightiest first; what is not known is not said."""
    found = [
        *(_sizes(pair), _near(pair), _ties(pair), *_partners(pair)),
        *(_listed(pair), _part(pair), _apart(pair)),
    ]
    return [one for one in found if one]


def home_reasons(pair: Pair) -> list[str]:
    """The other direction: why the community suits the place abroad."""
    found = [_sizes(pair), _homes_partner(pair), _oblast_ties(pair), _apart(pair)]
    return [one for one in found if one]


def country_name(code: str) -> str:
    entry = country_codes().get(code)
    return entry["name"][current_language()] if entry else code


def _sizes(pair: Pair) -> str:
    ours, theirs = pair.community.size, pair.municipality.population
    if not ours or not theirs:
        return ""
    if min(ours, theirs) >= 1000:
        text = _("population %(ours)s and %(theirs)s thousand")
        ours, theirs = round(ours / 1000), round(theirs / 1000)
    else:
        text = _("population %(ours)s and %(theirs)s")
    return text % {"ours": number(ours), "theirs": number(theirs)}


def _ties(pair: Pair) -> str:
    count = pair.known.per_oblast_and_country[pair.community.oblast_id, pair.country]
    if not count:
        return ""
    text = ngettext(
        "%(country)s has %(count)d link in your oblast",
        "%(country)s has %(count)d links in your oblast",
        count,
    )
    return text % {"country": country_name(pair.country), "count": count}


def _near(pair: Pair) -> str:
    if pair.near is None or pair.neighbour is None:
        return ""
    return _("%(distance)s km from %(place)s, partner of %(name)s") % {
        "distance": number(max(1, round(pair.near.kilometres))),
        "place": wording(pair.neighbour, "name").text,
        "name": _named(pair, [pair.near.link]),
    }


def _part(pair: Pair) -> str:
    return _("probably part of another municipality") if pair.municipality.is_suburban else ""


def _oblast_ties(pair: Pair) -> str:
    count = pair.known.per_oblast_and_country[pair.community.oblast_id, pair.country]
    if not count:
        return ""
    text = ngettext(
        "the oblast has %(count)d link with the country",
        "the oblast has %(count)d links with the country",
        count,
    )
    return text % {"count": count}


def _homes_partner(pair: Pair) -> str:
    links = list(pair.known.of_community(pair.community.pk))
    if not links:
        return _("no partner abroad that the portal knows")
    if any(link.country == pair.country for link in links):
        return _("has a partner in the country already")
    return _("no partner in the country yet")


def _partners(pair: Pair) -> list[str]:
    links = pair.known.by_municipality.get(pair.municipality.pk, [])
    if not links:
        return [_("no Ukrainian partner yet")] if pair.municipality.partner_id is None else []
    near = [link for link in links if link.raion and link.raion == pair.community.raion_id]
    far = [link for link in links if link not in near]
    said = [(near, _("partner of your neighbour: %(names)s")), (far, _("partner of %(names)s"))]
    return [text % {"names": _named(pair, those)} for those, text in said if those]


def _named(pair: Pair, links: list[KnownLink]) -> str:
    names = [pair.names.get(link.community) or _("an oblast") for link in links]
    shown = ", ".join(names[:MOST_NAMED])
    return f"{shown} …" if len(names) > MOST_NAMED else shown


def _listed(pair: Pair) -> str:
    sites = [code for code in pair.municipality.listed_on if code in Listing.values]
    return _("looks for partners on %(sites)s") % {"sites": ", ".join(sites)} if sites else ""


def _apart(pair: Pair) -> str:
    here, there = pair.community, pair.municipality
    if here.latitude is None or here.longitude is None:
        return ""
    if there.latitude is None or there.longitude is None:
        return ""
    home = unit_vector(float(here.latitude), float(here.longitude))
    apart = kilometres(home, unit_vector(there.latitude, there.longitude))
    return _("%(distance)s km away") % {"distance": number(round(apart, -1))}
