"""What files of calls and of aid have in common."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.codelists.enums import Visibility


class KeptFile(models.Model):
    """A file below the private folder; only views that ask `visible_to` read there."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name of the file"), max_length=200)
    content_type = models.CharField(_("format"), max_length=100, editable=False)
    size = models.PositiveIntegerField(_("size"), editable=False)
    visibility = models.CharField(
        _("who may see it"),
        max_length=10,
        choices=Visibility.choices,
        default=Visibility.PUBLIC,
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), default=timezone.now, editable=False)
    is_withdrawn = models.BooleanField(_("withdrawn"), default=False)

    class Meta:
        abstract = True
        ordering = ("uploaded_at", "pk")

    def __str__(self) -> str:
        return self.name
