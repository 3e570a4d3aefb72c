"""What the pages of communities, oblasts, partners and agreements say of projects."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.design.formats import number
from common.design.languages import wording
from common.design.parts import Link
from common.money import wording as wording_of_money
from common.money.currencies import HRYVNIA
from common.money.rates import Rates
from communities.models import Community, Oblast
from communities.places import (
    PlaceSection,
    add_community_section,
    add_oblast_section,
    first_of,
    short_title,
)
from partners.models import Agreement, Partner, Programme
from partners.related import add_agreement_section, add_partner_section
from projects.enums import ProjectKind
from projects.models import Project
from projects.selectors import projects_by_kind
from projects.shares import part_of_community
from projects.words import counted, years

SHOWN = 8


def projects_of_oblast(oblast: Oblast, user: Any) -> PlaceSection | None:
    """How many of each kind, each with its list."""
    counts = projects_by_kind(oblast, user=user)
    total = sum(counts.values())
    if not total:
        return None
    links = [
        Link(
            capfirst(str(ProjectKind(kind).label)),
            _list_url(oblast=oblast.code, kind=kind),
            note=number(count),
        )
        for kind, count in counts.items()
        if count
    ]
    work = f"{reverse('work:work-page')}?{urlencode({'oblast': oblast.code})}"
    links.append(Link(_("Who works where"), work))
    return PlaceSection(
        title=_("Projects"),
        anchor="projects",
        lead=f"{counted(total)}.",
        links=links,
        url=_list_url(oblast=oblast.code),
        url_label=_("All of them, with filters"),
    )


def projects_of_community(community: Community, user: Any) -> PlaceSection | None:
    rows = Project.objects.visible_to(user).in_community(community)
    found = _section(rows, {"community": community.code})
    if found is None:
        return None
    return replace(found, lead=" ".join(filter(None, (found.lead, _part_told(rows, community)))))


def _part_told(rows: Any, community: Community) -> str:
    """The part of the money that falls to this community, never the whole."""
    here = rows.current().filter(territories__community=community).distinct()
    part = part_of_community(
        here.prefetch_related("territories"), community, to=HRYVNIA, rates=Rates()
    )
    if not part.counted:
        return ""
    told = _(
        "Their cost that falls to this community: %(amount)s, by the official rates of the days on "
        "which the costs were set."
    ) % {"amount": wording_of_money.full(part.amount, part.currency)}
    if not part.left_out:
        return told
    without = ngettext(
        "%(count)s project without a cost or a rate is left out.",
        "%(count)s projects without a cost or a rate are left out.",
        part.left_out,
    )
    return f"{told} {without % {'count': number(part.left_out)}}"


def projects_of_partner(partner: Partner, user: Any) -> PlaceSection | None:
    rows = Project.objects.visible_to(user).with_partner(partner)
    return _section(rows, {"partner": str(partner.public_id)})


def programmes_of_partner(partner: Partner, user: Any) -> PlaceSection | None:
    rows = Programme.objects.visible_to(user).current().filter(roles__partner=partner).distinct()
    found = list(rows.in_ukrainian_order()[:SHOWN])
    if not found:
        return None
    return PlaceSection(
        title=_("Programmes"),
        anchor="programmes",
        links=[
            Link(
                wording(one, "name").text,
                one.get_absolute_url(),
                note=years(one.starts_on, one.ends_on),
            )
            for one in found
        ],
        url=f"{reverse('programmes:programme-list')}?{urlencode({'partner': partner.public_id})}",
        url_label=_("All programmes of the partner"),
    )


def projects_of_agreement(agreement: Agreement, user: Any) -> PlaceSection | None:
    """Those that are done under the agreement."""
    rows = Project.objects.visible_to(user).filter(agreement=agreement)
    found = list(rows.current().newest_first()[:SHOWN])
    if not found:
        return None
    return PlaceSection(title=_("Projects"), anchor="projects", links=[_link(one) for one in found])


def _section(rows: Any, query: dict[str, str]) -> PlaceSection | None:
    rows = rows.current().newest_first()
    found, count = first_of(rows, SHOWN)
    if not found:
        return None
    return PlaceSection(
        title=_("Projects"),
        anchor="projects",
        lead=f"{counted(count)}.",
        links=[_link(one) for one in found],
        url=_list_url(**query),
        url_label=_("All of them, with filters"),
    )


def _list_url(**query: str) -> str:
    return f"{reverse('projects:project-list')}?{urlencode(query)}"


def _link(project: Any) -> Link:
    when = years(project.starts_on, project.ends_on)
    return Link(short_title(project), project.get_absolute_url(), note=when)


def register_sections() -> None:
    add_oblast_section(projects_of_oblast)
    add_community_section(projects_of_community)
    add_partner_section(programmes_of_partner)
    add_partner_section(projects_of_partner)
    add_agreement_section(projects_of_agreement)
