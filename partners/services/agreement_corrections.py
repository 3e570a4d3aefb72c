"""Mending what was entered wrongly: steps and amendments are taken back, never deleted."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import acting
from common.audit.registry import rows_of
from partners import agreement_workflow as workflow
from partners.agreement_enums import CONCLUDED, AmendmentKind, TermKind
from partners.agreement_exceptions import AgreementWrongStatus, StepStays
from partners.exceptions import InvalidData
from partners.models import Agreement, AgreementAmendment, AgreementStep
from partners.services.agreement_steps import (
    WAS_IN_FORCE,
    NewTerm,
    refuse_amendment,
    set_term,
)
from partners.services.agreements import expiry_of, locked_current

LARGEST_REASON = 500


def last_step(agreement: Agreement) -> AgreementStep | None:
    """The step that led to where the agreement is; those taken back do not count."""
    rows = agreement.steps.filter(taken_back_at=None).select_related("author", "amendment")
    found: AgreementStep | None = rows.order_by("pk").last()
    return found if found and found.status == agreement.status else None


def why_step_stays(agreement: Agreement, taken: AgreementStep) -> str:
    """Why the step cannot be taken back, in a sentence; empty when it can."""
    if taken.author_id is None:
        return _("The portal took this step itself, by the term. Correct the term instead.")
    came_from = str(_before(taken).get("status") or "")
    if not came_from:
        return _("The step was kept before steps could be taken back.")
    later = agreement.amendments.filter(taken_back_at=None, created_at__gt=taken.created_at)
    if came_from not in WAS_IN_FORCE and later.exists():
        return _("Amendments were entered after it: take them back first.")
    if came_from not in CONCLUDED:
        resting = _what_rests_on(agreement)
        if resting:
            text = _("Other records rest on its being signed: %(records)s. Change them first.")
            return text % {"records": ", ".join(resting)}
    return ""


@transaction.atomic
def take_back_step(
    *, actor: User, agreement: Agreement, step: AgreementStep, reason: str
) -> Agreement:
    """Take back the step that was recorded last by mistake, a renewal with its new term.

    The status and the columns are again as they were before it; the step stays in the history,
    with the reason. Refuses: AgreementArchived, AgreementWrongStatus (it is the last no longer),
    StepStays (why), InvalidData (reason).
    """
    agreement = locked_current(agreement)
    reason = _checked_reason(reason)
    last = last_step(agreement)
    if last is None or last.pk != step.pk:
        raise AgreementWrongStatus
    why = why_step_stays(agreement, last)
    if why:
        raise StepStays(why)
    workflow.take_back(agreement, workflow.step_called(last.code), _before(last))
    with acting(actor=actor):
        _mark(last, actor, reason)
        renewal = _renewal_of(last)
        if renewal:
            _mark(renewal, actor, reason)
        agreement.expires_on = expiry_of(agreement)
        agreement.save()
    return agreement


@transaction.atomic
def correct_amendment(
    *,
    actor: User,
    amendment: AgreementAmendment,
    on: dt.date,
    summary: str,
    new_term: NewTerm | None,
) -> AgreementAmendment:
    """Write an amendment or a renewal as it should have been; the old words stay in the history.

    Refuses: AgreementArchived, StepStays (automatic, taken back, or a later term rests on it),
    InvalidData (on, summary, term, term_months, until_on).
    """
    agreement = locked_current(amendment.agreement)
    amendment = agreement.amendments.select_for_update(of=("self",)).get(pk=amendment.pk)
    _refuse_settled(amendment)
    refuse_amendment(agreement, amendment.kind, on, summary)
    if amendment.kind == AmendmentKind.RENEWAL and new_term is None:
        raise InvalidData({"term": [_("Choose the new term.")]})
    before = (amendment.happened_on, amendment.term, amendment.term_months, amendment.until_on)
    amendment.happened_on, amendment.summary = on, summary.strip()[:1000]
    _give_term(amendment, new_term)
    after = (amendment.happened_on, amendment.term, amendment.term_months, amendment.until_on)
    if before != after:
        _refuse_built_upon(amendment)
    with acting(actor=actor):
        amendment.save()
        for step in amendment.steps.filter(taken_back_at=None):
            step.happened_on, step.note = on, amendment.summary[:500]
            step.save()
        agreement.expires_on = expiry_of(agreement)
        agreement.save()
    return amendment


@transaction.atomic
def take_back_amendment(
    *, actor: User, amendment: AgreementAmendment, reason: str
) -> AgreementAmendment:
    """An amendment that was never concluded counts no longer. A renewal is a step of the life of
    the agreement: taking back that step takes it back.

    Refuses: AgreementArchived, StepStays, InvalidData (reason).
    """
    agreement = locked_current(amendment.agreement)
    amendment = agreement.amendments.select_for_update(of=("self",)).get(pk=amendment.pk)
    reason = _checked_reason(reason)
    _refuse_settled(amendment)
    if amendment.kind == AmendmentKind.RENEWAL:
        raise StepStays(_("A renewal is a step: take back the step."))
    if amendment.term:
        _refuse_built_upon(amendment)
    with acting(actor=actor):
        _mark(amendment, actor, reason)
        agreement.expires_on = expiry_of(agreement)
        agreement.save()
    return amendment


def is_correctable(amendment: AgreementAmendment) -> bool:
    """Automatic renewals follow from the term; what was taken back counts no longer."""
    return amendment.kind != AmendmentKind.AUTOMATIC and amendment.taken_back_at is None


def _before(taken: AgreementStep) -> dict[str, Any]:
    """What the step changed; of steps that did not keep it, what the table leaves no doubt of."""
    if taken.before:
        return dict(taken.before)
    sources = {one for step in workflow.STEPS if step.code == taken.code for one in step.sources}
    earlier = taken.agreement.steps.filter(taken_back_at=None, pk__lt=taken.pk)
    previous = earlier.order_by("pk").last()
    if previous and previous.status in sources:
        return {"status": previous.status}
    is_certain = len(sources) == 1 and taken.code != workflow.RETURN.code
    return {"status": sources.pop()} if is_certain else {}


def _renewal_of(taken: AgreementStep) -> AgreementAmendment | None:
    if taken.code != workflow.RENEW.code:
        return None
    found: AgreementAmendment | None = (
        taken.amendment
        or taken.agreement.amendments.filter(
            kind=AmendmentKind.RENEWAL, happened_on=taken.happened_on, taken_back_at=None
        ).last()
    )
    return found


def _what_rests_on(agreement: Agreement) -> list[str]:
    """Records of higher apps that name the agreement, in words; found in the models."""
    own = agreement._meta.app_label
    found = []
    for relation in agreement._meta.related_objects:
        model: Any = relation.related_model
        rows = rows_of(model).filter(**{relation.field.name: agreement})
        if model._meta.app_label != own and rows.exists():
            found.append(str(model._meta.verbose_name_plural))
    return found


def _give_term(amendment: AgreementAmendment, new_term: NewTerm | None) -> None:
    if new_term:
        set_term(amendment, _last_day_without(amendment), new_term)
        return
    amendment.term, amendment.term_months = "", None
    amendment.until_on, amendment.expires_on = None, None


def _last_day_without(amendment: AgreementAmendment) -> dt.date | None:
    """Until when the agreement would be in force if there were no such amendment."""
    agreement: Agreement = amendment.agreement
    return expiry_of(agreement, without=amendment)


def _refuse_settled(amendment: AgreementAmendment) -> None:
    if amendment.taken_back_at:
        raise StepStays(_("It was taken back already."))
    if amendment.kind == AmendmentKind.AUTOMATIC:
        raise StepStays(_("Automatic renewals follow from the term. Correct the term instead."))


def _refuse_built_upon(amendment: AgreementAmendment) -> None:
    """A later term was counted from the day that this one gave."""
    later = amendment.agreement.amendments.filter(
        taken_back_at=None, created_at__gt=amendment.created_at
    ).exclude(term__in=("", TermKind.UNKNOWN))
    if later.exists():
        raise StepStays(_("A later change of the term was counted from it: take that back first."))


def _checked_reason(reason: str) -> str:
    text = reason.strip()
    if not text:
        raise InvalidData({"reason": [_("Say why it is taken back.")]})
    if len(text) > LARGEST_REASON:
        raise InvalidData({"reason": [_("The reason is too long.")]})
    return text


def _mark(row: AgreementStep | AgreementAmendment, actor: User, reason: str) -> None:
    row.taken_back_at, row.taken_back_by, row.taken_back_reason = timezone.now(), actor, reason
    row.save()
