"""The register of partners: every foreign or international organisation that we deal with."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from common.audit.tracking import tracked
from common.codelists.enums import OrganisationType, Visibility
from common.codelists.models import Theme
from common.search.columns import latin_key, search_text, sort_key
from communities.models import Oblast, Office
from partners.enums import IdentifierScheme, PartnerKind, PartnerOrigin, PartnerStatus
from partners.querysets import PartnerQuerySet


class WebDomain(models.Func):
    """`https://www.undp.org/ukraine` → `undp.org`: shared by records of one organisation."""

    template = "lower(substring(%(expressions)s from '^https?://(?:www\\.)?([^/:?#]+)'))"


@tracked()
class Partner(models.Model):
    public_id = models.UUIDField(
        _("public identifier"), default=uuid.uuid4, unique=True, editable=False
    )
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=250)
    name_en = models.CharField(_("name in English"), max_length=250, blank=True)
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    kind = models.CharField(_("kind"), max_length=30, choices=PartnerKind.choices)
    iati_type = models.CharField(
        _("IATI organisation type"),
        max_length=2,
        choices=OrganisationType.choices,
        default=OrganisationType.OTHER,
    )
    country = CountryField(
        _("country"), blank=True, help_text=_("Leave empty for an international organisation.")
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
    )
    website = models.URLField(_("website"), blank=True)
    languages = ArrayField(
        models.CharField(max_length=2),
        verbose_name=_("languages"),
        default=list,
        blank=True,
        help_text=_("Two-letter codes of the languages in which one can write to the partner."),
    )
    themes = models.ManyToManyField(
        Theme, verbose_name=_("themes"), through="PartnerTheme", related_name="partners", blank=True
    )
    oblasts = models.ManyToManyField(
        Oblast,
        verbose_name=_("oblasts where it works"),
        through="PartnerOblast",
        related_name="partners",
        blank=True,
    )
    description = models.TextField(_("description"), blank=True, max_length=4000)
    description_en = models.TextField(_("description in English"), blank=True, max_length=4000)
    logo = models.FileField(_("logo"), upload_to="partners/logos/", blank=True)
    visibility = models.CharField(
        _("who may see it"),
        max_length=10,
        choices=Visibility.choices,
        default=Visibility.PUBLIC,
    )
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=PartnerStatus.choices,
        default=PartnerStatus.CANDIDATE,
    )
    archive_reason = models.CharField(_("why archived"), max_length=500, blank=True)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_records",
    )
    curated_by = models.ForeignKey(
        Office,
        verbose_name=_("kept by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="curated_partners",
        help_text=_("The office that keeps this record. Empty: every office may change it."),
    )
    origin = models.CharField(
        _("origin of the record"),
        max_length=10,
        choices=PartnerOrigin.choices,
        default=PartnerOrigin.MANUAL,
    )
    origin_note = models.CharField(_("where it came from"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    sort_key = sort_key()
    search_text = search_text("name", "name_en", "acronym")
    name_key = latin_key("name")
    name_en_key = latin_key("name_en")
    web_domain = models.GeneratedField(
        expression=WebDomain(F("website")),
        output_field=models.TextField(null=True),
        db_persist=True,
        editable=False,
    )

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ("sort_key", "pk")
        indexes = (
            GinIndex(OpClass("search_text", name="gin_trgm_ops"), name="partner_names"),
            GinIndex(OpClass("name_key", name="gin_trgm_ops"), name="partner_name_key"),
            GinIndex(OpClass("name_en_key", name="gin_trgm_ops"), name="partner_name_en_key"),
            models.Index(fields=("sort_key", "id"), name="partner_order"),
            models.Index(fields=("-updated_at", "-id"), name="partner_updated"),
            models.Index(fields=("web_domain",), name="partner_web_domain"),
        )
        constraints = (
            models.CheckConstraint(
                condition=~Q(status=PartnerStatus.ARCHIVED) | ~Q(archive_reason=""),
                name="partner_archived_with_reason",
                violation_error_message=_("Say why the partner is archived."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(status=PartnerStatus.ARCHIVED),
                name="partner_merged_is_archived",
                violation_error_message=_("A merged record is archived."),
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("pk")),
                name="partner_not_its_own_parent",
                violation_error_message=_("A partner cannot be a part of itself."),
            ),
            models.CheckConstraint(
                condition=Q(website="") | Q(website__regex=r"^https?://"),
                name="partner_website_is_http",
                violation_error_message=_("A website begins with https:// or http://."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.acronym})" if self.acronym else self.name

    def get_absolute_url(self) -> str:
        return reverse("partners:partner-detail", kwargs={"slug": self.slug})


@tracked()
class PartnerTheme(models.Model):
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="partner_themes")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="partner_themes")

    class Meta:
        verbose_name = _("theme of a partner")
        verbose_name_plural = _("themes of partners")
        constraints = (
            models.UniqueConstraint(fields=("partner", "theme"), name="partner_theme_once"),
        )

    def __str__(self) -> str:
        return str(self.theme)


@tracked()
class PartnerOblast(models.Model):
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="partner_oblasts")
    oblast = models.ForeignKey(Oblast, on_delete=models.PROTECT, related_name="partner_oblasts")

    class Meta:
        verbose_name = _("oblast of a partner")
        verbose_name_plural = _("oblasts of partners")
        constraints = (
            models.UniqueConstraint(fields=("partner", "oblast"), name="partner_oblast_once"),
        )

    def __str__(self) -> str:
        return str(self.oblast)


@tracked()
class PartnerIdentifier(models.Model):
    """The partner's number in a register of organisations."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(_("register"), max_length=20, choices=IdentifierScheme.choices)
    value = models.CharField(_("identifier"), max_length=100)

    class Meta:
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        ordering = ("scheme", "value", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("scheme", "value"),
                name="partner_identifier_unique_per_scheme",
                violation_error_message=_("Another partner has this identifier already."),
            ),
            models.CheckConstraint(
                condition=~Q(scheme=IdentifierScheme.UA_EDR) | Q(value__regex=r"^\d{8}$"),
                name="partner_identifier_edrpou_is_eight_digits",
                violation_error_message=_("EDRPOU is eight digits."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.scheme}: {self.value}"
