"""How sign-in behaves where the portal differs from the library."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.urls import translate_url
from django.utils import translation

from accounts.models import User
from common.design.formats import current_language
from common.notifications.addresses import revive
from common.notifications.letters import compose, post

# Addresses in the context of the library's letters.
CONFIRMATION = "account/email/email_confirmation"
LINKS = ("activate_url", "password_reset_url", "signup_url")


class AccountAdapter(DefaultAccountAdapter):
    """Letters go through the worker, in the person's own language."""

    def confirm_email(self, request: Any, email_address: Any) -> bool:
        """A letter did arrive: the link in it was opened."""
        revive(email_address.email)
        return bool(super().confirm_email(request, email_address))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        if template_prefix.startswith(CONFIRMATION):
            # Somebody wants to know whether letters arrive: it is tried once more.
            revive(email)
        language = _language_of(email, context)
        words = {**context, "email": email, "request": self.request}
        for name in LINKS:
            if words.get(name):
                # Before the language changes: the address is in that of the page.
                words[name] = translate_url(words[name], language)
        with translation.override(language):
            message = self.render_mail(template_prefix, email, words)
            subject, text = str(message.subject), str(message.body)
            letter = compose(to=email, subject=subject, text=text, language=language)
        post(letter)


def _language_of(email: str, context: dict[str, Any]) -> str:
    """The person's own language; for a stranger that of the page."""
    person = context.get("user")
    if not isinstance(person, User):
        person = User.objects.filter(email__iexact=email).first()
    return person.preferred_language if person else current_language()
