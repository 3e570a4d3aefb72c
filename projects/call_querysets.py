"""Filters of calls. `visible_to` is the only place that decides who sees which."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from common.codelists.enums import OPEN, Visibility
from communities.permissions import is_official, is_registered, visibilities_for
from partners.permissions import represented_by
from partners.programme_enums import RecordStatus
from projects.call_enums import SOON_DAYS, CallSource, CallState

# By which calls without a deadline are sorted: after all that have one.
NO_DEADLINE = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)


class CallQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> CallQuerySet:
        """Officials see all. Others see what is published, by its visibility; a partner’s
        representatives also what they have proposed.
        """
        if is_official(user):
            return self
        published = Q(record_status=RecordStatus.PUBLISHED)
        if not is_registered(user):
            return self.filter(published, visibility=Visibility.PUBLIC)
        shown = published & Q(visibility__in=OPEN)
        own = represented_by(user)
        return self.filter(shown | _proposed_by(own)) if own else self.filter(shown)

    def proposed(self) -> CallQuerySet:
        """What partners have proposed and no official has published or refused yet."""
        return self.filter(source=CallSource.PARTNER, record_status=RecordStatus.DRAFT)

    def published(self) -> CallQuerySet:
        return self.filter(record_status=RecordStatus.PUBLISHED)

    def current(self) -> CallQuerySet:
        return self.exclude(record_status=RecordStatus.ARCHIVED)

    def in_states(self, states: list[str], now: dt.datetime | None = None) -> CallQuerySet:
        """Those that stand in one of the states now, as `Call.state_at` says."""
        now = now or timezone.now()
        conditions = _conditions(now)
        wanted = Q(pk__in=())
        for state in states:
            wanted |= conditions[CallState(state)]
        return self.filter(wanted)

    def not_over(self, now: dt.datetime | None = None) -> CallQuerySet:
        """Those to which one may still apply, or soon will."""
        return self.filter(Q(closes_at=None) | Q(closes_at__gt=now or timezone.now()))

    def over(self, now: dt.datetime | None = None) -> CallQuerySet:
        return self.filter(closes_at__lte=now or timezone.now())

    def in_oblast(self, oblast: Any) -> CallQuerySet:
        """Those for this oblast, and those for the whole country."""
        return self.in_oblasts([oblast])

    def in_oblasts(self, oblasts: Any) -> CallQuerySet:
        from projects.models import CallOblast  # noqa: PLC0415 - the model uses this module

        linked = CallOblast.objects.filter(call=OuterRef("pk"))
        return self.filter(Exists(linked.filter(oblast__in=oblasts)) | ~Exists(linked))

    def with_order(self) -> CallQuerySet:
        """Annotate `ordered_at`: the deadline; what has none comes last."""
        rows: CallQuerySet = self.annotate(ordered_at=Coalesce("closes_at", Value(NO_DEADLINE)))
        return rows

    def by_deadline(self) -> CallQuerySet:
        return self.with_order().order_by("ordered_at", "pk")


def _proposed_by(partners: set[int]) -> Q:
    return Q(source=CallSource.PARTNER, partner__in=partners)


def _conditions(now: dt.datetime) -> dict[CallState, Q]:
    today = timezone.localdate(now)
    soon = now + dt.timedelta(days=SOON_DAYS)
    has_opened = Q(opens_on=None) | Q(opens_on__lte=today)
    is_over = Q(closes_at__isnull=False, closes_at__lte=now)
    return {
        CallState.CLOSED: is_over,
        CallState.UPCOMING: ~is_over & Q(opens_on__gt=today),
        CallState.CLOSING_SOON: has_opened & Q(closes_at__gt=now, closes_at__lte=soon),
        CallState.OPEN: has_opened & (Q(closes_at=None) | Q(closes_at__gt=soon)),
    }


class CallFileQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> CallFileQuerySet:
        """Files of calls that the user sees, by their own visibility too."""
        from projects.models import Call  # noqa: PLC0415 - as above

        rows = self.filter(call__in=Call.objects.visible_to(user).values("pk"))
        if is_official(user):
            return rows
        return rows.filter(visibility__in=visibilities_for(user), is_withdrawn=False)
