"""What the portal as a whole says on the pages of oblasts."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import npgettext

from common.design.formats import moment, number
from common.design.parts import Link
from communities.models import Oblast
from communities.places import PlaceSection, add_oblast_section
from portal.statistics import INVASION, projects_of, sentences, statistics
from projects.enums import ProjectKind
from projects.models import ProjectRole
from projects.registers import PROJECTS
from twinning.country_counts import CountryCount, Counts, add_country_count, by_country


def in_numbers(oblast: Oblast, user: Any) -> PlaceSection | None:
    """The office's sentence, and the list behind each number."""
    as_of = moment(timezone.now())
    found = statistics(user, oblast=oblast, since=INVASION)
    said = sentences(found)
    if not said:
        return None
    labels = {
        "communities_with_twins": _("Communities with twins"),
        "twin_municipalities": _("Twin cities"),
        "twin_countries": _("Countries of the twins"),
        "agreements_signed": _("Agreements of communities"),
        "administration_memoranda": _("Memoranda of the administration"),
        "partners": _("Partners"),
    }
    labelled = [(label, found[name]) for name, label in labels.items()]
    labelled += [
        (str(capfirst(ProjectKind(kind).label)), one) for kind, one in projects_of(found).items()
    ]
    links = [Link(f"{label}: {number(one.value)}", one.url) for label, one in labelled if one.value]
    return PlaceSection(
        title=_("In numbers"),
        anchor="numbers",
        lead=" ".join([*said, _("As of %(moment)s.") % {"moment": as_of}]),
        links=links,
        url=f"{reverse('api:statistics')}?oblast={oblast.code}&since={INVASION}",
        url_label=_("The same from the API (JSON)"),
    )


def _projects_of_countries(user: Any) -> Counts:
    """Projects in which a partner of the country has a role."""
    seen = PROJECTS.visible_to(user).order_by().values("pk")
    roles = ProjectRole.objects.filter(project__in=seen, partner__isnull=False)
    return by_country(roles, "partner__country", "project")


def _projects_said(count: int) -> str:
    return npgettext("figure of a country", "project", "projects", count)


def _projects_url(code: str) -> str:
    return f"{reverse('projects:project-list')}?country={code}"


def register_sections() -> None:
    add_oblast_section(in_numbers)
    add_country_count(
        CountryCount("projects", _projects_of_countries, _projects_said, _projects_url)
    )
