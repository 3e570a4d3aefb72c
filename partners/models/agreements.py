"""The register of agreements: the legal documents between our parties and partners."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.audit.tracking import tracked
from common.codelists.enums import Visibility
from common.codelists.models import Theme
from common.search.columns import search_text, sort_key
from communities.models import Community, Oblast, Office, Raion
from partners.agreement_enums import (
    LAW_KINDS,
    RAION_KINDS,
    AgreementKind,
    AgreementSource,
    AgreementStatus,
    PartyKind,
    Side,
    TermKind,
)
from partners.agreement_querysets import AgreementQuerySet
from partners.models.partners import Partner


@tracked()
class Agreement(models.Model):
    public_id = models.UUIDField(
        _("public identifier"), default=uuid.uuid4, unique=True, editable=False
    )
    reference = models.CharField(_("reference"), max_length=24, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=40, choices=AgreementKind.choices)
    title = models.CharField(_("title"), max_length=500)
    title_en = models.CharField(_("title in English"), max_length=500, blank=True)
    languages = ArrayField(
        models.CharField(max_length=2),
        verbose_name=_("languages of the text"),
        default=list,
        blank=True,
    )
    subject = models.TextField(_("subject"), blank=True, max_length=4000)
    subject_en = models.TextField(_("subject in English"), blank=True, max_length=4000)
    themes = models.ManyToManyField(
        Theme,
        verbose_name=_("themes"),
        through="AgreementTheme",
        related_name="agreements",
        blank=True,
    )
    partners = models.ManyToManyField(
        Partner,
        verbose_name=_("partners"),
        through="AgreementPartner",
        related_name="agreements",
        blank=True,
    )
    oblast = models.ForeignKey(
        Oblast,
        verbose_name=_("oblast"),
        on_delete=models.PROTECT,
        related_name="kept_agreements",
        help_text=_("Whose office keeps the record."),
    )
    office = models.ForeignKey(
        Office,
        verbose_name=_("kept by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agreements",
    )
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=AgreementStatus.choices,
        default=AgreementStatus.IDEA,
        editable=False,
    )
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    signed_place = models.CharField(_("place of signing"), max_length=200, blank=True)
    effective_on = models.DateField(_("in force since"), null=True, blank=True)
    term = models.CharField(
        _("term"), max_length=12, choices=TermKind.choices, default=TermKind.UNKNOWN
    )
    term_months = models.PositiveSmallIntegerField(_("months"), null=True, blank=True)
    until_on = models.DateField(_("valid until"), null=True, blank=True)
    auto_renewal = models.BooleanField(_("renews itself"), default=False)
    expires_on = models.DateField(_("last day"), null=True, blank=True, editable=False)
    sent_on = models.DateField(_("sent to the ministry on"), null=True, blank=True)
    ministry_order_no = models.CharField(_("number of the order"), max_length=60, blank=True)
    ministry_order_on = models.DateField(_("date of the order"), null=True, blank=True)
    council_decision_no = models.CharField(_("number of the decision"), max_length=60, blank=True)
    council_decision_on = models.DateField(_("date of the decision"), null=True, blank=True)
    registration_no = models.CharField(_("registration number"), max_length=60, blank=True)
    registered_on = models.DateField(_("registered on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=500, blank=True)
    visibility = models.CharField(
        _("who may see it"),
        max_length=10,
        choices=Visibility.choices,
        default=Visibility.PUBLIC,
    )
    source = models.CharField(
        _("origin of the record"),
        max_length=10,
        choices=AgreementSource.choices,
        default=AgreementSource.MANUAL,
    )
    source_note = models.CharField(_("where it came from"), max_length=300, blank=True)
    is_archived = models.BooleanField(_("archived"), default=False)
    archive_reason = models.CharField(_("why archived"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    sort_key = sort_key("title")
    search_text = search_text("title", "title_en", "reference", "registration_no")

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ("-created_at", "-pk")
        indexes = (
            GinIndex(OpClass("search_text", name="gin_trgm_ops"), name="agreement_titles"),
            models.Index(fields=("oblast", "status"), name="agreement_oblast_status"),
            models.Index(fields=("status", "expires_on"), name="agreement_expiry"),
            models.Index(fields=("signed_on",), name="agreement_signed"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=AgreementStatus.values), name="agreement_status_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(term=TermKind.MONTHS)
                | Q(term_months__isnull=False, term_months__gte=1),
                name="agreement_term_has_months",
                violation_error_code="term_months",
                violation_error_message=_("Say for how many months it is concluded."),
            ),
            models.CheckConstraint(
                condition=~Q(term=TermKind.UNTIL) | Q(until_on__isnull=False),
                name="agreement_term_has_date",
                violation_error_code="until_on",
                violation_error_message=_("Say until which day it is concluded."),
            ),
            models.CheckConstraint(
                condition=Q(auto_renewal=False)
                | Q(
                    term__in=(TermKind.MONTHS, TermKind.UNTIL),
                    term_months__isnull=False,
                    term_months__gte=1,
                ),
                name="agreement_renewal_has_length",
                violation_error_code="term_months",
                violation_error_message=_(
                    "What renews itself has a term: say by how many months it is extended."
                ),
            ),
            models.CheckConstraint(
                condition=Q(signed_on=None)
                | Q(effective_on=None)
                | Q(effective_on__gte=F("signed_on")),
                name="agreement_in_force_after_signing",
                violation_error_code="effective_on",
                violation_error_message=_("It cannot come into force before it is signed."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=LAW_KINDS)
                | Q(sent_on=None, ministry_order_no="", council_decision_no="", registration_no=""),
                name="agreement_state_steps_only_by_law",
                violation_error_message=_(
                    "Only agreements under Law 3668-IX go through the ministry and its register."
                ),
            ),
            models.CheckConstraint(
                condition=Q(is_archived=False) | ~Q(archive_reason=""),
                name="agreement_archived_with_reason",
                violation_error_message=_("Say why the agreement is archived."),
            ),
            models.UniqueConstraint(
                fields=("registration_no",),
                condition=~Q(registration_no="") & Q(is_archived=False),
                name="agreement_registration_once",
                violation_error_code="registration_no",
                violation_error_message=_("Another agreement has this registration number."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("agreements:agreement-detail", kwargs={"reference": self.reference})

    @property
    def is_under_law(self) -> bool:
        return self.kind in LAW_KINDS


@tracked()
class AgreementTheme(models.Model):
    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="agreement_themes"
    )
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="agreement_themes")

    class Meta:
        verbose_name = _("theme of an agreement")
        verbose_name_plural = _("themes of agreements")
        constraints = (
            models.UniqueConstraint(fields=("agreement", "theme"), name="agreement_theme_once"),
        )

    def __str__(self) -> str:
        return str(self.theme)


@tracked()
class AgreementParty(models.Model):
    """A party on our side. `oblast` is that of the party, whatever it is."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    kind = models.CharField(_("kind"), max_length=20, choices=PartyKind.choices)
    oblast = models.ForeignKey(
        Oblast,
        verbose_name=_("oblast"),
        on_delete=models.PROTECT,
        related_name="agreement_parties",
    )
    community = models.ForeignKey(
        Community,
        verbose_name=_("community"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agreement_parties",
    )
    raion = models.ForeignKey(
        Raion,
        verbose_name=_("raion"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agreement_parties",
    )

    class Meta:
        verbose_name = _("party on our side")
        verbose_name_plural = _("parties on our side")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind=PartyKind.COMMUNITY, community__isnull=False)
                | (~Q(kind=PartyKind.COMMUNITY) & Q(community=None)),
                name="agreementparty_community_is_named",
                violation_error_message=_("A party that is a community names it; others do not."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=RAION_KINDS, raion__isnull=False)
                | (~Q(kind__in=RAION_KINDS) & Q(raion=None)),
                name="agreementparty_raion_is_named",
                violation_error_message=_("A party that is of a raion names it; others do not."),
            ),
            models.UniqueConstraint(
                fields=("agreement", "community"),
                condition=Q(community__isnull=False),
                name="agreementparty_community_once",
            ),
            models.UniqueConstraint(
                fields=("agreement", "kind", "oblast"),
                condition=Q(community=None, raion=None),
                name="agreementparty_body_once",
            ),
            models.UniqueConstraint(
                fields=("agreement", "kind", "raion"),
                condition=Q(raion__isnull=False),
                name="agreementparty_raion_once",
            ),
        )

    def __str__(self) -> str:
        return f"{PartyKind(self.kind).label}: {self.community or self.raion or self.oblast}"


@tracked()
class AgreementPartner(models.Model):
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="counterparts")
    partner = models.ForeignKey(
        Partner,
        verbose_name=_("partner"),
        on_delete=models.PROTECT,
        related_name="agreement_counterparts",
    )

    class Meta:
        verbose_name = _("partner of an agreement")
        verbose_name_plural = _("partners of agreements")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("agreement", "partner"), name="agreement_partner_once"),
        )

    def __str__(self) -> str:
        return str(self.partner)


@tracked()
class AgreementSignatory(models.Model):
    """Who signed: named in the document itself, hence as public as it is."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="signatories")
    side = models.CharField(_("side"), max_length=10, choices=Side.choices)
    full_name = models.CharField(_("full name"), max_length=200)
    full_name_en = models.CharField(_("full name in English"), max_length=200, blank=True)
    position = models.CharField(_("position"), max_length=200, blank=True)
    position_en = models.CharField(_("position in English"), max_length=200, blank=True)
    number = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        ordering = ("side", "number", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(side__in=Side.values), name="agreementsignatory_side_is_known"
            ),
        )

    def __str__(self) -> str:
        return self.full_name
