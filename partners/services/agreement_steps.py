"""What happens to an agreement: steps, amendments, renewals, its end."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import acting
from common.intake.pressed_twice import a_moment_ago
from partners import agreement_workflow as workflow
from partners.agreement_data import agreement_data_of
from partners.agreement_enums import AgreementStatus, AmendmentKind, TermKind
from partners.agreement_exceptions import AgreementNotInForce, AgreementWrongStatus, RuleBroken
from partners.agreement_rules import broken_rules
from partners.agreement_terms import last_day, renewals
from partners.agreement_workflow import Step, Taken
from partners.exceptions import InvalidData
from partners.models import Agreement, AgreementAmendment, AgreementFile, AgreementStep
from partners.services.agreements import LONGEST_MONTHS, expiry_of, facts_of, locked_current

WAS_IN_FORCE = frozenset(
    {AgreementStatus.IN_FORCE, AgreementStatus.RENEWED, AgreementStatus.EXPIRED}
)


@transaction.atomic
def take_step(
    *,
    actor: User | None,
    agreement: Agreement,
    code: str,
    taken: Taken,
    document: AgreementFile | None = None,
    signed_place: str = "",
) -> Agreement:
    """Take a step of the table by hand and keep its date, number, document and author.

    Refuses: AgreementArchived, AgreementWrongStatus, InvalidData, RuleBroken.
    """
    agreement = locked_current(agreement)
    step = workflow.step_of(agreement, code)
    if not step.by_hand:
        raise AgreementWrongStatus
    _refuse_future(taken.on)
    before = workflow.before(agreement, step)
    workflow.move(agreement, step, taken)
    if signed_place.strip() and step.on == "signed_on":
        agreement.signed_place = signed_place.strip()[:200]
    _refuse_against_law(agreement)
    agreement.expires_on = expiry_of(agreement)
    if step.on == "effective_on" and agreement.signed_on and taken.on < agreement.signed_on:
        raise InvalidData({"on": [_("It cannot come into force before it is signed.")]})
    _kept(actor, agreement, step, taken, before, document=document)
    return agreement


@dataclass(frozen=True, kw_only=True)
class NewTerm:
    """The term after a renewal; counted from the day after the old end, or from the renewal."""

    term: str
    months: int | None = None
    until_on: dt.date | None = None


@transaction.atomic
def amend(
    *,
    actor: User | None,
    agreement: Agreement,
    on: dt.date,
    summary: str,
    new_term: NewTerm | None = None,
) -> AgreementAmendment:
    """Record an amendment; with a new term it moves the last day but is no renewal. The very
    same once more, as by a second click, is the one that is kept already.

    Refuses: AgreementArchived, AgreementNotInForce, InvalidData.
    """
    amendment, _is_new = _amended(
        actor=actor,
        agreement=_was_in_force(agreement),
        kind=AmendmentKind.AMENDMENT,
        on=on,
        summary=summary,
        new_term=new_term,
    )
    return amendment


@transaction.atomic
def renew(
    *,
    actor: User | None,
    agreement: Agreement,
    on: dt.date,
    new_term: NewTerm,
    summary: str = "",
) -> AgreementAmendment:
    """Extend it, also after its end. Refuses as `amend`."""
    agreement = _was_in_force(agreement)
    amendment, is_new = _amended(
        actor=actor,
        agreement=agreement,
        kind=AmendmentKind.RENEWAL,
        on=on,
        summary=summary,
        new_term=new_term,
    )
    if not is_new:
        return amendment
    taken = Taken(on=on, note=summary[:500])
    step = workflow.step_of(agreement, workflow.RENEW.code)
    before = workflow.before(agreement, step)
    workflow.move(agreement, step, taken)
    _kept(actor, agreement, step, taken, before, amendment=amendment)
    return amendment


@transaction.atomic
def close_term(*, agreement: Agreement, today: dt.date | None = None) -> bool:
    """What the passing of the last day brings: automatic renewals, or the end. Idempotent.

    Several renewals that were missed while nothing ran are all recorded.
    """
    today = today or timezone.localdate()
    agreement = locked_current(agreement)
    ends = agreement.expires_on
    if agreement.status not in (AgreementStatus.IN_FORCE, AgreementStatus.RENEWED):
        return False
    if ends is None or ends >= today:
        return False
    if agreement.auto_renewal and agreement.term_months:
        for on, until in renewals(ends, agreement.term_months, today):
            _renew_automatically(agreement, on, until)
        return True
    taken = Taken(on=ends)
    before = workflow.before(agreement, workflow.EXPIRE)
    workflow.move(agreement, workflow.EXPIRE, taken)
    _kept(None, agreement, workflow.EXPIRE, taken, before)
    return True


def _renew_automatically(agreement: Agreement, on: dt.date, until: dt.date) -> None:
    amendment = AgreementAmendment(
        agreement=agreement,
        kind=AmendmentKind.AUTOMATIC,
        happened_on=on,
        term=TermKind.MONTHS,
        term_months=agreement.term_months,
        expires_on=until,
    )
    amendment.save()
    agreement.expires_on = until
    taken = Taken(on=on)
    before = workflow.before(agreement, workflow.RENEW)
    workflow.move(agreement, workflow.RENEW, taken)
    _kept(None, agreement, workflow.RENEW, taken, before, amendment=amendment)


def _was_in_force(agreement: Agreement) -> Agreement:
    agreement = locked_current(agreement)
    if agreement.status not in WAS_IN_FORCE:
        raise AgreementNotInForce
    return agreement


def _amended(
    *,
    actor: User | None,
    agreement: Agreement,
    kind: str,
    on: dt.date,
    summary: str,
    new_term: NewTerm | None,
) -> tuple[AgreementAmendment, bool]:
    """The amendment, and whether it is new."""
    refuse_amendment(agreement, kind, on, summary)
    amendment = AgreementAmendment(
        agreement=agreement,
        kind=kind,
        happened_on=on,
        summary=summary.strip()[:1000],
        author=actor,
    )
    if new_term:
        set_term(amendment, agreement.expires_on, new_term)
    repeated = _repeated(amendment)
    if repeated:
        return repeated, False
    with acting(actor=actor):
        amendment.save()
        agreement.expires_on = expiry_of(agreement)
        agreement.save()
    return amendment, True


def refuse_amendment(agreement: Agreement, kind: str, on: dt.date, summary: str) -> None:
    """Refuses InvalidData (on, summary)."""
    _refuse_future(on)
    if agreement.signed_on and on < agreement.signed_on:
        raise InvalidData({"on": [_("This is before the agreement was signed.")]})
    if kind == AmendmentKind.AMENDMENT and not summary.strip():
        raise InvalidData({"summary": [_("Write what was agreed.")]})


def _repeated(amendment: AgreementAmendment) -> AgreementAmendment | None:
    """The same by the same person a moment ago: the button was pressed twice."""
    alike = ("kind", "happened_on", "summary", "term", "term_months", "until_on", "author")
    found: AgreementAmendment | None = amendment.agreement.amendments.filter(
        taken_back_at=None,
        created_at__gte=a_moment_ago(),
        **{name: getattr(amendment, name) for name in alike},
    ).first()
    return found


def set_term(amendment: AgreementAmendment, old: dt.date | None, new_term: NewTerm) -> None:
    """Give the amendment its new term and last day; `old` is the last day without it.

    Refuses InvalidData (term, term_months, until_on).
    """
    on = amendment.happened_on
    if new_term.term not in {TermKind.MONTHS, TermKind.UNTIL, TermKind.INDEFINITE}:
        raise InvalidData({"term": [_("Choose the new term.")]})
    if new_term.term == TermKind.MONTHS and not 1 <= (new_term.months or 0) <= LONGEST_MONTHS:
        raise InvalidData({"term_months": [_("A term is 1 to 1,200 months.")]})
    if new_term.term == TermKind.UNTIL and (new_term.until_on is None or new_term.until_on <= on):
        raise InvalidData({"until_on": [_("The new last day lies after the renewal.")]})
    # Renewed in time, the new term follows the old one; renewed late, it begins on that day.
    starts_on = old if old and old >= on else on
    amendment.term = new_term.term
    amendment.term_months = new_term.months if new_term.term == TermKind.MONTHS else None
    amendment.until_on = new_term.until_on if new_term.term == TermKind.UNTIL else None
    amendment.expires_on = last_day(
        term=new_term.term,
        months=new_term.months,
        until_on=new_term.until_on,
        starts_on=starts_on,
    )


def _refuse_future(on: dt.date) -> None:
    if on > timezone.localdate():
        raise InvalidData({"on": [_("This day is still to come.")]})


def _refuse_against_law(agreement: Agreement) -> None:
    """The order of the days, which the step has just set."""
    broken = broken_rules(facts_of(agreement_data_of(agreement)))
    said = [one.message for one in broken if not one.warns]
    if said:
        raise RuleBroken({"on": said})


def _kept(
    actor: User | None,
    agreement: Agreement,
    step: Step,
    taken: Taken,
    before: dict[str, Any],
    *,
    document: AgreementFile | None = None,
    amendment: AgreementAmendment | None = None,
) -> None:
    with acting(actor=actor):
        agreement.save()
        AgreementStep.objects.create(
            agreement=agreement,
            code=step.code,
            status=step.target,
            happened_on=taken.on,
            number=taken.number.strip(),
            note=taken.note.strip(),
            document=document,
            author=actor,
            before=before,
            amendment=amendment,
        )
