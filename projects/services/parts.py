"""The rows of a project, each table given as a whole: parties, territory, sectors, money, results.

Each service makes the rows exactly those given, changes nothing when they are the same already,
and refuses RecordArchived, ProjectMerged and InvalidData (under the name of the table).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import acting
from common.intake.texts import one_line, with_scheme
from partners.enums import PartnerStatus
from partners.saving import replace_rows
from projects.enums import WORLDWIDE_IDENTIFIERS, TerritoryLevel
from projects.exceptions import InvalidData, ProjectKnown
from projects.models import (
    HumanitarianScope,
    PlannedDisbursement,
    PolicyMarker,
    Project,
    ProjectAidType,
    ProjectBudget,
    ProjectCondition,
    ProjectContact,
    ProjectIdentifier,
    ProjectLocation,
    ProjectRole,
    ProjectSector,
    ProjectTerritory,
    ProjectTransaction,
    RelatedProject,
)
from projects.rows import (
    AidKind,
    Budget,
    Condition,
    Contact,
    Emergency,
    Marker,
    Number,
    Party,
    Payment,
    Place,
    PlannedPayment,
    Relation,
    Sector,
    Unit,
)
from projects.services.projects import locked_current, touched

WHOLE = Decimal(100)


def set_parties(*, actor: User | None, project: Project, parties: Iterable[Party]) -> Project:
    """Who has which role, in the order given. Refuses archived partners too."""
    rows = [_values(one) | {"number": number} for number, one in enumerate(parties)]
    archived = [
        row["partner"]
        for row in rows
        if row["partner"] and row["partner"].status == PartnerStatus.ARCHIVED
    ]
    if archived:
        text = _("This partner is archived, choose another one: %(name)s.")
        raise InvalidData({"parties": [text % {"name": archived[0].name}]})
    return _replace(actor, project, ProjectRole, rows, "parties")


def set_identifiers(
    *, actor: User | None, project: Project, identifiers: Iterable[Number]
) -> Project:
    """Its numbers in other registers. Refuses ProjectKnown: another project has one of them."""
    rows = [_values(one) for one in identifiers]
    for row in rows:
        row["value"] = one_line(row["value"])
        if row["kind"] in WORLDWIDE_IDENTIFIERS:
            _refuse_known(project, row["kind"], row["value"])
    return _replace(actor, project, ProjectIdentifier, rows, "identifiers")


def set_territories(*, actor: User | None, project: Project, units: Iterable[Unit]) -> Project:
    """Where it works. Shares are 100 per cent together; missing ones divide the rest equally."""
    rows = [_values(one) for one in units]
    for row in rows:
        if row["level"] == TerritoryLevel.REGION:
            row["country"] = ""
    _refuse_shares([row["percentage"] for row in rows], "territories", may_miss=True)
    return _replace(actor, project, ProjectTerritory, rows, "territories")


def set_locations(*, actor: User | None, project: Project, places: Iterable[Place]) -> Project:
    """Exact places: seen by officials only, unless published one by one."""
    return _replace(actor, project, ProjectLocation, [_values(one) for one in places], "locations")


def set_sectors(*, actor: User | None, project: Project, sectors: Iterable[Sector]) -> Project:
    """Sectors of one or several lists; the shares of each list are 100 per cent together."""
    rows = [_values(one) for one in sectors]
    by_list: dict[str, list[Decimal | None]] = defaultdict(list)
    for row in rows:
        by_list[row["vocabulary"]].append(row["percentage"])
    for shares in by_list.values():
        _refuse_shares(shares, "sectors", may_miss=False)
    return _replace(actor, project, ProjectSector, rows, "sectors")


def set_markers(*, actor: User | None, project: Project, markers: Iterable[Marker]) -> Project:
    return _replace(actor, project, PolicyMarker, [_values(one) for one in markers], "markers")


def set_aid_types(*, actor: User | None, project: Project, kinds: Iterable[AidKind]) -> Project:
    return _replace(actor, project, ProjectAidType, [_values(one) for one in kinds], "aid_types")


def set_budgets(*, actor: User | None, project: Project, budgets: Iterable[Budget]) -> Project:
    """Budget by periods of a year at most, each with the day whose rate is taken."""
    return _replace(actor, project, ProjectBudget, [_values(one) for one in budgets], "budgets")


def set_transactions(
    *, actor: User | None, project: Project, payments: Iterable[Payment]
) -> Project:
    rows = [_values(one) for one in payments]
    return _replace(actor, project, ProjectTransaction, rows, "transactions")


def set_relations(
    *, actor: User | None, project: Project, relations: Iterable[Relation]
) -> Project:
    """Related projects, said on this side; the other side shows them without being told."""
    rows = [_values(one) for one in relations]
    return _replace(actor, project, RelatedProject, rows, "relations")


def set_planned_payments(
    *, actor: User | None, project: Project, payments: Iterable[PlannedPayment]
) -> Project:
    """What is to be paid, by periods."""
    rows = [_values(one) for one in payments]
    return _replace(actor, project, PlannedDisbursement, rows, "planned_payments")


def set_emergencies(
    *, actor: User | None, project: Project, emergencies: Iterable[Emergency]
) -> Project:
    """The emergencies and appeals that a humanitarian project answers."""
    rows = [_values(one) for one in emergencies]
    return _replace(actor, project, HumanitarianScope, rows, "emergencies")


def set_contacts(*, actor: User | None, project: Project, contacts: Iterable[Contact]) -> Project:
    """Whom to ask. Refuses a contact that says nothing, and a published person."""
    rows = [_values(one) | {"website": with_scheme(one_line(one.website))} for one in contacts]
    if any(not (row["person"] or row["organisation"] or row["email"]) for row in rows):
        text = _("Name the organisation, the person or at least an e-mail address.")
        raise InvalidData({"contacts": [text]})
    return _replace(actor, project, ProjectContact, rows, "contacts")


def set_conditions(
    *, actor: User | None, project: Project, conditions: Iterable[Condition]
) -> Project:
    """The conditions under which the money is given."""
    rows = [_values(one) for one in conditions]
    return _replace(actor, project, ProjectCondition, rows, "conditions")


def _values(one: Any) -> dict[str, Any]:
    """The columns of a row; records stay records."""
    return {field.name: getattr(one, field.name) for field in fields(one)}


@transaction.atomic
def _replace(
    actor: User | None,
    project: Project,
    model: type[models.Model],
    rows: Sequence[dict[str, Any]],
    about: str,
) -> Project:
    project = locked_current(project)
    with acting(actor=actor):
        if replace_rows(parent={"project": project}, model=model, wanted=rows, about=about):
            touched(project)
    return project


def _refuse_known(project: Project, kind: str, value: str) -> None:
    rows = ProjectIdentifier.objects.filter(kind=kind, value=value).exclude(project=project)
    other = rows.select_related("project").first()
    if other:
        raise ProjectKnown(value, other.project)


def _refuse_shares(shares: Sequence[Decimal | None], about: str, *, may_miss: bool) -> None:
    """Say what is wrong with the sum, and what it is."""
    stated = [one for one in shares if one is not None]
    if not stated:
        return
    total, missing = sum(stated, Decimal(0)), len(shares) - len(stated)
    said = {"total": f"{total.normalize():f}"}
    if missing and not may_miss:
        text = _("Give the share of every one, or of none.")
    elif missing and total >= WHOLE:
        text = _("The shares are %(total)s per cent: nothing is left for the others.") % said
    elif not missing and total != WHOLE:
        text = _("The shares must be 100 per cent together; they are %(total)s.") % said
    else:
        return
    raise InvalidData({about: [text]})
