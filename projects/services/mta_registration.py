"""Entries of the state register of technical assistance: registration, amendments, closing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import acting
from common.intake.pressed_twice import a_moment_ago
from common.intake.texts import many_lines, one_line
from partners.saving import save_checked
from projects import mta_registration as registration
from projects.data import project_data_of
from projects.enums import IdentifierKind, ProjectKind, RegistrationEventKind
from projects.exceptions import InvalidData
from projects.models import Project, ProjectDocument, ProjectRegistrationEvent
from projects.mta_exceptions import NotTechnicalAssistance, RegistrationWrongState
from projects.mta_registration import EXECUTOR, RECIPIENT, Registered, Step
from projects.mta_rules import Facts, broken_rules
from projects.rows import Number, Party
from projects.services.parts import set_identifiers, set_parties
from projects.services.projects import change_project, locked_current

LONGEST_REASON = 500


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What a person says of an entry. `leaving`: keys of roles (`mta_registration.key_of`)."""

    happened_on: dt.date
    number: str = ""
    summary: str = ""
    registering_body: str = ""
    amount: Decimal | None = None
    currency: str = ""
    leaving: frozenset[str] = frozenset()
    coming: tuple[Party, ...] = ()
    document: ProjectDocument | None = None

    def cleaned(self) -> Entry:
        return replace(
            self,
            number=one_line(self.number),
            summary=many_lines(self.summary),
            registering_body=one_line(self.registering_body),
            currency=one_line(self.currency).upper() if self.amount is not None else "",
        )


@transaction.atomic
def enter_registration(
    *, actor: User | None, project: Project, kind: str, entry: Entry
) -> ProjectRegistrationEvent:
    """Make an entry of the table `mta_registration.STEPS`; what it changes of the project (cost,
    executors, recipients, its number in the register) changes with it.

    Refuses: RecordArchived, ProjectMerged, NotTechnicalAssistance, RegistrationWrongState,
    InvalidData.
    """
    project = locked_technical_assistance(project)
    entry, events = entry.cleaned(), list(project.registration_events.current())
    repeated = _repeated(project, kind, entry, actor)
    if repeated:
        return repeated
    step = registration.step_of(events, kind)
    _refuse_against_rules(facts_of(project, events, kind, entry))
    if step.needs_summary and not entry.summary:
        raise InvalidData({"summary": [_("Write what was changed.")]})
    with acting(actor=actor):
        project = _change(actor, project, step, entry)
        made = _event(project, step, entry, registration.last_registered(events))
        made.author = actor
        save_checked(made, about="happened_on")
    return made


@transaction.atomic
def take_back_registration(
    *, actor: User | None, event: ProjectRegistrationEvent, reason: str
) -> ProjectRegistrationEvent:
    """Take the latest entry back: it was a mistake. The project itself stays as it is, but for
    the number that a registration gave it.

    Refuses: RecordArchived, ProjectMerged, InvalidData (reason), RegistrationWrongState (a later
    entry rests on this one).
    """
    project = locked_technical_assistance(event.project)
    latest = project.registration_events.current().last()
    if latest is None or latest.pk != event.pk:
        raise RegistrationWrongState
    reason = one_line(reason)
    if not reason or len(reason) > LONGEST_REASON:
        raise InvalidData({"reason": [_("Say why it is taken back, in at most 500 letters.")]})
    latest.taken_back_at, latest.taken_back_by = timezone.now(), actor
    latest.taken_back_reason = reason
    with acting(actor=actor):
        latest.save()
        if latest.kind == RegistrationEventKind.REGISTRATION:
            set_identifiers(actor=actor, project=project, identifiers=_other_numbers(project))
    found: ProjectRegistrationEvent = latest
    return found


def locked_technical_assistance(project: Project) -> Project:
    """As `locked_current`; refuses NotTechnicalAssistance too."""
    project = locked_current(project)
    if project.kind != ProjectKind.MTA:
        raise NotTechnicalAssistance
    return project


def facts_of(
    project: Project, events: Sequence[ProjectRegistrationEvent], kind: str, entry: Entry
) -> Facts:
    """What the rules of the resolution are asked about."""
    known, now = registration.last_registered(events), registration.said_by(project)
    first = next((one for one in events if one.kind == RegistrationEventKind.REGISTRATION), None)
    return Facts(
        project_kind=project.kind,
        kind=kind,
        happened_on=entry.happened_on,
        today=timezone.localdate(),
        registered_on=first.happened_on if first else None,
        last_entry_on=registration.last_day(events),
        number=entry.number,
        amount=entry.amount,
        currency=entry.currency,
        was_amount=known.amount,
        was_currency=known.currency,
        changes_parties=_changes_parties(kind, entry, known, now),
        recipients=len(now.recipients or ()),
        project_ends_on=project.end_actual_on,
    )


