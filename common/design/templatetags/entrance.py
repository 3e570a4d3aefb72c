"""Tags of the pages on which people sign in and look after their account."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.design.parts import Link

register = template.Library()

PAGES = (
    ("accounts:me", _("My page")),
    ("account_email", _("E-mail")),
    ("account_change_password", _("Password")),
    ("mfa_index", _("Two-step sign-in")),
    ("usersessions_list", _("Where you are signed in")),
)


@register.simple_tag(takes_context=True)
def account_pages(context: template.Context) -> list[Link]:
    """The pages of one's own account that this portal has."""
    path = context["request"].path
    addresses = [(reverse(name), label) for name, label in PAGES]
    return [Link(str(label), url, current=path.startswith(url)) for url, label in addresses]


# The first that occurs wins: Chrome also calls itself Safari, Edge also Chrome.
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


@register.filter
def browser(user_agent: str) -> str:
    """`Chrome, Android` out of the long line that browsers send."""
    parts = [first_named(BROWSERS, user_agent), first_named(SYSTEMS, user_agent)]
    return ", ".join(filter(None, parts)) or gettext("Unknown browser")


def first_named(names: dict[str, str], text: str) -> str:
    return next((name for mark, name in names.items() if mark in text), "")
