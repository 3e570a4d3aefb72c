"""Registering an agreement, changing it, archiving it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import asdict, astuple, fields
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import acting
from common.intake.refusals import ChangedMeanwhile
from common.intake.values import Errors, wrong_values
from common.references.allocation import allocate
from communities.models import Oblast, Office
from communities.prefixes import reference_prefix
from partners import agreement_workflow as workflow
from partners.agreement_data import COLUMNS, AgreementData, Party, Signatory
from partners.agreement_enums import AgreementSource, AgreementStatus
from partners.agreement_exceptions import (
    AgreementArchived,
    AgreementNotArchived,
    AgreementReasonMissing,
    RuleBroken,
)
from partners.agreement_rules import Facts, broken_rules
from partners.agreement_terms import last_day
from partners.data import language_names
from partners.enums import PartnerStatus
from partners.exceptions import InvalidData
from partners.models import (
    Agreement,
    AgreementPartner,
    AgreementParty,
    AgreementSignatory,
    AgreementTheme,
)
from partners.rules import Broken

SERIES = "AGR"
NOT_CHECKED = {"reference", "oblast", "office", "status", "languages"}
EARLIEST, LATEST = dt.date(1945, 1, 1), dt.date(2200, 1, 1)
# Days of what has happened; the others may lie ahead.
HAPPENED = frozenset(
    {"signed_on", "sent_on", "ministry_order_on", "council_decision_on", "registered_on"}
)
DAYS = (*HAPPENED, "effective_on", "until_on")
LONGEST_MONTHS = 1200
LONGEST_NAME = 200


@transaction.atomic
def register_agreement(
    *,
    actor: User | None,
    oblast: Oblast,
    data: AgreementData,
    status: str = AgreementStatus.IDEA,
    source: str = AgreementSource.MANUAL,
    source_note: str = "",
) -> Agreement:
    """Put a new agreement into the register of the oblast and give it its reference.

    Refuses: InvalidData (field → messages), RuleBroken (a rule of the law forbids it),
    AgreementWrongStatus (a memorandum has no state steps).
    """
    data = checked(data)
    office = Office.objects.filter(oblast=oblast).first()
    agreement = Agreement(oblast=oblast, office=office, source=source, source_note=source_note)
    _fill(agreement, data)
    workflow.begin(agreement, status)
    _refuse_missing_for(agreement)
    _refuse_wrong_values(agreement)
    agreement.expires_on = expiry_of(agreement)
    agreement.reference = allocate(
        prefix=reference_prefix(oblast.code), series=SERIES, year=timezone.localdate().year
    )
    with acting(actor=actor):
        agreement.save()
        _link(agreement, data)
    return agreement


@transaction.atomic
def change_agreement(
    *,
    actor: User | None,
    agreement: Agreement,
    data: AgreementData,
    seen: dt.datetime | None = None,
) -> Agreement:
    """Make the agreement as `data` says, links included; the same data again change nothing.

    `seen` is the `updated_at` that the actor had before the eyes; without it nothing is compared.
    Refuses: AgreementArchived, ChangedMeanwhile, InvalidData, RuleBroken.
    """
    agreement = locked_current(agreement)
    if seen is not None and agreement.updated_at != seen:
        raise ChangedMeanwhile
    data = checked(data)
    before = {name: getattr(agreement, name) for name in (*COLUMNS, "expires_on")}
    _fill(agreement, data)
    _refuse_missing_for(agreement)
    _refuse_wrong_values(agreement)
    agreement.expires_on = expiry_of(agreement)
    changed = before != {name: getattr(agreement, name) for name in (*COLUMNS, "expires_on")}
    with acting(actor=actor):
        if _link(agreement, data) or changed:
            agreement.save()
    return agreement


@transaction.atomic
def archive_agreement(*, actor: User | None, agreement: Agreement, reason: str) -> Agreement:
    """Take it out of every public list; nothing is deleted. Refuses: AgreementArchived,
    AgreementReasonMissing.
    """
    agreement = locked_current(agreement)
    if not reason.strip():
        raise AgreementReasonMissing
    agreement.is_archived, agreement.archive_reason = True, reason.strip()[:500]
    with acting(actor=actor):
        agreement.save(update_fields=["is_archived", "archive_reason", "updated_at"])
    return agreement


@transaction.atomic
def restore_agreement(*, actor: User | None, agreement: Agreement) -> Agreement:
    """Refuses: AgreementNotArchived, InvalidData (another one has its registration number)."""
    agreement = locked(agreement)
    if not agreement.is_archived:
        raise AgreementNotArchived
    agreement.is_archived, agreement.archive_reason = False, ""
    _refuse_wrong_values(agreement)
    with acting(actor=actor):
        agreement.save(update_fields=["is_archived", "archive_reason", "updated_at"])
    return agreement


def locked(agreement: Agreement) -> Agreement:
    """The record as it is now, held until the transaction ends."""
    found: Agreement = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
    return found


def locked_current(agreement: Agreement) -> Agreement:
    """As `locked`; refuses AgreementArchived."""
    found = locked(agreement)
    if found.is_archived:
        raise AgreementArchived
    return found


def checked(data: AgreementData) -> AgreementData:
    """The data cleaned. Refuses InvalidData, RuleBroken."""
    data = data.cleaned()
    errors: Errors = {}
    if not data.title:
        errors["title"] = [_("Give the agreement its title.")]
    unknown = [code for code in data.languages if code not in language_names("en")]
    if unknown:
        message = _("There is no such language code: %(codes)s.") % {"codes": ", ".join(unknown)}
        errors["languages"] = [message]
    if not data.parties:
        errors["parties"] = [_("Name at least one party on our side.")]
    if any(len(text) > LONGEST_NAME for one in data.signatories for text in astuple(one)):
        errors["signatories_ours"] = [_("A line is too long: name, comma, position.")]
    gone = [one for one in data.partners if one.merged_into_id or _is_archived(one)]
    if gone:
        errors["partners"] = [_("This partner is archived: choose another one.")]
    if data.term_months is not None and not 1 <= data.term_months <= LONGEST_MONTHS:
        errors["term_months"] = [_("A term is 1 to 1,200 months.")]
    errors |= dict(_impossible_days(data))
    if errors:
        raise InvalidData(errors)
    _refuse_against_law(data)
    return data


def refuse_repeated(data: AgreementData, oblast: Oblast) -> None:
    """For what people enter by hand: the same title, day and parties stand in the register, since
    the button was pressed twice, or a colleague was first. Refuses InvalidData (title).
    """
    data = data.cleaned()
    alike = Agreement.objects.current().filter(
        oblast=oblast, kind=data.kind, title__iexact=data.title, signed_on=data.signed_on
    )
    wanted = {_key(one) for one in data.parties}, {one.pk for one in data.partners}
    for one in alike.exclude(status__in=OVER).prefetch_related("parties", "counterparts"):
        parties = {_key(each) for each in one.parties.all()}
        if wanted == (parties, {each.partner_id for each in one.counterparts.all()}):
            text = _("Such an agreement stands already: %(reference)s.")
            raise InvalidData({"title": [text % {"reference": one.reference}]})


def _impossible_days(data: AgreementData) -> Iterator[tuple[str, list[str]]]:
    today = timezone.localdate()
    for name in DAYS:
        day = getattr(data, name)
        if day and day < EARLIEST:
            yield name, [_("This is too long ago.")]
        elif day and name in HAPPENED and day > today:
            yield name, [_("This day is still to come.")]
        elif day and day > LATEST:
            yield name, [_("This is too far away.")]
    begins = data.effective_on or data.signed_on
    if data.until_on and begins and data.until_on < begins:
        yield "until_on", [_("The last day cannot be before it comes into force.")]


def facts_of(data: AgreementData) -> Facts:
    return Facts(
        kind=data.kind,
        partners=data.partners,
        party_kinds=frozenset(one.kind for one in data.parties),
        signed_on=data.signed_on,
        ministry_order_on=data.ministry_order_on,
        council_decision_on=data.council_decision_on,
    )


def warnings_of(data: AgreementData) -> list[Broken]:
    """Rules that are worth a remark and keep nothing out."""
    return [one for one in broken_rules(facts_of(data)) if one.warns]


def expiry_of(agreement: Agreement, *, without: Any = None) -> dt.date | None:
    """The last day: of the latest renewal that changed the term, else of the first term.

    `without`: an amendment that is not counted.
    """
    if agreement.pk:
        counting = agreement.amendments.filter(taken_back_at=None).exclude(term="")
        if without is not None:
            counting = counting.exclude(pk=without.pk)
        renewed = counting.order_by("happened_on", "pk").last()
        if renewed:
            return renewed.expires_on
    return last_day(
        term=agreement.term,
        months=agreement.term_months,
        until_on=agreement.until_on,
        starts_on=agreement.effective_on or agreement.signed_on,
    )


def _is_archived(partner: Any) -> bool:
    return bool(partner.status == PartnerStatus.ARCHIVED)


def _refuse_against_law(data: AgreementData) -> None:
    errors: Errors = {}
    for one in broken_rules(facts_of(data)):
        if not one.warns:
            errors.setdefault(one.field, []).append(one.message)
    if errors:
        raise RuleBroken(errors)


OVER = frozenset({AgreementStatus.EXPIRED, AgreementStatus.TERMINATED})
SIGNED_FROM = frozenset(
    {
        AgreementStatus.SIGNED,
        AgreementStatus.REGISTERED,
        AgreementStatus.IN_FORCE,
        AgreementStatus.RENEWED,
        AgreementStatus.EXPIRED,
        AgreementStatus.TERMINATED,
    }
)


def _refuse_missing_for(agreement: Agreement) -> None:
    """What the status says must stand in the record."""
    if not agreement.is_under_law and agreement.status in workflow.ONLY_BY_LAW:
        message = _("It is on its way through the ministry: only a kind of the law can be there.")
        raise InvalidData({"kind": [message]})
    if agreement.status in SIGNED_FROM and agreement.signed_on is None:
        raise InvalidData({"signed_on": [_("Say when it was signed.")]})
    if agreement.status == AgreementStatus.SENT and agreement.sent_on is None:
        raise InvalidData({"sent_on": [_("Say when it was sent to the ministry.")]})


def _refuse_wrong_values(agreement: Agreement) -> None:
    errors = wrong_values(agreement, exclude=NOT_CHECKED, about="kind")
    if errors:
        raise InvalidData(errors)


def _fill(agreement: Agreement, data: AgreementData) -> None:
    for name in COLUMNS:
        value = getattr(data, name)
        setattr(agreement, name, list(value) if name == "languages" else value)


def _link(agreement: Agreement, data: AgreementData) -> bool:
    """Parties, partners, themes and signatories as `data` says; whether anything changed."""
    return any(
        [
            _link_parties(agreement, data.parties),
            _link_each(agreement, AgreementPartner, "partner", data.partners),
            _link_each(agreement, AgreementTheme, "theme", data.themes),
            _link_signatories(agreement, data),
        ]
    )


def _link_parties(agreement: Agreement, parties: tuple[Party, ...]) -> bool:
    rows = agreement.parties.select_related("oblast", "community", "raion")
    held = {_key(one): one for one in rows}
    wanted = {_key(one): one for one in parties}
    gone = [one.pk for key, one in held.items() if key not in wanted]
    new = [one for key, one in wanted.items() if key not in held]
    if gone:
        AgreementParty.objects.filter(pk__in=gone).delete()
    for one in new:
        AgreementParty.objects.create(
            agreement=agreement,
            kind=one.kind,
            oblast=one.oblast,
            community=one.community,
            raion=one.raion,
        )
    return bool(gone or new)


def _key(party: Any) -> tuple[str, int, int | None]:
    place = party.community or party.raion
    return (party.kind, party.oblast.pk, place.pk if place else None)


def _link_each(agreement: Agreement, model: Any, name: str, wanted: tuple[Any, ...]) -> bool:
    rows = model.objects.filter(agreement=agreement)
    held = set(rows.values_list(f"{name}_id", flat=True))
    keys = {one.pk for one in wanted}
    if held - keys:
        rows.filter(**{f"{name}__in": held - keys}).delete()
    for one in wanted:
        if one.pk not in held:
            model.objects.create(agreement=agreement, **{name: one})
    return held != keys


def _link_signatories(agreement: Agreement, data: AgreementData) -> bool:
    names = tuple(one.name for one in fields(Signatory))
    held = [
        Signatory(*(getattr(one, name) for name in names)) for one in agreement.signatories.all()
    ]
    wanted = sorted(data.signatories, key=lambda one: one.side)
    if held == wanted:
        return False
    agreement.signatories.all().delete()
    for number, one in enumerate(wanted):
        AgreementSignatory.objects.create(agreement=agreement, number=number, **asdict(one))
    return True
