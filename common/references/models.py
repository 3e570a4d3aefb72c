from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReferenceCounter(models.Model):
    """The last number given out in one series of one place in one year."""

    prefix = models.CharField(_("place"), max_length=4)
    series = models.CharField(_("series"), max_length=8)
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("counter of references")
        verbose_name_plural = _("counters of references")
        constraints = (
            models.UniqueConstraint(
                fields=("prefix", "series", "year"), name="referencecounter_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.prefix}-{self.series}-{self.year}: {self.last}"
