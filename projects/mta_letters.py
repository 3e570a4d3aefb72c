"""Notices about monitoring cards: what was handed in, accepted, sent back, no longer needed.

Nobody is told of what he or she has just done.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.design.formats import long_date
from common.design.languages import wording
from common.notifications.groups import NoticeGroup, add_notice_group
from common.notifications.telling import tell
from communities.enums import CommunityRole
from communities.memberships import officials_of
from communities.models import CommunityMembership
from partners.enums import PartnerRole
from partners.models import PartnerMembership
from projects.enums import RoleKind
from projects.models import MonitoringCard, Project, ProjectRole

GROUP = "mta"
TO_OFFICE = frozenset({"submit", "rework"})
TO_RECIPIENT = frozenset({"accept", "send-back", "waive", "demand"})


def tell_of_card(*, card: MonitoringCard, code: str, author: User | None) -> None:
    people: Iterable[User] = ()
    if code in TO_OFFICE:
        people = officials_of(card.project.oblast)
    elif code in TO_RECIPIENT:
        people = coordinators_of([card.project]).get(card.project.pk, ())
    tell(
        group=GROUP,
        # A card may be handed in and sent back more than once.
        event=f"card {card.public_id} {code} {timezone.now().isoformat()}",
        template=f"mta/letters/{code.replace('-', '_')}",
        people=people,
        words=lambda _language: {
            "reference": card.project.reference,
            "title": wording(card.project, "title").text,
            "half": str(card.half),
            "due_on": long_date(card.due_on),
            "note": card.return_reason,
        },
        link=card.get_absolute_url(),
        actor=author,
    )


def coordinators_of(projects: Iterable[Project]) -> dict[int, list[User]]:
    """Primary key of a project → those who hand in for its recipients: coordinators of
    communities, representatives of partners. Three queries.
    """
    roles = ProjectRole.objects.filter(
        project__in=[one.pk for one in projects], role=RoleKind.RECIPIENT
    )
    communities: dict[int, set[int]] = {}
    partners: dict[int, set[int]] = {}
    for project, community, partner in roles.values_list("project", "community", "partner"):
        if community or partner:
            receiver = communities if community else partners
            receiver.setdefault(community or partner, set()).add(project)
    found: dict[int, dict[int, User]] = {}
    for one in _active(CommunityMembership, CommunityRole.COORDINATOR, community__in=communities):
        for project in communities[one.community_id]:
            found.setdefault(project, {})[one.user_id] = one.user
    for one in _active(PartnerMembership, PartnerRole.REPRESENTATIVE, partner__in=partners):
        for project in partners[one.partner_id]:
            found.setdefault(project, {})[one.user_id] = one.user
    return {project: list(people.values()) for project, people in found.items()}


def _active(model: Any, role: str, **where: Any) -> Any:
    held = model.objects.active().filter(role=role, user__is_active=True, **where)
    return held.select_related("user").order_by("user")


def register_mta_notices() -> None:
    about = _("Monitoring cards and property received: due, handed in, accepted, sent back.")
    add_notice_group(NoticeGroup(GROUP, _("Technical assistance"), about))
