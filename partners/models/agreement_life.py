"""What happens to agreements: steps, files, amendments, reminders, rows of the state register."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.audit.tracking import tracked
from common.codelists.enums import Visibility
from partners.agreement_enums import (
    AgreementStatus,
    AmendmentKind,
    FileKind,
    RowOutcome,
    TermKind,
)
from partners.agreement_querysets import AgreementFileQuerySet
from partners.models.agreements import Agreement

# Below the media folder; only the view that asks `visible_to` reads there.
PRIVATE_FOLDER = "private/agreements/"


def _taken_back_with_reason(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(taken_back_at=None, taken_back_reason="")
        | (Q(taken_back_at__isnull=False) & ~Q(taken_back_reason="")),
        name=name,
        violation_error_message=_("Say why it is taken back."),
    )


@tracked()
class AgreementFile(models.Model):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(_("what it is"), max_length=12, choices=FileKind.choices)
    language = models.CharField(_("language"), max_length=2, blank=True)
    visibility = models.CharField(
        _("who may see it"),
        max_length=10,
        choices=Visibility.choices,
        default=Visibility.INTERNAL,
    )
    file = models.FileField(_("file"), upload_to=PRIVATE_FOLDER)
    name = models.CharField(_("name of the file"), max_length=200)
    content_type = models.CharField(max_length=100, editable=False)
    size = models.PositiveIntegerField(_("size"), editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agreement_files",
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), default=timezone.now, editable=False)
    is_withdrawn = models.BooleanField(_("withdrawn"), default=False)
    withdrawal_reason = models.CharField(_("why it was withdrawn"), max_length=500, blank=True)

    objects = AgreementFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of an agreement")
        verbose_name_plural = _("files of agreements")
        ordering = ("kind", "uploaded_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=FileKind.values), name="agreementfile_kind_is_known"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        keys = {"reference": self.agreement.reference, "public_id": self.public_id}
        return reverse("agreements:agreement-file", kwargs=keys)


@tracked()
class AgreementStep(models.Model):
    """A step of the procedure that was taken: when, by whom, on the strength of what.

    `before` holds the columns that the step has changed, as they were: for taking it back. A step
    that was taken back stays here with the reason, since nothing is deleted.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="steps")
    code = models.CharField(_("step"), max_length=20)
    status = models.CharField(_("status after it"), max_length=20, choices=AgreementStatus.choices)
    happened_on = models.DateField(_("date"))
    number = models.CharField(_("number of the document"), max_length=60, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    document = models.ForeignKey(
        AgreementFile,
        verbose_name=_("document"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="steps",
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agreement_steps",
    )
    amendment = models.ForeignKey(
        "AgreementAmendment",
        verbose_name=_("renewal"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="steps",
        editable=False,
    )
    before = models.JSONField(default=dict, blank=True, editable=False)
    taken_back_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("taken back by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    taken_back_reason = models.CharField(_("why it was taken back"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("entered at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("step of an agreement")
        verbose_name_plural = _("steps of agreements")
        ordering = ("happened_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=AgreementStatus.values),
                name="agreementstep_status_is_known",
            ),
            _taken_back_with_reason("agreementstep_taken_back_with_reason"),
        )

    def __str__(self) -> str:
        return f"{self.agreement.reference}: {self.code}"


@tracked()
class AgreementAmendment(models.Model):
    """An amendment or a renewal. A new term counts from `happened_on`.

    What was entered by mistake is taken back with a reason and counts no longer.
    """

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="amendments")
    kind = models.CharField(_("kind"), max_length=12, choices=AmendmentKind.choices)
    happened_on = models.DateField(_("date"))
    summary = models.CharField(_("what was agreed"), max_length=1000, blank=True)
    term = models.CharField(
        _("new term"), max_length=12, choices=TermKind.choices, blank=True, default=""
    )
    term_months = models.PositiveSmallIntegerField(_("months"), null=True, blank=True)
    until_on = models.DateField(_("valid until"), null=True, blank=True)
    expires_on = models.DateField(_("last day after it"), null=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agreement_amendments",
    )
    taken_back_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("taken back by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    taken_back_reason = models.CharField(_("why it was taken back"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("entered at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("amendment of an agreement")
        verbose_name_plural = _("amendments of agreements")
        ordering = ("happened_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=AmendmentKind.values), name="agreementamendment_kind_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(term=TermKind.MONTHS)
                | Q(term_months__isnull=False, term_months__gte=1),
                name="agreementamendment_term_has_months",
                violation_error_message=_("Say for how many months it is concluded."),
            ),
            models.CheckConstraint(
                condition=~Q(term=TermKind.UNTIL) | Q(until_on__isnull=False),
                name="agreementamendment_term_has_date",
                violation_error_message=_("Say until which day it is concluded."),
            ),
            models.UniqueConstraint(
                fields=("agreement", "happened_on"),
                condition=Q(kind=AmendmentKind.AUTOMATIC),
                name="agreementamendment_automatic_once",
            ),
            _taken_back_with_reason("agreementamendment_taken_back_with_reason"),
        )

    def __str__(self) -> str:
        return f"{self.agreement.reference}: {AmendmentKind(self.kind).label}"


class AgreementReminder(models.Model):
    """That the people responsible were reminded of an end. Written before the letters go out."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="reminders")
    expires_on = models.DateField(_("last day"))
    days = models.PositiveSmallIntegerField(_("days before"))
    letters = models.PositiveSmallIntegerField(_("letters"), default=0)
    sent_at = models.DateTimeField(_("sent at"), default=timezone.now)

    class Meta:
        verbose_name = _("reminder of an end")
        verbose_name_plural = _("reminders of ends")
        ordering = ("-sent_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("agreement", "expires_on", "days"), name="agreementreminder_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.days}"


@tracked()
class AgreementRow(models.Model):
    """A row of the state register as it came, and what became of it.

    `digest` tells the same row in whatever file it comes again; `problems` is a list of texts by
    language; `suggestions` are KATOTTG codes that the row may mean.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    raw = models.JSONField(_("row"), default=dict)
    title = models.CharField(_("title"), max_length=500, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=RowOutcome.choices)
    problems = models.JSONField(default=list, blank=True)
    suggestions = models.JSONField(default=list, blank=True)
    # By which rows of the same matter find each other.
    likeness = models.CharField(max_length=64, db_index=True, blank=True)
    agreement = models.ForeignKey(
        Agreement,
        verbose_name=_("agreement"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="register_rows",
    )
    duplicate_of = models.ForeignKey(
        "self",
        verbose_name=_("the same as"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="duplicates",
    )
    file_name = models.CharField(_("name of the file"), max_length=200, blank=True)
    number = models.PositiveIntegerField(_("row"), default=0)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decided_agreement_rows",
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("row of the state register")
        verbose_name_plural = _("rows of the state register")
        ordering = ("created_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(outcome__in=RowOutcome.values), name="agreementrow_outcome_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(outcome=RowOutcome.AGREEMENT) | Q(agreement__isnull=False),
                name="agreementrow_agreement_is_named",
                violation_error_message=_("Name the agreement that the row became."),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("agreements:row-review", kwargs={"public_id": self.public_id})
