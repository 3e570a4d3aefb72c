"""An idea that found its money becomes a project; both name each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import acting
from partners.models import Partner
from projects import idea_workflow as workflow
from projects.data import ProjectData
from projects.enums import ActivityStatus, ProjectKind, RoleKind
from projects.idea_data import idea_data_of
from projects.idea_enums import InterestStatus
from projects.idea_exceptions import InvalidData
from projects.idea_letters import tell_of_outcome
from projects.models import Project, ProjectIdea
from projects.rows import Party, Unit
from projects.services import register_project, set_parties, set_territories
from projects.services.ideas import keep, locked


@dataclass(frozen=True, kw_only=True)
class Funding:
    """Who gives the money, for what kind of project, how much when it differs from the idea."""

    partners: tuple[Partner, ...]
    kind: str = ProjectKind.GRANT.value
    amount: Decimal | None = None
    currency: str = ""
    amount_on: dt.date | None = None
    note: str = ""


@transaction.atomic
def fund_idea(*, actor: User | None, idea: ProjectIdea, funding: Funding) -> Project:
    """Make a draft project with the data of the idea; interests of the funders are closed as
    funded, the others wait for their outcome.

    Refuses: IdeaWrongStatus, InvalidData (partners, amount, currency, kind).
    """
    idea = locked(idea)
    step = workflow.step_of(idea, workflow.FUND.code)
    if not funding.partners:
        raise InvalidData({"partners": [_("Name who gives the money.")]})
    with acting(actor=actor):
        project = register_project(
            actor=actor,
            oblast=idea.oblast,
            data=_project_data(idea, funding),
            source_note=_("From the idea %(reference)s") % {"reference": idea.reference},
        )
        set_territories(actor=actor, project=project, units=_territories(idea))
        set_parties(actor=actor, project=project, parties=_parties(idea, funding.partners))
        idea.project = project
        workflow.move(idea, step, funding.note)
        keep(actor, idea, step, funding.note)
        _close_interests(actor, idea, funding.partners)
    return project


def _project_data(idea: ProjectIdea, funding: Funding) -> ProjectData:
    said = idea_data_of(idea)
    amount, currency, on = said.amount, said.currency, said.amount_on
    if funding.amount is not None:
        amount, currency = funding.amount, funding.currency or said.currency
        on = funding.amount_on or timezone.localdate()
    return ProjectData(
        kind=funding.kind,
        title=said.title,
        title_en=said.title_en,
        description=_joined(said.problem, said.solution),
        description_en=_joined(said.problem_en, said.solution_en),
        aims=said.solution,
        aims_en=said.solution_en,
        expected_results=said.expected_result,
        expected_results_en=said.expected_result_en,
        status=ActivityStatus.PIPELINE.value,
        start_planned_on=said.starts_on,
        end_planned_on=said.ends_on,
        amount=amount,
        currency=currency,
        amount_on=on,
        visibility=said.visibility,
        themes=said.themes,
        sdgs=said.sdg_goals,
        goals=said.goals,
    )


def _joined(*texts: str) -> str:
    return "\n\n".join(text for text in texts if text)


def _territories(idea: ProjectIdea) -> Iterator[Unit]:
    yield Unit.of_community(idea.community)
    for one in idea.idea_communities.select_related("community__oblast", "community__raion"):
        yield Unit.of_community(one.community)


def _parties(idea: ProjectIdea, partners: Sequence[Partner]) -> Iterator[Party]:
    for one in partners:
        yield Party(role=RoleKind.FUNDING.value, partner=one)
    yield Party(role=RoleKind.RECIPIENT.value, community=idea.community)
    for each in idea.idea_communities.select_related("community"):
        yield Party(role=RoleKind.RECIPIENT.value, community=each.community)


def _close_interests(actor: User | None, idea: ProjectIdea, partners: Sequence[Partner]) -> None:
    """Only of those who pay: what came of the others, people say."""
    for one in idea.interests.open().filter(partner__in=[each.pk for each in partners]):
        one.status, one.outcome_on = InterestStatus.FUNDED, timezone.localdate()
        one.save()
        tell_of_outcome(one, by=actor)
