"""Filters of project ideas. `visible_to` is the only place that decides who sees which."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Count, DecimalField, Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from accounts.memberships import active_memberships
from common.codelists.enums import OPEN, Visibility
from common.money.expressions import equivalent_of
from communities.permissions import communities_of, is_official, is_registered, visibilities_for
from projects.idea_enums import CATALOGUE, LOOKING, OPEN_INTEREST, WRITTEN, IdeaStatus


class IdeaQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> IdeaQuerySet:
        """Officials see all; the people of its communities every state of it; a partner's people
        what their organisation is interested in; others the catalogue, by its visibility.
        """
        if is_official(user):
            return self
        catalogue = Q(status__in=CATALOGUE)
        if not is_registered(user):
            return self.filter(catalogue, visibility=Visibility.PUBLIC)
        shown = catalogue & Q(visibility__in=OPEN)
        own, partners = communities_of(user), partners_of(user)
        if own:
            shown |= _of_communities(own)
        if partners:
            shown |= Q(_of_interest(partners)) & ~Q(status__in=WRITTEN)
        rows: IdeaQuerySet = self.filter(shown)
        return rows

    def of_communities(self, communities: Any) -> IdeaQuerySet:
        """Those that the communities propose, alone or with others."""
        return self.filter(_of_communities(communities))

    def in_catalogue(self) -> IdeaQuerySet:
        return self.filter(status__in=CATALOGUE)

    def looking(self) -> IdeaQuerySet:
        return self.filter(status__in=LOOKING)

    def waiting_for_check(self, oblasts: set[int]) -> IdeaQuerySet:
        waiting = (IdeaStatus.SUBMITTED, IdeaStatus.CHECKED)
        return self.filter(status__in=waiting, oblast__in=oblasts)

    def untouched_since(self, moment: dt.datetime) -> IdeaQuerySet:
        return self.looking().filter(touched_at__lt=moment)

    def with_worth(self) -> IdeaQuerySet:
        """Annotate `worth`: the cost in hryvnias by the rate of its day, null when not known;
        and `worth_order`, where the unknown stands below everything.
        """
        unknown = Value(-1, output_field=DecimalField(max_digits=30, decimal_places=2))
        rows: IdeaQuerySet = self.annotate(worth=equivalent_of("amount", "currency", "amount_on"))
        ordered: IdeaQuerySet = rows.annotate(worth_order=Coalesce("worth", unknown))
        return ordered

    def with_interests(self) -> IdeaQuerySet:
        """Annotate `open_interests`: how many partners are in talks or wait for them."""
        waiting = Q(interests__status__in=OPEN_INTEREST)
        rows: IdeaQuerySet = self.annotate(open_interests=Count("interests", filter=waiting))
        return rows


def partners_of(user: Any) -> set[int]:
    return {one.partner_id for one in active_memberships(user) if hasattr(one, "partner_id")}


def _of_communities(communities: Any) -> Q:
    from projects.models import IdeaCommunity  # noqa: PLC0415 - the model uses this module

    together = IdeaCommunity.objects.filter(idea=OuterRef("pk"), community__in=communities)
    return Q(community__in=communities) | Q(Exists(together))


def _of_interest(partners: set[int]) -> Exists:
    from projects.models import IdeaInterest  # noqa: PLC0415 - as above

    return Exists(IdeaInterest.objects.filter(idea=OuterRef("pk"), partner__in=partners))


class IdeaFileQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> IdeaFileQuerySet:
        """Of ideas that the user sees: those for everybody; all of them for officials and the
        people of the communities, withdrawn ones for officials only.
        """
        from projects.models import ProjectIdea  # noqa: PLC0415 - as above

        rows = self.filter(idea__in=ProjectIdea.objects.visible_to(user).values("pk"))
        if is_official(user):
            return rows
        rows = rows.filter(is_withdrawn=False)
        own = communities_of(user)
        shown = Q(visibility__in=visibilities_for(user))
        if own:
            mine = ProjectIdea.objects.of_communities(own).values("pk")
            shown |= Q(idea__in=mine)
        return rows.filter(shown)


class InterestQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> InterestQuerySet:
        """Officials, the people of the idea's communities, the partner's own people. Never others:
        with whom a community talks is its own matter until there is a result.
        """
        if is_official(user):
            return self
        from projects.models import ProjectIdea  # noqa: PLC0415 - as above

        own, partners = communities_of(user), partners_of(user)
        if not (own or partners):
            return self.none()
        shown = Q(partner__in=partners)
        if own:
            shown |= Q(idea__in=ProjectIdea.objects.of_communities(own).values("pk"))
        return self.filter(shown)

    def open(self) -> InterestQuerySet:
        return self.filter(status__in=OPEN_INTEREST)
