"""The rules of Resolution 153 of 15 February 2002 on technical assistance, a small class each.

`broken_rules` is asked with what the form or the record says; a rule that `warns` only is shown
beside the field or on the page and does not keep anything out.
"""

from __future__ import annotations

import datetime as dt
from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext_lazy as _

from partners.rules import Broken, Rule, broken
from projects.enums import ProjectKind, RegistrationEventKind

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

RESOLUTION = _("Resolution 153 of the Cabinet of Ministers of 15 February 2002")
AMENDMENTS = frozenset(
    {
        RegistrationEventKind.COST,
        RegistrationEventKind.EXECUTOR,
        RegistrationEventKind.RECIPIENT,
        RegistrationEventKind.OTHER,
    }
)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the rules look at: an entry that is going to be made, and what stands already."""

    project_kind: str
    kind: str
    happened_on: dt.date
    today: dt.date
    registered_on: dt.date | None = None
    last_entry_on: dt.date | None = None
    number: str = ""
    amount: Decimal | None = None
    was_amount: Decimal | None = None
    was_currency: str = ""
    currency: str = ""
    changes_parties: bool = False
    recipients: int = 0
    project_ends_on: dt.date | None = None


class ResolutionRule(Rule[Facts]):
    paragraph: ClassVar[_StrPromise | str] = ""

    @abstractmethod
    def is_broken(self, facts: Facts) -> bool:
        """Whether the entry goes against the rule."""

    def problem(self, facts: Facts) -> str:
        return str(self.text) if self.is_broken(facts) else ""


class OnlyTechnicalAssistance(ResolutionRule):
    name = _("Only technical assistance is registered")
    text = _(
        "The state register holds projects of international technical assistance only. Loans, "
        "credits and grants of other kinds are not entered in it."
    )
    field = "kind"

    def is_broken(self, facts: Facts) -> bool:
        return facts.project_kind != ProjectKind.MTA


class NothingInTheFuture(ResolutionRule):
    name = _("Only what has happened")
    text = _("This day is still to come.")
    field = "happened_on"

    def is_broken(self, facts: Facts) -> bool:
        return facts.happened_on > facts.today


class RegisteredUnderNumber(ResolutionRule):
    name = _("A registration has a number")
    text = _("Give the number of the registration card.")
    field = "number"

    def is_broken(self, facts: Facts) -> bool:
        return facts.kind == RegistrationEventKind.REGISTRATION and not facts.number


class RegisteredFirst(ResolutionRule):
    name = _("First registered, then changed")
    text = _("A change or the closing cannot lie before the registration itself.")
    field = "happened_on"

    def is_broken(self, facts: Facts) -> bool:
        return facts.registered_on is not None and facts.happened_on < facts.registered_on


class InTheOrderOfDays(ResolutionRule):
    name = _("Entries follow each other")
    text = _(
        "A later entry stands in the register already. Each entry holds what is registered after "
        "it, so enter them in the order of their days: take back the later one, then enter both."
    )
    field = "happened_on"

    def is_broken(self, facts: Facts) -> bool:
        if facts.registered_on is not None and facts.happened_on < facts.registered_on:
            return False
        return facts.last_entry_on is not None and facts.happened_on < facts.last_entry_on


class CostChanges(ResolutionRule):
    name = _("A change of cost names the new cost")
    text = _("Give the new cost: it must differ from the one that is registered.")
    paragraph = _("paragraph 21")
    field = "amount"

    def is_broken(self, facts: Facts) -> bool:
        if facts.kind != RegistrationEventKind.COST:
            return False
        now, was = (facts.amount, facts.currency), (facts.was_amount, facts.was_currency)
        return facts.amount is None or now == was


class PartiesChange(ResolutionRule):
    name = _("A change of executor or recipient names who changes")
    text = _("Say who leaves or who comes: nothing would change.")
    paragraph = _("paragraph 21")
    field = "leaving"

    def is_broken(self, facts: Facts) -> bool:
        named = (RegistrationEventKind.EXECUTOR, RegistrationEventKind.RECIPIENT)
        return facts.kind in named and not facts.changes_parties


class AmendmentOfRunningProject(ResolutionRule):
    name = _("Changes are registered while the project runs")
    text = _(
        "The project had ended by that day. A change of cost, executor or recipient is registered "
        "while it runs."
    )
    paragraph = _("paragraph 21")
    field = "happened_on"
    warns = True

    def is_broken(self, facts: Facts) -> bool:
        ended = facts.project_ends_on
        return facts.kind in AMENDMENTS and ended is not None and facts.happened_on > ended


class SomebodyReceives(ResolutionRule):
    name = _("Technical assistance has a recipient")
    text = _(
        "No recipient is named. Monitoring cards and the publication of property are duties of "
        "the recipient: name one among the roles of the project."
    )
    paragraph = _("paragraphs 21 and 44")
    field = "kind"
    warns = True

    def is_broken(self, facts: Facts) -> bool:
        return facts.kind == RegistrationEventKind.REGISTRATION and not facts.recipients


RULES: tuple[ResolutionRule, ...] = (
    OnlyTechnicalAssistance(),
    NothingInTheFuture(),
    RegisteredUnderNumber(),
    RegisteredFirst(),
    InTheOrderOfDays(),
    CostChanges(),
    PartiesChange(),
    AmendmentOfRunningProject(),
    SomebodyReceives(),
)


def broken_rules(facts: Facts) -> Iterator[Broken]:
    return broken(RULES, facts)
