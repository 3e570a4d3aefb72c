"""One project as a grant of 360Giving. Pure: reads prefetched objects, asks nothing.

Texts are in the language of the request, else in the other one. KATOTTG codes stand in `geoCode`;
`geoCodeType` is a list of the United Kingdom (in which UA means unitary authorities) and is left
out: the description says whose code it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from communities.registers import API
from projects.enums import IdentifierKind, ProjectKind, RoleKind, TerritoryLevel, TransactionKind
from projects.iati.elements import document_link
from projects.iati.findings import Finding
from projects.known_bodies import body_of_role, country_name
from projects.models import Project
from projects.models.classification import DAC
from projects.packages import (
    Item,
    Surroundings,
    figure,
    filled,
    identifier_of,
    in_language,
    midnight,
    text_of,
)

# Whose money it becomes: the first of these roles that the project has.
RECIPIENTS = (RoleKind.RECIPIENT, RoleKind.IMPLEMENTING, RoleKind.BENEFICIARY)
PAID = {TransactionKind.DISBURSEMENT, TransactionKind.EXPENDITURE}
# IATI FinanceType. Where it is not entered, the kind of the project tells.
GRANT = "110"
LENT = {ProjectKind.CREDIT, ProjectKind.IFI}
# The widest unit of territory that the project names decides.
SCOPES = (
    (TerritoryLevel.REGION, "GLS020"),
    (TerritoryLevel.COUNTRY, "GLS030"),
    (TerritoryLevel.OBLAST, "GLS040"),
    (TerritoryLevel.RAION, "GLS050"),
    (TerritoryLevel.COMMUNITY, "GLS060"),
)

OPEN_CALL: dict[bool | None, str] = {True: "Yes", False: "No", None: ""}

NOT_A_GRANT = _("This is no grant: 360Giving tells of money that is not paid back.")
MISSING = {
    "title": _("The project has no title."),
    "description": _("The project has no description."),
    "amountAwarded": _("The project has no cost."),
    "awardDate": _("Nobody has entered when the grant was awarded."),
    "fundingOrganization": _("The project names nobody who funds it."),
    "recipientOrganization": _("The project names nobody who receives the grant."),
}


def own_check(project: Project, item: Item) -> Iterator[Finding]:
    if not is_grant(project):
        yield Finding(NOT_A_GRANT, element="fundingType")
        return
    for name, sentence in MISSING.items():
        if name not in item:
            yield Finding(sentence, element=name)


def is_grant(project: Project) -> bool:
    if project.finance_type:
        return project.finance_type == GRANT
    return project.kind not in LENT


def item_of(project: Project, around: Surroundings) -> Item:
    return filled(
        id=identifier_of(project, around.site, settings.THREESIXTY_PREFIX),
        title=text_of(project, "title"),
        description=text_of(project, "description") or text_of(project, "aims"),
        currency=project.currency,
        amountAppliedFor=figure(project.amount_applied_for),
        amountAwarded=figure(project.amount),
        amountDisbursed=figure(_disbursed(project)),
        awardDate=midnight(awarded_on(project)),
        url=f"{around.site}/projects/{project.reference}/",
        plannedDates=_dates(project.start_planned_on, project.end_planned_on),
        actualDates=_dates(project.start_actual_on, project.end_actual_on),
        recipientOrganization=_bodies(project, _recipient(project), around),
        fundingOrganization=_bodies(project, RoleKind.FUNDING, around),
        beneficiaryLocation=list(_locations(project)),
        locationScope=_scope(project),
        grantProgramme=_programme(project, around),
        fromOpenCall=OPEN_CALL[project.is_from_open_call],
        fundingType=_funding_type(project, around),
        classifications=list(_classifications(project, around)),
        relatedDocument=list(_documents(project, around)),
        dateModified=project.updated_at.isoformat(timespec="seconds"),
        dataSource=f"{around.site}{API}projects/{project.public_id}/",
    )


def awarded_on(project: Project) -> dt.date | None:
    """As entered; else the first promise of the funder, the state registration, the day of which
    the cost is stated.
    """
    promised = [
        one.happened_on
        for one in project.transactions.all()
        if one.kind == TransactionKind.OUTGOING_COMMITMENT
    ]
    registered = [
        one.issued_on
        for one in project.identifiers.all()
        if one.kind == IdentifierKind.MTA_REGISTRATION and one.issued_on
    ]
    known = (project.awarded_on, *sorted(promised)[:1], *sorted(registered)[:1], project.amount_on)
    return next((day for day in known if day), None)


def _disbursed(project: Project) -> Decimal | None:
    """What was paid, when all of it was paid in the currency of the grant."""
    paid = [one for one in project.transactions.all() if one.kind in PAID]
    if not paid or any(one.currency != project.currency for one in paid):
        return None
    return sum((one.amount for one in paid), Decimal(0))


def _dates(starts: dt.date | None, ends: dt.date | None) -> list[Item]:
    dates = filled(startDate=midnight(starts), endDate=midnight(ends))
    return [dates] if dates else []


def _recipient(project: Project) -> RoleKind | None:
    held = {one.role for one in project.roles.all()}
    return next((role for role in RECIPIENTS if role in held), None)


def _bodies(project: Project, role: RoleKind | None, around: Surroundings) -> list[Item]:
    bodies = (body_of_role(one, around.site) for one in project.roles.all() if one.role == role)
    found = {
        body.id: filled(id=body.id, name=body.name, addressCountry=country_name(body.country))
        for body in bodies
    }
    return list(found.values())


def _locations(project: Project) -> Iterator[Item]:
    """Units of territory by their codes; an exact place only when it is published."""
    for row in project.territories.all():
        unit = row.community or row.raion or row.oblast
        if unit is not None:
            yield filled(
                name=text_of(unit, "full_name"),
                countryCode="UA",
                geoCode=unit.code,
                description=gettext("Code of the state codifier KATOTTG"),
            )
        elif row.country:
            yield filled(name=country_name(row.country), countryCode=row.country)
    for place in project.locations.all():
        if place.latitude is not None and place.longitude is not None:
            yield filled(
                name=text_of(place, "name"),
                countryCode="UA",
                latitude=float(place.latitude),
                longitude=float(place.longitude),
            )


def _scope(project: Project) -> str:
    levels = {one.level for one in project.territories.all()}
    return next((code for level, code in SCOPES if level in levels), "")


def _programme(project: Project, around: Surroundings) -> list[Item]:
    programme = project.programme
    if programme is None:
        return []
    page = f"{around.site}/programmes/{programme.slug}/"
    return [filled(code=programme.slug, title=text_of(programme, "name"), url=page)]


def _funding_type(project: Project, around: Surroundings) -> list[Item]:
    code = project.finance_type
    title = around.name_of("FinanceType", code)
    return [filled(vocabulary="IATI-FinanceType", code=code, title=title)] if code else []


def _classifications(project: Project, around: Surroundings) -> Iterator[Item]:
    for sector in project.sectors.all():
        if sector.vocabulary == DAC:
            title = text_of(sector, "name") or around.name_of("Sector", sector.code)
            yield filled(vocabulary="IATI-Sector", code=sector.code, title=title)
    for goal in dict.fromkeys(str(one.goal) for one in project.sdgs.all()):
        title = around.name_of("UNSDG-Goals", goal)
        yield filled(vocabulary="UNSDG-Goals", code=goal, title=title)


def _documents(project: Project, around: Surroundings) -> Iterator[Item]:
    for number, one in enumerate(document_link.of(project, around.site), start=1):
        yield filled(
            id=str(number),
            title=in_language(one.title),
            url=one.url,
            description=in_language(one.description),
        )
