"""The administration changes agreements through the same services, for the same people."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from communities.models import Community
from partners.models import Agreement, Partner
from tests.partners.agreement_parts import entered

pytestmark = pytest.mark.django_db
URL = "/admin/partners/agreement/"
TODAY = timezone.localdate()
EMPTY = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": "0"}


def filled(community: Community, partner: Partner, **values: Any) -> dict[str, Any]:
    inlines = {
        f"{prefix}-{name}": value
        for prefix in ("steps", "amendments", "files")
        for name, value in EMPTY.items()
    }
    return {
        **inlines,
        "kind": "memorandum",
        "title": "Меморандум про співпрацю",
        "kept_in": str(community.oblast.pk),
        "communities": [community.pk],
        "partner_choices": [partner.pk],
        "signatories_ours": "Олена Коваль, голова | Olena Koval, Head",
        "languages": "англійська, uk",
        "term": "unknown",
        "stands": "signed",
        "signed_on": TODAY.isoformat(),
        "visibility": "public",
        **values,
    }


def test_entering(browse: Any, officer: User, community: Community, partner: Partner) -> None:
    assert browse("officer").get(f"{URL}add/").status_code == 200
    answer = browse("officer").post(f"{URL}add/", filled(community, partner))
    assert answer.status_code == 302, answer.context["errors"]
    agreement = Agreement.objects.get()
    assert agreement.reference == f"PL-AGR-{TODAY.year}-0001"
    assert (agreement.status, agreement.languages) == ("signed", ["en", "uk"])
    assert agreement.parties.get().community == community
    assert agreement.partners.get() == partner
    assert agreement.signatories.get().position_en == "Head"
    event = agreement.events.first()  # type: ignore[attr-defined]
    assert (event.pgh_context["actor"], event.pgh_context["source"]) == (officer.pk, "admin")


def test_a_refusal_stands_beside_the_field_and_nothing_typed_is_lost(
    browse: Any, officer: User, community: Community, partner: Partner
) -> None:
    partner.kind = "company"
    partner.save()
    sent = filled(community, partner, kind="interterritorial", title="Угода з фірмою")
    answer = browse("officer").post(f"{URL}add/", sent)
    assert answer.status_code == 200
    assert "kind" in answer.context["adminform"].form.errors
    assert "Угода з фірмою" in answer.content.decode()
    refused: tuple[dict[str, Any], ...] = (
        {"communities": []},
        {"term": "months"},
        {"signed_on": "2999-01-01"},
    )
    for bad in refused:
        answer = browse("officer").post(f"{URL}add/", filled(community, partner, **bad))
        assert answer.status_code == 200
        assert answer.context["adminform"].form.errors
    assert not Agreement.objects.exists()


def test_changing(browse: Any, officer: User, community: Community, partner: Partner) -> None:
    agreement = entered(officer, community, partner, status="signed", signed_on=TODAY)
    url = f"{URL}{agreement.pk}/change/"
    page = browse("officer").get(url)
    assert page.status_code == 200
    step = reverse(
        "agreements:agreement-step",
        kwargs={"reference": agreement.reference, "code": "enter_into_force"},
    )
    assert step in page.content.decode()
    sent = filled(community, partner, title="Нова назва", seen=agreement.updated_at.isoformat())
    answer = browse("officer").post(url, sent)
    assert answer.status_code == 302, answer.context["errors"]
    changed = Agreement.objects.get()
    assert (changed.title, changed.status) == ("Нова назва", "signed")
    answer = browse("officer").post(url, {**sent, "title": "Запізно"})
    assert answer.status_code == 200
    assert Agreement.objects.get().title == "Нова назва"


@pytest.mark.parametrize(
    ("who", "opens", "adds"),
    [
        ("administrator", True, True),
        ("head", True, True),
        ("officer", True, True),
        ("officer_of_sumy", True, True),
        ("analyst", True, False),
    ],
)
def test_who_may(
    browse: Any,
    officer: User,
    community: Community,
    partner: Partner,
    who: str,
    opens: bool,  # noqa: FBT001 - a column of the table
    adds: bool,  # noqa: FBT001 - a column of the table
) -> None:
    agreement = entered(officer, community, partner, status="signed", signed_on=TODAY)
    url = f"{URL}{agreement.pk}/change/"
    assert (browse(who).get(url).status_code == 200) == opens
    assert (browse(who).get(f"{URL}add/").status_code == 200) == adds
    assert browse(who).get(URL).status_code == 200
    answer = browse(who).post(url, filled(community, partner, title="Чуже"))
    may_change = who in {"administrator", "head", "officer"}
    assert (answer.status_code == 302) == may_change
    assert (Agreement.objects.get().title == "Чуже") == may_change


def test_archiving_and_restoring(
    browse: Any, officer: User, community: Community, partner: Partner
) -> None:
    agreement = entered(officer, community, partner)
    chosen = {"_selected_action": [agreement.pk], "action": "archive", "reason": ""}
    browse("officer").post(URL, chosen)
    assert not Agreement.objects.get().is_archived
    browse("officer").post(URL, {**chosen, "reason": "Двічі"})
    assert Agreement.objects.get().archive_reason == "Двічі"
    assert browse("officer").get(f"{URL}{agreement.pk}/change/").status_code == 200
    browse("officer_of_sumy").post(URL, {**chosen, "action": "restore"})
    assert Agreement.objects.get().is_archived
    browse("officer").post(URL, {**chosen, "action": "restore"})
    assert not Agreement.objects.get().is_archived


def test_communities_are_offered_with_their_oblast(browse: Any, community: Community) -> None:
    asked = {
        "term": community.name,
        "app_label": "partners",
        "model_name": "agreementparty",
        "field_name": "community",
    }
    found = browse("officer").get("/admin/autocomplete/", asked).json()["results"]
    assert found[0]["text"] == f"{community.full_name}, {community.oblast.full_name}"


def test_the_list_asks_the_same_for_one_and_for_many(
    browse: Any,
    officer: User,
    community: Community,
    partner: Partner,
    django_assert_max_num_queries: Any,
) -> None:
    def cost() -> int:
        browser = browse("officer")
        with django_assert_max_num_queries(60) as counted:
            browser.get(URL)
        return len(counted)

    entered(officer, community, partner)
    one = cost()
    for place in range(10):
        entered(officer, community, partner, title=f"Меморандум {place}")
    assert cost() == one
