"""A monitoring card as a paper.

The form of Annex 3 of Resolution 153 could not be read: the headings follow general knowledge.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from common.design.formats import long_date
from common.documents.document import Block, Document, Head, Signature, blocks_of
from common.documents.languages import date_in
from projects.enums import IdentifierKind, RoleKind
from projects.models import MonitoringCard
from projects.mta_registration import name_of
from projects.mta_words import amount_of

# Texts of a card in the order in which one reads them.
SECTIONS = (
    ("done", gettext_lazy("What was done")),
    ("results_in_words", gettext_lazy("What came of it, in words")),
    ("results_in_numbers", gettext_lazy("What came of it, in numbers")),
    ("property_received", gettext_lazy("Property received in the half-year")),
    ("problems", gettext_lazy("Problems, and what is needed to solve them")),
    ("next_steps", gettext_lazy("What comes next")),
)
ROLES = (
    (RoleKind.FUNDING, gettext_lazy("Development partner")),
    (RoleKind.IMPLEMENTING, gettext_lazy("Executor")),
    (RoleKind.BENEFICIARY, gettext_lazy("Beneficiary")),
    (RoleKind.RECIPIENT, gettext_lazy("Recipient")),
)

# Said on the page of the card and on its paper.
FORM = gettext_lazy(
    "Resolution 153 of the Cabinet of Ministers of 15 February 2002, Annex 3. The headings follow "
    "general knowledge of the form: compare them with the form in force before sending a printed "
    "card."
)


def paper_of(card: MonitoringCard, language: str) -> Document:
    """In Ukrainian or English; texts as they were typed."""
    with override(language):
        title = _("Monitoring card of technical assistance, %(half)s") % {"half": card.half}
        names = _parties(card)
        day = card.submitted_on or card.updated_at.date()
        return Document(
            language=language,
            title=title,
            subject=title,
            head=Head(name=names.get(RoleKind.RECIPIENT) or _("Recipient"), over=_("Recipient")),
            dated=date_in(language, day),
            reference=card.project.reference,
            blocks=tuple(_blocks(card, names)),
            signatures=(Signature(name="", position=_("On behalf of the recipient")),),
        )


def _parties(card: MonitoringCard) -> dict[str, str]:
    rows = card.project.roles.select_related("partner", "community", "oblast", "office")
    found: dict[str, list[str]] = {}
    for one in rows:
        found.setdefault(one.role, []).append(name_of(one))
    return {role: ", ".join(names) for role, names in found.items()}


def _blocks(card: MonitoringCard, names: dict[str, str]) -> Iterator[Block]:
    yield Block("heading", _("The project"))
    for label, value in _facts(card, names):
        if value:
            yield Block("item", f"{label}: {value}")
    for name, heading in SECTIONS:
        text = getattr(card, name)
        yield Block("heading", str(heading))
        yield from blocks_of(text) if text else (Block("paragraph", _("Nothing to report.")),)
        if name == "results_in_numbers":
            yield from _money(card)
    yield Block("paragraph", str(FORM))


def _facts(card: MonitoringCard, names: dict[str, str]) -> Iterator[tuple[str, str]]:
    project = card.project
    yield _("Title"), project.title
    number = project.identifiers.filter(kind=IdentifierKind.MTA_REGISTRATION).first()
    yield _("State registration"), number.value if number else ""
    yield from ((str(label), names.get(role, "")) for role, label in ROLES)
    days = [long_date(card.starts_on), long_date(card.ends_on)]
    yield _("Period"), " – ".join(days)
    yield _("Cost by the estimate"), amount_of(project.amount, project.currency)
    yield _("Kind of card"), _("final card") if card.is_final else _("current card")
    yield _("Status"), capfirst(card.get_status_display())


def _money(card: MonitoringCard) -> Iterator[Block]:
    yield Block("heading", _("Money used"))
    pairs = (
        (_("Spent in the half-year"), card.spent),
        (_("Spent since the beginning"), card.spent_in_all),
    )
    for label, amount in pairs:
        value = amount_of(amount, card.currency) or _("not stated")
        yield Block("item", f"{label}: {value}")
