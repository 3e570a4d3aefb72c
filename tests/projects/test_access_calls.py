"""Who may open which page of calls and of aid.

200 opens, 302 asks to sign in, 403 no, 404 unknown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from communities.models import Community, Office
from partners.models import Partner
from projects.models import AidDelivery, AidFile, Call, CallFile, SavedSearch
from projects.services.aid_files import attach_aid_file
from projects.services.call_alerts import unsubscribe_url
from projects.services.calls import attach_call_file
from projects.services.kept_files import Given
from tests.conftest import CAST
from tests.factories.calls import AidFactory
from tests.factories.calls import call as make_call
from tests.tables import each

Browse = Callable[[str], Client]
PDF = b"%PDF-1.7\n1 0 obj\n"

#                       admin head offic sumy analy coord else edit repr read newc anon
ALL = (200,) * 12
SIGNED_IN = (*(200,) * 11, 302)
STAFF = (200, 200, 200, 200, 200, 403, 403, 403, 403, 403, 403, 302)
# Representatives propose calls of their partner.
ENTER_CALL = (200, 200, 200, 200, 403, 403, 403, 403, 200, 403, 403, 302)
CURATORS = (200, 200, 200, 200, 403, 403, 403, 403, 403, 403, 403, 302)
KEEPERS = (200, 200, 200, 403, 403, 403, 403, 403, 403, 403, 403, 302)
OFFICIALS_KNOW = (200, 200, 200, 200, 200, 404, 404, 404, 404, 404, 404, 404)
REGISTERED_KNOW = (200,) * 10 + (404, 404)
# What a community received: its own people keep it too.
GETTERS = (200, 200, 200, 403, 403, 200, 403, 200, 403, 403, 403, 302)
ENTER_AID = (200, 200, 200, 200, 403, 200, 200, 200, 403, 403, 403, 302)
OWN_DRAFT = (200, 200, 200, 200, 200, 200, 404, 200, 404, 404, 404, 404)
# Of one's own community: those without one are told of none.
FITTING = (404, 404, 404, 404, 404, 200, 200, 200, 404, 404, 404, 302)
FITTING_OF = (200, 200, 200, 403, 200, 200, 403, 200, 403, 403, 403, 302)

PAGES = {
    "calls:call-list": ALL,
    "calls:deadlines": ALL,
    "api:call-list": ALL,
    "calls:call-new": ENTER_CALL,
    "calls:link-list": STAFF,
    "calls:search-list": SIGNED_IN,
    "calls:search-new": SIGNED_IN,
    "calls:fitting": FITTING,
    "money:rate-list": ALL,
    "aid:aid-list": ALL,
    "aid:aid-totals": ALL,
    "api:aid-list": ALL,
    "api:aid-totals": ALL,
    "aid:aid-new": ENTER_AID,
}
OF_CALL = {
    "calls:call-detail": ALL,
    "calls:call-edit": KEEPERS,
    "calls:call-file-new": KEEPERS,
}
OF_DELIVERY = {
    "aid:aid-detail": ALL,
    "aid:aid-edit": GETTERS,
    "aid:aid-file-new": GETTERS,
}


@pytest.fixture
def call(office: Office, partner: Partner) -> Call:
    """Kept by the office of Poltava; open; public."""
    return make_call(office=office, partner=partner, reference="PL-CAL-2026-0001")


@pytest.fixture
def delivery(community: Community, partner: Partner) -> AidDelivery:
    return AidFactory.create(
        community=community,
        oblast=community.oblast,
        partner=partner,
        donor_name="",
        reference="PL-AID-2026-0001",
    )


def opened(browse: Browse, who: str, url: str) -> int:
    return browse(who).get(url).status_code


@each("page", PAGES)
@each("who", CAST)
def test_pages(
    browse: Browse, page: str, who: str, call: Call, community_elsewhere: Community
) -> None:
    assert opened(browse, who, reverse(page)) == PAGES[page][CAST.index(who)]


@each("page", OF_CALL)
@each("who", CAST)
def test_pages_of_a_call(browse: Browse, page: str, who: str, call: Call) -> None:
    url = reverse(page, kwargs={"reference": call.reference})
    assert opened(browse, who, url) == OF_CALL[page][CAST.index(who)]


@each("page", OF_DELIVERY)
@each("who", CAST)
def test_pages_of_aid(browse: Browse, page: str, who: str, delivery: AidDelivery) -> None:
    url = reverse(page, kwargs={"reference": delivery.reference})
    assert opened(browse, who, url) == OF_DELIVERY[page][CAST.index(who)]


@each("who", CAST)
def test_calls_that_fit_a_community(
    browse: Browse, who: str, call: Call, community: Community, community_elsewhere: Community
) -> None:
    url = f"{reverse('calls:fitting')}?community={community.code}"
    assert opened(browse, who, url) == FITTING_OF[CAST.index(who)]


@each(
    ("changes", "expected"),
    [
        ({"record_status": "draft"}, OFFICIALS_KNOW),
        ({"record_status": "archived", "archive_reason": "Помилка"}, OFFICIALS_KNOW),
        ({"visibility": "internal"}, OFFICIALS_KNOW),
        ({"visibility": "registered"}, REGISTERED_KNOW),
    ],
)
@each("who", CAST)
def test_a_call_that_is_not_for_everybody(
    browse: Browse, who: str, call: Call, changes: dict[str, str], expected: tuple[int, ...]
) -> None:
    Call.objects.filter(pk=call.pk).update(**changes)
    assert opened(browse, who, call.get_absolute_url()) == expected[CAST.index(who)]
    if "archived" not in changes.values():
        api = browse(who).get(reverse("api:call-detail", kwargs={"key": call.public_id}))
        assert api.status_code == expected[CAST.index(who)]


@each(
    ("changes", "expected"),
    [
        ({"record_status": "draft"}, OWN_DRAFT),
        ({"visibility": "internal"}, OWN_DRAFT),
        ({"visibility": "registered"}, REGISTERED_KNOW),
    ],
)
@each("who", CAST)
def test_aid_that_is_not_for_everybody(
    browse: Browse,
    who: str,
    delivery: AidDelivery,
    changes: dict[str, str],
    expected: tuple[int, ...],
) -> None:
    AidDelivery.objects.filter(pk=delivery.pk).update(**changes)
    assert opened(browse, who, delivery.get_absolute_url()) == expected[CAST.index(who)]
    api = browse(who).get(reverse("api:aid-detail", kwargs={"key": delivery.public_id}))
    assert api.status_code == expected[CAST.index(who)]


@each("who", CAST)
def test_steps(browse: Browse, who: str, call: Call, delivery: AidDelivery) -> None:
    keeps = KEEPERS[CAST.index(who)]
    keys = {"reference": call.reference, "code": "withdraw"}
    answer = browse(who).post(reverse("calls:call-step", kwargs=keys))
    assert answer.status_code == {200: 302}.get(keeps, keeps)
    call.refresh_from_db()
    assert call.record_status == ("draft" if keeps == 200 else "published")
    gets = GETTERS[CAST.index(who)]
    keys = {"reference": delivery.reference, "code": "archive"}
    answer = browse(who).post(reverse("aid:aid-step", kwargs=keys), {"reason": "Двічі"})
    assert answer.status_code == {200: 302}.get(gets, gets)
    delivery.refresh_from_db()
    assert delivery.record_status == ("archived" if gets == 200 else "published")


@each("visibility", ["public", "registered", "internal"])
@each("who", CAST)
def test_files_follow_their_visibility(
    browse: Browse, who: str, visibility: str, call: Call, delivery: AidDelivery
) -> None:
    given = Given("Умови.pdf", PDF, visibility)
    file = attach_call_file(actor=None, call=call, title="Умови", given=given)
    expected = {"public": ALL, "registered": REGISTERED_KNOW, "internal": OFFICIALS_KNOW}
    keys = {"reference": call.reference, "public_id": file.public_id}
    answer: Any = browse(who).get(reverse("calls:call-file", kwargs=keys))
    assert answer.status_code == expected[visibility][CAST.index(who)]
    # Read to the end, so that the file is closed.
    assert answer.status_code != 200 or b"".join(answer.streaming_content) == PDF
    act = attach_aid_file(actor=None, delivery=delivery, kind="act", given=given)
    own = {**expected, "internal": OWN_DRAFT}
    keys = {"reference": delivery.reference, "public_id": act.public_id}
    answer = browse(who).get(reverse("aid:aid-file", kwargs=keys))
    assert answer.status_code == own[visibility][CAST.index(who)]
    if answer.status_code == 200:
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert b"".join(answer.streaming_content) == PDF


@each("who", CAST)
def test_withdrawing_files(browse: Browse, who: str, call: Call, delivery: AidDelivery) -> None:
    given = Given("a.pdf", PDF)
    file = attach_call_file(actor=None, call=call, title="Умови", given=given)
    keys = {"reference": call.reference, "public_id": file.public_id}
    browse(who).post(reverse("calls:call-file-withdraw", kwargs=keys))
    assert CallFile.objects.get().is_withdrawn == (KEEPERS[CAST.index(who)] == 200)
    act = attach_aid_file(actor=None, delivery=delivery, kind="act", given=given)
    keys = {"reference": delivery.reference, "public_id": act.public_id}
    browse(who).post(reverse("aid:aid-file-withdraw", kwargs=keys))
    assert AidFile.objects.get().is_withdrawn == (GETTERS[CAST.index(who)] == 200)


@each("page", ["calls:search-edit", "calls:search-remove"])
@each("who", CAST)
def test_saved_searches_are_ones_own(
    browse: Browse, who: str, page: str, coordinator: User
) -> None:
    search = SavedSearch.objects.create(owner=coordinator, name="Моє", query="")
    url = reverse(page, kwargs={"public_id": search.public_id})
    answer = browse(who).post(url, {"name": "Нове", "frequency": "daily"})
    assert answer.status_code == (302 if who in {"coordinator", "anonymous"} else 404)
    kept = SavedSearch.objects.filter(name="Моє").exists()
    assert kept == (who != "coordinator")


@each("who", CAST)
def test_the_link_of_a_letter_needs_no_account(browse: Browse, who: str, coordinator: User) -> None:
    search = SavedSearch.objects.create(owner=coordinator, name="Моє", frequency="daily")
    url = unsubscribe_url([search]).partition("/calls/")[2]
    assert opened(browse, who, f"/calls/{url}") == 200
    wrong = reverse("calls:unsubscribe", kwargs={"token": "nonsense"})
    assert opened(browse, who, wrong) == 404


@pytest.mark.parametrize("name", ["calls:call-download", "aid:aid-download"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_downloads_are_public(
    browse: Browse, name: str, kind: str, call: Call, delivery: AidDelivery
) -> None:
    answer: Any = browse("anonymous").get(reverse(name, args=[kind]))
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)


@pytest.mark.parametrize(("kind", "status"), [("rss", 200), ("atom", 200), ("pdf", 404)])
def test_feeds(browse: Browse, kind: str, status: int, call: Call) -> None:
    assert opened(browse, "anonymous", reverse("calls:call-feed", args=[kind])) == status
