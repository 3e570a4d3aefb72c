"""Filters of agreements. `visible_to` is the only place that decides who sees which."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from accounts.memberships import active_memberships
from common.codelists.enums import OPEN, Visibility
from communities.permissions import communities_of, is_official, is_registered, visibilities_for
from partners.agreement_enums import CONCLUDED, VALID, AgreementStatus

MINISTRY_DAYS = 30


class AgreementQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> AgreementQuerySet:
        """Officials see all. Others see what is signed, by its visibility; the people of a
        community that is a party also what is not signed yet; a partner's people what is
        signed with their organisation.
        """
        if is_official(user):
            return self
        rows = self.filter(is_archived=False)
        concluded = Q(status__in=CONCLUDED)
        if not is_registered(user):
            return rows.filter(concluded, visibility=Visibility.PUBLIC)
        return rows.filter(
            (concluded & Q(visibility__in=OPEN))
            | (Q(visibility__in=OPEN) & Q(pk__in=_of_communities(user)))
            | (concluded & Q(pk__in=_of_partners(user)))
        )

    def current(self) -> AgreementQuerySet:
        return self.filter(is_archived=False)

    def with_order(self) -> AgreementQuerySet:
        """Annotate `ordered_on`: when it was signed, or entered while it is not signed."""
        rows: AgreementQuerySet = self.annotate(
            ordered_on=Coalesce("signed_on", TruncDate("created_at"))
        )
        return rows

    def newest_first(self) -> AgreementQuerySet:
        return self.with_order().order_by("-ordered_on", "-pk")

    def valid(self) -> AgreementQuerySet:
        return self.current().filter(status__in=VALID)

    def overdue(self, today: dt.date | None = None) -> AgreementQuerySet:
        """Those on which the ministry has not answered within its 30 days."""
        last = (today or timezone.localdate()) - dt.timedelta(days=MINISTRY_DAYS)
        rows: AgreementQuerySet = self.current().filter(
            status=AgreementStatus.SENT, sent_on__lt=last
        )
        return rows.order_by("sent_on", "pk")

    def expiring_within(self, days: int, today: dt.date | None = None) -> AgreementQuerySet:
        today = today or timezone.localdate()
        return self.valid().filter(expires_on__range=(today, today + dt.timedelta(days=days)))

    def kept_by(self, oblasts: set[int]) -> AgreementQuerySet:
        return self.filter(oblast__in=oblasts)


def _of_communities(user: Any) -> Any:
    from partners.models import AgreementParty  # noqa: PLC0415 - the model uses this module

    mine = AgreementParty.objects.filter(community__in=communities_of(user))
    return mine.values("agreement")


def _of_partners(user: Any) -> Any:
    from partners.models import AgreementPartner  # noqa: PLC0415 - as above

    own = [one.partner_id for one in active_memberships(user) if hasattr(one, "partner_id")]
    return AgreementPartner.objects.filter(partner__in=own).values("agreement")


class AgreementFileQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> AgreementFileQuerySet:
        """Files of agreements that the user sees, by their own visibility too."""
        from partners.models import Agreement  # noqa: PLC0415 - as above

        rows = self.filter(agreement__in=Agreement.objects.visible_to(user).values("pk"))
        if is_official(user):
            return rows
        return rows.filter(visibility__in=visibilities_for(user), is_withdrawn=False)
