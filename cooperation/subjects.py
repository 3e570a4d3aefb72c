"""Ideas and requests alike: what offers, invitations and matching have to know of either."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import User
from common.design.languages import wording
from communities.memberships import officials_of
from communities.models import Community, CommunityMembership, Oblast, Office
from communities.permissions import communities_of, is_official
from cooperation.models import CoordinationRequest
from cooperation.request_enums import PUBLISHED
from cooperation.request_permissions import is_office_of, office_people, sees_inside
from cooperation.request_querysets import FOR_PARTNERS
from projects.idea_enums import LOOKING
from projects.idea_permissions import is_office_of as is_office_of_idea
from projects.models import ProjectIdea
from twinning.link_permissions import coordinated_communities

Record = ProjectIdea | CoordinationRequest
Kind = Literal["ideas", "requests"]


@dataclass(frozen=True)
class Subject:
    """An idea or a request. `kind` stands in addresses, `column` in offers and invitations."""

    record: Record

    @property
    def is_idea(self) -> bool:
        return isinstance(self.record, ProjectIdea)

    @property
    def kind(self) -> Kind:
        return "ideas" if self.is_idea else "requests"

    @property
    def column(self) -> str:
        return "idea" if self.is_idea else "request"

    @property
    def reference(self) -> str:
        return self.record.reference

    @property
    def title(self) -> str:
        return wording(self.record, "title" if self.is_idea else "subject").text

    @property
    def url(self) -> str:
        return self.record.get_absolute_url()

    @property
    def called(self) -> str:
        return _("Project idea") if self.is_idea else _("Request to the office")

    @property
    def oblast(self) -> Oblast:
        """Of the office that deals with it now."""
        office = getattr(self.record, "office", None)
        return office.oblast if office and not self.is_idea else self.record.oblast

    @property
    def office(self) -> Office | None:
        """That deals with it now."""
        return Office.objects.filter(oblast=self.oblast).first()

    @property
    def communities(self) -> list[Community]:
        if isinstance(self.record, ProjectIdea):
            return [self.record.community, *self.record.together_with.all()]
        return [self.record.community]

    @property
    def is_looking(self) -> bool:
        """Partners may offer help for it now."""
        if isinstance(self.record, ProjectIdea):
            return self.record.status in LOOKING
        return self.record.status in PUBLISHED and self.record.visibility in FOR_PARTNERS

    def people(self) -> list[User]:
        """Coordinators and editors of its communities, each once."""
        keys = [one.pk for one in self.communities]
        held = CommunityMembership.objects.active().filter(community__in=keys)
        rows = User.objects.filter(is_active=True, pk__in=held.values("user"))
        return list(rows.order_by("pk"))

    def officials(self) -> list[User]:
        """The officer of a request; else everybody of the office."""
        if isinstance(self.record, ProjectIdea):
            return list(officials_of(self.record.oblast))
        officer = self.record.assignee
        return [officer] if officer else office_people(self.record)

    def is_of_office(self, user: Any) -> bool:
        """A head or officer of the office that deals with it."""
        if isinstance(self.record, ProjectIdea):
            return is_office_of_idea(user, self.record)
        return is_office_of(user, self.record)

    def is_of_community(self, user: Any, *, coordinating: bool = False) -> bool:
        keys = {one.pk for one in self.communities}
        own = coordinated_communities(user) if coordinating else communities_of(user)
        return bool(keys & own)

    def is_inside(self, user: Any) -> bool:
        """Its community, its office; of an idea every official."""
        if isinstance(self.record, ProjectIdea):
            return is_official(user) or self.is_of_community(user)
        return sees_inside(user, self.record)


def subjects_of(kind: str) -> Any:
    """All records of the kind, or 404."""
    if kind == "ideas":
        return ProjectIdea.objects.select_related("community__oblast", "oblast", "office")
    if kind == "requests":
        return CoordinationRequest.objects.select_related(
            "community__oblast", "oblast", "office__oblast", "assignee"
        )
    raise Http404


def find_subject(user: Any, kind: str, reference: str) -> Subject:
    """404 when there is none that the person may know of."""
    found = subjects_of(kind).visible_to(user).filter(reference=reference).first()
    if found is None:
        raise Http404
    return Subject(found)
