"""Pages of agreements as people use them, and the number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from communities.models import Community
from partners.models import Agreement, AgreementRow, Partner
from tests.factories.agreements import agreement as make_agreement
from tests.factories.agreements import agreement_with_links
from tests.factories.partners import PartnerFactory

Browse = Callable[[str], Client]


def filled(community: Community, partner: Partner, **values: Any) -> dict[str, Any]:
    return {
        "kind": "memorandum",
        "title": "Меморандум про співпрацю",
        "oblast": community.oblast.code,
        "community_1": community.code,
        "partner_1": partner.slug,
        "term": "unknown",
        "status": "idea",
        "visibility": "public",
        **values,
    }


def test_an_officer_enters_an_agreement(
    browse: Browse, officer: User, community: Community, partner: Partner
) -> None:
    sent = filled(
        community,
        partner,
        bodies=["administration"],
        signatories_ours="Олена Коваль, голова\nІван Гай",
        signed_on="2024-05-01",
        status="in_force",
        term="months",
        term_months="36",
    )
    answer = browse("officer").post(reverse("agreements:agreement-new"), sent)
    agreement = Agreement.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == agreement.get_absolute_url()
    assert agreement.parties.count() == 2
    assert agreement.expires_on == dt.date(2027, 5, 1)
    assert [one.position for one in agreement.signatories.all()] == ["голова", ""]
    page = browse("anonymous").get(agreement.get_absolute_url())
    assert "Меморандум про співпрацю" in page.content.decode()


def test_the_form_says_what_the_law_forbids(
    browse: Browse, officer: User, community: Community
) -> None:
    company = PartnerFactory.create(kind="company", country="PL")
    sent = filled(community, company, kind="interterritorial")
    page = browse("officer").post(f"/en{reverse('agreements:agreement-new')}", sent)
    assert page.status_code == 200
    assert "kind" in page.context["form"].errors
    assert not Agreement.objects.exists()


def test_an_officer_enters_nothing_for_another_oblast(
    browse: Browse, officer_of_sumy: User, community: Community, partner: Partner
) -> None:
    page = browse("officer_of_sumy").post(
        reverse("agreements:agreement-new"), filled(community, partner)
    )
    assert "oblast" in page.context["form"].errors
    assert not Agreement.objects.exists()


def test_a_change_over_another_change_is_409(
    browse: Browse, officer: User, community: Community, partner: Partner
) -> None:
    agreement = make_agreement(oblast=community.oblast, communities=[community], partners=[partner])
    sent = filled(community, partner, seen="2020-01-01T00:00:00+00:00", signed_on="2024-03-01")
    url = reverse("agreements:agreement-edit", kwargs={"reference": agreement.reference})
    page = browse("officer").post(url, sent)
    assert page.status_code == 409
    sent["seen"] = page.context["form"].data["seen"]
    assert browse("officer").post(url, sent).status_code == 302


def test_steps_by_page(
    browse: Browse, officer: User, community: Community, partner: Partner
) -> None:
    agreement = make_agreement(
        oblast=community.oblast,
        status="draft",
        signed_on=None,
        communities=[community],
        partners=[partner],
    )

    def url(code: str) -> str:
        keys = {"reference": agreement.reference, "code": code}
        return reverse("agreements:agreement-step", kwargs=keys)

    person = browse("officer")
    assert person.get(url("nonsense")).status_code == 404
    assert person.get(url("send")).status_code == 409
    assert person.get(url("expire")).status_code == 409
    assert person.post(url("sign"), {"on": ""}).status_code == 200
    sent = {"on": "2025-02-03", "signed_place": "Полтава", "note": ""}
    assert person.post(url("sign"), sent).status_code == 302
    agreement.refresh_from_db()
    assert (agreement.status, agreement.signed_place) == ("signed", "Полтава")
    # The button pressed twice; then somebody who comes too late.
    assert person.post(url("sign"), sent).status_code == 302
    assert browse("head").post(url("sign"), sent).status_code == 409


def test_renewing_attaching_archiving_by_page(
    browse: Browse, officer: User, community: Community, partner: Partner
) -> None:
    agreement = make_agreement(oblast=community.oblast, communities=[community], partners=[partner])
    person = browse("officer")

    def url(name: str) -> str:
        return reverse(f"agreements:{name}", kwargs={"reference": agreement.reference})

    sent = {"on": "2025-03-01", "term": "months", "term_months": "24", "summary": "Ще на два роки"}
    assert person.post(url("agreement-renew"), sent).status_code == 302
    bad = SimpleUploadedFile("угода.pdf", b"MZ not a document")
    given: dict[str, Any] = {"kind": "signed", "visibility": "public", "language": "uk"}
    assert person.post(url("file-new"), {**given, "file": bad}).status_code == 200
    good = SimpleUploadedFile("угода.docx", b"%PDF-1.4 true kind")
    assert person.post(url("file-new"), {**given, "file": good}).status_code == 302
    assert agreement.files.get().name == "угода.pdf"
    assert person.get(agreement.get_absolute_url()).status_code == 200
    assert person.post(url("agreement-archive"), {"reason": "Двічі"}).status_code == 302
    assert browse("anonymous").get(agreement.get_absolute_url()).status_code == 404
    assert person.get(url("agreement-edit")).status_code == 409
    assert person.post(url("agreement-restore")).status_code == 302


def test_the_desk_shows_what_is_late(browse: Browse, officer: User, community: Community) -> None:
    today = dt.date.today()  # noqa: DTZ011
    late = make_agreement(
        oblast=community.oblast,
        kind="interterritorial",
        status="sent",
        sent_on=today - dt.timedelta(days=40),
        signed_on=None,
    )
    ending = make_agreement(oblast=community.oblast, expires_on=today + dt.timedelta(days=20))
    elsewhere = make_agreement(expires_on=today + dt.timedelta(days=20))
    page = browse("officer").get(reverse("agreements:desk")).content.decode()
    assert late.reference in page
    assert ending.reference in page
    assert elsewhere.reference not in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"kind": "memorandum"}, {"a"}),
        ({"status": "expired"}, {"b"}),
        ({"country": "DK"}, {"a"}),
        ({"signed_year_min": "2024", "signed_year_max": "2024"}, {"a"}),
        ({"signed_since": "2024-01-01"}, {"a"}),
        ({"signed_before": "2024-01-01"}, {"b"}),
        ({"expires_within": "30"}, {"a"}),
        ({"search": "меморандум"}, {"a"}),
        ({}, {"a", "b"}),
    ],
)
def test_filters(browse: Browse, db: None, query: dict[str, str], expected: set[str]) -> None:
    soon = dt.date.today() + dt.timedelta(days=10)  # noqa: DTZ011
    agreement_with_links(reference="A", title="Меморандум", expires_on=soon)
    polish = PartnerFactory.create(country="PL", kind="local_authority")
    make_agreement(
        reference="B",
        title="Угода",
        title_en="",
        kind="interterritorial",
        status="expired",
        signed_on=dt.date(2010, 5, 5),
        partners=[polish],
    )
    answer = browse("anonymous").get("/api/v1/agreements/", query)
    assert {one["reference"].lower() for one in answer.json()["results"]} == expected
    assert browse("anonymous").get(reverse("agreements:agreement-list"), query).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        {"kind": "treaty"},
        {"signed_since": "yesterday"},
        {"expires_within": "soon"},
        {"partner": "42"},
        {"signed_year_min": "MM"},
        {"nonsense": "1"},
        {"ordering": "mood"},
    ],
)
def test_bad_parameters_of_the_api(browse: Browse, db: None, query: dict[str, str]) -> None:
    assert browse("anonymous").get("/api/v1/agreements/", query).status_code == 400


def test_pages_of_places_and_partners_name_it(
    browse: Browse, community: Community, partner: Partner
) -> None:
    agreement = make_agreement(oblast=community.oblast, communities=[community], partners=[partner])
    for url in (
        community.get_absolute_url(),
        community.oblast.get_absolute_url(),
        partner.get_absolute_url(),
        f"{reverse('portal:search')}?q=меморандум",
    ):
        assert agreement.get_absolute_url() in browse("anonymous").get(url).content.decode(), url


def _queries(call: Callable[[], Any]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = call()
        if getattr(answer, "streaming", False):
            b"".join(answer.streaming_content)
    return len(captured)


@pytest.mark.parametrize(
    "url",
    ["/agreements/", "/api/v1/agreements/", "/agreements/register.csv", "/agreements/desk/"],
)
def test_as_many_queries_for_thirty_as_for_one(
    browse: Browse, administrator: User, url: str
) -> None:
    person = browse("administrator")
    person.get(url)
    agreement_with_links(expires_on=dt.date.today() + dt.timedelta(days=9))  # noqa: DTZ011
    few = _queries(lambda: person.get(url))
    for _ in range(12):
        agreement_with_links(expires_on=dt.date.today() + dt.timedelta(days=9))  # noqa: DTZ011
    assert _queries(lambda: person.get(url)) == few


def test_what_is_not_a_reference_is_not_found(browse: Browse, db: None) -> None:
    for url in ("/agreements/%00/", "/agreements/XX-1/", "/agreements/rows/abc/"):
        assert browse("anonymous").get(url).status_code in {400, 404}


def test_an_official_decides_about_a_row(
    browse: Browse, officer: User, community: Community
) -> None:
    raw = {
        "title": "Угода про партнерство",
        "kind": "міжтериторіальне",
        "partner_name": "м. Жешув (бурмістр, mayor@example.org)",
        "country": "Польща",
        "signed": "01.09.2019 м. Жешув",
    }
    row = AgreementRow.objects.create(
        digest="1" * 64, raw=raw, title=raw["title"], outcome="review"
    )
    url = reverse("agreements:row-review", kwargs={"public_id": row.public_id})
    person = browse("officer")
    assert person.post(url, {"decision": "take"}).status_code == 200
    unknown = person.post(url, {"decision": "duplicate", "reference": "PL-AGR-1999-0001"})
    assert unknown.status_code == 200
    sent = {"decision": "take", "community": community.code}
    assert person.post(url, sent).status_code == 302
    row.refresh_from_db()
    assert row.outcome == "agreement"
    assert row.agreement is not None
    assert row.agreement.partners.get().name == "Жешув"
    assert row.decided_by == officer
    again = person.post(url, sent)
    assert again.status_code == 409


def test_an_official_of_sumy_takes_nothing_into_poltava(
    browse: Browse, officer_of_sumy: User, community: Community
) -> None:
    raw = {"title": "Угода", "kind": "міжтериторіальне", "signed": "01.09.2019"}
    row = AgreementRow.objects.create(digest="2" * 64, raw=raw, title="Угода", outcome="review")
    url = reverse("agreements:row-review", kwargs={"public_id": row.public_id})
    sent = {
        "decision": "take",
        "community": community.code,
        "partner_name": "Люблін",
        "country": "PL",
    }
    assert browse("officer_of_sumy").post(url, sent).status_code == 403
    row.refresh_from_db()
    assert row.outcome == "review"


FOUND = ("співпрац", "memorandum", "PL-AGR-2026-0077", "РУ-77/2026", "нюртінген", "меморандум nürt")
NOT_FOUND = ("таємниця", "нюртінген школи")


@pytest.mark.parametrize("words", [*FOUND, *NOT_FOUND])
def test_agreements_are_found_by_their_words_and_partners(
    browse: Browse, community: Community, words: str
) -> None:
    agreement = make_agreement(
        oblast=community.oblast,
        reference="PL-AGR-2026-0077",
        title="Меморандум про співпрацю",
        title_en="Memorandum of cooperation",
        registration_no="РУ-77/2026",
        kind="interterritorial",
        communities=[community],
        partners=[
            PartnerFactory.create(name="Нюртінген", name_en="Nürtingen"),
            PartnerFactory.create(name="Таємниця", name_en="Hidden", visibility="internal"),
        ],
    )
    url = agreement.get_absolute_url()
    page = browse("anonymous").get("/search/", {"q": words}).content.decode()
    assert (url in page) == (words in FOUND)
    listed = browse("anonymous").get("/agreements/", {"search": words}).content.decode()
    assert (url in listed) == (words in FOUND)
    assert url in browse("anonymous").get("/sitemap.xml").content.decode()
