"""Letting a table of offers in: each new row is an offer that a partner makes.

An offer that was made stays as it is: others have read it. A table cannot change one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.exchange.columns import CODE, CURRENCY, More, coded
from common.exchange.imports import Change, Checked, Data, Importer
from common.exchange.models import ImportJob
from common.exchange.problems import Problem
from common.exchange.records import RecordSession, Taking, lacking
from common.exchange.vocabulary import Vocabulary, code_names
from common.intake.refusals import Refusal
from common.intake.texts import one_line
from cooperation.models import Offer
from cooperation.offer_checks import wrong_in
from cooperation.offer_data import OfferData
from cooperation.offer_permissions import can_make_offer, can_make_offers
from cooperation.offer_querysets import OfferQuerySet
from cooperation.offer_registers import OFFERS, offer_kinds
from cooperation.services.offers import make_offer
from cooperation.subjects import Subject, subjects_of
from partners.models import Partner
from partners.permissions import represented_by
from projects.table_links import read_partner, read_reference
from projects.table_rows import Cells, PartnerNames, text_of

PARTNER = "partner_organisation"
TEXTS = {"what": 3000, "conditions": 2000}
KIND_SYNONYMS = {
    "гроші": "money",
    "кошти": "money",
    "фінансування": "money",
    "обладнання": "goods",
    "товари": "goods",
    "роботи": "work",
    "послуги": "work",
    "навчання": "expertise",
    "консультації": "expertise",
    "інше": "other",
}

MORE: dict[str, More] = {
    "reference": More(
        headings=("Номер", "Номер пропозиції"),
        help=_("Of an offer that is in the portal already. New ones get theirs here."),
    ),
    PARTNER: More(
        headings=("Партнер", "Донор", "Від кого"),
        help=_("By its name in the register. Empty: the only one for which you speak."),
        example="Приклад: Фонд",
    ),
    "about": More(
        headings=("Звернення", "Ідея", "На що", "Номер звернення чи ідеї"),
        required=True,
        help=_("The number of a published idea or request, such as PL-REQ-2026-0001."),
        example="PL-REQ-2026-0000",
    ),
    "kind": coded(
        offer_kinds,
        headings=("Вид", "Вид допомоги"),
        required=True,
        example="goods",
    ),
    "what": More(
        headings=("Опис", "Опис пропозиції"), required=True, example="Приклад: 12 генераторів"
    ),
    "quantity": More(headings=("Кількість", "Скільки")),
    "value": More(headings=("Сума", "Вартість"), example="15000"),
    "value" + CURRENCY: More(headings=("Валюта",), example="EUR"),
    "conditions": More(headings=("Умови",)),
    "valid_until": More(headings=("Чинна до", "Дійсна до"), required=True, example="31.12.2027"),
}


STAYS = _(
    "An offer stays as it was made: others have read it. Withdraw it on its page and make "
    "another one."
)


class OfferStays(Refusal):
    message = STAYS


class OfferSession(RecordSession):
    named = "what"
    unknown = _("There is no offer with this reference that you may see.")
    why_same = _("an open offer of this partner, for the same, of the same kind")
    taking: Taking = {
        "kind": ("kind", str),
        "what": ("what", str),
        "quantity": ("quantity", str),
        "conditions": ("conditions", str),
        "value": ("amount", Decimal),
        "value" + CURRENCY: ("currency", str),
        "valid_until": ("valid_until", dt.date.fromisoformat),
    }

    def __init__(self, actor: Any) -> None:
        super().__init__(actor)
        self.kinds = Vocabulary(code_names(offer_kinds()), KIND_SYNONYMS)
        self.partners = PartnerNames(actor)
        self.by_slug = {one.slug: one for one in self.partners.by_pk.values()}
        self.own = represented_by(actor)
        self.subjects: dict[str, Subject] = {}
        for kind in ("ideas", "requests"):
            for one in subjects_of(kind).visible_to(actor):
                self.subjects[one.reference] = Subject(one)
        for offer in self._visible():
            self.remember(offer.reference, self.natural_key(self.as_data(offer)))

    def _visible(self) -> OfferQuerySet:
        rows: OfferQuerySet = Offer.objects.visible_to(self.actor).select_related(
            "partner", "idea", "request"
        )
        return rows

    def read(self, cells: Mapping[str, str]) -> Checked:
        row = Cells(cells)
        row.line("reference", 24)
        row.coded("kind", self.kinds)
        for column, longest in TEXTS.items():
            row.lines(column, longest)
        row.line("quantity", 200)
        row.decimal("value", digits=18, places=2)
        row.currency("value" + CURRENCY)
        row.day("valid_until")
        if "reference" in row.data:
            self._as_it_was_made(row)
        else:
            self._for_what(row)
        return Checked(row.data, row.problems)

    def _as_it_was_made(self, row: Cells) -> None:
        """Whose it was and for what stays true when the person no longer sees those."""
        for column in (PARTNER, "about"):
            code = one_line(row.cell(column + CODE))
            if code:
                row.data[column] = code

    def _for_what(self, row: Cells) -> None:
        reason = _("There is no published idea or request of this number that you may see.")
        read_reference(row, "about", self.subjects, reason)
        read_partner(row, self.partners, PARTNER)
        is_named = any(one.column.startswith(PARTNER) for one in row.problems)
        if len(self.own) == 1 and not is_named:
            (own,) = self.own
            if own in self.partners.by_pk:
                row.data.setdefault(PARTNER, self.partners.by_pk[own].slug)

    def natural_key(self, data: Data) -> str:
        """A partner has one open offer of a kind for each matter."""
        said = [data.get(name, "") for name in (PARTNER, "about", "kind")]
        return " ".join(said) if all(said) and data.get("is_open", True) else ""

    def lacks(self, data: Data) -> Iterator[Problem]:
        yield from lacking(data, "about", PARTNER, "kind", "what", "valid_until")
        said = OfferData(**{"kind": "", "what": "", "valid_until": None, **self.said(data)})
        yield from self.refused_by(lambda: wrong_in(said.cleaned()))
        yield from self._may_be_made(data)

    def _may_be_made(self, data: Data) -> Iterator[Problem]:
        subject, partner = self.subjects.get(data.get("about", "")), self._partner(data)
        if subject is None or partner is None:
            return
        if not subject.is_looking:
            reason = _("Nothing can be offered for this now: it is not published, or it is closed.")
            yield Problem("about", subject.reference, reason)
        is_own = partner.pk in self.own
        if not (
            is_own or (subject.is_of_office(self.actor) and can_make_offer(self.actor, subject))
        ):
            yield Problem(PARTNER, partner.name, _("You do not speak for this partner."))

    def _partner(self, data: Data) -> Partner | None:
        return self.by_slug.get(data.get(PARTNER, ""))

    def rows(self, references: list[str]) -> Iterable[Offer]:
        return self._visible().filter(reference__in=references)

    def as_data(self, record: Offer) -> Data:
        names = ("reference", "kind", "what", "quantity", "conditions")
        data: Data = {name: getattr(record, name) for name in names}
        return data | {
            PARTNER: record.partner.slug,
            "about": record.subject.reference,
            "value": text_of(record.amount),
            "value" + CURRENCY: record.currency,
            "valid_until": record.valid_until.isoformat(),
            "is_open": record.is_open,
        }

    def refusal(self, actor: Any, record: Offer, diff: Sequence[Change]) -> Iterator[Problem]:
        yield Problem(diff[0].column, "", STAYS)

    def write(self, actor: Any, data: Data, job: ImportJob) -> Offer:
        partner = self._partner(data)
        assert partner is not None
        return make_offer(
            actor=actor,
            subject=self.subjects[data["about"]],
            partner=partner,
            data=OfferData(**self.said(data)),
            is_by_office=partner.pk not in self.own,
        )

    def mend(self, actor: Any, record: Offer, data: Data) -> None:
        raise OfferStays


class OfferImporter(Importer):
    name = "offers"
    register = OFFERS
    more = MORE

    def may_import(self, user: Any) -> bool:
        return bool(user.is_active) and can_make_offers(user)

    def open(self, job: ImportJob) -> OfferSession:
        return OfferSession(job.uploaded_by)
