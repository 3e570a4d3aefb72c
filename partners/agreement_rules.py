"""The rules of Law 3668-IX on international territorial cooperation, one small class each.

`broken_rules` is asked with what the form or the record says; a rule that `warns` only is shown
beside the field and does not keep anything out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext_lazy as _

from partners.agreement_enums import LAW_KINDS, AgreementKind, PartyKind
from partners.enums import PartnerKind
from partners.rules import Broken, Rule, broken

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from partners.models import Partner

# Land borders; with the two aggressor states nothing is concluded.
NEIGHBOURS = frozenset({"PL", "SK", "HU", "RO", "MD"})
INTERNATIONAL = frozenset({PartnerKind.INTERNATIONAL_ORGANISATION, PartnerKind.IFI})


@dataclass(frozen=True)
class Facts:
    """What the rules look at."""

    kind: str
    partners: tuple[Partner, ...] = ()
    party_kinds: frozenset[str] = frozenset()
    signed_on: dt.date | None = None
    ministry_order_on: dt.date | None = None
    council_decision_on: dt.date | None = None

    @property
    def is_under_law(self) -> bool:
        return self.kind in LAW_KINDS


class LawRule(Rule[Facts]):
    article: ClassVar[_StrPromise]


def _of(facts: Facts, kinds: Iterable[str]) -> str:
    wanted = set(kinds)
    return ", ".join(str(one) for one in facts.partners if one.kind in wanted)


class NotWithBusiness(LawRule):
    name = _("Not with a business")
    text = _(
        "An agreement with a company is not an agreement under the law on international "
        "territorial cooperation. Choose another kind, such as a memorandum."
    )
    article = _("Law 3668-IX; explanations of the ministry to resolution 357 of 2025")
    field = "kind"

    def problem(self, facts: Facts) -> str:
        names = _of(facts, {PartnerKind.COMPANY}) if facts.is_under_law else ""
        return f"{self.text} ({names})" if names else ""


class NotWithInternationalOrganisation(LawRule):
    name = _("Not with an international organisation")
    text = _(
        "An agreement with an international organisation is not an agreement under the law on "
        "international territorial cooperation. Choose another kind, such as a memorandum."
    )
    article = _("Law 3668-IX; explanations of the ministry to resolution 357 of 2025")
    field = "kind"

    def problem(self, facts: Facts) -> str:
        names = _of(facts, INTERNATIONAL) if facts.is_under_law else ""
        return f"{self.text} ({names})" if names else ""


class OurPartyIsTerritorial(LawRule):
    name = _("Concluded by a community or an oblast")
    text = _(
        "On our side an agreement under the law is concluded by a community, an oblast council "
        "or an oblast administration. An office alone cannot conclude it."
    )
    article = _("Law 3668-IX, subjects of international territorial cooperation")
    field = "kind"

    def problem(self, facts: Facts) -> str:
        if not facts.is_under_law or not facts.party_kinds:
            return ""
        return str(self.text) if facts.party_kinds == {PartyKind.OFFICE} else ""


class CrossBorderWithNeighbour(LawRule):
    name = _("Cross-border means with a neighbour")
    text = _(
        "A cross-border agreement is concluded with a partner from a neighbouring state. With a "
        "partner farther away it is an interterritorial one."
    )
    article = _("Law 3668-IX, definitions")
    field = "kind"
    warns = True

    def problem(self, facts: Facts) -> str:
        countries = {str(one.country) for one in facts.partners if one.country}
        if facts.kind != AgreementKind.CROSS_BORDER or not countries:
            return ""
        return "" if countries & NEIGHBOURS else str(self.text)


class MinistryBeforeCouncil(LawRule):
    name = _("First the ministry, then the council")
    text = _("The council approves the draft after the ministry has approved it by its order.")
    article = _("Law 3668-IX, article 11; resolution 357 of 2025")
    field = "council_decision_on"

    def problem(self, facts: Facts) -> str:
        order, decision = facts.ministry_order_on, facts.council_decision_on
        return str(self.text) if order and decision and decision < order else ""


class SignedAfterApproval(LawRule):
    name = _("Signed after both approvals")
    text = _(
        "An agreement under the law is signed after the ministry and the council have approved it."
    )
    article = _("Law 3668-IX, article 11; resolution 357 of 2025")
    field = "signed_on"

    def problem(self, facts: Facts) -> str:
        approvals = [day for day in (facts.ministry_order_on, facts.council_decision_on) if day]
        if not (facts.is_under_law and facts.signed_on and approvals):
            return ""
        return str(self.text) if facts.signed_on < max(approvals) else ""


class NotWithAggressor(LawRule):
    name = _("Not with the aggressor states")
    text = _("No agreement is concluded with partners from the aggressor states.")
    article = _("Legislation on the legal regime of martial law and on sanctions")
    field = "partners"
    warns = True

    def problem(self, facts: Facts) -> str:
        named = [str(one) for one in facts.partners if str(one.country) in {"RU", "BY"}]
        return f"{self.text} ({', '.join(named)})" if named else ""


RULES: tuple[LawRule, ...] = (
    NotWithBusiness(),
    NotWithInternationalOrganisation(),
    OurPartyIsTerritorial(),
    CrossBorderWithNeighbour(),
    MinistryBeforeCouncil(),
    SignedAfterApproval(),
    NotWithAggressor(),
)


def broken_rules(facts: Facts) -> Iterator[Broken]:
    return broken(RULES, facts)
