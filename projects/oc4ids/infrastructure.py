"""One project as OC4IDS tells it. Pure: reads prefetched objects, asks nothing.

Texts are in the language of the request, else in the other one. Closed lists come from `codes`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings

from common.design.formats import current_language
from projects.enums import (
    ActivityStatus,
    BudgetKind,
    IdentifierKind,
    RoleKind,
    TerritoryLevel,
    TransactionKind,
)
from projects.iati.elements import document_link, location
from projects.iati.parts import clean
from projects.known_bodies import GAZETTEER, Body, body_of_payment, body_of_role, country_name
from projects.models import Project, ProjectBudget
from projects.models.classification import DAC
from projects.oc4ids import codes
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

PAYMENTS = {TransactionKind.DISBURSEMENT, TransactionKind.EXPENDITURE}
SCHEMES = {
    IdentifierKind.MTA_REGISTRATION: "UA-MTA",
    IdentifierKind.IATI: "IATI",
    IdentifierKind.DREAM: "UA-DREAM",
}


def item_of(project: Project, around: Surroundings) -> Item:
    parties = Parties(project, around.site)
    transactions = list(_transactions(project, parties))
    return filled(
        id=identifier_of(project, around.site, settings.OC4IDS_PREFIX),
        updated=project.updated_at.isoformat(timespec="seconds"),
        language=current_language(),
        identifiers=_identifiers(project),
        publicAuthority=parties.authority(),
        title=text_of(project, "title"),
        description=text_of(project, "description"),
        purpose=text_of(project, "aims"),
        status=codes.STATUSES[ActivityStatus(project.status)],
        type=project.works_type,
        sector=codes.sectors_of(one.code for one in _dac(project)),
        additionalClassifications=_classifications(project, around),
        period=_period(
            project.start_planned_on or project.start_actual_on,
            project.end_planned_on or project.end_actual_on,
        ),
        implementationPeriod=_period(project.start_actual_on, project.end_actual_on),
        completion=filled(endDate=midnight(project.end_actual_on)),
        locations=list(_locations(project, around)),
        budget=_budget(project, parties),
        parties=parties.items(),
        transactions=transactions,
        documents=list(_documents(project, around)),
        forecasts=list(_metrics(project, "target")),
        metrics=list(_metrics(project, "actual")),
        relatedProjects=list(_related(project, around)),
    )


def _dac(project: Project) -> list[Any]:
    return [one for one in project.sectors.all() if one.vocabulary == DAC]


def _period(starts: Any, ends: Any) -> Item:
    """A period that would end before it begins is told without its end."""
    if starts and ends and ends < starts:
        ends = None
    return filled(startDate=midnight(starts), endDate=midnight(ends))


def _money(amount: Any, currency: str) -> Item:
    return filled(amount=figure(amount), currency=currency if amount is not None else "")


def _identifiers(project: Project) -> list[Item]:
    ours = {"id": project.reference, "scheme": "mosty"}
    others = (
        filled(
            id=clean(one.value), scheme=SCHEMES.get(IdentifierKind(one.kind), clean(one.owner_ref))
        )
        for one in project.identifiers.all()
    )
    return _once([ours, *others])


def _once(items: Iterable[Item]) -> list[Item]:
    found: list[Item] = []
    for one in items:
        if one not in found:
            found.append(one)
    return found


class Parties:
    """The bodies of the project, each once with all its roles; payers and payees join them."""

    def __init__(self, project: Project, site: str) -> None:
        self.site = site
        self.bodies: dict[str, Body] = {}
        self.roles: dict[str, list[str]] = {}
        self.by_role: dict[str, list[tuple[Any, Item]]] = {}
        for role in project.roles.all():
            body = body_of_role(role, site)
            reference = self.add(body, codes.ROLES[RoleKind(role.role)])
            self.by_role.setdefault(role.role, []).append((role, reference))

    def add(self, body: Body | None, role: str) -> Item:
        """A reference to the party; empty without a body."""
        if body is None:
            return {}
        self.bodies.setdefault(body.id, body)
        held = self.roles.setdefault(body.id, [])
        if role not in held:
            held.append(role)
        return filled(id=body.id, name=self.bodies[body.id].name)

    def authority(self) -> Item:
        found = (self.by_role[role] for role in codes.AUTHORITIES if role in self.by_role)
        first = next(found, None)
        return first[0][1] if first else {}

    def items(self) -> list[Item]:
        return [self._item(body) for body in self.bodies.values()]

    def _item(self, body: Body) -> Item:
        scheme, number = body.listed or ("", "")
        return filled(
            id=body.id,
            name=body.name,
            identifier=filled(scheme=scheme, id=number, legalName=body.name if number else ""),
            address=filled(countryName=country_name(body.country)),
            roles=self.roles[body.id],
        )


def _budget(project: Project, parties: Parties) -> Item:
    return filled(
        amount=_money(project.amount, project.currency),
        approvalDate=midnight(project.awarded_on),
        budgetBreakdowns=_breakdowns(project),
        finance=list(_finance(project, parties)),
    )


def _breakdowns(project: Project) -> list[Item]:
    rows = [
        filled(
            id=str(number),
            amount=_money(one.amount, one.currency),
            period=_period(one.starts_on, one.ends_on),
        )
        for number, one in enumerate(standing_budgets(project), start=1)
    ]
    return [{"id": "by-period", "budgetBreakdown": rows}] if rows else []


def standing_budgets(project: Project) -> list[ProjectBudget]:
    """Of a period with a revised budget only that one: the money counts once."""
    rows = list(project.budgets.all())
    revised = {(one.starts_on, one.ends_on) for one in rows if one.kind == BudgetKind.REVISED}
    return [
        one
        for one in rows
        if one.kind == BudgetKind.REVISED or (one.starts_on, one.ends_on) not in revised
    ]


def _finance(project: Project, parties: Parties) -> Iterator[Item]:
    """What each funder gives; the amount only where its share is known."""
    funders = parties.by_role.get(RoleKind.FUNDING, [])
    for number, (role, reference) in enumerate(funders, start=1):
        share = role.share if len(funders) > 1 else 100
        amount = project.amount * share / 100 if project.amount is not None and share else None
        yield filled(
            id=str(number),
            financingParty=reference,
            type=codes.finance_of(project.finance_type),
            value=_money(round(amount, 2) if amount is not None else None, project.currency),
        )


def _classifications(project: Project, around: Surroundings) -> list[Item]:
    sectors = (
        filled(
            scheme="IATI-Sector",
            id=one.code,
            description=text_of(one, "name") or around.name_of("Sector", one.code),
        )
        for one in _dac(project)
    )
    goals = {
        str(one.goal): filled(
            scheme="sdg", id=str(one.goal), description=around.name_of("UNSDG-Goals", str(one.goal))
        )
        for one in project.sdgs.all()
    }
    targets = (
        filled(
            scheme="sdgTarget",
            id=one.target,
            description=around.name_of("UNSDG-Targets", one.target),
        )
        for one in project.sdgs.all()
        if one.target
    )
    return [*sectors, *goals.values(), *targets]


def _locations(project: Project, around: Surroundings) -> Iterator[Item]:
    """Countries, units of territory by their KATOTTG codes, and places that are published."""
    for row in project.territories.all():
        if row.level == TerritoryLevel.COUNTRY:
            yield {"id": row.country, "gazetteer": {"scheme": "ISO2", "identifiers": [row.country]}}
    for number, one in enumerate(location.of(project, around.site), start=1):
        is_unit = one.location_class == location.ADMINISTRATIVE and one.point is None
        yield filled(
            id=one.ref if is_unit and one.ref else f"place-{number}",
            description=in_language(one.name),
            geometry=_point(one.point),
            gazetteer={"scheme": GAZETTEER, "identifiers": [one.ref]} if one.ref else {},
        )


def _point(point: Any) -> Item:
    if point is None:
        return {}
    return {"type": "Point", "coordinates": [float(point.longitude), float(point.latitude)]}


def _transactions(project: Project, parties: Parties) -> Iterator[Item]:
    """What was paid; promises are no transactions in this standard."""
    paid = (one for one in project.transactions.all() if one.kind in PAYMENTS)
    for number, one in enumerate(paid, start=1):
        yield filled(
            id=str(number),
            date=midnight(one.happened_on),
            value=_money(one.amount, one.currency),
            payer=parties.add(body_of_payment(one, "provider", parties.site), "payer"),
            payee=parties.add(body_of_payment(one, "receiver", parties.site), "payee"),
        )


def _documents(project: Project, around: Surroundings) -> Iterator[Item]:
    for number, one in enumerate(document_link.of(project, around.site), start=1):
        category = one.categories[0] if one.categories else ""
        yield filled(
            id=str(number),
            documentType=codes.DOCUMENTS.get(category, ""),
            title=in_language(one.title),
            description=in_language(one.description),
            url=one.url,
            datePublished=midnight(one.day),
            format=one.file_format,
            language=one.languages[0] if one.languages else "",
        )


def _metrics(project: Project, side: str) -> Iterator[Item]:
    """Indicators with what is aimed at (`target`) or what was reached (`actual`)."""
    for first, result in enumerate(project.results.all(), start=1):
        for second, indicator in enumerate(result.indicators.all(), start=1):
            observations = [
                filled(
                    id=str(number),
                    period=_period(one.starts_on, one.ends_on),
                    measure=figure(getattr(one, side)),
                    unit=filled(name=text_of(indicator, "unit")),
                    notes=text_of(one, f"{side}_comment"),
                )
                for number, one in enumerate(indicator.periods.all(), start=1)
                if getattr(one, side) is not None or text_of(one, f"{side}_comment")
            ]
            if observations:
                yield filled(
                    id=f"{first}.{second}",
                    title=text_of(indicator, "title"),
                    description=text_of(indicator, "description"),
                    observations=observations,
                )


def _related(project: Project, around: Surroundings) -> Iterator[Item]:
    """Ours by the identifier that we give them here, others by their own."""
    for number, one in enumerate(project.relations.all(), start=1):
        if one.other is not None:
            yield filled(
                id=str(number),
                scheme="oc4ids" if settings.OC4IDS_PREFIX else "",
                identifier=identifier_of(one.other, around.site, settings.OC4IDS_PREFIX),
                title=text_of(one.other, "title"),
            )
        else:
            yield filled(id=str(number), scheme="IATI", identifier=clean(one.identifier))
