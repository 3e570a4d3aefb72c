"""The history of agreements with everything that belongs to them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.audit.registry import HistoryOf, Owned, register
from common.audit.services import RestoreRefused
from common.audit.versions import Version
from common.codelists.models import Theme
from common.design.formats import current_language
from common.intake.refusals import Refusal
from communities.models import Community, Oblast, Raion
from communities.permissions import is_official
from partners.agreement_data import Party, Signatory, agreement_data_of
from partners.agreement_permissions import can_change_agreement
from partners.data import language_names
from partners.models import (
    Agreement,
    AgreementAmendment,
    AgreementFile,
    AgreementPartner,
    AgreementParty,
    AgreementRow,
    AgreementSignatory,
    AgreementStep,
    AgreementTheme,
    Partner,
)
from partners.services.agreements import change_agreement

# What steps, renewals, archiving and the import keep: a version brings back none of it.
FROZEN = (
    "oblast",
    "office",
    "signed_on",
    "signed_place",
    "effective_on",
    "sent_on",
    "ministry_order_no",
    "ministry_order_on",
    "council_decision_no",
    "council_decision_on",
    "registration_no",
    "registered_on",
    "ended_on",
    "end_reason",
    "source",
    "source_note",
    "is_archived",
    "archive_reason",
)
BROUGHT_BACK = (
    "kind",
    "title",
    "title_en",
    "subject",
    "subject_en",
    "term",
    "term_months",
    "until_on",
    "auto_renewal",
    "visibility",
)


def _agreements(user: Any) -> models.QuerySet[Agreement]:
    return Agreement.objects.visible_to(user)


def _for_officials(user: Any, record: Any) -> bool:
    return is_official(user)


def _rows(user: Any) -> models.QuerySet[AgreementRow]:
    found: models.QuerySet[AgreementRow] = AgreementRow.objects.all()
    return found if is_official(user) else found.none()


def _languages(codes: list[str]) -> str:
    names = language_names(current_language())
    return ", ".join(names.get(code, code) for code in codes)


def restore(actor: Any, version: Version) -> None:
    """Words, term, parties, partners and people as they were, through the service of changing.
    The status and what its steps keep stay as they are: the workflow alone writes them.
    """
    agreement: Agreement = version.record
    try:
        data = replace(
            agreement_data_of(agreement),
            **{name: version.values[name] for name in BROUGHT_BACK},
            languages=tuple(version.values["languages"]),
            **_linked(version),
        )
        change_agreement(actor=actor, agreement=agreement, data=data)
    except Refusal as error:
        raise RestoreRefused([str(error)]) from error


def _linked(version: Version) -> dict[str, Any]:
    themes = [row["theme_id"] for row in version.rows(AgreementTheme)]
    keys = [row["partner_id"] for row in version.rows(AgreementPartner)]
    partners = Partner.objects.in_bulk(keys)
    signed = sorted(version.rows(AgreementSignatory), key=lambda row: (row["side"], row["number"]))
    names = ("side", "full_name", "position", "full_name_en", "position_en")
    return {
        "themes": tuple(Theme.objects.filter(pk__in=themes)),
        "partners": tuple(partners[key] for key in keys if key in partners),
        "parties": tuple(_parties(version)),
        "signatories": tuple(Signatory(*(row[name] or "" for name in names)) for row in signed),
    }


def _parties(version: Version) -> list[Party]:
    rows = version.rows(AgreementParty)
    oblasts = Oblast.objects.in_bulk([row["oblast_id"] for row in rows])
    communities = Community.objects.select_related("oblast").in_bulk(
        [row["community_id"] for row in rows if row["community_id"]]
    )
    raions = Raion.objects.in_bulk([row["raion_id"] for row in rows if row["raion_id"]])
    return [
        Party(
            row["kind"],
            oblasts[row["oblast_id"]],
            communities.get(row["community_id"]),
            raions.get(row["raion_id"]),
        )
        for row in rows
    ]


def register_agreement_histories() -> None:
    register(
        HistoryOf(
            kind="agreement",
            model=Agreement,
            label=_("Agreement"),
            visible=_agreements,
            can_see=_for_officials,
            journal=lambda user: Agreement.objects.all() if is_official(user) else None,
            can_restore=can_change_agreement,
            frozen_fields=FROZEN,
            restore=restore,
            words={"languages": _languages},
            owned=(
                Owned(AgreementParty, "agreement", _("Party on our side"), is_restored=True),
                Owned(AgreementPartner, "agreement", _("Partner"), is_restored=True),
                Owned(AgreementTheme, "agreement", _("Theme"), is_restored=True),
                Owned(AgreementSignatory, "agreement", _("Signatory"), is_restored=True),
                Owned(AgreementStep, "agreement", _("Step")),
                Owned(AgreementAmendment, "agreement", _("Amendment")),
                Owned(
                    AgreementFile, "agreement", _("File"), summary=("name", "kind", "visibility")
                ),
            ),
        ),
        HistoryOf(
            kind="agreement-row",
            model=AgreementRow,
            label=_("Row of the state register"),
            visible=_rows,
            can_see=_for_officials,
        ),
    )