def _changes_parties(kind: str, entry: Entry, known: Registered, now: Registered) -> bool:
    """Somebody leaves or comes now, or did so on the pages of the project before."""
    step = registration.step_called(kind)
    if step is None or not step.changes_role:
        return False
    is_executor = step.changes_role == EXECUTOR
    said = registration.keys_of(now.executors if is_executor else now.recipients)
    held = known.executors if is_executor else known.recipients
    was_changed = held is not None and registration.keys_of(held) != said
    comes = {_key(one) for one in entry.coming} - said
    return bool(entry.leaving & said or comes or was_changed)


def _refuse_against_rules(facts: Facts) -> None:
    errors: dict[str, list[str]] = {}
    for one in broken_rules(facts):
        if not one.warns:
            errors.setdefault(one.field, []).append(one.message)
    if errors:
        raise InvalidData(errors)


def _change(actor: User | None, project: Project, step: Step, entry: Entry) -> Project:
    """What the entry changes of the project, through the project's own services."""
    if step.changes_cost and entry.amount is not None:
        project = _with_cost(actor, project, entry)
    if step.changes_role:
        project = _with_parties(actor, project, step.changes_role, entry)
    if step is registration.REGISTER:
        number = Number(
            kind=IdentifierKind.MTA_REGISTRATION, value=entry.number, issued_on=entry.happened_on
        )
        numbers = [*_other_numbers(project), number]
        project = set_identifiers(actor=actor, project=project, identifiers=numbers)
    return project


def _with_cost(actor: User | None, project: Project, entry: Entry) -> Project:
    if (project.amount, project.currency) == (entry.amount, entry.currency):
        return project
    data = replace(
        project_data_of(project),
        amount=entry.amount,
        currency=entry.currency,
        amount_on=entry.happened_on,
    )
    return change_project(actor=actor, project=project, data=data)


def _with_parties(actor: User | None, project: Project, role: str, entry: Entry) -> Project:
    roles = list(project.roles.select_related("partner", "community", "oblast", "office"))
    stay = [
        one for one in roles if one.role != role or registration.key_of(one) not in entry.leaving
    ]
    known = {registration.key_of(one) for one in stay if one.role == role}
    parties = [*_held(stay, Party), *(one for one in entry.coming if _key(one) not in known)]
    return set_parties(actor=actor, project=project, parties=parties)


def _key(party: Party) -> str:
    for name in ("partner", "community", "oblast", "office"):
        body = getattr(party, name)
        if body is not None:
            return f"{name}:{body.pk}"
    return f"name:{party.name}"


def _other_numbers(project: Project) -> list[Number]:
    rows = project.identifiers.exclude(kind=IdentifierKind.MTA_REGISTRATION)
    return _held(rows, Number)


def _held(rows: Iterable[Any], kind: Any) -> list[Any]:
    """Rows of the database as the services take them."""
    names = [one.name for one in fields(kind)]
    return [kind(**{name: getattr(row, name) for name in names}) for row in rows]


def _event(
    project: Project, step: Step, entry: Entry, known: Registered
) -> ProjectRegistrationEvent:
    """Of what the entry changes the project's word is taken; the rest stays as registered."""
    now = registration.said_by(project)
    is_first = step is registration.REGISTER
    with_executors = is_first or step.changes_role == EXECUTOR
    with_recipients = is_first or step.changes_role == RECIPIENT
    cost = now if step.changes_cost else known
    return ProjectRegistrationEvent(
        project=project,
        kind=step.kind,
        happened_on=entry.happened_on,
        number=entry.number,
        summary=entry.summary,
        registering_body=entry.registering_body,
        amount=cost.amount,
        currency=cost.currency,
        executors=now.executors if with_executors else known.executors,
        recipients=now.recipients if with_recipients else known.recipients,
        document=entry.document,
    )


def _repeated(
    project: Project, kind: str, entry: Entry, actor: User | None
) -> ProjectRegistrationEvent | None:
    """The same by the same person a moment ago: the button was pressed twice."""
    found: ProjectRegistrationEvent | None = (
        project.registration_events.current()
        .filter(
            kind=kind,
            happened_on=entry.happened_on,
            number=entry.number,
            summary=entry.summary,
            author=actor,
            created_at__gte=a_moment_ago(),
        )
        .last()
        if actor
        else None
    )
    if found is None or entry.amount not in (None, found.amount):
        return None
    return None if entry.leaving or entry.coming else found
