"""Codes of news."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class NewsFileKind(models.TextChoices):
    PHOTO = "photo", _("photograph")
    DOCUMENT = "document", _("document")
