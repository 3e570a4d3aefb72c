"""The letters of accounts: who is told what, in whose language."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.memberships import kind
from accounts.models import AccessRequest, Invitation, User
from common.notifications.groups import NoticeGroup, add_notice_group
from common.notifications.letters import send_letter
from common.notifications.telling import tell

ACCESS = "access"


def address(name: str, language: str, **parts: object) -> str:
    """The absolute address of a page in that language."""
    with translation.override(language):
        return settings.SITE_URL + reverse(name, kwargs=parts)


def _place(subject: Invitation | AccessRequest, language: str) -> dict[str, str]:
    one = kind(subject.kind)
    with translation.override(language):
        return {
            "place": one.name(subject.scope),
            "place_hint": one.hint(subject.scope),
            "role": one.role_label(subject.role),
        }


def send_invitation(invitation: Invitation, token: str) -> None:
    language = invitation.language
    context = {
        **_place(invitation, language),
        "invitation": invitation,
        "link": address("accounts:invitation-accept", language, token=token),
    }
    send_letter(invitation.email, "accounts/letters/invitation", context, language)


def tell_of_access_request(request: AccessRequest, people: list[User]) -> None:
    """Those who decide."""
    tell(
        group=ACCESS,
        event=f"access request {request.public_id}",
        template="accounts/letters/access_request",
        people=people,
        words=lambda language: {**_place(request, language), "request": request},
        link=reverse("accounts:access-request-detail", kwargs={"public_id": request.public_id}),
    )


def send_access_decision(request: AccessRequest) -> None:
    language = request.user.preferred_language
    name = "access_approved" if request.status == "approved" else "access_refused"
    context = {
        **_place(request, language),
        "request": request,
        "link": address("accounts:me", language),
    }
    send_letter(request.user.email, f"accounts/letters/{name}", context, language)


def send_second_factor_removed(person: User) -> None:
    language = person.preferred_language
    context = {"person": person, "link": address("mfa_index", language)}
    send_letter(person.email, "accounts/letters/second_factor_removed", context, language)


def register_access_notices() -> None:
    about = _("Somebody asks for a role where you give roles.")
    add_notice_group(NoticeGroup(ACCESS, _("Requests for access"), about))
