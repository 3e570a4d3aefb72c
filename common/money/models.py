from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.audit.tracking import tracked
from common.money.currencies import HRYVNIA, is_currency_code

SMALLEST = "0.00000001"


@tracked()
class ExchangeRate(models.Model):
    """The official rate of a currency on a day: so many hryvnias for one unit."""

    currency = models.CharField(_("currency"), max_length=3, validators=[is_currency_code])
    rate_on = models.DateField(_("day"))
    rate = models.DecimalField(
        _("hryvnias for one unit"),
        max_digits=18,
        decimal_places=8,
        validators=[MinValueValidator(SMALLEST)],
    )
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        ordering = ("-rate_on", "currency", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("currency", "rate_on"),
                name="exchangerate_once_a_day",
                violation_error_message=_("The rate of this currency on this day is known."),
            ),
            models.CheckConstraint(
                condition=Q(rate__gt=0),
                name="exchangerate_positive",
                violation_error_message=_("A rate is larger than zero."),
            ),
            models.CheckConstraint(
                condition=Q(currency__regex="^[A-Z]{3}$") & ~Q(currency=HRYVNIA),
                name="exchangerate_foreign_currency",
                violation_error_message=_("A rate is of a foreign currency, by ISO 4217."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.currency} {self.rate_on}: {self.rate.normalize():f}"
