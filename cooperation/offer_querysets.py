"""Filters of offers and invitations. `visible_to` is the only place that decides who sees which."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q

from accounts.permissions import is_administrator
from communities.permissions import communities_of, is_official
from cooperation.offer_enums import OPEN_OFFER, OfferStatus
from projects.idea_querysets import partners_of
from projects.models import ProjectIdea


class OfferQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> OfferQuerySet:
        """The partner's own people, the people of the communities, officials who see the idea or
        the request from inside. Never others: with whom a community talks is its own matter.
        """
        if is_administrator(user):
            return self
        partners = partners_of(user)
        inside = _inside(user)
        return self.filter(inside | Q(partner__in=partners)) if partners else self.filter(inside)

    def open(self) -> OfferQuerySet:
        return self.filter(status__in=OPEN_OFFER)

    def in_oblasts(self, oblasts: Any) -> OfferQuerySet:
        """Those that the offices of the oblasts deal with."""
        return self.filter(Q(idea__oblast__in=oblasts) | Q(request__office__oblast__in=oblasts))

    def to_answer(self) -> OfferQuerySet:
        return self.filter(status=OfferStatus.MADE)

    def to_consent(self) -> OfferQuerySet:
        return self.filter(status=OfferStatus.CHOSEN)

    def to_lapse(self, today: dt.date) -> OfferQuerySet:
        return self.open().filter(valid_until__lt=today)


class InviteQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> InviteQuerySet:
        """As offers: the partner's own people, and those who see the record from inside."""
        if is_administrator(user):
            return self
        return self.filter(_inside(user) | Q(partner__in=partners_of(user)))


def _inside(user: Any) -> Q:
    from cooperation.models import CoordinationRequest  # noqa: PLC0415 - the model uses this module

    requests = Q(request__in=CoordinationRequest.objects.inside_for(user).values("pk"))
    if is_official(user):
        return requests | Q(idea__isnull=False)
    own = communities_of(user)
    if not own:
        return Q(pk__in=[])
    return requests | Q(idea__in=ProjectIdea.objects.of_communities(own).values("pk"))
