"""Pages of communities, oblasts and offices."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from common.intake.refusals import ChangedMeanwhile
from communities.exceptions import CommunityWithdrawn, NotAllowedToChange
from communities.models import Community, Oblast, Office
from communities.services.offices import change_office, open_office
from communities.services.profiles import change_community_profile
from tests.factories.communities import (
    CommunityFactory,
    OblastFactory,
    OfficeFactory,
    OfficeMembershipFactory,
    RaionFactory,
)
from tests.factories.partners import PartnerFactory

Browse = Callable[[str], Client]
LIST = "/communities/"


def text_of(answer: Any) -> str:
    content: bytes = answer.content
    return content.decode()


@pytest.fixture
def kyiv(db: None) -> Oblast:
    return OblastFactory.create(
        slug="kyiv",
        name="Київ",
        name_en="Kyiv",
        code="UA80000000000093317",
        iso_code="UA-30",
        kind="K",
    )


# The list


@pytest.mark.parametrize(
    "words", ["Миргородська", "миргород", "MYRHOROD", "Мирогород", "myrhorodska"]
)
def test_finds_in_both_languages_and_with_typing_errors(
    words: str, client: Client, community: Community
) -> None:
    CommunityFactory.create(name="Полтавська", name_en="Poltavska")
    page = text_of(client.get(LIST, {"search": words}))
    assert "Миргородська міська територіальна громада" in page
    assert "Полтавська міська" not in page


def test_list_filters_by_oblast_then_raion(client: Client, community: Community) -> None:
    CommunityFactory.create(oblast=community.oblast, name="Полтавська", name_en="Poltavska")
    whole = text_of(client.get(LIST))
    assert 'name="raion"' not in whole
    chosen = client.get(LIST, {"oblast": community.oblast.code})
    assert 'name="raion"' in text_of(chosen)
    narrow = {"oblast": community.oblast.code, "raion": community.raion.code}
    page = text_of(client.get(LIST, narrow))
    assert "Миргородська міська" in page
    assert "Полтавська міська" not in page


def test_list_filters_by_type_and_population(client: Client, poltava: Oblast) -> None:
    CommunityFactory.create(oblast=poltava, name="Мала", kind="rural", population=4000)
    CommunityFactory.create(oblast=poltava, name="Велика", kind="urban", population=90000)
    page = text_of(client.get(LIST, {"kind": "rural"}))
    assert "Мала сільська" in page
    assert "Велика міська" not in page
    page = text_of(client.get(LIST, {"population_min": "50000"}))
    assert "Велика міська" in page
    assert "Мала сільська" not in page


@pytest.mark.parametrize(
    "query",
    [
        {"oblast": "UA99"},
        {"population_min": "багато"},
        {"population_min": "-1", "population_max": "99999999999999999999"},
        {"ordering": "password"},
        {"cursor": "!!!"},
        {"search": "%_\\' OR 1=1 --"},
        {"search": "\x00"},
        {"search": "я" * 5000},
        {"kind": "imperial"},
    ],
)
def test_bad_addresses_of_the_list_are_answered(
    query: dict[str, str], client: Client, community: Community
) -> None:
    assert client.get(LIST, query).status_code == 200


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_download_holds_exactly_the_filtered_list(
    file_format: str, client: Client, community: Community, community_elsewhere: Community
) -> None:
    url = reverse("communities:community-download", kwargs={"file_format": file_format})
    answer: Any = client.get(url, {"oblast": community.oblast.code})
    content = b"".join(answer.streaming_content)
    if file_format == "csv":
        assert content.startswith(b"\xef\xbb\xbf")
        text = content.decode("utf-8-sig")
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        text = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    assert community.code in text
    assert community_elsewhere.code not in text


def test_there_are_no_other_formats(client: Client, db: None) -> None:
    assert client.get("/communities/download.pdf").status_code == 404


@pytest.mark.parametrize("url", [LIST, "/oblasts/"])
def test_lists_cost_the_same_for_one_and_for_thirty(
    url: str, client: Client, django_assert_num_queries: Any, poltava: Oblast
) -> None:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    CommunityFactory.create(oblast=poltava)
    OfficeFactory.create(oblast=poltava)
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for office in OblastFactory.create_batch(29):
        CommunityFactory.create(oblast=office)
        OfficeFactory.create(oblast=office)
    with CaptureQueriesContext(connection) as thirty:
        client.get(url)
    # The list of thirty has a second page, which costs nothing but a link.
    assert len(thirty) == len(one)


# One community


def test_community_page_says_what_there_is(
    client: Client, community: Community, office: Office
) -> None:
    CommunityFactory.create(
        oblast=community.oblast, raion=community.raion, name="Шишацька", name_en="Shyshatska"
    )
    community.population = 49210
    community.latitude, community.longitude = 49.96, 33.61
    community.about = "Курорт на Хоролі."
    community.save()
    page = text_of(client.get(community.get_absolute_url()))
    for words in ("Полтавська область", "Миргородський район", "49\xa0210", community.code):
        assert words in page
    assert office.name in page
    assert "Шишацька" in page
    assert '<circle class="here"' in page
    assert "<p>Курорт на Хоролі.</p>" in page


def test_community_page_in_english_says_when_a_text_is_ukrainian(
    client: Client, community: Community
) -> None:
    Community.objects.filter(pk=community.pk).update(about="Курорт на <Хоролі>.")
    page = text_of(client.get("/en" + community.get_absolute_url()))
    assert "Myrhorodska urban community" in page
    assert '<div lang="uk"><p>Курорт на &lt;Хоролі&gt;.</p></div>' in page
    assert "in Ukrainian" in page


def test_former_codes_lead_to_the_community_for_good(client: Client, community: Community) -> None:
    former = "UA53060230000011111"
    Community.objects.filter(pk=community.pk).update(former_codes=[former])
    for code in (former, former.lower(), community.code.lower()):
        answer = client.get(f"/communities/{code}/")
        assert (answer.status_code, answer["Location"]) == (301, community.get_absolute_url())
    assert client.get("/communities/UA00000000000000000/").status_code == 404
    assert client.get("/communities/nonsense/").status_code == 404


def test_withdrawn_community_stays_readable_and_says_so(client: Client, browse: Browse) -> None:
    gone = CommunityFactory.create(name="Колишня", is_withdrawn=True, withdrawn_on="2024-09-21")
    page = text_of(client.get("/en" + gone.get_absolute_url()))
    assert "This community no longer exists" in page
    assert "21\xa0September 2024" in page
    assert "Колишня" not in text_of(client.get(LIST))
    edit = reverse("communities:community-edit", kwargs={"code": gone.code})
    assert browse("administrator").get(edit).status_code == 403


def test_partners_of_the_oblast_stand_on_its_page(
    client: Client, community: Community, browse: Browse
) -> None:
    seen = PartnerFactory.create(name="Видимий")
    hidden = PartnerFactory.create(name="Прихований", visibility="internal")
    for partner in (seen, hidden):
        partner.oblasts.add(community.oblast)
    url = community.oblast.get_absolute_url()
    page = text_of(client.get(url))
    assert "Видимий" in page
    assert "Прихований" not in page
    assert "Прихований" in text_of(browse("officer").get(url))


# The profile


def test_profile_is_changed_with_history(browse: Browse, community: Community) -> None:
    url = reverse("communities:community-edit", kwargs={"code": community.code})
    browser = browse("coordinator")
    form = browser.get(url).context["form"]
    data = {
        "about": "Курорт.",
        "about_en": "A spa.",
        "website": "https://myrhorod.example",
        "seen": form["seen"].value(),
    }
    answer = browser.post(url, data)
    assert (answer.status_code, answer["Location"]) == (302, community.get_absolute_url())
    community.refresh_from_db()
    assert (community.about, community.about_en) == ("Курорт.", "A spa.")
    event = community.events.order_by("-pgh_id").first()  # type: ignore[attr-defined]
    assert event.about == "Курорт."
    assert event.pgh_context["source"] == "page"


def test_two_people_at_once_lose_nothing(browse: Browse, community: Community, head: Any) -> None:
    url = reverse("communities:community-edit", kwargs={"code": community.code})
    browser = browse("coordinator")
    seen = browser.get(url).context["form"]["seen"].value()
    change_community_profile(
        actor=head, community=community, about="Слова голови.", about_en="", website=""
    )
    data = {"about": "Слова координаторки.", "about_en": "", "website": "", "seen": seen}
    answer = browser.post(url, data)
    page = text_of(answer)
    assert answer.status_code == 409
    assert "Слова координаторки." in page
    assert "Слова голови." in page
    community.refresh_from_db()
    assert community.about == "Слова голови."
    again = {**data, "seen": answer.context["form"]["seen"].value()}
    assert browser.post(url, again).status_code == 302
    community.refresh_from_db()
    assert community.about == "Слова координаторки."


def test_wrong_profile_is_said_beside_the_field(browse: Browse, community: Community) -> None:
    url = reverse("communities:community-edit", kwargs={"code": community.code})
    data = {"about": "я" * 4001, "website": "не адреса", "seen": "gibberish"}
    answer = browse("coordinator").post(url, data)
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"about", "website"}
    assert "я" * 4001 in text_of(answer)


def test_profile_service_refuses(
    community: Community, officer_of_sumy: Any, head: Any, coordinator: Any
) -> None:
    words: dict[str, Any] = {"about": "a", "about_en": "b", "website": ""}
    with pytest.raises(NotAllowedToChange):
        change_community_profile(actor=officer_of_sumy, community=community, **words)
    seen = community.updated_at
    change_community_profile(actor=head, community=community, seen=seen, **words)
    with pytest.raises(ChangedMeanwhile):
        change_community_profile(actor=coordinator, community=community, seen=seen, **words)
    Community.objects.filter(pk=community.pk).update(is_withdrawn=True)
    with pytest.raises(CommunityWithdrawn):
        change_community_profile(actor=head, community=community, **words)


def test_the_same_profile_again_writes_no_history(community: Community, head: Any) -> None:
    words: dict[str, Any] = {"about": "a", "about_en": "", "website": ""}
    change_community_profile(actor=head, community=community, **words)
    before = community.events.count()  # type: ignore[attr-defined]
    change_community_profile(actor=head, community=community, **words)
    assert community.events.count() == before  # type: ignore[attr-defined]


# Oblasts


def test_cities_with_special_status_read_right(client: Client, kyiv: Oblast) -> None:
    listed = text_of(client.get("/en/oblasts/"))
    assert "city with special status" in listed
    page = text_of(client.get("/en/oblasts/kyiv/"))
    assert "A city with special status" in page
    assert "All communities of the oblast" not in page
    assert "0 communities" not in page
    assert "Київ" in text_of(client.get("/oblasts/kyiv/"))
    assert "Київ область" not in text_of(client.get("/oblasts/kyiv/"))


def test_oblast_page_counts_what_is_in_force(client: Client, community: Community) -> None:
    CommunityFactory.create(oblast=community.oblast, raion=community.raion, is_withdrawn=True)
    RaionFactory.create(oblast=community.oblast, is_withdrawn=True)
    page = text_of(client.get("/en/oblasts/poltava/"))
    assert "1 raion, 1 community (urban – 1)." in page
    assert f"?oblast={community.oblast.code}&amp;raion={community.raion.code}" in page


def test_population_is_said_only_when_known_for_all(client: Client, community: Community) -> None:
    Community.objects.filter(pk=community.pk).update(population=40000)
    assert "40,000" in text_of(client.get("/en/oblasts/poltava/"))
    CommunityFactory.create(oblast=community.oblast, population=None)
    assert "40,000" not in text_of(client.get("/en/oblasts/poltava/"))


# Offices


def test_public_sees_the_office_but_not_its_people(
    client: Client, browse: Browse, office: Office, head: Any
) -> None:
    page = text_of(client.get(office.get_absolute_url()))
    assert head.email not in page
    assert head.full_name not in page
    assert head.email in text_of(browse("officer_of_sumy").get(office.get_absolute_url()))


def test_head_changes_the_office_once_only_with_the_newest_state(
    browse: Browse, office: Office, administrator: Any
) -> None:
    url = reverse("communities:office-edit", kwargs={"slug": office.slug})
    browser = browse("head")
    form = browser.get(url).context["form"]
    data = {"name": "Офіс", "name_en": "Office", "phone": "+380 532 1", "edrpou": "1"}
    data["seen"] = form["seen"].value()
    assert set(browser.post(url, data).context["form"].errors) == {"edrpou"}
    data["edrpou"] = "00022591"
    assert browser.post(url, data).status_code == 302
    conflict = browser.post(url, {**data, "name": "Інша назва"})
    assert conflict.status_code == 409
    office.refresh_from_db()
    assert office.name == "Офіс"


def test_office_service_refuses(office: Office, officer: Any, head: Any, sumy: Oblast) -> None:
    with pytest.raises(NotAllowedToChange):
        change_office(actor=officer, office=office, name="Інша")
    with pytest.raises(NotAllowedToChange):
        open_office(actor=head, oblast=sumy, slug="sumy", name="Офіс", name_en="Office")
    with pytest.raises(TypeError, match="slug"):
        change_office(actor=head, office=office, slug="other")


def test_former_members_are_not_counted(client: Client, office: Office) -> None:
    OfficeMembershipFactory.create(
        office=office, role="analyst", starts_on="2020-01-01", ends_on="2021-01-01"
    )
    address = "/en" + office.get_absolute_url()
    assert "Analyst" not in text_of(client.get(address))
    OfficeMembershipFactory.create(office=office, role="analyst")
    assert "Analyst" in text_of(client.get(address))


# Administration


def test_administration_changes_a_profile_through_the_service(
    browse: Browse, community: Community
) -> None:
    url = reverse("admin:communities_community_change", args=[community.pk])
    answer = browse("officer").post(url, {"about": "З адміністрування", "name": "Хибна"})
    assert answer.status_code == 302
    community.refresh_from_db()
    assert (community.about, community.name) == ("З адміністрування", "Миргородська")
    event = community.events.order_by("-pgh_id").first()  # type: ignore[attr-defined]
    assert event.pgh_context["source"] == "admin"


def test_administrator_opens_an_office(browse: Browse, sumy: Oblast) -> None:
    url = reverse("admin:communities_office_add")
    data = {"oblast": sumy.pk, "slug": "sumy", "name": "Офіс", "name_en": "Office"}
    assert browse("administrator").post(url, data).status_code == 302
    assert Office.objects.get(slug="sumy").oblast == sumy


@pytest.mark.parametrize("model", ["oblast", "raion", "community", "office"])
def test_administration_lists_cost_the_same_for_one_and_for_thirty(
    model: str, browse: Browse
) -> None:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    url = reverse(f"admin:communities_{model}_changelist")
    browser = browse("administrator")
    CommunityFactory.create(oblast=OfficeFactory.create().oblast)
    browser.get(url)
    with CaptureQueriesContext(connection) as one:
        browser.get(url)
    for _ in range(29):
        CommunityFactory.create(oblast=OfficeFactory.create().oblast)
    with CaptureQueriesContext(connection) as thirty:
        browser.get(url)
    assert len(thirty) == len(one)


def test_administration_searches_like_the_pages(browse: Browse, community: Community) -> None:
    CommunityFactory.create(name="Полтавська", name_en="Poltavska")
    url = reverse("admin:communities_community_changelist")
    for words in ("мирогород", "Myrhorod", community.code):
        page = text_of(browse("officer").get(url, {"q": words}))
        assert community.code in page
        assert "Полтавська</a>" not in page
