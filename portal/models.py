"""What the portal itself remembers: demonstration content that it has made, figures it counted."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DemoRecord(models.Model):
    """One record of the demonstration content that was made here; it is never made again.

    So people may change, merge or archive what they like in a trial, and a later start, even with
    newer content, neither doubles nor overwrites it.
    """

    kind = models.CharField(_("kind"), max_length=20)
    key = models.CharField(_("key in the content"), max_length=120)
    # What finds the record: slug, code, e-mail.
    record = models.CharField(_("record"), max_length=120)
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("demonstration record")
        verbose_name_plural = _("demonstration records")
        ordering = ("kind", "key")
        constraints = (models.UniqueConstraint(fields=("kind", "key"), name="demo_record_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class KeptFigures(models.Model):
    """Figures as everybody sees them, as of a moment (`portal.figures`).

    `state` tells how far the counted registers were followed; empty: some change was waiting.
    """

    scope = models.CharField(_("what they are of"), max_length=40, primary_key=True)
    numbers = models.JSONField(_("numbers by name"))
    parts = models.JSONField(_("what they are made up of"))
    as_of = models.DateTimeField(_("as of"))
    state = models.CharField(_("state of the registers"), max_length=32, blank=True)

    class Meta:
        verbose_name = _("kept figures")
        verbose_name_plural = _("kept figures")

    def __str__(self) -> str:
        return self.scope
