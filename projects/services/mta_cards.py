"""Monitoring cards: asked for by the clock, filled in by the recipient, decided by the office."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import Source, acting
from common.intake.refusals import ChangedMeanwhile
from common.intake.texts import many_lines, one_line
from common.money.currencies import CODE
from partners.saving import save_checked
from projects import mta_cards as workflow
from projects.enums import ActivityStatus, ProjectKind
from projects.exceptions import InvalidData, ProjectMerged, RecordArchived
from projects.models import MonitoringCard, Project
from projects.mta_letters import tell_of_card
from projects.mta_terms import HalfYear
from projects.services.mta_registration import locked_technical_assistance

# Cards are made so long before their last day that the first reminder can go out.
AHEAD = dt.timedelta(days=30)
RUNNING = (ActivityStatus.IMPLEMENTATION, ActivityStatus.FINALISATION)
TEXTS = (
    "done",
    "results_in_numbers",
    "results_in_words",
    "property_received",
    "problems",
    "next_steps",
)


@dataclass(frozen=True, kw_only=True)
class CardData:
    """Annex 3 in plain words (general knowledge: the form itself could not be read)."""

    done: str = ""
    results_in_numbers: str = ""
    results_in_words: str = ""
    spent: Decimal | None = None
    spent_in_all: Decimal | None = None
    currency: str = ""
    property_received: str = ""
    problems: str = ""
    next_steps: str = ""

    def cleaned(self) -> CardData:
        has_money = self.spent is not None or self.spent_in_all is not None
        texts: dict[str, Any] = {name: many_lines(getattr(self, name)) for name in TEXTS}
        return replace(self, **texts, currency=one_line(self.currency).upper() if has_money else "")


COLUMNS = tuple(one.name for one in fields(CardData))


def card_data_of(card: MonitoringCard) -> CardData:
    """The card as it is now, to change a few fields with `dataclasses.replace`."""
    return CardData(**{name: getattr(card, name) for name in COLUMNS})


# Made by the clock


def make_due_cards(today: dt.date | None = None) -> int:
    """Cards of the running half-year from a month before their last day, and of the one before
    it; how many. Again on the same day it makes none.
    """
    today = today or timezone.localdate()
    now = HalfYear.containing(today)
    halves = [now.before, *([now] if now.due_on - AHEAD <= today else [])]
    with acting(source=Source.TASK):
        return sum(_make(half) for half in halves)


@transaction.atomic
def _make(half: HalfYear) -> int:
    projects = list(owing(half))
    rows = [card_of(project, half) for project in projects]
    # Two workers at once: the second one's rows are in the way of nobody.
    made = MonitoringCard.objects.bulk_create(rows, ignore_conflicts=True)
    return len(made)


def owing(half: HalfYear) -> Any:
    """Technical assistance that ran in the half-year and has no card for it yet.

    Asked is only for what fell due after the project came to the portal: older cards went on
    paper. An official may ask for one of those (`ask_for_card`).
    """
    ran = Q(begins__lte=half.ends_on) & (
        Q(status__in=RUNNING) & (Q(end_actual_on=None) | Q(end_actual_on__gte=half.starts_on))
        | Q(status=ActivityStatus.CLOSED, end_actual_on__range=(half.starts_on, half.ends_on))
    )
    due_at = dt.datetime.combine(half.due_on, dt.time.max, timezone.get_current_timezone())
    cards = MonitoringCard.objects.filter(project=OuterRef("pk"), starts_on=half.starts_on)
    return (
        Project.objects.current()
        .filter(kind=ProjectKind.MTA, created_at__lte=due_at)
        .annotate(begins=Coalesce("start_actual_on", "start_planned_on"))
        .filter(ran)
        .exclude(Exists(cards))
        .order_by("pk")
    )


def card_of(project: Project, half: HalfYear) -> MonitoringCard:
    """Not saved. The last card of a project is its final one."""
    ends = project.end_actual_on
    return MonitoringCard(
        project=project,
        starts_on=half.starts_on,
        ends_on=half.ends_on,
        due_on=half.due_on,
        currency="",
        is_final=ends is not None and ends <= half.ends_on,
    )


@transaction.atomic
def ask_for_card(*, actor: User | None, project: Project, half: HalfYear) -> MonitoringCard:
    """A card that the clock did not ask for; the one there is, if there is one.

    Refuses: RecordArchived, ProjectMerged, NotTechnicalAssistance, InvalidData (a half-year
    before the project began or still to come).
    """
    project = locked_technical_assistance(project)
    known = project.monitoring_cards.filter(starts_on=half.starts_on).first()
    if known:
        found: MonitoringCard = known
        return found
    begins = project.start_actual_on or project.start_planned_on
    if half.starts_on > timezone.localdate():
        raise InvalidData({"half": [_("This half-year has not begun yet.")]})
    if begins and half.ends_on < begins:
        raise InvalidData({"half": [_("The project had not begun by then.")]})
    made = card_of(project, half)
    with acting(actor=actor):
        save_checked(made, about="half")
    return made


# Filled in and decided


@transaction.atomic
def fill_in_card(
    *, actor: User | None, card: MonitoringCard, data: CardData, seen: dt.datetime | None = None
) -> MonitoringCard:
    """Write into the card; the same again changes nothing.

    Refuses: RecordArchived, ProjectMerged, CardWrongStatus, ChangedMeanwhile, InvalidData.
    """
    card = _locked(card)
    if seen is not None and card.updated_at != seen:
        raise ChangedMeanwhile
    data = data.cleaned()
    _refuse_strange_money(data)
    before = (card.status, *(getattr(card, name) for name in COLUMNS))
    workflow.write(card)
    for name in COLUMNS:
        setattr(card, name, getattr(data, name))
    if before != (card.status, *(getattr(card, name) for name in COLUMNS)):
        with acting(actor=actor):
            save_checked(card, about="done")
    return card


@transaction.atomic
def take_card_step(
    *, actor: User | None, card: MonitoringCard, code: str, note: str = ""
) -> MonitoringCard:
    """Take a step of `mta_cards.STEPS` and tell by letter those whom it concerns.

    Refuses: RecordArchived, ProjectMerged, CardWrongStatus, InvalidData (note; missing fields).
    """
    card = _locked(card)
    step = workflow.step_called(code)
    if step is None:
        raise InvalidData({"note": [_("There is no such step.")]})
    workflow.move(card, step, actor, note)
    with acting(actor=actor):
        save_checked(card, about="note")
    tell_of_card(card=card, code=code, author=actor)
    return card


def _locked(card: MonitoringCard) -> MonitoringCard:
    rows = MonitoringCard.objects.select_for_update(of=("self",)).select_related("project__oblast")
    found: MonitoringCard = rows.get(pk=card.pk)
    if found.project.merged_into_id:
        raise ProjectMerged
    if found.project.record_status == "archived":
        raise RecordArchived
    return found


def _refuse_strange_money(data: CardData) -> None:
    errors: dict[str, list[str]] = {}
    for name in ("spent", "spent_in_all"):
        value = getattr(data, name)
        if value is not None and value < 0:
            errors[name] = [_("An amount is not negative.")]
    if data.spent is not None and data.spent_in_all is not None and data.spent_in_all < data.spent:
        errors["spent_in_all"] = [_("Since the beginning it cannot be less than in this half.")]
    if (data.spent is not None or data.spent_in_all is not None) and not CODE.fullmatch(
        data.currency
    ):
        errors["currency"] = [_("Say in which currency: three capital letters, such as EUR.")]
    if errors:
        raise InvalidData(errors)


def last_card_before(card: MonitoringCard) -> MonitoringCard | None:
    """The card of the half-years before: what was spent until then, what was to come next."""
    rows = MonitoringCard.objects.filter(project=card.project_id, starts_on__lt=card.starts_on)
    found: MonitoringCard | None = rows.order_by("-starts_on").first()
    return found
