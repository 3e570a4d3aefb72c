"""Who reports the progress of projects: those who take part; the keeping office decides."""

from __future__ import annotations

from typing import Any

from communities.models import Community
from partners.models import Partner
from projects import progress_workflow as workflow
from projects.models import ProgressReport, Project
from projects.permissions import can_change_project
from projects.progress_querysets import of_parties


def parties_of(user: Any, project: Project) -> list[Partner | Community]:
    """The person's partners and communities that have a role in the project, each once."""
    roles = project.roles.filter(of_parties(user)).select_related("partner", "community")
    found = [one.partner or one.community for one in roles.order_by("number", "pk")]
    return list(dict.fromkeys(one for one in found if one is not None))


def can_report_progress(user: Any, project: Project) -> bool:
    return bool(parties_of(user, project))


def roles_in(user: Any, report: ProgressReport) -> frozenset[str]:
    """Whose steps of `progress_workflow` the person takes."""
    found = set()
    if can_change_project(user, report.project):
        found.add(workflow.OFFICE)
    if ProgressReport.objects.filter(of_parties(user), pk=report.pk).exists():
        found.add(workflow.PARTY)
    return frozenset(found)
