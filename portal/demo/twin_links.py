"""Twin links of a trial, with what the two sides did together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from accounts.models import User
from communities.models import Community, Oblast
from partners.models import Agreement, Partner
from portal.demo.content import Entry
from twinning.enums import MunicipalityKind
from twinning.link_data import TwinLinkData
from twinning.link_enums import Precision
from twinning.models import Municipality
from twinning.services.links import log_activity, register_twin_link
from twinning.services.municipalities import MunicipalityData, add_municipality, start_relations

NOTE = "Демонстраційні дані"


def make_twin_link(
    entry: Entry,
    *,
    actor: User,
    partner: Partner | None,
    oblasts: Mapping[str, Oblast],
    agreement: Agreement | None,
) -> str:
    """Through the services: the place becomes a partner, or is linked to the known one."""
    place = _place(entry, actor)
    if partner and not place.partner_id:
        start_relations(actor=actor, municipality=place, partner=partner)
    community = Community.objects.filter(code=entry.get("community", "")).first()
    data = TwinLinkData(
        municipality=place,
        community=community,
        oblast=None if community else oblasts[entry["oblast"]],
        kind=entry["kind"],
        since_on=date(int(entry["since"]), 1, 1),
        since_precision=Precision.YEAR,
        agreement=agreement,
        source=NOTE,
    )
    link = register_twin_link(actor=actor, data=data, stage=entry["stage"])
    for one in entry.get("activities", ()):
        values = one | {"on": date.fromisoformat(one["on"])}
        log_activity(actor=actor, link=link, **values)
    return str(link.public_id)


def _place(entry: Entry, actor: User) -> Municipality:
    """A city of the gazetteer, or a region that is entered by hand."""
    if "place" in entry:
        found: Municipality = Municipality.objects.get(geonames_id=entry["place"])
        return found
    data = MunicipalityData(kind=MunicipalityKind.REGION, **entry["region"])
    return add_municipality(actor=actor, data=data)
