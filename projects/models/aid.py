"""Aid received: goods that came to communities and oblasts from abroad."""

from __future__ import annotations

import uuid
from decimal import Decimal

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.audit.tracking import tracked
from common.codelists.enums import Visibility
from common.search.columns import search_text, sort_key
from communities.models import Community, Oblast
from partners.models import Partner
from partners.programme_enums import RecordStatus
from projects.aid_enums import AidCategory, AidFileKind, AidSource, Unit
from projects.aid_querysets import AidFileQuerySet, AidQuerySet
from projects.models.kept_files import KeptFile
from projects.models.projects import Project

AID_FOLDER = "private/aid/"


@tracked()
class AidDelivery(models.Model):
    """One kind of goods that one recipient received from one donor on one day."""

    public_id = models.UUIDField(
        _("public identifier"), default=uuid.uuid4, unique=True, editable=False
    )
    reference = models.CharField(_("reference"), max_length=24, unique=True, editable=False)
    name = models.CharField(_("what was received"), max_length=300)
    name_en = models.CharField(_("what was received, in English"), max_length=300, blank=True)
    category = models.CharField(_("category"), max_length=16, choices=AidCategory.choices)
    quantity = models.DecimalField(
        _("quantity"),
        max_digits=14,
        decimal_places=3,
        validators=[MinValueValidator(Decimal("0.001"))],
    )
    unit = models.CharField(_("unit"), max_length=3, choices=Unit.choices, default=Unit.PIECE)
    amount = models.DecimalField(_("value"), max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    value_date = models.DateField(_("value as of"), null=True, blank=True)
    is_estimated = models.BooleanField(_("the value is an estimate"), default=False)
    partner = models.ForeignKey(
        Partner,
        verbose_name=_("partner"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="aid_deliveries",
    )
    donor_name = models.CharField(
        _("donor that is no partner in the register"), max_length=200, blank=True
    )
    donor_name_en = models.CharField(_("donor, in English"), max_length=200, blank=True)
    oblast = models.ForeignKey(
        Oblast,
        verbose_name=_("oblast"),
        on_delete=models.PROTECT,
        related_name="aid_deliveries",
    )
    community = models.ForeignKey(
        Community,
        verbose_name=_("community"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="aid_deliveries",
        help_text=_("Empty: for the oblast as a whole."),
    )
    project = models.ForeignKey(
        Project,
        verbose_name=_("project"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="aid_deliveries",
    )
    institution = models.CharField(_("institution"), max_length=200, blank=True)
    institution_en = models.CharField(_("institution, in English"), max_length=200, blank=True)
    delivered_on = models.DateField(_("received on"))
    transport = models.CharField(_("how it came"), max_length=500, blank=True)
    conditions = models.TextField(_("conditions"), blank=True, max_length=2000)
    description = models.TextField(_("description"), blank=True, max_length=4000)
    description_en = models.TextField(_("description in English"), blank=True, max_length=4000)
    place_note = models.CharField(
        _("where it is kept"),
        max_length=500,
        blank=True,
        help_text=_("For officials and the community only; never published."),
    )
    record_status = models.CharField(
        _("state of the record"),
        max_length=10,
        choices=RecordStatus.choices,
        default=RecordStatus.DRAFT,
        editable=False,
    )
    archive_reason = models.CharField(_("why archived"), max_length=500, blank=True)
    visibility = models.CharField(
        _("who may see it"),
        max_length=10,
        choices=Visibility.choices,
        default=Visibility.PUBLIC,
    )
    source = models.CharField(
        _("origin of the record"),
        max_length=10,
        choices=AidSource.choices,
        default=AidSource.MANUAL,
    )
    source_note = models.CharField(_("where it came from"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    sort_key = sort_key()
    search_text = search_text("name", "name_en", "reference", "donor_name", "donor_name_en")

    objects = AidQuerySet.as_manager()

    class Meta:
        verbose_name = _("aid received")
        verbose_name_plural = _("aid received")
        ordering = ("-delivered_on", "-pk")
        indexes = (
            GinIndex(OpClass("search_text", name="gin_trgm_ops"), name="aid_names"),
            models.Index(fields=("oblast", "delivered_on"), name="aid_of_oblast"),
            models.Index(fields=("community", "delivered_on"), name="aid_of_community"),
            models.Index(fields=("partner",), name="aid_of_partner"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(record_status__in=RecordStatus.values)
                & Q(category__in=AidCategory.values)
                & Q(unit__in=Unit.values),
                name="aid_codes_are_known",
                violation_error_message=_("Choose category and unit from the lists."),
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0),
                name="aid_quantity_is_positive",
                violation_error_code="quantity",
                violation_error_message=_("The quantity is larger than zero."),
            ),
            models.CheckConstraint(
                condition=Q(amount=None, currency="", value_date=None)
                | Q(
                    amount__isnull=False,
                    amount__gte=0,
                    currency__regex="^[A-Z]{3}$",
                    value_date__isnull=False,
                ),
                name="aid_value_is_whole",
                violation_error_code="amount",
                violation_error_message=_(
                    "A value has an amount that is not negative, a currency and a day."
                ),
            ),
            models.CheckConstraint(
                condition=(Q(partner__isnull=False) & Q(donor_name="", donor_name_en=""))
                | (Q(partner__isnull=True) & ~Q(donor_name="")),
                name="aid_has_one_donor",
                violation_error_code="partner",
                violation_error_message=_(
                    "Choose the partner it came from, or name a donor that is no partner."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(record_status=RecordStatus.ARCHIVED) | ~Q(archive_reason=""),
                name="aid_archived_with_reason",
                violation_error_message=_("Say why the record is archived."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("aid:aid-detail", kwargs={"reference": self.reference})


@tracked()
class AidFile(KeptFile):
    """A document or a photograph of aid received."""

    delivery = models.ForeignKey(AidDelivery, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(_("what it is"), max_length=12, choices=AidFileKind.choices)
    caption = models.CharField(_("what it shows"), max_length=300, blank=True)
    caption_en = models.CharField(_("what it shows, in English"), max_length=300, blank=True)
    file = models.FileField(_("file"), upload_to=AID_FOLDER)

    objects = AidFileQuerySet.as_manager()

    class Meta(KeptFile.Meta):
        verbose_name = _("file of aid received")
        verbose_name_plural = _("files of aid received")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=AidFileKind.values), name="aidfile_kind_is_known"
            ),
        )

    def get_absolute_url(self) -> str:
        keys = {"reference": self.delivery.reference, "public_id": self.public_id}
        return reverse("aid:aid-file", kwargs=keys)
