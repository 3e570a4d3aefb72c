"""What twin links add to the pages of oblasts, communities, agreements and partners."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from common.design.languages import wording
from common.design.parts import Link
from common.intake.refusals import Refusal
from communities.models import Community, Oblast
from communities.places import PlaceSection, add_community_section, add_oblast_section
from partners.models import Agreement, Partner
from partners.related import (
    Occasion,
    add_agreement_occasion,
    add_agreement_section,
    add_partner_section,
)
from twinning.link_agreements import OCCASION, known_of
from twinning.link_enums import LinkStage
from twinning.link_permissions import can_change_link
from twinning.models import Municipality, TwinLink
from twinning.services.links import name_agreement
from twinning.similarity.reasons import country_name

NAMED = 40


def twins_of_community(community: Community, user: Any) -> PlaceSection | None:
    """The living links of the community by name."""
    rows = TwinLink.objects.visible_to(user).alive().filter(community=community).with_sides()
    links = [_named(one) for one in rows.order_by("municipality__sort_key", "pk")[:NAMED]]
    if not links:
        return None
    return PlaceSection(
        title=_("Twin cities"),
        anchor="twins",
        links=links,
        url=f"{reverse('twinning:link-list')}?community_code={community.code}",
        url_label=_("Show as a list with filters"),
    )


def twins_of_oblast(oblast: Oblast, user: Any) -> PlaceSection | None:
    """The oblast's own links by name, and the way to those of its communities."""
    rows = TwinLink.objects.visible_to(user).alive()
    if not rows.of_oblasts([oblast]).exists():
        return None
    own = rows.filter(oblast=oblast).with_sides().order_by("municipality__sort_key", "pk")
    links = [_named(one) for one in own[:NAMED]]
    on_map = Link(_("Twin map"), f"{reverse('twinning:link-map')}?oblast={oblast.code}")
    return PlaceSection(
        title=_("Twin cities and regions"),
        anchor="twins",
        links=[*links, on_map],
        url=f"{reverse('twinning:link-list')}?oblast={oblast.code}",
        url_label=_("All links of the oblast and its communities"),
    )


def links_of_agreement(agreement: Agreement, user: Any) -> PlaceSection | None:
    """The links that rest on the agreement."""
    rows = TwinLink.objects.visible_to(user).filter(agreement=agreement).with_sides()
    links = [_both(one) for one in rows.order_by("pk")[:NAMED]]
    if not links:
        return None
    return PlaceSection(
        title=_("Twin links"),
        anchor="twins",
        links=links,
        url=f"{reverse('twinning:link-list')}?agreement={agreement.public_id}",
        url_label=_("Show as a list with filters"),
    )


def links_of_partner(partner: Partner, user: Any) -> PlaceSection | None:
    """The place abroad that the partner is, and with whom in Ukraine it is linked."""
    place = Municipality.objects.filter(partner=partner).first()
    if place is None:
        return None
    rows = TwinLink.objects.visible_to(user).alive().filter(municipality=place).with_sides()
    links = [_home(one) for one in rows.order_by("pk")[:NAMED]]
    return PlaceSection(
        title=_("Links with Ukraine"),
        anchor="twins",
        lead="" if links else _("No link is in the register yet."),
        links=links,
        url=place.get_absolute_url(),
        url_label=_("The place abroad: facts and similar communities"),
    )


def link_that_waits(user: Any, key: str) -> Occasion | None:
    """An agreement is entered for this link: it names the agreement afterwards."""
    try:
        rows = TwinLink.objects.visible_to(user).with_sides().filter(public_id=key)
    except ValidationError:
        return None
    link = rows.first()
    if link is None or not can_change_link(user, link):
        return None

    def take(actor: User, agreement: Agreement) -> str:
        try:
            name_agreement(actor=actor, link=link, agreement=agreement)
        except Refusal as refusal:
            return str(refusal)
        return ""

    return Occasion(title_of(link), link.get_absolute_url(), known_of(link), take)


def title_of(link: TwinLink) -> str:
    """«Полтавська – Фільдерштадт»."""
    return f"{wording(link.home, 'name').text} – {wording(link.municipality, 'title').text}"


def _both(link: TwinLink) -> Link:
    return Link(title_of(link), link.get_absolute_url(), note=link.get_stage_display())


def _home(link: TwinLink) -> Link:
    name = wording(link.home, "full_name").text
    return Link(name, link.get_absolute_url(), note=link.get_stage_display())


def _named(link: TwinLink) -> Link:
    name = wording(link.municipality, "title").text
    country = country_name(str(link.municipality.country))
    note = "" if link.stage == LinkStage.ACTIVE else link.get_stage_display()
    said = ", ".join(part for part in (country, note) if part)
    return Link(name, link.get_absolute_url(), note=said)


def register_link_sections() -> None:
    add_community_section(twins_of_community)
    add_oblast_section(twins_of_oblast)
    add_agreement_section(links_of_agreement)
    add_partner_section(links_of_partner)
    add_agreement_occasion(OCCASION, link_that_waits)
