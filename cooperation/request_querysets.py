"""Filters of requests. `visible_to` is the only place that decides who sees which."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.permissions import is_administrator
from common.codelists.enums import Visibility
from communities.permissions import communities_of, is_registered, offices_of
from cooperation.offer_enums import STANDING
from cooperation.request_enums import OPEN, PUBLISHED, RUNNING, Outcome, RequestStatus, Side
from projects.idea_querysets import partners_of

FOR_PARTNERS = (Visibility.PUBLIC, Visibility.REGISTERED)
# Links in letters, news and search engines lead on to what came of a request.
SHOWN = Q(status__in=(*PUBLISHED, RequestStatus.AGREED)) | Q(outcome=Outcome.FULFILLED)


class RequestQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> RequestQuerySet:
        """The people of its community see it in every state; officials what was submitted to
        their office or comes from their oblast, and drafts that they wrote themselves; a partner's
        people, from outside, those with an offer of theirs that stands or was accepted; other
        signed-in people the published ones that are not for officials alone; everybody the
        published public ones. What was published stays so when it ends well.
        """
        if is_administrator(user):
            return self
        if not is_registered(user):
            return self.filter(SHOWN, visibility=Visibility.PUBLIC)
        published = SHOWN & Q(visibility__in=FOR_PARTNERS)
        return self.filter(published | _own(user) | _helped(user))

    def inside_for(self, user: Any) -> RequestQuerySet:
        """Those whose timeline, people and files the user sees: not from outside."""
        return self if is_administrator(user) else self.filter(_own(user))

    def of_communities(self, communities: Any) -> RequestQuerySet:
        return self.filter(community__in=communities)

    def of_offices(self, offices: Any) -> RequestQuerySet:
        """What was submitted to these offices."""
        return self.filter(office__in=offices, submitted_at__isnull=False)

    def published(self) -> RequestQuerySet:
        """What partners may offer to: accepted, not agreed, not for officials alone."""
        return self.filter(status__in=PUBLISHED, visibility__in=FOR_PARTNERS)

    def open(self) -> RequestQuerySet:
        return self.filter(status__in=OPEN, closed_at=None)

    def overdue(self, today: dt.date) -> RequestQuerySet:
        """The deadline has passed while it ran, chased or not."""
        return self.filter(status__in=RUNNING, due_on__lt=today)

    def needing(self, side: Side, today: dt.date) -> RequestQuerySet:
        """It is this side's turn, and it was not chased lately."""
        rests = Q(chased_until__isnull=False, chased_until__gte=today)
        return self.open().filter(attention=side).exclude(rests)

    def unassigned(self) -> RequestQuerySet:
        return self.open().filter(assignee=None).exclude(status=RequestStatus.RETURNED)

    def to_wake(self, today: dt.date) -> RequestQuerySet:
        return self.filter(status=RequestStatus.WAITING, resume_on__lte=today)

    def by_urgency(self) -> RequestQuerySet:
        """The most urgent first, then what is due first; without a deadline last."""
        rank = models.Case(
            models.When(urgency="critical", then=0),
            models.When(urgency="urgent", then=1),
            default=2,
        )
        rows: RequestQuerySet = self.annotate(urgency_rank=rank)
        return rows.order_by("urgency_rank", F("due_on").asc(nulls_last=True), "pk")


def _own(user: Any) -> Q:
    """What concerns the person's own communities and offices."""
    shown = Q(community__in=communities_of(user))
    offices = offices_of(user)
    if offices:
        of_theirs = _of_offices(offices)
        shown |= of_theirs & (Q(submitted_at__isnull=False) | Q(author=user.pk))
    return shown


def _helped(user: Any) -> Q:
    """Who helps goes on seeing what for, after it is agreed and when it is closed."""
    from cooperation.models import Offer  # noqa: PLC0415 - the models use this module

    partners = partners_of(user)
    if not partners:
        return Q(pk__in=[])
    standing = Offer.objects.filter(partner__in=partners, status__in=STANDING)
    return Q(pk__in=standing.filter(request__isnull=False).values("request"))


def _of_offices(offices: set[int]) -> Q:
    """Dealt with by one of the offices, or from the oblast of one: handing over hides nothing."""
    return Q(office__in=offices) | Q(oblast__office__in=offices)


class RequestEntryQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> RequestEntryQuerySet:
        """Of requests that the person sees from inside; internal lines only with the offices."""
        if is_administrator(user):
            return self
        inside = Exists(_requests().inside_for(user).filter(pk=OuterRef("request")))
        return self.filter(inside).filter(Q(is_internal=False) | _in_office(user))


class RequestFileQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> RequestFileQuerySet:
        """Inside: all but the internal and the withdrawn ones, which are for the offices. Outside:
        those whose own visibility lets the person, of requests that she sees.
        """
        if is_administrator(user):
            return self
        requests = _requests()
        inside = Q(request__in=requests.inside_for(user).values("pk"))
        shown = FOR_PARTNERS if is_registered(user) else (Visibility.PUBLIC,)
        outside = Q(request__in=requests.visible_to(user).values("pk"), visibility__in=shown)
        usual = (inside | outside) & Q(is_internal=False, is_withdrawn=False)
        return self.filter(usual | _in_office(user))


def _requests() -> RequestQuerySet:
    from cooperation.models import CoordinationRequest  # noqa: PLC0415 - the model uses this module

    found: RequestQuerySet = CoordinationRequest.objects.all()
    return found


def _in_office(user: Any) -> Q:
    """Rows of requests that one of the person's offices deals with or sees."""
    offices = offices_of(user)
    if not offices:
        return Q(pk__in=[])
    return Q(request__in=_requests().filter(_of_offices(offices)).values("pk"))
