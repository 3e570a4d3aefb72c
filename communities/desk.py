"""The own community on the desk of its people: what its profile still lacks."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.desk import DeskLine, add_to_desk
from accounts.models import User
from common.design.languages import wording
from communities.models import Community
from communities.permissions import communities_of


def profiles_to_keep(user: User) -> Iterator[DeskLine]:
    """The profile is what a partner abroad reads first, hence always a line, never a reproach."""
    own = communities_of(user)
    if not own:
        return
    for community in Community.objects.in_force().filter(pk__in=own).in_ukrainian_order():
        yield DeskLine(
            label=_("Profile: %(name)s") % {"name": wording(community, "full_name").text},
            url=reverse("communities:community-edit", kwargs={"code": community.code}),
            tone="info",
            note=_lacking(community),
        )


def _lacking(community: Community) -> str:
    if not community.about:
        return _("Write what a partner abroad should know first: there is no text yet.")
    if not community.about_en:
        return _("Partners abroad read English: the text in English is still missing.")
    if not community.website:
        return _("Add the address of the community’s website.")
    return _("Keep it up to date: this is what partners read first.")


def fill_desk() -> None:
    add_to_desk(profiles_to_keep)
