"""Words for offers of partners."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class OfferKind(models.TextChoices):
    MONEY = "money", pgettext_lazy("offer", "money")
    GOODS = "goods", pgettext_lazy("offer", "goods or equipment")
    WORK = "work", pgettext_lazy("offer", "work and services")
    EXPERTISE = "expertise", pgettext_lazy("offer", "advice and training")
    OTHER = "other", pgettext_lazy("offer", "other help")


class OfferStatus(models.TextChoices):
    MADE = "made", pgettext_lazy("offer", "waits for the community")
    CHOSEN = "chosen", pgettext_lazy("offer", "waits for the office’s consent")
    ACCEPTED = "accepted", pgettext_lazy("offer", "accepted")
    DECLINED = "declined", pgettext_lazy("offer", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("offer", "withdrawn")
    LAPSED = "lapsed", pgettext_lazy("offer", "lapsed")


# Somebody has still to answer.
OPEN_OFFER = (OfferStatus.MADE, OfferStatus.CHOSEN)
# It speaks for the request that help is at hand.
STANDING = (*OPEN_OFFER, OfferStatus.ACCEPTED)
