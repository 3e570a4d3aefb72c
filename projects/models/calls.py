"""Open calls of partners and programmes."""

from __future__ import annotations

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
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
from communities.models import Oblast, Office
from partners.models import Partner, Programme
from partners.programme_enums import RecordStatus
from projects.call_enums import SOON_DAYS, ApplicantKind, CallSource, CallState
from projects.call_querysets import CallFileQuerySet, CallQuerySet
from projects.models.kept_files import KeptFile

CALL_FOLDER = "private/calls/"


@tracked()
class Call(models.Model):
    """An open call for proposals: who may apply, for what, how much, until when."""

    public_id = models.UUIDField(
        _("public identifier"), default=uuid.uuid4, unique=True, editable=False
    )
    reference = models.CharField(_("reference"), max_length=24, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=300)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    summary = models.TextField(_("what it supports"), blank=True, max_length=6000)
    summary_en = models.TextField(_("what it supports, in English"), blank=True, max_length=6000)
    partner = models.ForeignKey(
        Partner,
        verbose_name=_("partner"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="calls",
    )
    programme = models.ForeignKey(
        Programme,
        verbose_name=_("programme"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="calls",
    )
    applicants = ArrayField(
        models.CharField(max_length=24, choices=ApplicantKind.choices),
        verbose_name=_("who may apply"),
        default=list,
        blank=True,
    )
    themes = models.ManyToManyField(
        Theme, verbose_name=_("themes"), through="CallTheme", related_name="calls", blank=True
    )
    oblasts = models.ManyToManyField(
        Oblast,
        verbose_name=_("oblasts"),
        through="CallOblast",
        related_name="calls",
        blank=True,
        help_text=_("None: the whole of Ukraine."),
    )
    amount_min = models.DecimalField(
        _("smallest grant"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    amount_max = models.DecimalField(
        _("largest grant"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    own_share = models.DecimalField(
        _("own share, percent"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    opens_on = models.DateField(_("opens on"), null=True, blank=True)
    closes_at = models.DateTimeField(_("deadline"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=50, default="Europe/Kyiv")
    link = models.URLField(_("page of the call"), blank=True, max_length=1000)
    contact = models.CharField(
        _("where to ask"),
        max_length=300,
        blank=True,
        help_text=_("An address or telephone of the programme, never of a person."),
    )
    languages = ArrayField(
        models.CharField(max_length=2),
        verbose_name=_("languages of the application"),
        default=list,
        blank=True,
    )
    office = models.ForeignKey(
        Office,
        verbose_name=_("kept by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="calls",
        help_text=_("The office that keeps this record. Empty: every office may change it."),
    )
    record_status = models.CharField(
        _("state of the record"),
        max_length=10,
        choices=RecordStatus.choices,
        default=RecordStatus.DRAFT,
        editable=False,
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
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
        choices=CallSource.choices,
        default=CallSource.MANUAL,
    )
    source_note = models.CharField(_("where it came from"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    sort_key = sort_key("title")
    search_text = search_text("title", "title_en", "reference")

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ("-created_at", "-pk")
        indexes = (
            GinIndex(OpClass("search_text", name="gin_trgm_ops"), name="call_titles"),
            models.Index(fields=("record_status", "closes_at"), name="call_deadlines"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(record_status__in=RecordStatus.values),
                name="call_record_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(partner__isnull=False) | Q(programme__isnull=False),
                name="call_has_partner_or_programme",
                violation_error_code="partner",
                violation_error_message=_("Say whose call it is: a partner’s or a programme’s."),
            ),
            models.CheckConstraint(
                condition=Q(currency="", amount_min=None, amount_max=None)
                | (
                    Q(currency__regex="^[A-Z]{3}$")
                    & (Q(amount_min__isnull=False) | Q(amount_max__isnull=False))
                ),
                name="call_amount_has_currency",
                violation_error_code="currency",
                violation_error_message=_("An amount and its currency go together."),
            ),
            models.CheckConstraint(
                condition=(Q(amount_min=None) | Q(amount_min__gte=0))
                & (Q(amount_max=None) | Q(amount_max__gt=0))
                & (Q(amount_min=None) | Q(amount_max=None) | Q(amount_max__gte=F("amount_min"))),
                name="call_amounts_in_order",
                violation_error_code="amount_max",
                violation_error_message=_(
                    "The largest grant is not smaller than the smallest, and neither is negative."
                ),
            ),
            models.CheckConstraint(
                condition=Q(own_share=None) | Q(own_share__gte=0, own_share__lte=100),
                name="call_own_share_is_percentage",
                violation_error_code="own_share",
                violation_error_message=_("A share is between 0 and 100 percent."),
            ),
            models.CheckConstraint(
                condition=Q(opens_on=None) | Q(closes_at=None) | Q(closes_at__gte=F("opens_on")),
                name="call_closes_after_it_opens",
                violation_error_code="closes_at",
                violation_error_message=_("A call cannot close before it opens."),
            ),
            models.CheckConstraint(
                condition=Q(link="") | Q(link__regex="^https?://"),
                name="call_link_is_http",
                violation_error_code="link",
                violation_error_message=_("An address begins with https:// or http://."),
            ),
            models.CheckConstraint(
                condition=~Q(record_status=RecordStatus.PUBLISHED) | Q(published_at__isnull=False),
                name="call_published_at_a_moment",
                violation_error_message=_("A published call has a moment of publication."),
            ),
            models.CheckConstraint(
                condition=~Q(record_status=RecordStatus.ARCHIVED) | ~Q(archive_reason=""),
                name="call_archived_with_reason",
                violation_error_message=_("Say why the call is archived."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("calls:call-detail", kwargs={"reference": self.reference})

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def state_at(self, now: dt.datetime) -> CallState:
        if self.closes_at and self.closes_at <= now:
            return CallState.CLOSED
        if self.opens_on and self.opens_on > timezone.localdate(now):
            return CallState.UPCOMING
        if self.closes_at and self.closes_at <= now + dt.timedelta(days=SOON_DAYS):
            return CallState.CLOSING_SOON
        return CallState.OPEN

    @property
    def state(self) -> CallState:
        return self.state_at(timezone.now())


@tracked()
class CallTheme(models.Model):
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="call_themes")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="call_themes")

    class Meta:
        verbose_name = _("theme of a call")
        verbose_name_plural = _("themes of calls")
        constraints = (models.UniqueConstraint(fields=("call", "theme"), name="call_theme_once"),)

    def __str__(self) -> str:
        return str(self.theme)


@tracked()
class CallOblast(models.Model):
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="call_oblasts")
    oblast = models.ForeignKey(Oblast, on_delete=models.PROTECT, related_name="call_oblasts")

    class Meta:
        verbose_name = _("oblast of a call")
        verbose_name_plural = _("oblasts of calls")
        constraints = (models.UniqueConstraint(fields=("call", "oblast"), name="call_oblast_once"),)

    def __str__(self) -> str:
        return str(self.oblast)


@tracked()
class CallFile(KeptFile):
    """Guidelines, application forms and other papers of a call."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="files")
    title = models.CharField(_("what it is"), max_length=200)
    language = models.CharField(_("language"), max_length=2, blank=True)
    file = models.FileField(_("file"), upload_to=CALL_FOLDER)

    objects = CallFileQuerySet.as_manager()

    class Meta(KeptFile.Meta):
        verbose_name = _("document of a call")
        verbose_name_plural = _("documents of calls")

    def get_absolute_url(self) -> str:
        keys = {"reference": self.call.reference, "public_id": self.public_id}
        return reverse("calls:call-file", kwargs=keys)
