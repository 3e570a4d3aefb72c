"""Programmes of development partners: the parents of projects (Polaris, EU4Recovery …)."""

from __future__ import annotations

import uuid

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.audit.tracking import tracked
from common.codelists.enums import Visibility
from common.codelists.models import Theme
from common.search.columns import search_text, sort_key
from communities.models import Community, Oblast, Office
from partners.models.partners import Partner
from partners.programme_enums import (
    ActivityStatus,
    ProgrammeLevel,
    ProgrammeRoleKind,
    RecordSource,
    RecordStatus,
)
from partners.programme_querysets import ProgrammeQuerySet


@tracked()
class Programme(models.Model):
    public_id = models.UUIDField(
        _("public identifier"), default=uuid.uuid4, unique=True, editable=False
    )
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=300)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)
    acronym = models.CharField(_("short name"), max_length=40, blank=True)
    description = models.TextField(_("description"), blank=True, max_length=8000)
    description_en = models.TextField(_("description in English"), blank=True, max_length=8000)
    aims = models.TextField(_("aims"), blank=True, max_length=4000)
    aims_en = models.TextField(_("aims in English"), blank=True, max_length=4000)
    iati_identifier = models.CharField(_("IATI identifier"), max_length=200, blank=True)
    website = models.URLField(_("website"), blank=True)
    status = models.CharField(
        _("status"),
        max_length=1,
        choices=ActivityStatus.choices,
        default=ActivityStatus.IMPLEMENTATION,
    )
    starts_on = models.DateField(_("begins on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    amount = models.DecimalField(
        _("amount"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    amount_on = models.DateField(_("amount as of"), null=True, blank=True)
    is_whole_country = models.BooleanField(_("works in the whole of Ukraine"), default=False)
    themes = models.ManyToManyField(
        Theme,
        verbose_name=_("themes"),
        through="ProgrammeTheme",
        related_name="programmes",
        blank=True,
    )
    curated_by = models.ForeignKey(
        Office,
        verbose_name=_("kept by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="programmes",
        help_text=_("The office that keeps this record. Empty: every office may change it."),
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
        choices=RecordSource.choices,
        default=RecordSource.MANUAL,
    )
    source_note = models.CharField(_("where it came from"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    sort_key = sort_key()
    search_text = search_text("name", "name_en", "acronym", "iati_identifier")

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ("sort_key", "pk")
        indexes = (GinIndex(OpClass("search_text", name="gin_trgm_ops"), name="programme_names"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(record_status__in=RecordStatus.values),
                name="programme_record_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=ActivityStatus.values), name="programme_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="programme_ends_after_it_begins",
                violation_error_code="ends_on",
                violation_error_message=_("A programme cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(amount=None, currency="")
                | Q(amount__isnull=False, amount__gte=0, currency__regex=r"^[A-Z]{3}$"),
                name="programme_amount_has_currency",
                violation_error_code="amount",
                violation_error_message=_(
                    "An amount and its currency go together; an amount is not negative."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(record_status=RecordStatus.ARCHIVED) | ~Q(archive_reason=""),
                name="programme_archived_with_reason",
                violation_error_message=_("Say why the programme is archived."),
            ),
            models.UniqueConstraint(
                fields=("iati_identifier",),
                condition=~Q(iati_identifier=""),
                name="programme_iati_identifier_once",
                violation_error_code="iati_identifier",
                violation_error_message=_("Another programme has this IATI identifier."),
            ),
        )

    def __str__(self) -> str:
        return self.acronym or self.name

    def get_absolute_url(self) -> str:
        return reverse("programmes:programme-detail", kwargs={"slug": self.slug})


@tracked()
class ProgrammeRole(models.Model):
    """An organisation and what it does in the programme; several of each."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(_("role"), max_length=12, choices=ProgrammeRoleKind.choices)
    partner = models.ForeignKey(
        Partner,
        verbose_name=_("partner"),
        on_delete=models.PROTECT,
        related_name="programme_roles",
    )
    number = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("role in a programme")
        verbose_name_plural = _("roles in programmes")
        ordering = ("number", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(role__in=ProgrammeRoleKind.values), name="programmerole_role_is_known"
            ),
            models.UniqueConstraint(
                fields=("programme", "role", "partner"),
                name="programmerole_once",
                violation_error_message=_("This organisation has this role already."),
            ),
        )

    def __str__(self) -> str:
        return f"{ProgrammeRoleKind(self.role).label}: {self.partner}"


@tracked()
class ProgrammeComponent(models.Model):
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="components")
    number = models.PositiveSmallIntegerField(
        _("number"), validators=[MinValueValidator(1), MaxValueValidator(99)]
    )
    name = models.CharField(_("name"), max_length=300)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)
    description = models.TextField(_("description"), blank=True, max_length=4000)
    description_en = models.TextField(_("description in English"), blank=True, max_length=4000)
    level = models.CharField(_("level"), max_length=10, choices=ProgrammeLevel.choices, blank=True)

    class Meta:
        verbose_name = _("component of a programme")
        verbose_name_plural = _("components of programmes")
        ordering = ("number", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("programme", "number"),
                name="programmecomponent_number_once",
                violation_error_message=_("The programme has a component of this number."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"


@tracked()
class ProgrammeTheme(models.Model):
    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="programme_themes"
    )
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="programme_themes")

    class Meta:
        verbose_name = _("theme of a programme")
        verbose_name_plural = _("themes of programmes")
        constraints = (
            models.UniqueConstraint(fields=("programme", "theme"), name="programme_theme_once"),
        )

    def __str__(self) -> str:
        return str(self.theme)


@tracked()
class ProgrammeTerritory(models.Model):
    """An oblast, or one community of it, where the programme works."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="territories")
    oblast = models.ForeignKey(
        Oblast,
        verbose_name=_("oblast"),
        on_delete=models.PROTECT,
        related_name="programme_territories",
    )
    community = models.ForeignKey(
        Community,
        verbose_name=_("community"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="programme_territories",
    )

    class Meta:
        verbose_name = _("territory of a programme")
        verbose_name_plural = _("territories of programmes")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("programme", "oblast", "community"),
                nulls_distinct=False,
                name="programmeterritory_once",
                violation_error_message=_("This territory is named already."),
            ),
        )

    def __str__(self) -> str:
        return str(self.community or self.oblast)
