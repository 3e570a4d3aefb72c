"""Writing ideas and leading them through the table of steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import acting
from common.codelists.entries import SDG_GOALS, names_of
from common.intake.lengths import overlong
from common.intake.pressed_twice import a_moment_ago
from common.intake.refusals import ChangedMeanwhile
from common.money.currencies import OFFERED
from common.references.allocation import allocate
from communities.models import Community, Office
from communities.prefixes import reference_prefix
from projects import idea_workflow as workflow
from projects.idea_data import COLUMNS, IdeaData, idea_data_of
from projects.idea_enums import CLOSED
from projects.idea_exceptions import IdeaWrongStatus, InvalidData
from projects.idea_letters import tell_of_step
from projects.models import IdeaCommunity, IdeaGoal, IdeaStep, IdeaTheme, ProjectIdea

SERIES = "IDEA"
MOST_COMMUNITIES, MOST_GOALS = 20, 10
EARLIEST = dt.date(1991, 8, 24)
LATEST_YEARS = 30
# Set by the service, or a key that exists already.
NOT_CHECKED = {"reference", "community", "oblast", "office", "status", "project", "author"}

Errors = dict[str, list[str]]


@transaction.atomic
def write_idea(*, actor: User | None, community: Community, data: IdeaData) -> ProjectIdea:
    """A new draft of the community with its reference. Refuses InvalidData (field → messages).

    The same written by the same person a moment ago is that one: the button was pressed twice.
    """
    data = checked(data, community)
    idea = ProjectIdea(
        community=community,
        oblast=community.oblast,
        office=Office.objects.filter(oblast=community.oblast_id).first(),
        author=actor,
    )
    _fill(idea, data)
    _refuse_what_columns_cannot_hold(idea)
    # Presses for one community wait for each other: the second sees what the first made.
    Community.objects.select_for_update(no_key=True).get(pk=community.pk)
    if actor is not None and (made := just_written(actor=actor, community=community, data=data)):
        return made
    idea.reference = allocate(
        prefix=reference_prefix(community.oblast.code),
        series=SERIES,
        year=timezone.localdate().year,
    )
    with acting(actor=actor):
        idea.save()
        _link(idea, data)
    return idea


def just_written(*, actor: User, community: Community, data: IdeaData) -> ProjectIdea | None:
    """The idea that says just this and that the same person wrote a moment ago."""
    data = data.cleaned()
    recent = ProjectIdea.objects.filter(
        author=actor, community=community, created_at__gte=a_moment_ago()
    ).exclude(status__in=CLOSED)
    plain = {name: getattr(data, name) for name in COLUMNS if name != "sdg_goals"}
    alike = recent.filter(**plain, sdg_goals=list(data.sdg_goals))
    return next((one for one in alike if idea_data_of(one).names_the_same(data)), None)


@transaction.atomic
def change_idea(
    *,
    actor: User | None,
    idea: ProjectIdea,
    data: IdeaData,
    seen: dt.datetime | None = None,
) -> ProjectIdea:
    """Make the idea as `data` says; the same data again change nothing. The community stays.

    `seen` is the `updated_at` that the actor had before the eyes; without it nothing is compared.
    Refuses: IdeaWrongStatus (closed), ChangedMeanwhile, InvalidData.
    """
    idea = locked(idea)
    if idea.status in CLOSED:
        raise IdeaWrongStatus
    if seen is not None and idea.updated_at != seen:
        raise ChangedMeanwhile
    data = checked(data, idea.community)
    before = {name: getattr(idea, name) for name in COLUMNS}
    _fill(idea, data)
    _refuse_what_columns_cannot_hold(idea)
    changed = before != {name: getattr(idea, name) for name in COLUMNS}
    with acting(actor=actor):
        if _link(idea, data) or changed:
            idea.touched_at, idea.asked_at = timezone.now(), None
            idea.save()
    return idea


@transaction.atomic
def take_step(*, actor: User | None, idea: ProjectIdea, code: str, note: str = "") -> ProjectIdea:
    """Take a step of the table by hand; those concerned get a letter.

    Funding has a service of its own. Refuses: IdeaWrongStatus, IdeaIncomplete, InvalidData (note).
    """
    idea = locked(idea)
    step = workflow.step_of(idea, code)
    if step.who == workflow.NOBODY or step.needs_project:
        raise IdeaWrongStatus
    workflow.move(idea, step, note)
    if step is workflow.FALL_THROUGH:
        idea.project = None
    if step is workflow.PUBLISH and idea.interests.open().exists():
        # It was in the catalogue before, and partners still wait.
        workflow.move(idea, workflow.GAIN)
    keep(actor, idea, step, note)
    return idea


@transaction.atomic
def confirm_idea(*, actor: User | None, idea: ProjectIdea) -> ProjectIdea:
    """It is still needed: the twelve months begin anew. Refuses IdeaWrongStatus (closed)."""
    idea = locked(idea)
    if idea.status in CLOSED:
        raise IdeaWrongStatus
    idea.touched_at, idea.asked_at = timezone.now(), None
    with acting(actor=actor):
        idea.save(update_fields=["touched_at", "asked_at", "updated_at"])
    return idea


def keep(actor: User | None, idea: ProjectIdea, step: workflow.Step, note: str = "") -> None:
    """Save the idea, write the step down and tell those concerned."""
    with acting(actor=actor):
        idea.save()
        IdeaStep.objects.create(
            idea=idea, code=step.code, status=idea.status, note=note.strip(), author=actor
        )
    tell_of_step(idea=idea, code=step.code, note=note.strip(), author=actor)


def locked(idea: ProjectIdea) -> ProjectIdea:
    """The record as it is now, held until the transaction ends."""
    rows = ProjectIdea.objects.select_for_update(of=("self",)).select_related("community__oblast")
    found: ProjectIdea = rows.get(pk=idea.pk)
    return found


def checked(data: IdeaData, community: Community) -> IdeaData:
    """The data cleaned. Refuses InvalidData."""
    data = data.cleaned()
    errors: Errors = {}
    if not data.title:
        errors["title"] = [_("Give the idea its title.")]
    unknown = set(data.sdg_goals) - set(names_of(SDG_GOALS)) if data.sdg_goals else set()
    if unknown:
        text = _("There is no such sustainable development goal: %(codes)s.")
        errors["sdg_goals"] = [text % {"codes": ", ".join(sorted(unknown))}]
    if data.currency and data.currency not in OFFERED:
        errors["currency"] = [_("Choose the currency from the list.")]
    if len(data.together_with) > MOST_COMMUNITIES:
        errors["together_with"] = [_("At most 20 communities.")]
    if any(one.pk == community.pk for one in data.together_with):
        errors["together_with"] = [_("Your own community is named already.")]
    if len(data.goals) > MOST_GOALS:
        errors["goals"] = [_("At most 10 goals: choose those that matter most.")]
    errors |= dict(_strange_goals(data, community)) | dict(_strange_days(data))
    if errors:
        raise InvalidData(errors)
    return data


def _strange_goals(data: IdeaData, community: Community) -> Iterator[tuple[str, list[str]]]:
    """An idea serves strategies of the oblasts in which it is carried out."""
    oblasts = {community.oblast_id, *(one.oblast_id for one in data.together_with)}
    if any(one.strategy.oblast_id not in oblasts for one in data.goals):
        yield "goals", [_("Choose goals of the strategies of your own oblast.")]


def _strange_days(data: IdeaData) -> Iterator[tuple[str, list[str]]]:
    today = timezone.localdate()
    if data.amount_on and not EARLIEST <= data.amount_on <= today:
        yield "amount_on", [_("The cost is known as of a past day or today.")]
    for name in ("starts_on", "ends_on"):
        day = getattr(data, name)
        if day and not EARLIEST.year <= day.year <= today.year + LATEST_YEARS:
            yield name, [_("This day cannot be right.")]


def _refuse_what_columns_cannot_hold(idea: ProjectIdea) -> None:
    too_long = overlong(idea)
    if too_long:
        raise InvalidData(too_long)
    try:
        idea.full_clean(exclude=NOT_CHECKED)
    except ValidationError as error:
        raise InvalidData(dict(_by_field(error))) from error


def _by_field(error: ValidationError) -> Iterator[tuple[str, list[str]]]:
    """A constraint names by its code the field that it is about."""
    for name, said in error.error_dict.items():
        for one in said:
            is_about = name if name != NON_FIELD_ERRORS else str(one.code)
            yield (is_about if is_about in COLUMNS else "title"), list(one.messages)


def _fill(idea: ProjectIdea, data: IdeaData) -> None:
    for name in COLUMNS:
        value = getattr(data, name)
        setattr(idea, name, list(value) if name == "sdg_goals" else value)


def _link(idea: ProjectIdea, data: IdeaData) -> bool:
    """Communities, themes and goals as `data` says; whether anything changed."""
    return any(
        [
            _link_each(idea, IdeaCommunity, "community", data.together_with),
            _link_each(idea, IdeaTheme, "theme", data.themes),
            _link_each(idea, IdeaGoal, "goal", data.goals),
        ]
    )


def _link_each(idea: ProjectIdea, model: Any, name: str, wanted: tuple[Any, ...]) -> bool:
    rows = model.objects.filter(idea=idea)
    held = set(rows.values_list(f"{name}_id", flat=True))
    keys = {one.pk for one in wanted}
    if held - keys:
        rows.filter(**{f"{name}__in": held - keys}).delete()
    for one in wanted:
        if one.pk not in held:
            model.objects.create(idea=idea, **{name: one})
    return held != keys
