"""Money of a project: budget by periods, planned payments, transactions."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.audit.tracking import tracked
from common.codelists.enums import OrganisationType
from communities.models import Community
from partners.models import Partner
from projects.enums import BudgetKind, BudgetStatus, TransactionKind
from projects.models.projects import CURRENCY_PATTERN, Project

LONGEST_BUDGET = dt.timedelta(days=366)


class Amount(models.Model):
    """What the rows of money share. The rate of `value_date` is taken."""

    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    value_date = models.DateField(_("value date"))

    class Meta:
        abstract = True
        constraints = (
            models.CheckConstraint(
                condition=Q(currency__regex=CURRENCY_PATTERN),
                name="%(class)s_currency_is_three_letters",
                violation_error_code="currency",
                violation_error_message=_("A currency is three capital letters, such as EUR."),
            ),
        )


@tracked(in_bulk=True)
class ProjectBudget(Amount):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="budgets")
    kind = models.CharField(
        _("kind"), max_length=1, choices=BudgetKind.choices, default=BudgetKind.ORIGINAL
    )
    status = models.CharField(
        _("status"), max_length=1, choices=BudgetStatus.choices, default=BudgetStatus.INDICATIVE
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))

    class Meta:
        verbose_name = _("budget of a project")
        verbose_name_plural = _("budgets of projects")
        ordering = ("starts_on", "kind", "pk")
        constraints = (
            *Amount.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__in=BudgetKind.values) & Q(status__in=BudgetStatus.values),
                name="projectbudget_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="projectbudget_period_in_order",
                violation_error_code="ends_on",
                violation_error_message=_("A period cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__lte=F("starts_on") + LONGEST_BUDGET),
                name="projectbudget_at_most_a_year",
                violation_error_code="ends_on",
                violation_error_message=_("A budget covers a year at most: divide it by years."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.starts_on}–{self.ends_on}: {self.amount} {self.currency}"


@tracked(in_bulk=True)
class PlannedDisbursement(Amount):
    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="planned_disbursements"
    )
    kind = models.CharField(
        _("kind"), max_length=1, choices=BudgetKind.choices, default=BudgetKind.ORIGINAL
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    provider = models.ForeignKey(
        Partner,
        verbose_name=_("who pays"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="planned_payments",
    )
    provider_name = models.CharField(_("who pays, by name"), max_length=300, blank=True)
    provider_name_en = models.CharField(
        _("who pays, by name in English"), max_length=300, blank=True
    )
    provider_ref = models.CharField(_("identifier of the payer"), max_length=200, blank=True)
    provider_type = models.CharField(
        _("type of the payer"), max_length=2, choices=OrganisationType.choices, blank=True
    )
    provider_activity = models.CharField(_("the payer’s activity"), max_length=200, blank=True)
    receiver = models.ForeignKey(
        Partner,
        verbose_name=_("who receives"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="planned_receipts",
    )
    receiver_community = models.ForeignKey(
        Community,
        verbose_name=_("community that receives"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="planned_receipts",
    )
    receiver_name = models.CharField(_("who receives, by name"), max_length=300, blank=True)
    receiver_name_en = models.CharField(
        _("who receives, by name in English"), max_length=300, blank=True
    )
    receiver_ref = models.CharField(_("identifier of the receiver"), max_length=200, blank=True)
    receiver_type = models.CharField(
        _("type of the receiver"), max_length=2, choices=OrganisationType.choices, blank=True
    )
    receiver_activity = models.CharField(_("the receiver’s activity"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("planned payment")
        verbose_name_plural = _("planned payments")
        ordering = ("starts_on", "pk")
        constraints = (
            *Amount.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="planneddisbursement_period_in_order",
                violation_error_code="ends_on",
                violation_error_message=_("A period cannot end before it begins."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.starts_on}: {self.amount} {self.currency}"


@tracked(in_bulk=True)
class ProjectTransaction(Amount):
    """A payment or a promise of one. Negative amounts take back what was reported."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="transactions")
    kind = models.CharField(_("kind"), max_length=2, choices=TransactionKind.choices)
    reference = models.CharField(_("number"), max_length=200, blank=True)
    is_humanitarian = models.BooleanField(_("humanitarian"), null=True, blank=True)
    happened_on = models.DateField(_("date"))
    description = models.CharField(_("for what"), max_length=1000, blank=True)
    description_en = models.CharField(_("for what, in English"), max_length=1000, blank=True)
    provider = models.ForeignKey(
        Partner,
        verbose_name=_("who pays"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="payments",
    )
    provider_name = models.CharField(_("who pays, by name"), max_length=300, blank=True)
    provider_name_en = models.CharField(
        _("who pays, by name in English"), max_length=300, blank=True
    )
    provider_ref = models.CharField(_("identifier of the payer"), max_length=200, blank=True)
    provider_type = models.CharField(
        _("type of the payer"), max_length=2, choices=OrganisationType.choices, blank=True
    )
    provider_activity = models.CharField(_("the payer’s activity"), max_length=200, blank=True)
    receiver = models.ForeignKey(
        Partner,
        verbose_name=_("who receives"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="receipts",
    )
    receiver_community = models.ForeignKey(
        Community,
        verbose_name=_("community that receives"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="receipts",
    )
    receiver_name = models.CharField(_("who receives, by name"), max_length=300, blank=True)
    receiver_name_en = models.CharField(
        _("who receives, by name in English"), max_length=300, blank=True
    )
    receiver_ref = models.CharField(_("identifier of the receiver"), max_length=200, blank=True)
    receiver_type = models.CharField(
        _("type of the receiver"), max_length=2, choices=OrganisationType.choices, blank=True
    )
    receiver_activity = models.CharField(_("the receiver’s activity"), max_length=200, blank=True)
    channel = models.CharField(_("disbursement channel"), max_length=1, blank=True)
    sector_vocabulary = models.CharField(_("list of sectors"), max_length=3, blank=True)
    sector_code = models.CharField(_("sector"), max_length=40, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    region_vocabulary = models.CharField(_("list of regions"), max_length=2, blank=True)
    region_code = models.CharField(_("region of the world"), max_length=20, blank=True)
    flow_type = models.CharField(_("flow type"), max_length=3, blank=True)
    finance_type = models.CharField(_("finance type"), max_length=4, blank=True)
    aid_type = models.CharField(_("aid type"), max_length=10, blank=True)
    tied_status = models.CharField(_("tied status"), max_length=1, blank=True)

    class Meta:
        verbose_name = _("transaction")
        verbose_name_plural = _("transactions")
        ordering = ("happened_on", "pk")
        # Most payments of a file name nobody of ours: an index of those that do is small.
        indexes = tuple(
            models.Index(
                fields=(side,),
                condition=Q(**{f"{side}__isnull": False}),
                name=f"projecttransaction_{short}",
            )
            for side, short in (
                ("provider", "provider"),
                ("receiver", "receiver"),
                ("receiver_community", "community"),
            )
        )
        constraints = (
            *Amount.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__in=TransactionKind.values),
                name="projecttransaction_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(country="") | Q(region_code=""),
                name="projecttransaction_country_or_region",
                violation_error_code="country",
                violation_error_message=_("A transaction names a country or a region, not both."),
            ),
            models.CheckConstraint(
                condition=Q(receiver=None) | Q(receiver_community=None),
                name="projecttransaction_one_receiver",
                violation_error_code="receiver",
                violation_error_message=_("A transaction has one receiver."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.happened_on}: {self.amount} {self.currency}"
