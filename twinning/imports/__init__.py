"""Letting a table of twin links into the register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.urls import reverse

from common.exchange.imports import Importer, ReadsJson
from common.exchange.models import ImportJob
from twinning.imports.columns import link_columns
from twinning.imports.partner_files import rows_of_json
from twinning.imports.session import TwinLinkSession
from twinning.link_permissions import can_import_links
from twinning.link_registers import TWIN_LINKS
from twinning.models import TwinLink

__all__ = ["TwinLinkImporter"]


class TwinLinkImporter(Importer, ReadsJson):
    name = "twin-links"
    register = TWIN_LINKS

    def __init__(self) -> None:
        self.columns = tuple(link_columns())

    def may_import(self, user: Any) -> bool:
        return can_import_links(user)

    def rows_of_json(self, content: Any) -> Iterator[Sequence[Any]]:
        """Communities with their partners, as hromada-strategy-collab publishes them."""
        yield from rows_of_json(content)

    def open(self, job: ImportJob) -> TwinLinkSession:
        return TwinLinkSession(actor=job.uploaded_by, origin_note=job.file_name)

    def urls_of(self, records: Iterable[str]) -> dict[str, str]:
        """A link has its page; what waits for a decision stands on the page of questions."""
        wanted = list(records)
        links = TwinLink.objects.filter(public_id__in=wanted).values_list("public_id", flat=True)
        found = {
            str(key): reverse("twinning:link-detail", kwargs={"public_id": key}) for key in links
        }
        return dict.fromkeys(wanted, reverse("twinning:question-list")) | found
