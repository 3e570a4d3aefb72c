"""Who may open which page of the territory. 200 opens, 302 asks to sign in, 403 no."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from communities.models import Community, Oblast, Office
from tests.conftest import CAST
from tests.tables import each

Browse = Callable[[str], Client]

EVERYBODY = (200,) * 12
#                             admin head offic sumy analy coord else edit repr read newc anon
OWN_PROFILE = (200, 200, 200, 403, 403, 200, 403, 200, 403, 403, 403, 302)
OWN_OFFICE = (200, 200, 403, 403, 403, 403, 403, 403, 403, 403, 403, 302)
OFFICIALS = (200, 200, 200, 200, 200, 302, 302, 302, 302, 302, 302, 302)
ADMINISTRATORS = (200, 403, 403, 403, 403, 302, 302, 302, 302, 302, 302, 302)

PAGES = {
    "communities:community-list": EVERYBODY,
    "communities:community-download": EVERYBODY,
    "communities:community-detail": EVERYBODY,
    "communities:community-edit": OWN_PROFILE,
    "communities:oblast-list": EVERYBODY,
    "communities:oblast-download": EVERYBODY,
    "communities:oblast-detail": EVERYBODY,
    "communities:office-detail": EVERYBODY,
    "communities:office-edit": OWN_OFFICE,
    "api:community-list": EVERYBODY,
    "api:community-detail": EVERYBODY,
    "api:oblast-list": EVERYBODY,
    "api:raion-list": EVERYBODY,
    "api:raion-detail": EVERYBODY,
    "api:office-list": EVERYBODY,
    "api:office-detail": EVERYBODY,
    "api:oblast-detail": EVERYBODY,
    "admin:communities_oblast_changelist": OFFICIALS,
    "admin:communities_raion_changelist": OFFICIALS,
    "admin:communities_community_changelist": OFFICIALS,
    "admin:communities_office_changelist": OFFICIALS,
    "admin:communities_community_change": OFFICIALS,
    "admin:communities_office_change": OFFICIALS,
    "admin:communities_office_add": ADMINISTRATORS,
    "admin:communities_community_add": (403,) * 5 + (302,) * 7,
    "admin:communities_community_delete": (403,) * 5 + (302,) * 7,
    "admin:communities_office_delete": (403,) * 5 + (302,) * 7,
}


def address(name: str, *, community: Community, office: Office, oblast: Oblast) -> str:
    named: dict[str, Any] = {
        "communities:community-detail": {"code": community.code},
        "communities:community-edit": {"code": community.code},
        "communities:oblast-detail": {"slug": oblast.slug},
        "communities:office-detail": {"slug": office.slug},
        "communities:office-edit": {"slug": office.slug},
        "communities:community-download": {"file_format": "csv"},
        "communities:oblast-download": {"file_format": "csv"},
        "api:community-detail": {"key": community.code},
        "api:oblast-detail": {"key": oblast.code},
        "api:raion-detail": {"key": community.raion.code},
        "api:office-detail": {"key": office.slug},
    }
    if name.endswith(("_change", "_delete")):
        record = community if "_community_" in name else office
        return reverse(name, args=[record.pk])
    return reverse(name, kwargs=named.get(name))


@each("person", CAST)
@each("page", PAGES)
def test_who_opens_which_page(
    page: str, person: str, browse: Browse, community: Community, office: Office, poltava: Oblast
) -> None:
    url = address(page, community=community, office=office, oblast=poltava)
    assert browse(person).get(url).status_code == PAGES[page][CAST.index(person)]


# Who may not open the form may not send it either.
@each("person", CAST)
@each("page", ["communities:community-edit", "communities:office-edit"])
def test_who_sends_which_form(
    page: str, person: str, browse: Browse, community: Community, office: Office, poltava: Oblast
) -> None:
    url = address(page, community=community, office=office, oblast=poltava)
    data = {"about": "Нове", "name": "Офіс", "name_en": "Office"}
    expected = PAGES[page][CAST.index(person)]
    answer = browse(person).post(url, data)
    assert answer.status_code == (302 if expected == 200 else expected)
    community.refresh_from_db()
    office.refresh_from_db()
    changed = community if page == "communities:community-edit" else office
    assert (changed.about == "Нове") == (expected == 200)
