"""Who may open which page of agreements. 200 opens, 302 asks to sign in, 403 no, 404 unknown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from communities.models import Community
from partners.models import Agreement, AgreementFile, AgreementRow, Partner
from partners.services.agreement_files import attach_file
from tests.conftest import CAST
from tests.factories.agreements import agreement as make_agreement
from tests.tables import each

Browse = Callable[[str], Client]
PDF = b"%PDF-1.7\n1 0 obj\n"


@pytest.fixture
def agreement(community: Community, partner: Partner) -> Agreement:
    """Of Poltava; in force; public."""
    return make_agreement(
        oblast=community.oblast,
        reference="PL-AGR-2026-0001",
        communities=[community],
        partners=[partner],
    )


@pytest.fixture
def draft(community: Community, partner: Partner) -> Agreement:
    return make_agreement(
        oblast=community.oblast,
        reference="PL-AGR-2026-0002",
        status="draft",
        signed_on=None,
        communities=[community],
        partners=[partner],
    )


@pytest.fixture
def internal(community: Community, partner: Partner) -> Agreement:
    return make_agreement(
        oblast=community.oblast,
        reference="PL-AGR-2026-0003",
        visibility="internal",
        communities=[community],
        partners=[partner],
    )


@pytest.fixture
def row(db: None) -> AgreementRow:
    return AgreementRow.objects.create(
        digest="0" * 64, raw={"title": "Угода"}, title="Угода", outcome="review"
    )


#                        admin head offic sumy analy coord else edit repr read newc anon
ALL = (200,) * 12
STAFF = (200, 200, 200, 200, 200, 403, 403, 403, 403, 403, 403, 302)
CURATORS = (200, 200, 200, 200, 403, 403, 403, 403, 403, 403, 403, 302)
KEEPERS = (200, 200, 200, 403, 403, 403, 403, 403, 403, 403, 403, 302)
#                        of the draft: those who are not a party do not know of it
PAGES = {
    "agreements:agreement-list": ALL,
    "api:agreement-list": ALL,
    "agreements:community-choices": ALL,
    "agreements:raion-choices": ALL,
    "agreements:law-hints": CURATORS,
    "agreements:agreement-new": CURATORS,
    "agreements:desk": STAFF,
    "agreements:row-list": CURATORS,
}
OF_AGREEMENT = {
    "agreements:agreement-detail": ALL,
    "agreements:agreement-edit": KEEPERS,
    "agreements:agreement-amend": KEEPERS,
    "agreements:agreement-renew": KEEPERS,
    "agreements:agreement-archive": KEEPERS,
    "agreements:file-new": KEEPERS,
}
DRAFT = (200, 200, 200, 200, 200, 200, 404, 200, 404, 404, 404, 404)
INTERNAL = (200, 200, 200, 200, 200, 404, 404, 404, 200, 200, 404, 404)


def opened(browse: Browse, who: str, url: str) -> int:
    return browse(who).get(url).status_code


@each("page", PAGES)
@each("who", CAST)
def test_pages(browse: Browse, page: str, who: str, agreement: Agreement) -> None:
    assert opened(browse, who, reverse(page)) == PAGES[page][CAST.index(who)]


@each("page", OF_AGREEMENT)
@each("who", CAST)
def test_pages_of_an_agreement(browse: Browse, page: str, who: str, agreement: Agreement) -> None:
    url = reverse(page, kwargs={"reference": agreement.reference})
    assert opened(browse, who, url) == OF_AGREEMENT[page][CAST.index(who)]


@each("who", CAST)
def test_a_draft_is_known_to_officials_and_its_parties(
    browse: Browse, who: str, draft: Agreement
) -> None:
    assert opened(browse, who, draft.get_absolute_url()) == DRAFT[CAST.index(who)]
    api = browse(who).get(reverse("api:agreement-detail", kwargs={"key": draft.public_id}))
    assert api.status_code == DRAFT[CAST.index(who)]


@each("who", CAST)
def test_an_internal_one_is_known_to_officials_and_its_partner(
    browse: Browse, who: str, internal: Agreement
) -> None:
    assert opened(browse, who, internal.get_absolute_url()) == INTERNAL[CAST.index(who)]


@each("who", CAST)
def test_a_step(browse: Browse, who: str, agreement: Agreement) -> None:
    keys = {"reference": agreement.reference, "code": "terminate"}
    url = reverse("agreements:agreement-step", kwargs=keys)
    assert opened(browse, who, url) == KEEPERS[CAST.index(who)]


@each("who", CAST)
def test_restoring_is_for_those_who_keep_it(browse: Browse, who: str, agreement: Agreement) -> None:
    url = reverse("agreements:agreement-restore", kwargs={"reference": agreement.reference})
    expected = {200: 409, 403: 403, 302: 302}[KEEPERS[CAST.index(who)]]
    assert browse(who).post(url).status_code == expected


@each("who", CAST)
def test_deciding_about_a_row(browse: Browse, who: str, row: AgreementRow) -> None:
    url = reverse("agreements:row-review", kwargs={"public_id": row.public_id})
    assert opened(browse, who, url) == CURATORS[CAST.index(who)]


FILES = {
    "public": ALL,
    "registered": (200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 404, 404),
    "internal": (200, 200, 200, 200, 200, 404, 404, 404, 404, 404, 404, 404),
}


@each("visibility", FILES)
@each("who", CAST)
def test_files_follow_their_visibility(
    browse: Browse, who: str, visibility: str, agreement: Agreement
) -> None:
    file = attach_file(
        actor=None,
        agreement=agreement,
        kind="signed",
        name="Угода.pdf",
        content=PDF,
        visibility=visibility,
    )
    answer: Any = browse(who).get(file.get_absolute_url())
    assert answer.status_code == FILES[visibility][CAST.index(who)]
    assert answer.get("X-Content-Type-Options") == "nosniff"
    if answer.status_code == 200:
        assert b"".join(answer.streaming_content) == PDF


@pytest.mark.parametrize(
    ("who", "expected"), [("officer", 302), ("officer_of_sumy", 403), ("anonymous", 302)]
)
def test_withdrawing_a_file(browse: Browse, who: str, expected: int, agreement: Agreement) -> None:
    file = attach_file(actor=None, agreement=agreement, kind="text", name="a.pdf", content=PDF)
    keys = {"reference": agreement.reference, "public_id": file.public_id}
    url = reverse("agreements:file-withdraw", kwargs=keys)
    answer = browse(who).post(url, {"reason": "Не той текст"})
    assert answer.status_code == expected
    assert AgreementFile.objects.get().is_withdrawn == (who == "officer")


@pytest.mark.parametrize("name", ["agreement-download", "register-download"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_downloads_are_public(browse: Browse, name: str, kind: str, agreement: Agreement) -> None:
    answer: Any = browse("anonymous").get(reverse(f"agreements:{name}", args=[kind]))
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)
