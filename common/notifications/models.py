"""Letters on their way: written in the transaction of what they tell of, sent afterwards."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.notifications.enums import Frequency, LetterStatus

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
    to = models.EmailField(_("to whom"))
    subject = models.TextField(_("subject of the letter"))
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(_("text as HTML"), blank=True)
    headers = models.JSONField(_("further headers"), default=dict, blank=True)
    calendar = models.TextField(_("calendar file"), blank=True, default="")
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
                violation_error_message=_("A letter waits, or has the moment when it was closed."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"


class DeadAddress(models.Model):
    """An address at which letters do not arrive, in small letters; no letter is tried there."""

    address = models.EmailField(_("e-mail address"), unique=True)
    since = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    said = models.CharField(_("what the mail server said"), max_length=500, blank=True)

    objects: Any = models.Manager()

    class Meta:
        verbose_name = _("address where letters do not arrive")
        verbose_name_plural = _("addresses where letters do not arrive")
        ordering = ("-since",)

    def __str__(self) -> str:
        return self.address


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: Any) -> NoticeQuerySet:
        """One's own; those of others are nobody's business."""
        return self.filter(person=user) if user.is_authenticated else self.none()

    def unread(self) -> NoticeQuerySet:
        return self.filter(read_at=None)

    def for_digest(self) -> NoticeQuerySet:
        """Waiting for the next letter with all of them; what has been read since is no news."""
        return self.unread().filter(waits_for_digest=True)


class Notice(models.Model):
    """Something that happened, told to one person: once, whoever tells it how often."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="notices",
    )
    group = models.CharField(_("about"), max_length=40)
    event = models.CharField(_("event"), max_length=200)
    subject = models.TextField(_("subject of the letter"))
    text = models.TextField(_("text"), blank=True)
    link = models.CharField(_("address"), max_length=500)
    told_at = models.DateTimeField(_("told at"), default=timezone.now, editable=False)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    waits_for_digest = models.BooleanField(_("waits for the digest"), default=False)

    objects: Any = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ("-told_at", "-pk")
        indexes = (
            models.Index(fields=("person", "-told_at"), name="notices_of_person"),
            models.Index(fields=("person",), name="notices_unread", condition=Q(read_at=None)),
            models.Index(
                fields=("person",), name="notices_for_digest", condition=Q(waits_for_digest=True)
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=("person", "event"), name="notice_told_once"),
        )

    def __str__(self) -> str:
        return self.subject


class NoticeChoice(models.Model):
    """How often a person wants letters about one group; without a row the group's usual way."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="notice_choices",
    )
    group = models.CharField(_("about"), max_length=40)
    frequency = models.CharField(_("letters"), max_length=10, choices=Frequency.choices)

    class Meta:
        verbose_name = _("choice of letters")
        verbose_name_plural = _("choices of letters")
        constraints = (
            models.UniqueConstraint(fields=("person", "group"), name="one_choice_for_a_group"),
        )

    def __str__(self) -> str:
        return f"{self.group}: {self.get_frequency_display()}"
