"""Technical assistance by Resolution 153: state registration, monitoring cards, property.

The fields of the monitoring card follow general knowledge of Annex 3, which could not be read:
plain text, so that a change of the form changes little.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.audit.tracking import tracked
from communities.models import Community
from projects.enums import OPEN_CARDS, CardStatus, RegistrationEventKind
from projects.models.papers import ProjectDocument
from projects.models.projects import CURRENCY_PATTERN, Project
from projects.mta_querysets import CardQuerySet, PropertyQuerySet, RegistrationQuerySet
from projects.mta_terms import HalfYear


@tracked()
class ProjectRegistrationEvent(models.Model):
    """An entry of the state register of technical assistance about the project.

    `amount`, `executors` and `recipients` are what is registered after it, so that each entry
    stands for itself: `[{"key": "partner:12", "name": "…"}]`; NULL when nobody knows. What was
    entered by mistake is taken back with a reason and counts no longer.
    """

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="registration_events"
    )
    kind = models.CharField(
        _("what happened"), max_length=12, choices=RegistrationEventKind.choices
    )
    happened_on = models.DateField(_("date"))
    number = models.CharField(_("number of the document"), max_length=100, blank=True)
    summary = models.CharField(_("what changed"), max_length=1000, blank=True)
    amount = models.DecimalField(
        _("cost after it"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    registering_body = models.CharField(_("registered by"), max_length=200, blank=True)
    executors = models.JSONField(_("executors after it"), null=True, blank=True)
    recipients = models.JSONField(_("recipients after it"), null=True, blank=True)
    document = models.ForeignKey(
        ProjectDocument,
        verbose_name=_("document"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="registration_events",
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="project_registration_events",
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

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the state register")
        verbose_name_plural = _("entries of the state register")
        ordering = ("happened_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=RegistrationEventKind.values),
                name="projectregistrationevent_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(amount=None, currency="")
                | Q(amount__isnull=False, amount__gte=0, currency__regex=CURRENCY_PATTERN),
                name="projectregistrationevent_amount_has_currency",
                violation_error_code="amount",
                violation_error_message=_(
                    "An amount and its currency go together; an amount is not negative."
                ),
            ),
            models.UniqueConstraint(
                fields=("project",),
                condition=Q(kind=RegistrationEventKind.REGISTRATION, taken_back_at=None),
                name="projectregistrationevent_registered_once",
                violation_error_message=_("The project is registered already."),
            ),
            models.UniqueConstraint(
                fields=("project",),
                condition=Q(kind=RegistrationEventKind.CLOSING, taken_back_at=None),
                name="projectregistrationevent_closed_once",
                violation_error_message=_("The registration is closed already."),
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at=None, taken_back_reason="")
                | (Q(taken_back_at__isnull=False) & ~Q(taken_back_reason="")),
                name="projectregistrationevent_taken_back_with_reason",
                violation_error_code="taken_back_reason",
                violation_error_message=_("Say why it is taken back."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.happened_on}: {RegistrationEventKind(self.kind).label}"


@tracked()
class MonitoringCard(models.Model):
    """What the recipient reports of half a year. Late: not handed in after `due_on`."""

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="monitoring_cards")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    due_on = models.DateField(_("due on"))
    is_final = models.BooleanField(_("final card"), default=False)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=CardStatus.choices,
        default=CardStatus.DUE,
        editable=False,
    )
    done = models.TextField(_("what was done"), blank=True, max_length=8000)
    results_in_numbers = models.TextField(_("results in numbers"), blank=True, max_length=8000)
    results_in_words = models.TextField(_("results in words"), blank=True, max_length=8000)
    property_received = models.TextField(_("property received"), blank=True, max_length=8000)
    problems = models.TextField(_("problems"), blank=True, max_length=8000)
    next_steps = models.TextField(_("what comes next"), blank=True, max_length=8000)
    spent = models.DecimalField(
        _("spent in the half-year"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    spent_in_all = models.DecimalField(
        _("spent since the beginning"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    submitted_on = models.DateField(_("submitted on"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("submitted by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="submitted_cards",
    )
    decided_on = models.DateField(_("accepted or returned on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("accepted or returned by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decided_cards",
    )
    return_reason = models.CharField(
        _("why it was returned, or is not needed"), max_length=1000, blank=True
    )
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = CardQuerySet.as_manager()

    class Meta:
        verbose_name = _("monitoring card")
        verbose_name_plural = _("monitoring cards")
        ordering = ("-starts_on", "-pk")
        indexes = (models.Index(fields=("status", "due_on"), name="monitoringcard_due"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=CardStatus.values), name="monitoringcard_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")) & Q(due_on__gte=F("ends_on")),
                name="monitoringcard_dates_in_order",
                violation_error_code="due_on",
                violation_error_message=_("A card is due when its half-year is over."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=(CardStatus.RETURNED, CardStatus.WAIVED))
                | ~Q(return_reason=""),
                name="monitoringcard_returned_with_reason",
                violation_error_code="return_reason",
                violation_error_message=_("Say why the card is returned, or is not needed."),
            ),
            models.CheckConstraint(
                condition=Q(spent=None, spent_in_all=None) | Q(currency__regex=CURRENCY_PATTERN),
                name="monitoringcard_money_has_currency",
                violation_error_code="currency",
                violation_error_message=_("Say in which currency the money was spent."),
            ),
            models.UniqueConstraint(
                fields=("project", "starts_on"),
                name="monitoringcard_once_in_half_year",
                violation_error_message=_("The project has a card for this half-year."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.project.reference}: {self.half}"

    def get_absolute_url(self) -> str:
        keys = {"reference": self.project.reference, "half": self.half.key}
        return reverse("mta:card-detail", kwargs=keys)

    @property
    def half(self) -> HalfYear:
        return HalfYear.containing(self.starts_on)

    @property
    def is_open(self) -> bool:
        """The recipient still has to hand it in."""
        return self.status in OPEN_CARDS

    def is_overdue(self, today: dt.date) -> bool:
        return self.is_open and self.due_on < today


@tracked()
class ReceivedProperty(models.Model):
    """Property taken on the recipient's balance sheet: to be published within ten days.

    What was entered by mistake is withdrawn with a reason and counts no longer.
    """

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="received_property")
    recipient = models.ForeignKey(
        Community,
        verbose_name=_("community that received it"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="received_property",
    )
    recipient_name = models.CharField(_("who received it"), max_length=300, blank=True)
    description = models.CharField(_("what was received"), max_length=500)
    description_en = models.CharField(
        _("what was received, in English"), max_length=500, blank=True
    )
    quantity = models.DecimalField(
        _("quantity"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    amount = models.DecimalField(_("value"), max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    booked_on = models.DateField(_("on the balance sheet since"))
    publish_by = models.DateField(_("to be published by"))
    published_on = models.DateField(_("published on"), null=True, blank=True)
    published_url = models.URLField(_("where it is published"), blank=True, max_length=1000)
    withdrawn_reason = models.CharField(_("why it was withdrawn"), max_length=500, blank=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = PropertyQuerySet.as_manager()

    class Meta:
        verbose_name = _("property received")
        verbose_name_plural = _("property received")
        ordering = ("-booked_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(publish_by__gte=F("booked_on")),
                name="receivedproperty_published_after_booking",
                violation_error_code="publish_by",
                violation_error_message=_(
                    "The last day for publishing is not before the day of booking."
                ),
            ),
            models.CheckConstraint(
                condition=Q(amount=None, currency="")
                | Q(amount__isnull=False, amount__gte=0, currency__regex=CURRENCY_PATTERN),
                name="receivedproperty_amount_has_currency",
                violation_error_code="amount",
                violation_error_message=_(
                    "An amount and its currency go together; an amount is not negative."
                ),
            ),
            models.CheckConstraint(
                condition=~(Q(recipient=None) & Q(recipient_name="")),
                name="receivedproperty_has_recipient",
                violation_error_code="recipient_name",
                violation_error_message=_("Say who received it."),
            ),
            models.CheckConstraint(
                condition=Q(published_on=None) | Q(published_on__gte=F("booked_on")),
                name="receivedproperty_published_when_received",
                violation_error_code="published_on",
                violation_error_message=_("It cannot be published before it is received."),
            ),
        )

    def __str__(self) -> str:
        return self.description

    def get_absolute_url(self) -> str:
        return f"{self.project.get_absolute_url()}#property"

    @property
    def is_withdrawn(self) -> bool:
        return bool(self.withdrawn_reason)

    @property
    def is_published(self) -> bool:
        return self.published_on is not None

    def is_overdue(self, today: dt.date) -> bool:
        return self.published_on is None and not self.is_withdrawn and self.publish_by < today


class MtaReminder(models.Model):
    """That people were reminded of a card or of property. Written before the letters go out.

    `days`: before the last day, negative after it. A last day that moves is a new one to remind of.
    """

    card = models.ForeignKey(
        MonitoringCard, on_delete=models.CASCADE, null=True, blank=True, related_name="reminders"
    )
    received = models.ForeignKey(
        ReceivedProperty, on_delete=models.CASCADE, null=True, blank=True, related_name="reminders"
    )
    due_on = models.DateField(_("last day"))
    days = models.SmallIntegerField(_("days before"))
    sent_at = models.DateTimeField(_("sent at"), default=timezone.now)

    class Meta:
        verbose_name = _("reminder of technical assistance")
        verbose_name_plural = _("reminders of technical assistance")
        constraints = (
            models.CheckConstraint(
                condition=Q(card=None, received__isnull=False)
                | Q(card__isnull=False, received=None),
                name="mtareminder_of_one_thing",
                violation_error_message=_("A reminder is of a card or of property, never of both."),
            ),
            models.UniqueConstraint(
                fields=("card", "received", "due_on", "days"),
                nulls_distinct=False,
                name="mtareminder_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.due_on}: {self.days}"
