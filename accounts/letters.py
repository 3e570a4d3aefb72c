"""The letters of accounts: who is told what, in whose language."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from accounts.memberships import kind
from accounts.models import AccessRequest, Invitation, User
from common.notifications.letters import send_letter


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


def send_access_request(request: AccessRequest, people: list[User]) -> None:
    """Tell those who decide."""
    for person in people:
        language = person.preferred_language
        context = {
            **_place(request, language),
            "request": request,
            "link": address(
                "accounts:access-request-detail", language, public_id=request.public_id
            ),
        }
        send_letter(person.email, "accounts/letters/access_request", context, language)


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
