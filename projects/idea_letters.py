"""Notices about ideas: to the office, to the communities, to the partners concerned.

Nobody is told of what he or she has just done.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.design.languages import wording
from common.notifications.groups import NoticeGroup, add_notice_group
from common.notifications.telling import tell
from communities.memberships import officials_of
from communities.models import CommunityMembership
from projects.models import IdeaInterest, ProjectIdea

GROUP = "ideas"
# Steps of which the office is told, and those of which the communities are.
TO_OFFICE = frozenset({"submit", "withdraw", "rework"})
TO_COMMUNITY = frozenset({"send_back", "publish", "fund", "fall_through", "outdate"})


def tell_of_step(*, idea: ProjectIdea, code: str, note: str, author: User | None) -> None:
    template = f"ideas/letters/{code}"
    if code in TO_OFFICE:
        _write(officials_of(idea.oblast), template, idea, author, note=note)
    if code in TO_COMMUNITY:
        _write(people_of(idea), template, idea, author, note=note)


def tell_of_interest(interest: IdeaInterest) -> None:
    """The office and the communities: a partner waits for an answer."""
    idea = interest.idea
    people = [*officials_of(idea.oblast), *people_of(idea)]
    said = {"message": interest.message, "wishes": interest.contact_wishes}
    _write(
        people, "ideas/letters/interest", idea, interest.author, partner=interest.partner, **said
    )


def tell_of_outcome(interest: IdeaInterest, by: User | None) -> None:
    """The person who registered the interest."""
    author = interest.author
    if author is None or not author.is_active:
        return
    outcome = {"note": interest.outcome_note, "partner": interest.partner}
    _write([author], "ideas/letters/outcome", interest.idea, by, status=interest.status, **outcome)


def ask_whether_needed(idea: ProjectIdea) -> int:
    """How many people were asked."""
    return _write(people_of(idea), "ideas/letters/still_needed", idea, None)


def people_of(idea: ProjectIdea) -> list[User]:
    """Coordinators and editors of all its communities, each once."""
    communities = [idea.community_id, *idea.idea_communities.values_list("community", flat=True)]
    held = CommunityMembership.objects.active().filter(community__in=communities)
    rows = User.objects.filter(is_active=True, pk__in=held.values("user"))
    return list(rows.order_by("pk"))


def _write(
    people: Iterable[User], template: str, idea: ProjectIdea, author: User | None, **said: Any
) -> int:
    def words(_language: str) -> dict[str, Any]:
        return {
            "reference": idea.reference,
            "title": wording(idea, "title").text,
            "community": wording(idea.community, "full_name").text,
            **{name: _in_words(value) for name, value in said.items()},
        }

    return tell(
        group=GROUP,
        # A step may be taken again after it has been taken back.
        event=f"{template} {idea.public_id} {timezone.now().isoformat()}",
        template=template,
        people=people,
        words=words,
        link=idea.get_absolute_url(),
        actor=author,
    )


def _in_words(value: Any) -> Any:
    return wording(value, "name").text if hasattr(value, "name_en") else value


def register_idea_notices() -> None:
    about = _("An idea is submitted, published or sent back; a partner is interested.")
    add_notice_group(NoticeGroup(GROUP, _("Project ideas"), about))
