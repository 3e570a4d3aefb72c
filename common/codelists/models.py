"""Short lists that officials keep themselves."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.audit.tracking import tracked
from common.search.columns import sort_key


@tracked()
class Theme(models.Model):
    """A direction of work (напрям), shared by every register as a filter."""

    slug = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100)
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    is_archived = models.BooleanField(_("no longer offered"), default=False)
    sort_key = sort_key()

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ("position", "sort_key", "pk")

    def __str__(self) -> str:
        return self.name
