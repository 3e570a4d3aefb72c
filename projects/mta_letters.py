"""Letters about monitoring cards: what was handed in, accepted, sent back, no longer needed.

Nobody gets a letter about what he or she has just done.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.utils import translation

from accounts.models import User
from common.design.formats import long_date
from common.design.languages import wording
from common.notifications.letters import send_letter
from communities.enums import CommunityRole
from communities.memberships import officials_of
from communities.models import CommunityMembership
from projects.enums import RoleKind
from projects.models import MonitoringCard, Project, ProjectRole

TO_OFFICE = frozenset({"submit", "rework"})
TO_RECIPIENT = frozenset({"accept", "send-back", "waive", "demand"})


def tell_of_card(*, card: MonitoringCard, code: str, author: User | None) -> None:
    people: Iterable[User] = ()
    if code in TO_OFFICE:
        people = officials_of(card.project.oblast)
    elif code in TO_RECIPIENT:
        people = coordinators_of([card.project]).get(card.project.pk, ())
    for person in people:
        if author is None or person.pk != author.pk:
            _write(person, card, code)


def _write(person: User, card: MonitoringCard, code: str) -> None:
    with translation.override(person.preferred_language):
        context = {
            "reference": card.project.reference,
            "title": wording(card.project, "title").text,
            "half": str(card.half),
            "due_on": long_date(card.due_on),
            "note": card.return_reason,
            "link": f"{settings.SITE_URL}{card.get_absolute_url()}",
        }
    template = f"mta/letters/{code.replace('-', '_')}"
    send_letter(person.email, template, context, person.preferred_language)


def coordinators_of(projects: Iterable[Project]) -> dict[int, list[User]]:
    """Primary key of a project → coordinators of the communities that receive it. Two queries."""
    roles = ProjectRole.objects.filter(
        project__in=[one.pk for one in projects],
        role=RoleKind.RECIPIENT,
        community__isnull=False,
    )
    communities: dict[int, set[int]] = {}
    for project, community in roles.values_list("project", "community"):
        communities.setdefault(community, set()).add(project)
    held = (
        CommunityMembership.objects.active()
        .filter(community__in=communities, role=CommunityRole.COORDINATOR, user__is_active=True)
        .select_related("user")
        .order_by("user")
    )
    found: dict[int, dict[int, User]] = {}
    for one in held:
        for project in communities[one.community_id]:
            found.setdefault(project, {})[one.user_id] = one.user
    return {project: list(people.values()) for project, people in found.items()}
