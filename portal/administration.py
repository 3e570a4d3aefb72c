"""The administration's menu: what the person may open, in groups that people recognise."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

REGISTERS, TERRITORY, PEOPLE, SYSTEM = range(4)
TITLES = {
    REGISTERS: _("Registers"),
    TERRITORY: _("Territory"),
    PEOPLE: _("People and roles"),
    SYSTEM: _("System"),
}
# Whatever is not named here is the system's.
GROUP_OF_APP = {
    "partners": REGISTERS,
    "projects": REGISTERS,
    "twinning": REGISTERS,
    "cooperation": REGISTERS,
    "news": REGISTERS,
    "exchange": REGISTERS,
    "communities": TERRITORY,
    "accounts": PEOPLE,
}
ICONS = {
    "Partner": "handshake",
    "ContactPerson": "contacts",
    "Oblast": "map",
    "Raion": "crop_free",
    "Community": "location_city",
    "Office": "apartment",
    "User": "person",
    "AccessRequest": "how_to_reg",
    "Invitation": "mail",
    "ApiKey": "vpn_key",
    "OutgoingLetter": "outgoing_mail",
    "Theme": "label",
}
PLAIN_ICON = "table_rows"


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """In the shape that unfold wants. `get_app_list` leaves out what the person may not see."""
    groups: dict[int, list[dict[str, Any]]] = {number: [] for number in TITLES}
    for app in admin.site.get_app_list(request):
        group = GROUP_OF_APP.get(app["app_label"], SYSTEM)
        groups[group] += [_item(model) for model in app["models"] if model.get("admin_url")]
    if request.user.is_superuser:
        groups[SYSTEM].append(
            {
                "title": _("Scheduled jobs"),
                "icon": "schedule",
                "link": reverse("operations:job-list"),
            }
        )
    groups[PEOPLE].append(
        {"title": _("Roles and permissions"), "icon": "key", "link": reverse("admin:roles")}
    )
    return [
        {"title": TITLES[number], "separator": True, "items": items}
        for number, items in groups.items()
        if items
    ]


def icon(request: HttpRequest) -> str:
    return static("img/mark.svg")


def _item(model: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": capfirst(str(model["name"])),
        "icon": ICONS.get(model["object_name"], PLAIN_ICON),
        "link": model["admin_url"],
    }
