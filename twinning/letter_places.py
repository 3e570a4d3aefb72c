"""What letters add to the pages of communities, and who sees the arms of letterheads."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from common.design.languages import wording
from common.design.parts import Link
from common.exchange.media import register_folder
from communities.models import Community
from communities.places import PlaceSection, add_community_section
from twinning.letter_permissions import can_see_letterhead, can_write_for
from twinning.models import Letter, Letterhead

NAMED = 5


def letters_of_community(community: Community, user: Any) -> PlaceSection | None:
    """The latest letters, for those who may know of them."""
    if not can_write_for(user, community):
        return None
    rows = Letter.objects.visible_to(user).filter(community=community).with_sides()
    links = [
        Link(
            f"{one.reference}: {wording(one.municipality, 'title').text}",
            one.get_absolute_url(),
            note=one.get_status_display(),
        )
        for one in rows.order_by("-updated_at", "-pk")[:NAMED]
    ]
    write = Link(
        _("Write a letter"), f"{reverse('twinning:letter-new')}?community={community.code}"
    )
    head = Link(_("Letterhead"), reverse("twinning:letterhead", args=[community.code]))
    return PlaceSection(
        title=_("Letters to places abroad"),
        anchor="letters",
        lead=_("Only you and your office see them."),
        links=[*links, write, head],
        url=reverse("twinning:letter-list"),
        url_label=_("All letters"),
    )


def may_see_arms(user: Any, path: str) -> bool:
    head = (
        Letterhead.objects.filter(arms=path).select_related("community", "office__oblast").first()
    )
    return head is not None and can_see_letterhead(user, head)


def register_letter_places() -> None:
    add_community_section(letters_of_community)
    register_folder("twinning/arms", may_see_arms)
