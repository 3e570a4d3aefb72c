"""Agreements of a trial, led through the same steps as those of people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from django.utils import timezone

from accounts.models import User
from common.codelists.models import Theme
from communities.models import Community, Oblast
from partners.agreement_data import AgreementData, Party, Signatory
from partners.agreement_enums import AgreementSource, AgreementStatus, TermKind
from partners.agreement_workflow import Taken
from partners.models import Partner
from partners.services.agreement_steps import take_step
from partners.services.agreements import register_agreement
from portal.demo.content import Entry

PLAIN = (
    "kind",
    "title",
    "title_en",
    "subject",
    "subject_en",
    "signed_place",
    "term",
    "term_months",
    "auto_renewal",
    "registration_no",
)
# How long before the first dated step a draft was drawn up, when nobody says.
DRAWN_UP = dt.timedelta(days=30)


def make_agreement(
    entry: Entry,
    *,
    actor: User,
    oblast: Oblast,
    partners: Sequence[Partner],
    themes: Sequence[Theme],
) -> str:
    """Register what the entry says and take its steps; the reference."""
    data = AgreementData(
        **{name: entry[name] for name in PLAIN if name in entry},
        languages=tuple(entry.get("languages", ())),
        themes=tuple(themes),
        parties=tuple(_parties(entry, oblast)),
        partners=tuple(partners),
        signatories=tuple(Signatory(*one) for one in entry.get("signatories", ())),
        signed_on=day_of(entry.get("signed_on")),
        until_on=day_of(entry["until_on"]) if entry.get("term") == TermKind.UNTIL else None,
    )
    agreement = register_agreement(
        actor=actor,
        oblast=oblast,
        data=data,
        status=entry.get("status", AgreementStatus.IDEA),
        source=AgreementSource.DEMO,
    )
    for code, taken in _steps(entry):
        agreement = take_step(actor=actor, agreement=agreement, code=code, taken=taken)
    return agreement.reference


def day_of(said: str | int | None) -> dt.date | None:
    """A date, or so many days from today."""
    if isinstance(said, int):
        return timezone.localdate() + dt.timedelta(days=said)
    return dt.date.fromisoformat(said) if said else None


def _parties(entry: Entry, oblast: Oblast) -> Iterator[Party]:
    for code in entry["communities"]:
        yield Party.of_community(Community.objects.select_related("oblast").get(code=code))
    for kind in entry["bodies"]:
        yield Party(kind, oblast)


def _steps(entry: Entry) -> Iterator[tuple[str, Taken]]:
    steps = entry.get("steps", ())
    dates = [day for step in steps if (day := day_of(step[1]))]
    for step in steps:
        on = day_of(step[1]) or dates[0] - DRAWN_UP
        number = step[2] if len(step) > 2 else ""
        yield step[0], Taken(on=on, number=number, note=entry.get("end_note", ""))
