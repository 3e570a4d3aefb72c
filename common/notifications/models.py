"""Letters on their way: written in the transaction of what they tell of, sent afterwards."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.notifications.enums import LetterStatus

# How long a page with the letters can be looked back at; the words are gone before, see `close`.
KEPT_DAYS = 90


class OutgoingLetterQuerySet(models.QuerySet["OutgoingLetter"]):
    def due(self) -> OutgoingLetterQuerySet:
        """Waiting, and the time of the next try has come; the longest due first."""
        waiting = self.filter(status=LetterStatus.WAITING, due_at__lte=timezone.now())
        return waiting.order_by("due_at", "pk")

    def stuck(self) -> OutgoingLetterQuerySet:
        """What a person has to look at."""
        return self.filter(status__in=(LetterStatus.BOUNCED, LetterStatus.FAILED))


class OutgoingLetter(models.Model):
    """One letter to one address.

    `public_id` makes the Message-ID: a letter tried again carries the same one, so that a mail
    server which took it already can tell. Words may hold links that open an account; they are
    wiped as soon as the letter is sent.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    to = models.EmailField(_("to"))
    subject = models.TextField(_("subject"))
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(_("text as HTML"), blank=True)
    headers = models.JSONField(_("further headers"), default=dict, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=LetterStatus.choices, default=LetterStatus.WAITING
    )
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    due_at = models.DateTimeField(_("next try"), default=timezone.now)
    written_at = models.DateTimeField(_("written at"), default=timezone.now, editable=False)
    closed_at = models.DateTimeField(_("sent or given up at"), null=True, blank=True)
    last_error = models.TextField(_("what the mail server said"), blank=True)

    objects: Any = OutgoingLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing letter")
        verbose_name_plural = _("outgoing letters")
        ordering = ("-written_at", "-pk")
        indexes = (
            models.Index(
                fields=("due_at", "id"),
                name="letters_waiting",
                condition=Q(status=LetterStatus.WAITING),
            ),
            models.Index(fields=("written_at",), name="letters_by_age"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(status=LetterStatus.WAITING, closed_at=None)
                | Q(~Q(status=LetterStatus.WAITING), closed_at__isnull=False),
                name="letter_closed_or_waiting",
            ),
        )

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"
