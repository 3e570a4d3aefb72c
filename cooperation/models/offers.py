"""Offers of partners on ideas and requests, invitations of partners to look, filters of desks."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.audit.tracking import tracked
from cooperation.models.requests import CoordinationRequest
from cooperation.offer_enums import OPEN_OFFER, OfferKind, OfferStatus
from cooperation.offer_querysets import InviteQuerySet, OfferQuerySet
from partners.models import Partner
from projects.models import ProjectIdea
from projects.models.projects import CURRENCY_PATTERN
from projects.models.taken_steps import TakenStep, taken_by

ABOUT_ONE = Q(idea__isnull=False, request=None) | Q(idea=None, request__isnull=False)


@tracked()
class Offer(models.Model):
    """What a partner is ready to give for an idea or a request. `status` is written by
    `offer_workflow` alone.
    """

    public_id = models.UUIDField(
        _("public identifier"), default=uuid.uuid4, unique=True, editable=False
    )
    reference = models.CharField(_("reference"), max_length=24, unique=True, editable=False)
    partner = models.ForeignKey(
        Partner, verbose_name=_("partner"), on_delete=models.PROTECT, related_name="offers"
    )
    idea = models.ForeignKey(
        ProjectIdea,
        verbose_name=_("project idea"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="offers",
    )
    request = models.ForeignKey(
        CoordinationRequest,
        verbose_name=_("request to the office"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="offers",
    )
    kind = models.CharField(_("what is offered"), max_length=10, choices=OfferKind.choices)
    what = models.TextField(_("in words"), max_length=3000)
    quantity = models.CharField(_("how much"), max_length=200, blank=True)
    amount = models.DecimalField(
        _("amount or value"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    amount_on = models.DateField(_("amount as of"), null=True, blank=True, editable=False)
    conditions = models.TextField(_("conditions"), max_length=2000, blank=True)
    valid_until = models.DateField(_("holds until"))
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=OfferStatus.choices,
        default=OfferStatus.MADE,
        editable=False,
    )
    outcome_note = models.CharField(
        _("about the outcome"), max_length=1000, blank=True, editable=False
    )
    is_by_office = models.BooleanField(
        _("entered by the office"),
        default=False,
        editable=False,
        help_text=_("The partner told it the office by other means."),
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="offers",
        editable=False,
    )
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    ended_at = models.DateTimeField(_("decided at"), null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer of a partner")
        verbose_name_plural = _("offers of partners")
        ordering = ("-made_at", "-pk")
        indexes = (
            models.Index(fields=("status", "valid_until"), name="offer_status_until"),
            models.Index(fields=("partner", "status"), name="offer_partner_status"),
        )
        constraints = (
            models.CheckConstraint(
                condition=ABOUT_ONE,
                name="offer_is_about_one",
                violation_error_message=_("An offer is about one idea or one request."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=OfferKind.values), name="offer_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=OfferStatus.values), name="offer_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(amount=None, currency="", amount_on=None)
                | Q(
                    amount__isnull=False,
                    amount__gt=0,
                    currency__regex=CURRENCY_PATTERN,
                    amount_on__isnull=False,
                ),
                name="offer_amount_has_currency_and_day",
                violation_error_code="amount",
                violation_error_message=_("An amount is more than nothing and names its currency."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=OfferKind.MONEY) | Q(amount__isnull=False),
                name="offer_of_money_has_amount",
                violation_error_code="amount",
                violation_error_message=_("Say how much money."),
            ),
            models.CheckConstraint(
                condition=~Q(status=OfferStatus.DECLINED) | ~Q(outcome_note=""),
                name="offer_declined_with_reason",
                violation_error_message=_("Say why the offer is declined."),
            ),
            *(
                models.UniqueConstraint(
                    fields=("partner", name, "kind"),
                    condition=Q(status__in=OPEN_OFFER, **{f"{name}__isnull": False}),
                    name=f"offer_on_{name}_open_once",
                    violation_error_message=_(
                        "This partner has an open offer of this kind already."
                    ),
                )
                for name in ("idea", "request")
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.partner}"

    def get_absolute_url(self) -> str:
        return reverse("offers:offer-detail", kwargs={"reference": self.reference})

    @property
    def subject(self) -> ProjectIdea | CoordinationRequest:
        found = self.idea or self.request
        assert found is not None
        return found

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_OFFER


@tracked()
class OfferStep(TakenStep):
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="steps")
    status = models.CharField(_("status"), max_length=10, choices=OfferStatus.choices)
    author = taken_by("offer_steps")

    class Meta(TakenStep.Meta):
        verbose_name = _("step of an offer")
        verbose_name_plural = _("steps of offers")
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=OfferStatus.values), name="offerstep_status_is_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.offer_id}: {self.code}"


@tracked()
class PartnerInvite(models.Model):
    """An official asked a partner to look at an idea or a request; each partner once."""

    partner = models.ForeignKey(
        Partner, verbose_name=_("partner"), on_delete=models.PROTECT, related_name="invites_to_look"
    )
    idea = models.ForeignKey(
        ProjectIdea,
        verbose_name=_("project idea"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="partner_invites",
    )
    request = models.ForeignKey(
        CoordinationRequest,
        verbose_name=_("request to the office"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="partner_invites",
    )
    people_told = models.PositiveSmallIntegerField(
        _("people told"), default=0, help_text=_("In the portal; 0: by letter to contact persons.")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("invited by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="partner_invites",
    )
    made_at = models.DateTimeField(_("when"), default=timezone.now)

    objects = InviteQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner invited to look")
        verbose_name_plural = _("partners invited to look")
        ordering = ("-made_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=ABOUT_ONE,
                name="partnerinvite_is_about_one",
                violation_error_message=_("A partner is invited to one idea or one request."),
            ),
            *(
                models.UniqueConstraint(
                    fields=("partner", name),
                    condition=Q(**{f"{name}__isnull": False}),
                    name=f"partnerinvite_to_{name}_once",
                    violation_error_message=_("This partner has been invited to look already."),
                )
                for name in ("idea", "request")
            ),
        )

    def __str__(self) -> str:
        return f"{self.partner}: {self.idea or self.request}"


@tracked()
class DeskFilter(models.Model):
    """A question that a person asks the desk often, under a name of her own."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="desk_filters",
    )
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(_("filters"), max_length=500)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("saved filter of the desk")
        verbose_name_plural = _("saved filters of the desk")
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "name"),
                name="deskfilter_name_once",
                violation_error_message=_("You have a filter of this name already."),
            ),
        )

    def __str__(self) -> str:
        return self.name
