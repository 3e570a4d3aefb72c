"""The history of agreements with everything that belongs to them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.audit.registry import HistoryOf, Owned, register
from communities.permissions import is_official
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
)


def _agreements(user: Any) -> models.QuerySet[Agreement]:
    return Agreement.objects.visible_to(user)


def _for_officials(user: Any, record: Any) -> bool:
    return is_official(user)


def _rows(user: Any) -> models.QuerySet[AgreementRow]:
    found: models.QuerySet[AgreementRow] = AgreementRow.objects.all()
    return found if is_official(user) else found.none()


def register_agreement_histories() -> None:
    register(
        HistoryOf(
            kind="agreement",
            model=Agreement,
            label=_("Agreement"),
            visible=_agreements,
            can_see=_for_officials,
            owned=(
                Owned(AgreementParty, "agreement", _("Party on our side")),
                Owned(AgreementPartner, "agreement", _("Partner")),
                Owned(AgreementTheme, "agreement", _("Theme")),
                Owned(AgreementSignatory, "agreement", _("Signatory")),
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
