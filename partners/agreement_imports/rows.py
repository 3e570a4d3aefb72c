"""What becomes of a row of the state register: an agreement, a duplicate, or a review item."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.audit.context import acting
from common.design.languages import in_languages
from common.exchange.problems import Texts
from common.exchange.vocabulary import word_key
from common.intake.refusals import Refusal
from partners.agreement_data import AgreementData, Party
from partners.agreement_enums import (
    LAW_KINDS,
    AgreementSource,
    AgreementStatus,
    RowOutcome,
    TermKind,
)
from partners.agreement_exceptions import AlreadyDecided
from partners.agreement_imports.reading import Reading, last_day, likeness, read_row
from partners.agreement_imports.territory import Territory
from partners.data import PartnerData
from partners.enums import PartnerOrigin, PartnerStatus
from partners.exceptions import InvalidData
from partners.models import Agreement, AgreementRow, Partner
from partners.services.agreements import register_agreement
from partners.services.partners import register_partner

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

TITLE_MISSING = _("The row has no title.")
DAY_MISSING = _("We could not read the date of signing.")
KIND_UNKNOWN = _("We do not know this kind of agreement.")
COUNTRY_UNKNOWN = _("We do not know this country.")
PARTNER_MISSING = _("The row does not say with whom it was concluded.")
TERM_UNREAD = _("We could not read the term.")
# Words of partners' names that tell nothing.
EMPTY = frozenset(
    {
        "місто", "міста", "м", "гміна", "гміни", "муніципалітет", "муніципалітету", "комуна",
        "комуни", "район", "повіт", "регіон", "громада", "область", "воєводство", "округ", "рада",
        "та", "і", "великий", "великого",
    }
)  # fmt: skip


@dataclass
class Register:
    """One pass over a file: what is needed to judge its rows, read once."""

    actor: User | None
    file_name: str = ""
    _seen: Counter[str] = field(default_factory=Counter)

    @cached_property
    def territory(self) -> Territory:
        return Territory()

    @transaction.atomic
    def take(self, row: Mapping[str, object], number: int = 0) -> AgreementRow:
        """Decide about the row and keep it with what became of it. The same row again, from
        whatever file, is the one that is kept already.
        """
        reading = read_row(row)
        first, digest = self._digest(reading)
        known = AgreementRow.objects.filter(digest=digest).first()
        if known:
            return known
        kept = AgreementRow(
            digest=digest,
            raw=reading.raw,
            title=reading.title,
            likeness=reading.likeness,
            file_name=self.file_name[:200],
            number=number,
        )
        with acting(actor=self.actor):
            if first:
                kept.duplicate_of, kept.agreement = first, first.agreement
                kept.outcome = RowOutcome.DUPLICATE
            else:
                self._judge(kept, reading)
            kept.save()
        return kept

    def _digest(self, reading: Reading) -> tuple[AgreementRow | None, str]:
        """A row that stands in the file word for word twice is kept twice: (the first, digest)."""
        before = self._seen[reading.digest]
        self._seen[reading.digest] += 1
        if not before:
            return None, reading.digest
        first = AgreementRow.objects.filter(digest=reading.digest).first()
        return first, sha256(f"{reading.digest}#{before}".encode()).hexdigest()

    def verdict(self, row: Mapping[str, object]) -> str:
        """What would become of the row, without keeping anything (for a dry run)."""
        with transaction.atomic():
            outcome = self.take(row).outcome
            transaction.set_rollback(True)
        return outcome

    def _judge(self, kept: AgreementRow, reading: Reading) -> None:
        if self._is_duplicate(kept, reading):
            kept.outcome = RowOutcome.DUPLICATE
            return
        found = self.territory.find(reading)
        problems = [in_languages(one) for one in lacking(reading)]
        if found.problem:
            problems.append(in_languages(found.problem))
        kept.suggestions = found.suggestions
        if not problems:
            try:
                with transaction.atomic():
                    kept.agreement = enter(self.actor, reading, found.parties, self.file_name)
            except Refusal as error:
                problems.append(_said(error))
        kept.problems = problems
        kept.outcome = RowOutcome.AGREEMENT if kept.agreement else RowOutcome.REVIEW

    def _is_duplicate(self, kept: AgreementRow, reading: Reading) -> bool:
        """The same title and day with the same partner, or the same number, stands already."""
        held = Agreement.objects.current()
        if reading.registration_no:
            kept.agreement = held.filter(registration_no=reading.registration_no).first()
        if not kept.agreement:
            kept.agreement = self._same_agreement(reading)
        if not kept.agreement and reading.likeness:
            rows = AgreementRow.objects.filter(likeness=reading.likeness, duplicate_of=None)
            others = rows.exclude(outcome=RowOutcome.DUPLICATE).order_by("pk")
            for other in others:
                if _same_partner(read_row(other.raw).partner_name, [reading.partner_name]):
                    kept.duplicate_of, kept.agreement = other, other.agreement
                    return True
        return kept.agreement is not None

    def _same_agreement(self, reading: Reading) -> Agreement | None:
        if not reading.likeness or reading.signed_on is None:
            return None
        same_day = Agreement.objects.current().filter(signed_on=reading.signed_on)
        for one in same_day.prefetch_related("partners"):
            if likeness(one.title, reading.signed_on) != reading.likeness:
                continue
            if _same_partner(reading.partner_name, [each.name for each in one.partners.all()]):
                found: Agreement = one
                return found
        return None


def lacking(reading: Reading) -> list[_StrPromise]:
    """What a person must add before the row can be an agreement."""
    checks = (
        (bool(reading.title), TITLE_MISSING),
        (reading.signed_on is not None, DAY_MISSING),
        (bool(reading.kind), KIND_UNKNOWN),
        (bool(reading.country), COUNTRY_UNKNOWN),
        (bool(reading.partner_name), PARTNER_MISSING),
        (reading.term.is_certain, TERM_UNREAD),
    )
    return [reason for is_there, reason in checks if not is_there]


def enter(
    actor: User | None, reading: Reading, parties: list[Party], file_name: str = ""
) -> Agreement:
    """Register what the row says, with its partner. Refuses as `register_agreement`."""
    partner = find_partner(reading) or _new_partner(actor, reading)
    return enter_with(actor, reading, parties, partner, file_name)


def enter_with(
    actor: User | None,
    reading: Reading,
    parties: list[Party],
    partner: Partner,
    file_name: str = "",
) -> Agreement:
    term = reading.term
    is_known = term.is_certain
    data = AgreementData(
        kind=reading.kind,
        title=reading.title,
        subject=reading.sphere,
        parties=tuple(parties),
        partners=(partner,),
        signed_on=reading.signed_on,
        signed_place=reading.signed_place,
        term=term.kind if is_known else TermKind.UNKNOWN.value,
        term_months=term.months,
        until_on=term.until_on,
        auto_renewal=term.auto_renewal,
        registration_no=reading.registration_no if reading.kind in LAW_KINDS else "",
    )
    return register_agreement(
        actor=actor,
        oblast=parties[0].oblast,
        data=data,
        status=_status(reading),
        source=AgreementSource.REGISTER,
        source_note=file_name[:300],
    )


def _status(reading: Reading) -> str:
    """What stands in the register is in force until its term is over."""
    ends = last_day(reading.term, reading.signed_on)
    is_over = ends is not None and ends < timezone.localdate() and not reading.term.auto_renewal
    return (AgreementStatus.EXPIRED if is_over else AgreementStatus.IN_FORCE).value


def find_partner(reading: Reading) -> Partner | None:
    """The only partner of that country which is called so."""
    wanted = _plain(reading.partner_name)
    rows = Partner.objects.current().filter(country=reading.country)
    found = [one for one in rows if wanted and wanted in {_plain(one.name), _plain(one.name_en)}]
    return found[0] if len(found) == 1 else None


def _new_partner(actor: User | None, reading: Reading) -> Partner:
    data = PartnerData(
        name=reading.partner_name, kind=reading.partner_kind, country=reading.country
    )
    return register_partner(
        actor=actor,
        data=data,
        status=PartnerStatus.CANDIDATE,
        origin=PartnerOrigin.IMPORT,
        origin_note="Реєстр угод про міжнародне територіальне співробітництво",
    )


def _plain(name: str) -> str:
    return " ".join(word for word in _words(name))


def _words(name: str) -> list[str]:
    words = re.findall(r"\w+", word_key(name))
    return [word for word in words if word not in EMPTY] or words


def _same_partner(name: str, others: Iterable[str]) -> bool:
    """They share a telling word; a row that names nobody may be any of them."""
    mine = {_stem(word) for word in _words(name)}
    rest = [{_stem(word) for word in _words(other)} for other in others]
    return not mine or any(not other or mine & other for other in rest) or not rest


def _stem(word: str) -> str:
    """Without the ending of its case: «Нарбонна» is «Нарбонни» too."""
    return word[:-1] if len(word) > 4 else word


def _said(error: Refusal) -> Texts:
    return {"uk": str(error), "en": str(error)}


# What officials decide


@transaction.atomic
def accept_row(
    *,
    actor: User,
    row: AgreementRow,
    party: Party,
    partner: Partner | None = None,
    **corrections: object,
) -> AgreementRow:
    """Take the row in as an agreement of that party. `corrections` replace what was read.

    Refuses: AlreadyDecided, InvalidData and what `register_agreement` refuses.
    """
    row = _locked_open(row)
    reading = replace(read_row(row.raw), **corrections)  # type: ignore[arg-type]
    _refuse_incomplete(reading, partner)
    with acting(actor=actor):
        partner = partner or find_partner(reading) or _new_partner(actor, reading)
        row.agreement = enter_with(actor, reading, [party], partner, row.file_name)
        return _decided(actor, row, RowOutcome.AGREEMENT)


@transaction.atomic
def mark_duplicate(*, actor: User, row: AgreementRow, agreement: Agreement) -> AgreementRow:
    """The row is an agreement that stands already. Refuses: AlreadyDecided."""
    row = _locked_open(row)
    row.agreement = agreement
    return _decided(actor, row, RowOutcome.DUPLICATE)


@transaction.atomic
def dismiss_row(*, actor: User, row: AgreementRow) -> AgreementRow:
    """Leave it out; it stays readable. Refuses: AlreadyDecided."""
    return _decided(actor, _locked_open(row), RowOutcome.DISMISSED)


def _refuse_incomplete(reading: Reading, partner: Partner | None) -> None:
    errors: dict[str, list[str]] = {}
    if reading.signed_on is None:
        errors["signed_on"] = [str(DAY_MISSING)]
    if not reading.kind:
        errors["kind"] = [str(KIND_UNKNOWN)]
    if partner is None and not reading.partner_name:
        errors["partner"] = [str(PARTNER_MISSING)]
    if partner is None and not reading.country:
        errors["country"] = [str(COUNTRY_UNKNOWN)]
    if errors:
        raise InvalidData(errors)


def _locked_open(row: AgreementRow) -> AgreementRow:
    found: AgreementRow = AgreementRow.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if found.outcome != RowOutcome.REVIEW:
        raise AlreadyDecided
    return found


def _decided(actor: User, row: AgreementRow, outcome: str) -> AgreementRow:
    """Rows that were taken for the same follow the one that was decided."""
    row.outcome, row.decided_by, row.decided_at = outcome, actor, timezone.now()
    with acting(actor=actor):
        row.save()
        if row.agreement:
            for one in AgreementRow.objects.filter(duplicate_of=row):
                one.agreement = row.agreement
                one.save(update_fields=["agreement"])
    return row
