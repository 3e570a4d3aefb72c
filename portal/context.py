"""What the frame of every page needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.memberships import active_memberships
from common.design.languages import wording
from communities.models import OfficeMembership
from communities.permissions import communities_of, is_official, is_registered

if TYPE_CHECKING:
    from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """Navigation, the office of the viewer, and where readers write to."""
    user = getattr(request, "user", None)
    return {
        "navigation": _navigation(request, user),
        "has_desk": bool(user and user.is_authenticated and _has_desk(user)),
        "office_name": _office_name(user),
        "contact_email": settings.CONTACT_EMAIL,
        "viewer_is_official": bool(user and user.is_authenticated and is_official(user)),
    }


def _navigation(request: HttpRequest, user: Any) -> list[tuple[str, str, bool]]:
    """(label, address, is it where we are) of each word of the menu: seven at most.

    People with a role come to work: requests and meetings stand first. Visitors look who helps
    and where. What has no room here is at the foot of each page (docs/decisions/0031).
    """
    partners = [
        (_("Partners"), ("partners:partner-list",)),
        (_("Agreements"), ("agreements:agreement-list",)),
        (_("Twin cities"), ("twinning:link-list",)),
        (_("Projects"), ("projects:project-list", "programmes:programme-list", "aid:aid-list")),
        (_("Ideas and calls"), ("ideas:idea-list", "calls:call-list")),
    ]
    meetings = (_("Meetings"), ("meetings:meeting-list",))
    territory = ("communities:community-list", "communities:oblast-list")
    places: list[tuple[str, tuple[str, ...]]] = (
        [(_("Requests"), ("requests:request-list", "offers:offer-list")), meetings, *partners]
        if user and is_registered(user)
        else [*partners, meetings, (_("Communities"), (*territory, "strategies:strategy-list"))]
    )
    found = []
    for label, names in places:
        addresses = [reverse(name) for name in names]
        here = any(request.path.startswith(address) for address in addresses)
        found.append((label, addresses[0], here))
    return found


def _has_desk(user: Any) -> bool:
    return is_official(user) or bool(communities_of(user))


def _office_name(user: Any) -> str:
    """The office that the viewer works for: the frame says whose desk this is."""
    for one in active_memberships(user):
        if isinstance(one, OfficeMembership):
            return wording(one.office, "name").text
    return ""


def admin_environment(request: HttpRequest) -> list[str] | None:
    """A label in the administration that keeps a trial from being taken for the real portal."""
    return [_("Trial"), "warning"] if settings.IS_TRIAL else None
