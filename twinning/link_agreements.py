"""Agreements on which a link may rest, and which of them to propose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from communities.models import Community, Oblast
from partners.agreement_enums import AgreementKind, AgreementStatus
from partners.models import Agreement
from twinning.link_enums import LinkKind, LinkStage, Precision

if TYPE_CHECKING:
    from twinning.models import TwinLink

# From here on there is something signed.
RESTING = frozenset({LinkStage.MEMORANDUM, LinkStage.AGREEMENT, LinkStage.ACTIVE})
MOST_PROPOSED = 3
# `?twin_link=…` in the address of a new agreement.
OCCASION = "twin_link"
KINDS: dict[str, AgreementKind] = {
    LinkStage.MEMORANDUM: AgreementKind.MEMORANDUM,
    LinkKind.PATRONAGE: AgreementKind.PATRONAGE,
}


def agreements_of(home: Community | Oblast) -> Any:
    """Those to which our side is itself a party: the community, or a body of the oblast."""
    rows = Agreement.objects.current()
    if isinstance(home, Community):
        return rows.filter(parties__community=home)
    return rows.filter(parties__oblast=home, parties__community=None).distinct()


def wants_agreement(link: TwinLink) -> bool:
    """The link has come as far as something signed, and nobody has said what it was."""
    return link.stage in RESTING and link.agreement_id is None


def proposed_agreements(link: TwinLink, user: Any) -> list[Agreement]:
    """Agreements of the same two sides that the user may know of, the newest first."""
    partner = link.municipality.partner_id
    if not partner or not wants_agreement(link):
        return []
    seen = Agreement.objects.visible_to(user).values("pk")
    rows = agreements_of(link.home).filter(counterparts__partner=partner, pk__in=seen)
    rows = rows.exclude(status=AgreementStatus.TERMINATED)
    return list(rows.newest_first()[:MOST_PROPOSED])


def known_of(link: TwinLink) -> dict[str, Any]:
    """What the form of the agreement on which the link rests can be filled in with."""
    partner = link.municipality.partner
    kind = KINDS.get(link.stage) or KINDS.get(link.kind) or AgreementKind.INTERTERRITORIAL
    signed = link.stages.standing().filter(
        stage__in=(LinkStage.MEMORANDUM, LinkStage.AGREEMENT), precision=Precision.DAY
    )
    last = signed.order_by("-pk").first()
    return {
        "kind": kind.value,
        "oblast": link.home_oblast.code,
        "community_1": link.community.code if link.community else None,
        "partner_1": partner.slug if partner else None,
        "status": AgreementStatus.SIGNED.value,
        "signed_on": last.on if last else None,
        "visibility": link.visibility,
    }
