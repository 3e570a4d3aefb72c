"""Rows of the role → permission table about projects."""

from __future__ import annotations

from accounts.roles import grant

PARTS = (
    "project",
    "projectidentifier",
    "projectrole",
    "projectcontact",
    "projectterritory",
    "projectlocation",
    "projecttheme",
    "projectsector",
    "projectsdg",
    "projectgoal",
    "policymarker",
    "projectaidtype",
    "humanitarianscope",
    "projectbudget",
    "planneddisbursement",
    "projecttransaction",
    "projectdocument",
    "projectphoto",
    "projectresult",
    "resultindicator",
    "indicatorperiod",
    "relatedproject",
    "projectcondition",
    "projectregistrationevent",
    "monitoringcard",
    "receivedproperty",
    "progressreport",
    "reportedvalue",
)
SEE = tuple(f"projects.view_{part}" for part in PARTS)


def register_grants() -> None:
    """Changes go through the services; the administration reads."""
    keep = (*SEE, "projects.change_project")
    grant({"office.head": keep, "office.officer": keep, "office.analyst": SEE})
