"""Who is told of changes where, how far that has come, and what was said and answered."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.audit.tracking import tracked
from partners.models import Partner
from portal.webhooks.enums import DeliveryStatus, EventKind, SubscriptionStatus, Trouble
from portal.webhooks.querysets import DeliveryQuerySet, SubscriptionQuerySet

LONGEST_ADDRESS = 500
LONGEST_ANSWER = 500


# How far the machine has come is no deed of anybody, and salts are half of a secret.
@tracked(
    exclude=(
        *("salt", "former_salt", "number"),
        *("due_at", "held_until", "failures", "failing_since", "accepted_at"),
    )
)
class Subscription(models.Model):
    """An address that is told of changes of one register under filters.

    `number` is that of the last change it was told of, or did not have to be (`Publication`).
    The secret is made of `salt` and of the portal's own key (`signing`); it is kept nowhere.
    `failing_since` is null while the receiver accepts what comes. With a partner it is the
    partner's, whoever made it: its representatives keep it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="webhooks",
    )
    partner = models.ForeignKey(
        Partner,
        verbose_name=_("partner"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="webhooks",
    )
    name = models.CharField(_("name"), max_length=120)
    url = models.CharField(_("address"), max_length=LONGEST_ADDRESS)
    register = models.CharField(_("register"), max_length=40)
    query = models.TextField(_("filters"), blank=True, max_length=2000)
    kinds = ArrayField(
        models.CharField(max_length=10, choices=EventKind.choices),
        verbose_name=_("events"),
    )
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=SubscriptionStatus.choices,
        default=SubscriptionStatus.ACTIVE,
    )
    trouble = models.CharField(
        _("why it was switched off"),
        max_length=10,
        choices=Trouble.choices,
        blank=True,
        default="",
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    rotated_at = models.DateTimeField(_("secret made at"), default=timezone.now)
    former_until = models.DateTimeField(_("former secret signs until"), null=True, blank=True)
    salt = models.CharField(_("salt of the secret"), max_length=32)
    former_salt = models.CharField(
        _("salt of the former secret"), max_length=32, blank=True, default=""
    )
    number = models.BigIntegerField(_("told up to change number"), default=0)
    due_at = models.DateTimeField(_("next call not before"), default=timezone.now)
    held_until = models.DateTimeField(_("being called until"), null=True, blank=True)
    failures = models.PositiveIntegerField(_("failed calls in a row"), default=0)
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("last accepted at"), null=True, blank=True)

    objects: Any = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ("created_at", "pk")
        indexes = (
            models.Index(
                fields=("due_at",),
                name="webhook_due",
                condition=Q(status=SubscriptionStatus.ACTIVE),
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=SubscriptionStatus.values), name="webhook_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(url__startswith="https://"),
                name="webhook_address_is_https",
                violation_error_message=_("The address begins with https://."),
            ),
            models.CheckConstraint(
                condition=Q(trouble="") | Q(status=SubscriptionStatus.DISABLED),
                name="webhook_trouble_when_switched_off",
                violation_error_message=_("Only what the portal switched off has a reason."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("webhooks:webhook-detail", kwargs={"public_id": self.public_id})


class KnownObject(models.Model):
    """An object that the receiver has: it was there when the subscription began, or was told."""

    subscription = models.ForeignKey(
        Subscription, on_delete=models.CASCADE, related_name="known_objects"
    )
    key = models.CharField(_("key"), max_length=200)

    class Meta:
        verbose_name = _("object known to a receiver")
        verbose_name_plural = _("objects known to receivers")
        constraints = (
            models.UniqueConstraint(fields=("subscription", "key"), name="webhook_object_once"),
        )

    def __str__(self) -> str:
        return self.key


class Delivery(models.Model):
    """One event on its way to one address, and the answer of the last try.

    `event` is the same however often the event is sent, so that a receiver knows a double.
    `body` is what is signed and sent, word for word.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subscription = models.ForeignKey(
        Subscription,
        verbose_name=_("webhook"),
        on_delete=models.CASCADE,
        related_name="deliveries",
    )
    event = models.CharField(_("event"), max_length=80)
    kind = models.CharField(_("what happened"), max_length=10)
    key = models.CharField(_("key"), max_length=200, blank=True, default="")
    body = models.TextField(_("text"))
    is_replay = models.BooleanField(_("sent again on demand"), default=False)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=DeliveryStatus.choices,
        default=DeliveryStatus.WAITING,
    )
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    attempts = models.PositiveIntegerField(_("tries"), default=0)
    tried_at = models.DateTimeField(_("last tried at"), null=True, blank=True)
    answer_status = models.PositiveSmallIntegerField(_("answer"), null=True, blank=True)
    answer = models.CharField(
        _("beginning of the answer"), max_length=LONGEST_ANSWER, blank=True, default=""
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    objects: Any = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("call of a webhook")
        verbose_name_plural = _("calls of webhooks")
        ordering = ("-pk",)
        indexes = (
            models.Index(
                fields=("subscription", "id"),
                name="webhook_calls_waiting",
                condition=Q(status=DeliveryStatus.WAITING),
            ),
            models.Index(fields=("subscription", "-id"), name="webhook_calls_of"),
            models.Index(fields=("closed_at",), name="webhook_calls_by_age"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=DeliveryStatus.values), name="webhook_call_status_is_known"
            ),
            models.UniqueConstraint(
                fields=("subscription", "event"),
                condition=Q(is_replay=False),
                name="webhook_event_once",
                violation_error_message=_("This event has been told already."),
            ),
            models.CheckConstraint(
                condition=Q(status=DeliveryStatus.WAITING, closed_at=None)
                | Q(~Q(status=DeliveryStatus.WAITING), closed_at__isnull=False),
                name="webhook_call_closed_or_waiting",
                violation_error_message=_("A call waits, or has the moment when it was closed."),
            ),
        )

    def __str__(self) -> str:
        return self.event
