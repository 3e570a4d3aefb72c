"""A project of the register as an activity. Pure: reads prefetched objects, asks nothing."""

from __future__ import annotations

from typing import Any

from projects.iati.activity import Activity
from projects.iati.elements import MODULES
from projects.models import Project

HRYVNIA = "UAH"


def activity_of(project: Project, site: str) -> Activity:
    """The activity; `site` is the portal's address, for links to files that it keeps.

    Every element is filled by the module of its name. What is missing stays missing: the checks
    tell it.
    """
    fields: dict[str, Any] = {
        module.FIELD: module.of(project, site) for module in MODULES if hasattr(module, "FIELD")
    }
    return Activity(
        **fields,
        language="uk",
        currency=project.currency or HRYVNIA,
        updated_at=project.updated_at,
        is_humanitarian=True if project.is_humanitarian else None,
        budget_not_provided=project.budget_not_provided,
    )
