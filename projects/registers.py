"""The register of projects, said once: page, API, downloads and schema come from here."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from common.money.expressions import AMOUNT, equivalent_of
from common.registers.register import Register, register
from common.search.described import Searched
from common.search.names import search_names
from communities.registers import API, level_of
from projects import register_parts as parts
from projects.iati.answers import IATI
from projects.models import Project, ProjectIdentifier
from projects.models.projects import BEGUN_ON
from projects.oc4ids.answers import OC4IDS
from projects.register_fields import FIELDS
from projects.register_filters import FILTERS
from projects.threesixty.answers import THREESIXTY

NOTHING, MORE_THAN_ANY = Decimal(0), Decimal(10) ** 27


def _worth(unknown: Decimal) -> Coalesce:
    known = equivalent_of("amount", "currency", "amount_on")
    return Coalesce(known, Value(unknown, output_field=AMOUNT))


def _projects() -> Any:
    """With what lists are sorted by; none of it is null.

    Archived records are found by officials on the desk.
    """
    return (
        Project.objects.current()
        .with_order()
        .annotate(
            begun_on=BEGUN_ON,
            # An unknown cost comes last: behind the smallest, and behind the largest.
            hryvnias=_worth(NOTHING),
            hryvnias_up=_worth(MORE_THAN_ANY),
        )
    )


def _search(rows: Any, words: str) -> Any:
    """By a number of the project in any register if it is one, else by words of the title."""
    known = ProjectIdentifier.objects.filter(value__iexact=words.strip())
    by_number = rows.filter(Q(pk__in=known.values("project")) | Q(reference__iexact=words.strip()))
    return by_number if by_number.exists() else search_names(rows, words)


PROJECTS = register(
    Register(
        name="projects",
        singular="Project",
        title=_("Projects"),
        about=_(
            "What partners do in communities: technical assistance, credits and grants, projects "
            "supported by financial institutions. Who pays, who does the work, where and until "
            "when."
        ),
        model=Project,
        queryset=_projects,
        key="public_id",
        default_sort="-start_on",
        level_of=level_of,
        search=_search,
        searched=Searched(
            names=("title",),
            codes=("reference", "identifiers"),
            texts=("description", "aims", "tasks", "expected_results", "parties", "themes"),
        ),
        extra_filters=FILTERS,
        api_path=f"{API}projects/",
        page="projects:project-list",
        formats=(IATI, OC4IDS, *THREESIXTY),
        places=parts.places,
        fields=FIELDS,
    )
)
