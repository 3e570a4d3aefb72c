"""What changes projects. Each function takes the actor, makes one transaction, refuses by a domain
exception and leaves the question of who may to `projects.permissions`, asked by whoever calls.
"""

from projects.services.documents import (
    Paper,
    add_photo,
    attach_document,
    change_photo,
    link_document,
    restore_document,
    withdraw_document,
)
from projects.services.merging import merge_projects
from projects.services.parts import (
    set_aid_types,
    set_budgets,
    set_conditions,
    set_contacts,
    set_emergencies,
    set_identifiers,
    set_locations,
    set_markers,
    set_parties,
    set_planned_payments,
    set_relations,
    set_sectors,
    set_territories,
    set_transactions,
)
from projects.services.projects import change_project, move_project, register_project
from projects.services.results import set_results

__all__ = [
    "Paper",
    "add_photo",
    "attach_document",
    "change_photo",
    "change_project",
    "link_document",
    "merge_projects",
    "move_project",
    "register_project",
    "restore_document",
    "set_aid_types",
    "set_budgets",
    "set_conditions",
    "set_contacts",
    "set_emergencies",
    "set_identifiers",
    "set_locations",
    "set_markers",
    "set_parties",
    "set_planned_payments",
    "set_relations",
    "set_results",
    "set_sectors",
    "set_territories",
    "set_transactions",
    "withdraw_document",
]
