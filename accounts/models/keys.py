"""Keys of the API: asked for by a person, approved by an official, used by a program."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.enums import KeyScope, KeyStatus
from accounts.models.access import Scoped
from accounts.querysets import MADE_WITHIN, ApiKeyQuerySet
from common.audit.tracking import tracked

LONGEST_DAYS = 365


@tracked(exclude=("last_used_at",))
class ApiKey(Scoped):
    """`kind`, `scope` and `role` say in which of the person's roles the key was asked for.

    It works as long as that role is held. The secrets are rows of their own, so that a new one
    and the one before it can both work for a while.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("API key", "owner"),
        on_delete=models.CASCADE,
        related_name="api_keys",
    )
    name = models.CharField(_("name"), max_length=100)
    purpose = models.TextField(_("what it is for"), max_length=2000)
    scopes = ArrayField(
        models.CharField(max_length=20, choices=KeyScope.choices), verbose_name=_("may do")
    )
    valid_days = models.PositiveSmallIntegerField(_("days from when it is made"))
    status = models.CharField(
        _("status"), max_length=20, choices=KeyStatus.choices, default=KeyStatus.WAITING
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decision_note = models.TextField(_("answer to the person"), blank=True, max_length=2000)
    made_at = models.DateTimeField(_("made at"), null=True, blank=True)
    expires_at = models.DateTimeField(_("valid until"), null=True, blank=True)
    # Written from the counters, to the minute: reading writes nothing.
    last_used_at = models.DateTimeField(_("last used at"), null=True, blank=True)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        ordering = ("-created_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "name"),
                condition=Q(status=KeyStatus.WAITING),
                name="api_key_asked_for_once",
                violation_error_code="name",
                violation_error_message=_("You have asked for a key of this name already."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="api_key_has_name",
                violation_error_code="name",
                violation_error_message=_("Give the key a name."),
            ),
            models.CheckConstraint(
                condition=~Q(purpose=""),
                name="api_key_has_purpose",
                violation_error_code="purpose",
                violation_error_message=_("Say what the key is for."),
            ),
            models.CheckConstraint(
                condition=Q(scopes__len__gt=0) & Q(scopes__contained_by=KeyScope.values),
                name="api_key_scopes_are_some",
                violation_error_code="scopes",
                violation_error_message=_("Say what the key may do."),
            ),
            models.CheckConstraint(
                condition=Q(valid_days__gte=1, valid_days__lte=LONGEST_DAYS),
                name="api_key_for_a_year_at_most",
                violation_error_code="valid_days",
                violation_error_message=_("A key is valid for a year at most."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=KeyStatus.values), name="api_key_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(made_at=None, expires_at=None)
                | Q(
                    made_at__isnull=False,
                    expires_at__gt=F("made_at"),
                    # A day more: how long days are depends on the zone of who asks PostgreSQL.
                    expires_at__lte=F("made_at") + dt.timedelta(days=LONGEST_DAYS + 1),
                ),
                name="api_key_expires_within_a_year",
                violation_error_message=_("A key is valid for a year at most."),
            ),
            models.CheckConstraint(
                condition=~Q(status=KeyStatus.ACTIVE) | Q(made_at__isnull=False),
                name="api_key_in_force_is_made",
                violation_error_message=_("A key in force has been made."),
            ),
            models.CheckConstraint(
                condition=Q(status=KeyStatus.WAITING, decided_at=None)
                | (~Q(status=KeyStatus.WAITING) & Q(decided_at__isnull=False)),
                name="api_key_decided_at_with_decision",
                violation_error_message=_("A decided request has the moment of the decision."),
            ),
            models.CheckConstraint(
                condition=~Q(status=KeyStatus.REFUSED) | ~Q(decision_note=""),
                name="api_key_refused_with_answer",
                violation_error_message=_("Say why you refuse."),
            ),
        )
        indexes = (models.Index(fields=("status", "-created_at"), name="api_key_by_status"),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accounts:key-detail", kwargs={"public_id": self.public_id})

    @property
    def is_waiting(self) -> bool:
        return self.status == KeyStatus.WAITING

    @property
    def has_expired(self) -> bool:
        """Nobody writes this down: it follows from the clock."""
        is_over = self.expires_at is not None and self.expires_at <= timezone.now()
        return self.status == KeyStatus.ACTIVE and is_over

    @property
    def to_be_made_by(self) -> dt.datetime | None:
        """None for a key that is not approved, or has been made."""
        if self.status != KeyStatus.APPROVED or self.decided_at is None:
            return None
        return self.decided_at + MADE_WITHIN

    @property
    def has_lapsed(self) -> bool:
        """Approved and not made in time. This too follows from the clock."""
        return self.to_be_made_by is not None and self.to_be_made_by <= timezone.now()


@tracked(exclude=("digest",))
class KeySecret(models.Model):
    """What a program sends. The text itself was shown once; here is its SHA-256."""

    key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="secrets")
    prefix = models.CharField(_("begins with"), max_length=14)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("valid until"))

    class Meta:
        verbose_name = _("secret of an API key")
        verbose_name_plural = _("secrets of API keys")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.prefix

    @property
    def has_expired(self) -> bool:
        return self.expires_at <= timezone.now()


class KeyDay(models.Model):
    """How many requests came with the key on a day of Kyiv. A count, so it keeps no history."""

    key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="days")
    day = models.DateField(_("day"))
    requests = models.PositiveBigIntegerField(pgettext_lazy("API key", "requests"), default=0)

    class Meta:
        verbose_name = _("day of an API key")
        verbose_name_plural = _("days of API keys")
        ordering = ("-day",)
        constraints = (
            models.UniqueConstraint(
                fields=("key", "day"),
                name="key_day_once",
                violation_error_message=_("This day is counted already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.day}: {self.requests}"
