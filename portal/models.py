"""What the portal itself remembers: which demonstration content it has made."""

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
