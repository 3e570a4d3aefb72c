"""The state registration of a project as one table, and what the register says after each entry.

The state is not kept: it follows from the entries. Each entry holds what is registered after it,
so that old and new are those of two neighbours, and what was forgotten can be told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from common.design.languages import wording
from projects.enums import RegistrationEventKind, RoleKind
from projects.mta_exceptions import RegistrationWrongState

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from projects.models import Project, ProjectRegistrationEvent, ProjectRole

# The register is kept there since 2020; the ministry of economy kept it before.
REGISTERING_BODY = "Секретаріат Кабінету Міністрів України"
EXECUTOR, RECIPIENT = RoleKind.IMPLEMENTING, RoleKind.RECIPIENT


class State(StrEnum):
    NONE = "none"
    REGISTERED = "registered"
    CLOSED = "closed"


@dataclass(frozen=True)
class Step:
    """An entry: from which state, to which, and what it asks for besides its date."""

    kind: str
    label: _StrPromise
    source: State
    target: State
    help: _StrPromise
    needs_number: bool = False
    needs_summary: bool = False
    changes_cost: bool = False
    changes_role: str = ""


REGISTER = Step(
    RegistrationEventKind.REGISTRATION,
    _("Enter the state registration"),
    State.NONE,
    State.REGISTERED,
    _(
        "Number and date of the registration card. What the project says now of its cost, its "
        "executors and recipients is taken as what is registered."
    ),
    needs_number=True,
    changes_cost=True,
)
COST = Step(
    RegistrationEventKind.COST,
    _("Change of the estimated cost"),
    State.REGISTERED,
    State.REGISTERED,
    _("The new cost becomes that of the project too."),
    changes_cost=True,
)
EXECUTORS = Step(
    RegistrationEventKind.EXECUTOR,
    _("Change of the executor"),
    State.REGISTERED,
    State.REGISTERED,
    _("Who leaves and who comes: the roles in the project change with it."),
    changes_role=EXECUTOR,
)
RECIPIENTS = Step(
    RegistrationEventKind.RECIPIENT,
    _("Change of the recipient"),
    State.REGISTERED,
    State.REGISTERED,
    _("Who leaves and who comes: the roles in the project change with it."),
    changes_role=RECIPIENT,
)
OTHER = Step(
    RegistrationEventKind.OTHER,
    _("Other change of the registration"),
    State.REGISTERED,
    State.REGISTERED,
    _("Whatever else was entered in the state register."),
    needs_summary=True,
)
CLOSE = Step(
    RegistrationEventKind.CLOSING,
    _("Close the registration"),
    State.REGISTERED,
    State.CLOSED,
    _("The project has ended and its final monitoring is done."),
)
STEPS = (REGISTER, COST, EXECUTORS, RECIPIENTS, OTHER, CLOSE)


def state_of(events: Iterable[ProjectRegistrationEvent]) -> State:
    """`events` are those that count: what was taken back is not among them."""
    kinds = {one.kind for one in events}
    if RegistrationEventKind.REGISTRATION not in kinds:
        return State.NONE
    return State.CLOSED if RegistrationEventKind.CLOSING in kinds else State.REGISTERED


def steps_from(state: State) -> list[Step]:
    return [step for step in STEPS if step.source == state]


def step_called(kind: str) -> Step | None:
    return next((step for step in STEPS if step.kind == kind), None)


def step_of(events: Iterable[ProjectRegistrationEvent], kind: str) -> Step:
    """The step of that kind that leads on from here. Refuses RegistrationWrongState."""
    found = step_called(kind)
    if found is None or found.source != state_of(events):
        raise RegistrationWrongState
    return found


# What the register says


@dataclass(frozen=True)
class Registered:
    """None: nobody knows. Parties as `{"key": "partner:12", "name": "…", "name_en": "…"}`."""

    amount: Decimal | None = None
    currency: str = ""
    executors: list[dict[str, str]] | None = None
    recipients: list[dict[str, str]] | None = None


def said_by(project: Project) -> Registered:
    """What the project itself says now. Reads its roles, prefetched or not."""
    roles = list(project.roles.all())
    return Registered(
        amount=project.amount,
        currency=project.currency,
        executors=_parties(roles, EXECUTOR),
        recipients=_parties(roles, RECIPIENT),
    )


def registered_after(event: ProjectRegistrationEvent) -> Registered:
    return Registered(event.amount, event.currency, event.executors, event.recipients)


def last_registered(events: Sequence[ProjectRegistrationEvent]) -> Registered:
    """What is registered now: of each sort the latest that is known."""
    found = Registered()
    for one in events:
        after = registered_after(one)
        found = Registered(
            *((after.amount, after.currency) if after.amount is not None else _cost(found)),
            after.executors if after.executors is not None else found.executors,
            after.recipients if after.recipients is not None else found.recipients,
        )
    return found


def _cost(one: Registered) -> tuple[Decimal | None, str]:
    return one.amount, one.currency


def _parties(roles: Iterable[ProjectRole], role: str) -> list[dict[str, str]]:
    return [{"key": key_of(one), **names_of(one)} for one in roles if one.role == role]


def key_of(role: ProjectRole) -> str:
    for name in ("partner", "community", "oblast", "office"):
        key = getattr(role, f"{name}_id")
        if key is not None:
            return f"{name}:{key}"
    return f"name:{role.name}"


def names_of(role: ProjectRole) -> dict[str, str]:
    """As the body is called on that day: it may be renamed later."""
    body: Any = role.body or role
    name = _name_in(body)
    return {"name": getattr(body, name), "name_en": getattr(body, f"{name}_en")}


def name_of(body: Any) -> str:
    """Of a role, or of the community or partner that has it: «Полтавська громада», «GIZ»."""
    body = getattr(body, "body", None) or body
    return wording(body, _name_in(body)).text


def _name_in(body: Any) -> str:
    return "full_name" if hasattr(body, "full_name") else "name"


def keys_of(parties: list[dict[str, str]] | None) -> set[str]:
    return {one["key"] for one in parties or ()}


# What was forgotten


def amendments_needed(
    project: Project, events: Sequence[ProjectRegistrationEvent]
) -> Iterator[Step]:
    """Changes of the project that are not registered (paragraph 21): each by the step to take."""
    if state_of(events) != State.REGISTERED:
        return
    known, now = last_registered(events), said_by(project)
    if known.amount is not None and _cost(known) != _cost(now):
        yield COST
    if known.executors is not None and keys_of(known.executors) != keys_of(now.executors):
        yield EXECUTORS
    if known.recipients is not None and keys_of(known.recipients) != keys_of(now.recipients):
        yield RECIPIENTS


def last_day(events: Sequence[ProjectRegistrationEvent]) -> dt.date | None:
    return events[-1].happened_on if events else None
