"""What the steps that records have taken have in common."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def taken_by(related_name: str) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name=related_name,
    )


class TakenStep(models.Model):
    """A step that was taken: by whom, when, with which words.

    A step names its record and `author` (`taken_by`), and has a `status` of the record's own.
    """

    code = models.CharField(_("step"), max_length=20)
    note = models.CharField(_("note"), max_length=1000, blank=True)
    made_at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        abstract = True
        ordering = ("made_at", "pk")
