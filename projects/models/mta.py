"""Technical assistance by Resolution 153: state registration, monitoring cards, property.

The fields of the monitoring card follow general knowledge of Annex 3, which could not be read:
plain text, so that a change of the form changes little.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.audit.tracking import tracked
from communities.models import Community
from projects.enums import CardStatus, RegistrationEventKind
from projects.models.papers import ProjectDocument
from projects.models.projects import CURRENCY_PATTERN, Project


@tracked()
class ProjectRegistrationEvent(models.Model):
    """An entry of the state register of technical assistance about the project."""

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
    created_at = models.DateTimeField(_("entered at"), default=timezone.now, editable=False)

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
                condition=Q(kind=RegistrationEventKind.REGISTRATION),
                name="projectregistrationevent_registered_once",
                violation_error_message=_("The project is registered already."),
            ),
            models.UniqueConstraint(
                fields=("project",),
                condition=Q(kind=RegistrationEventKind.CLOSING),
                name="projectregistrationevent_closed_once",
                violation_error_message=_("The registration is closed already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.happened_on}: {RegistrationEventKind(self.kind).label}"


@tracked()
class MonitoringCard(models.Model):
    """What the recipient reports of half a year. Late: not accepted after `due_on`."""

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
    return_reason = models.CharField(_("why it was returned"), max_length=1000, blank=True)
    reminded_on = models.DateField(_("last reminder"), null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

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
                condition=~Q(status=CardStatus.RETURNED) | ~Q(return_reason=""),
                name="monitoringcard_returned_with_reason",
                violation_error_code="return_reason",
                violation_error_message=_("Say why the card is returned."),
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
        return f"{self.project_id}: {self.starts_on}–{self.ends_on}"


@tracked()
class ReceivedProperty(models.Model):
    """Property taken on the recipient's balance sheet: to be published within ten days."""

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
        )

    def __str__(self) -> str:
        return self.description
