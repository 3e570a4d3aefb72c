"""The state register through the pages of imports that every register has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.exchange.columns import ImportColumn
from common.exchange.imports import Checked, Data, Importer, Match, Session
from common.exchange.models import ImportJob
from common.exchange.problems import Level, Problem
from partners.agreement_enums import RowOutcome
from partners.agreement_imports.reading import read_row
from partners.agreement_imports.rows import Register, lacking
from partners.agreement_permissions import can_register_agreement
from partners.agreement_registers import AGREEMENTS
from partners.models import AgreementRow

COLUMNS = (
    ImportColumn(name="number", label=_("No."), headings=("№ з/п", "№", "№ п/п", "Номер")),
    ImportColumn(
        name="registration_no",
        label=_("Registration number"),
        headings=("Реєстраційний номер", "Реєстраційний № угоди", "Номер реєстрації"),
    ),
    ImportColumn(
        name="title",
        label=_("Title of the agreement"),
        headings=("Назва угоди", "Назва", "Title", "Назва угоди (договору)"),
        required=True,
        example="Приклад: Угода про співробітництво",
    ),
    ImportColumn(
        name="signed",
        label=_("Date (place) of signing"),
        headings=(
            "Дата (місце) підписання",
            "Дата та місце підписання",
            "Дата і місце підписання",
            "Дата підписання",
            "Дата підписання (місце)",
            "signed",
        ),
        example="22.03.2017, м. Люблін",
    ),
    ImportColumn(
        name="kind",
        label=_("Kind of the agreement"),
        headings=("Вид угоди", "Вид", "Вид співробітництва"),
        example="міжтериторіальне",
    ),
    ImportColumn(
        name="sphere",
        label=_("Sphere of cooperation"),
        headings=("Сфера співробітництва", "Сфера", "Предмет угоди"),
    ),
    ImportColumn(
        name="region",
        label=_("Region of Ukraine"),
        headings=("Регіон України", "Область", "Регіон"),
        example="Полтавська",
    ),
    ImportColumn(
        name="subject",
        label=_("Ukrainian subject"),
        headings=(
            "Суб’єкт (учасник) з української сторони, місцезнаходження",
            "Суб’єкт української сторони",
            "Український суб’єкт",
            "Суб’єкт (учасник) України",
            "Суб’єкт України (назва, місцезнаходження)",
        ),
        example="Миргородська міська рада Полтавської області",
    ),
    ImportColumn(
        name="country",
        label=_("Foreign state"),
        headings=("Іноземна держава", "Держава", "Країна", "partner_country_ua"),
        example="Польща",
    ),
    ImportColumn(
        name="foreign_unit",
        label=_("Foreign administrative unit"),
        headings=(
            "Адміністративно-територіальна одиниця іноземної держави",
            "АТО іноземної держави",
            "Регіон іноземної держави",
        ),
    ),
    ImportColumn(
        name="partner_name",
        label=_("Foreign subject"),
        headings=(
            "Суб’єкт (учасник) іноземної держави",
            "Іноземний суб’єкт",
            "Суб’єкт іноземної держави",
            "Іноземний партнер",
        ),
        example="Приклад: місто Люблін",
    ),
    ImportColumn(
        name="duration",
        label=_("Duration"),
        headings=("Строк дії угоди", "Термін дії угоди", "Строк дії", "Термін дії"),
        example="5 років з автоматичним продовженням",
    ),
    ImportColumn(
        name="katottg",
        label=_("KATOTTG code"),
        headings=("Код КАТОТТГ", "КАТОТТГ", "katottg", "Код громади"),
        help=_("Of our community; not in the published register, but it settles every doubt."),
    ),
    ImportColumn(
        name="joined_code",
        label=_("code joined by name"),
        headings=("katottg_joined_upstream",),
        in_template=False,
    ),
)


class AgreementSession(Session):
    """A row is known by its digest; judging a new one may end on the list of reviews."""

    def __init__(self, job: ImportJob) -> None:
        self.job = job
        # Rows of this file that came before: what they say is what is kept.
        self.again: dict[str, Data] = {}

    @cached_property
    def known(self) -> dict[str, str]:
        rows = AgreementRow.objects.values_list("digest", "public_id")
        return {digest: str(key) for digest, key in rows}

    def check(self, cells: Mapping[str, str]) -> Checked:
        data = {name: text for name, text in cells.items() if text.strip()}
        remarks = [Problem("", "", one, Level.WARNING) for one in lacking(read_row(data))]
        return Checked(data, remarks)

    def keys(self, data: Data) -> Iterable[tuple[str, str]]:
        """Two rows of one agreement are no mistake of the file: the second is a duplicate."""
        return ()

    def match(self, data: Data) -> Match:
        reference = self.known.get(read_row(data).digest, "")
        if not reference:
            return Match()
        self.again[reference] = data
        return Match(reference, _("The same row came before."))

    def current(self, records: Iterable[str]) -> dict[str, Data]:
        """A row that came before changes nothing."""
        return {record: self.again[record] for record in records}

    def create(self, actor: Any, data: Data, job: ImportJob) -> str:
        kept = self.register(actor, job).take(data)
        return str(kept.public_id)

    def register(self, actor: Any, job: ImportJob) -> Register:
        if not hasattr(self, "_register"):
            self._register = Register(actor=actor, file_name=job.file_name)
        return self._register

    def change(self, actor: Any, record: str, data: Data) -> None:
        """What the row says is kept as it came; corrections are made on the page."""

    def label(self, data: Data) -> str:
        return str(data.get("title") or data.get("partner_name") or "")


class AgreementImporter(Importer):
    name = "agreements"
    register = AGREEMENTS
    columns = COLUMNS

    def may_import(self, user: Any) -> bool:
        return bool(user.is_active) and can_register_agreement(user)

    def open(self, job: ImportJob) -> AgreementSession:
        return AgreementSession(job)

    def urls_of(self, records: Iterable[str]) -> dict[str, str]:
        """An agreement for what became one; the page of the row for the rest."""
        found = AgreementRow.objects.filter(public_id__in=list(records)).select_related("agreement")
        return {
            str(one.public_id): one.agreement.get_absolute_url()
            if one.agreement and one.outcome != RowOutcome.REVIEW
            else reverse("agreements:row-review", kwargs={"public_id": one.public_id})
            for one in found
        }
