"""What files of records have in common."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
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


PHOTO = "photo"


class DescribedFile(KeptFile):
    """A file that may be a photograph; a photograph says in words what it shows.

    The `kind` is of the record's own; the one of photographs is `PHOTO`.
    """

    alt = models.CharField(_("what it shows"), max_length=300, blank=True)
    alt_en = models.CharField(_("what it shows, in English"), max_length=300, blank=True)

    class Meta(KeptFile.Meta):
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=~Q(kind=PHOTO) | ~Q(alt=""),
                name="%(class)s_photo_is_described",
                violation_error_code="alt",
                violation_error_message=_("Say in words what the photograph shows."),
            ),
        )
