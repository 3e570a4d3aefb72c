"""Letting a table of partners into the register.

Words are understood as officials write them (`partners.vocabulary`); what a row says goes through
`partners.services`, as everything else does.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from common.exchange.imports import Importer
from common.exchange.models import ImportJob
from communities.models import Office
from communities.permissions import office_choices
from partners.imports.columns import partner_columns
from partners.imports.session import PartnerSession
from partners.models import Partner
from partners.permissions import can_register_partner
from partners.registers import PARTNERS

__all__ = ["PartnerImporter"]


class PartnerImporter(Importer):
    name = "partners"
    register = PARTNERS

    def __init__(self) -> None:
        self.columns = tuple(partner_columns())

    def may_import(self, user: Any) -> bool:
        return bool(user.is_active) and can_register_partner(user)

    def offices(self, user: Any) -> list[tuple[str, str]]:
        """The offices for which the user registers partners."""
        return office_choices(user)

    def open(self, job: ImportJob) -> PartnerSession:
        return PartnerSession(
            Office.objects.filter(slug=job.office).first() if job.office else None
        )

    def urls_of(self, records: Iterable[str]) -> dict[str, str]:
        found = Partner.objects.filter(public_id__in=list(records))
        return {
            str(reference): reverse("partners:partner-detail", kwargs={"slug": slug})
            for reference, slug in found.values_list("public_id", "slug")
        }
