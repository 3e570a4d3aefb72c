"""Entering and changing projects and programmes on their pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from common.codelists.models import CodelistEntry
from common.codelists.reference_codes import load_codes
from communities.models import Community, Oblast, Office
from partners.models import Partner, Programme
from projects.models import Project, ProjectBudget, ProjectIdentifier, ProjectTerritory
from projects.programme_sections import PROGRAMME_SECTIONS
from projects.project_sections import SECTIONS
from projects.rows import AidKind, Budget, Contact, Emergency, Marker
from projects.services import (
    set_aid_types,
    set_budgets,
    set_contacts,
    set_emergencies,
    set_markers,
)
from tests.factories.projects import ProgrammeFactory
from tests.factories.projects import project as make_project

Browse = Callable[[str], Client]


@pytest.fixture
def project(community: Community, partner: Partner) -> Project:
    return make_project(
        oblast=community.oblast,
        communities=[community],
        partners=[("funding", partner)],
        record_status="draft",
    )


def url_of(project: Project, section: str) -> str:
    return reverse(
        "projects:project-edit", kwargs={"reference": project.reference, "section": section}
    )


def sent(client: Client, url: str, **changes: Any) -> Any:
    """The page's own form, as the browser sends it, with changes."""
    return client.post(url, fields_of(client, url) | changes)


def fields_of(client: Client, url: str) -> dict[str, Any]:
    form = client.get(url).context["form"]
    given: dict[str, Any] = {}
    for one in [form, *(form.rows.forms if form.rows is not None else [])]:
        for field in one:
            given |= _inputs(field)
    if form.rows is not None:
        for field in form.rows.management_form:
            given[field.html_name] = field.value()
    return given


def _inputs(field: Any) -> dict[str, Any]:
    value, name = field.value(), field.html_name
    if hasattr(value, "key") and hasattr(value, "text"):
        return {name: value.key, f"{name}_text": value.text}
    if value is None or value is False:
        return {}
    return {name: "on" if value is True and field.is_choice else value}


@pytest.mark.parametrize("section", [one.code for one in SECTIONS])
def test_every_section_opens_and_sent_back_as_it_is_changes_nothing(
    browse: Browse, project: Project, section: str
) -> None:
    client = browse("officer")
    before = project.updated_at
    answer = sent(client, url_of(project, section))
    assert answer.status_code == 302, answer.context["form"].errors
    project.refresh_from_db()
    assert project.updated_at == before


@pytest.mark.parametrize("section", [one.code for one in PROGRAMME_SECTIONS])
def test_every_section_of_a_programme_too(browse: Browse, section: str, partner: Partner) -> None:
    programme = ProgrammeFactory.create()
    url = reverse("programmes:programme-edit", kwargs={"slug": programme.slug, "section": section})
    answer = sent(browse("officer"), url)
    assert answer.status_code == 302, answer.context["form"].errors
    before = programme.updated_at
    programme.refresh_from_db()
    assert programme.updated_at == before


def rows_of(*rows: dict[str, Any]) -> dict[str, Any]:
    given = {f"rows-{number}-{name}": value for number, row in enumerate(rows)
             for name, value in row.items()}  # fmt: skip
    return given | {"rows-TOTAL_FORMS": len(rows), "rows-INITIAL_FORMS": 0}


def seen(client: Client, url: str) -> dict[str, Any]:
    form = client.get(url).context["form"]
    return {"seen": form["seen"].value()}


def test_entering_leads_on_to_the_sections(browse: Browse, poltava: Oblast, office: Office) -> None:
    client = browse("officer")
    given = {
        "oblast": poltava.code,
        "kind": "mta",
        "title": "Ремонт лікарні",
        "status": "2",
        "number_kind": "mta_registration",
        "number": "5001",
    }
    answer = client.post(reverse("projects:project-new"), given)
    made = Project.objects.get()
    assert answer["Location"] == url_of(made, "basics")
    assert (made.record_status, made.office) == ("draft", office)
    assert made.identifiers.get().value == "5001"
    # Sent twice, and the same number once more: the first record is shown.
    for again in (given, given | {"title": "Зовсім інше"}):
        answer = client.post(reverse("projects:project-new"), again)
        assert answer.context["duplicates"] == [made]
    another = given | {"is_another": "yes"}
    answer = client.post(reverse("projects:project-new"), another)
    assert made.reference in answer.content.decode()
    assert Project.objects.count() == 1


def test_a_number_says_whose_it_is(browse: Browse, poltava: Oblast, office: Office) -> None:
    given = {"oblast": poltava.code, "kind": "mta", "title": "А", "status": "2", "number": "5001"}
    answer = browse("officer").post(reverse("projects:project-new"), given)
    assert "number_kind" in answer.context["form"].errors


def test_parties_are_chosen_by_typing_even_without_scripts(
    browse: Browse, project: Project, partner: Partner, community: Community
) -> None:
    client, url = browse("officer"), url_of(project, "parties")
    given = rows_of(
        {"role": "implementing", "body_text": partner.name},
        {"role": "recipient", "body": f"community:{community.code}"},
        {"role": "funding", "name": "Тільки назва", "share": "33,3"},
        {},
    )
    answer = client.post(url, seen(client, url) | given)
    assert answer.status_code == 302, [one.errors for one in answer.context["form"].rows]
    said = [(one.role, str(one.body or one.name)) for one in project.roles.all()]
    assert said == [
        ("implementing", str(partner)),
        ("recipient", str(community)),
        ("funding", "Тільки назва"),
    ]
    assert project.roles.get(name="Тільки назва").share == Decimal("33.3")


@pytest.mark.parametrize(
    ("section", "row", "field"),
    [
        ("parties", {"role": "funding"}, "body"),
        ("parties", {"role": "funding", "body_text": "Такого немає ніде"}, "body"),
        ("parties", {"role": "funding", "body": "partner:x\x00", "body_text": "нема"}, "body"),
        ("parties", {"body_text": "Фонд"}, "role"),
        ("territories", {"unit": "community:UA", "percentage": "50"}, "unit"),
        ("territories", {"unit": "country:UA", "percentage": "150"}, "percentage"),
        ("places", {"name": "Школа", "latitude": "50.1"}, "__all__"),
        ("places", {"latitude": "50.1", "longitude": "30"}, "name"),
        ("subject", {"sector_text": "немає"}, "sector"),
        ("money", {"amount": "5", "currency": "EUR", "kind": "1", "status": "1",
                   "starts_on": "2024-01-01", "ends_on": "2025-12-31"}, "ends_on"),
        ("payments", {"kind": "3", "amount": "багато", "currency": "EUR",
                      "happened_on": "2024-01-01"}, "amount"),
        ("numbers", {"kind": "iati"}, "value"),
        ("contacts", {"kind": "1", "email": "не пошта"}, "email"),
        ("related", {"kind": "1"}, "__all__"),
    ],
)  # fmt: skip
def test_what_is_wrong_stands_beside_its_row_and_nothing_is_lost(
    browse: Browse, project: Project, section: str, row: dict[str, Any], field: str
) -> None:
    client, url = browse("officer"), url_of(project, section)
    project_before = project.updated_at
    given = fields_of(client, url)
    number = int(given["rows-INITIAL_FORMS"])
    given |= {f"rows-{number}-{name}": value for name, value in row.items()}
    answer = client.post(url, given)
    assert answer.status_code == 200
    form = answer.context["form"].rows.forms[number]
    assert field in form.errors, form.errors
    page = answer.content.decode()
    assert "data-error-summary" in page
    for value in row.values():
        assert "\x00" in value or value in page
    project.refresh_from_db()
    assert project.updated_at == project_before


def test_shares_that_are_no_whole_are_told_with_their_sum(
    browse: Browse, project: Project, community: Community, community_elsewhere: Community
) -> None:
    client, url = browse("officer"), url_of(project, "territories")
    given = rows_of(
        {"unit": f"community:{community.code}", "percentage": "60"},
        {"unit": f"community:{community_elsewhere.code}", "percentage": "30"},
    )
    answer = client.post(url, seen(client, url) | given)
    assert answer.status_code == 200
    assert "90" in str(answer.context["form"].errors)
    given = rows_of(
        {"unit": f"community:{community.code}", "percentage": "60"},
        {"unit": f"community:{community_elsewhere.code}", "percentage": "40"},
    )
    assert client.post(url, seen(client, url) | given).status_code == 302
    shares = ProjectTerritory.objects.filter(project=project).values_list("percentage", flat=True)
    assert set(shares) == {Decimal(40), Decimal(60)}


def test_another_row_is_added_without_judging_or_losing(browse: Browse, project: Project) -> None:
    client, url = browse("officer"), url_of(project, "money")
    given = rows_of({"amount": "не число", "starts_on": "2024-01-01"}) | seen(client, url)
    answer = client.post(url, given | {"add": "row"})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "не число" in page
    assert "rows-1-amount" in page
    assert "data-error-summary" not in page
    assert not ProjectBudget.objects.exists()


@pytest.mark.parametrize("total", ["", "x", "-5", "100000"])
def test_a_broken_count_of_rows_breaks_nothing(
    browse: Browse, project: Project, total: str
) -> None:
    client, url = browse("officer"), url_of(project, "money")
    for more in ({}, {"add": "row"}):
        given = seen(client, url) | {"rows-TOTAL_FORMS": total, "rows-INITIAL_FORMS": "0"} | more
        assert client.post(url, given).status_code in {200, 302}
    assert not ProjectBudget.objects.exists()


def test_an_emptied_or_crossed_out_row_goes(browse: Browse, project: Project) -> None:
    day = dt.date(2024, 1, 1)
    budgets = [
        Budget(amount=Decimal(number), currency="EUR", value_date=day, starts_on=day, ends_on=day)
        for number in (1, 2)
    ]
    set_budgets(actor=None, project=project, budgets=budgets)
    client, url = browse("officer"), url_of(project, "money")
    answer = sent(client, url, **{"rows-0-DELETE": "on", "rows-0-amount": "сміття"})
    assert answer.status_code == 302
    assert [one.amount for one in project.budgets.all()] == [Decimal(2)]


def test_two_officers_at_once(browse: Browse, project: Project) -> None:
    """Of the same section: shown; of two sections: both are kept; the same twice: no conflict."""
    client, basics = browse("officer"), url_of(project, "basics")
    mine, texts = fields_of(client, basics), fields_of(client, url_of(project, "texts"))
    assert client.post(basics, mine | {"title": "Їхня"}).status_code == 302
    assert client.post(basics, mine | {"title": "Їхня"}).status_code == 302
    answer = client.post(basics, mine | {"title": "Моя"})
    assert answer.status_code == 409
    assert "Моя" in answer.content.decode()
    project.refresh_from_db()
    assert project.title == "Їхня"
    again = mine | {"title": "Моя", "seen": answer.context["form"]["seen"].value()}
    assert client.post(basics, again).status_code == 302
    assert client.post(url_of(project, "texts"), texts | {"aims": "Мета"}).status_code == 302
    project.refresh_from_db()
    assert (project.title, project.aims) == ("Моя", "Мета")


def test_what_a_row_does_not_show_stays(browse: Browse, project: Project) -> None:
    contact = Contact(organisation="Офіс", address="Полтава", email="a@example.org")
    set_contacts(actor=None, project=project, contacts=[contact])
    sent(browse("officer"), url_of(project, "contacts"), **{"rows-0-organisation": "Інший офіс"})
    found = project.contacts.get()
    assert (found.organisation, found.address) == ("Інший офіс", "Полтава")


def test_publishing_archiving_restoring(browse: Browse, project: Project) -> None:
    client = browse("officer")

    def step(code: str, **given: str) -> Any:
        keys = {"reference": project.reference, "code": code}
        return client.post(reverse("projects:project-step", kwargs=keys), given)

    assert step("publish").status_code == 302
    assert step("publish").status_code == 409
    assert step("archive").context["form"].errors
    assert step("archive", reason="Внесено двічі").status_code == 302
    project.refresh_from_db()
    assert (project.record_status, project.archive_reason) == ("archived", "Внесено двічі")
    answer = client.get(url_of(project, "basics"))
    assert answer.status_code == 409
    assert step("restore").status_code == 302
    assert step("nonsense").status_code == 404


def test_two_records_become_one(
    browse: Browse, project: Project, partner: Partner, community: Community
) -> None:
    other = make_project(oblast=community.oblast, partners=[("implementing", partner)],
                         description="Опис іншого")  # fmt: skip
    ProjectIdentifier.objects.create(project=other, kind="iati", value="XM-1")
    client = browse("officer")
    url = reverse("projects:project-merge", kwargs={"reference": project.reference})
    answer = client.get(url, {"other_text": other.reference})
    assert answer["Location"] == f"{url}?with={other.reference}"
    page = client.get(answer["Location"]).content.decode()
    assert "Опис іншого" in page
    assert client.post(url, {"with": other.reference}).status_code == 302
    project.refresh_from_db()
    assert project.description == "Опис іншого"
    assert project.identifiers.get().value == "XM-1"
    assert client.get(url, {"with": project.reference}).status_code == 400
    assert client.get(url, {"with": "XX-NO"}).status_code == 404


def test_suggestions(browse: Browse, partner: Partner, community: Community) -> None:
    client = browse("officer")

    def asked(what: str, text: str) -> list[str]:
        url = reverse("projects:project-choices", kwargs={"what": what})
        return [one["value"] for one in client.get(url, {"q": text}).json()["results"]]

    assert f"partner:{partner.slug}" in asked("bodies", partner.name)
    assert f"community:{community.code}" in asked("units", community.name)
    assert f"oblast:{community.oblast.code}" in asked("units", community.oblast.name)
    assert "country:UA" in asked("units", "Україн")
    assert asked("people", "\x00") == []
    assert client.get(reverse("projects:project-choices", args=["nothing"])).status_code == 404


def test_papers(browse: Browse, project: Project) -> None:
    load_codes()
    client = browse("officer")
    keys = {"reference": project.reference}
    given = {"category": "A12", "title": "Звіт", "visibility": "public"}
    url = reverse("projects:document-new", kwargs=keys)
    assert "file" in client.post(url, given).context["form"].errors
    answer = client.post(url, given | {"url": "https://example.org/a.pdf"})
    assert answer.status_code == 302, answer.context["form"].errors
    document = project.documents.get()
    page = client.get(reverse("projects:project-files", kwargs=keys)).content.decode()
    assert "Звіт" in page
    withdraw = reverse(
        "projects:document-withdraw", kwargs={**keys, "public_id": document.public_id}
    )
    for given, expected in (({}, True), ({"restore": "yes"}, False)):
        client.post(withdraw, given)
        document.refresh_from_db()
        assert document.is_withdrawn is expected
    answer = client.post(reverse("projects:photo-new", kwargs=keys), {"caption": "Без файла"})
    assert "file" in answer.context["form"].errors


def test_a_programme_from_the_first_page_to_its_components(
    browse: Browse, partner: Partner, community: Community
) -> None:
    client, new = browse("officer"), reverse("programmes:programme-new")
    given = {"name": "Програма Альфа", "status": "2"}
    assert client.post(new, given).status_code == 302
    assert len(client.post(new, given).context["duplicates"]) == 1
    made = Programme.objects.get()
    keys = {"slug": made.slug}

    def post(section: str, *rows: dict[str, Any]) -> Any:
        url = reverse("programmes:programme-edit", kwargs={**keys, "section": section})
        return client.post(url, seen(client, url) | rows_of(*rows))

    assert post("parties", {"role": "funding", "partner_text": partner.name}).status_code == 302
    assert post("components", {"number": "1", "name": "Перша"}).status_code == 302
    answer = post("components", {"number": "1", "name": "А"}, {"number": "1", "name": "Б"})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert post("territories", {"unit": f"community:{community.code}"}).status_code == 302
    made.refresh_from_db()
    assert [one.name for one in made.components.all()] == ["Перша"]
    assert made.territories.get().oblast == community.oblast
    url = reverse("programmes:programme-step", kwargs={**keys, "code": "publish"})
    assert client.post(url).status_code == 302


@pytest.mark.parametrize(
    ("section", "keep"),
    [
        ("markers", lambda one, codes: set_markers(**one, markers=[
            Marker(code=code, significance="1") for code in codes])),
        ("codes", lambda one, codes: set_aid_types(**one, kinds=[
            AidKind(code=code, vocabulary=str(number)) for number, code in enumerate(codes)])),
        ("emergencies", lambda one, codes: set_emergencies(**one, emergencies=[
            Emergency(kind="1", vocabulary="1", code=code) for code in codes])),
    ],
)  # fmt: skip
def test_lists_of_codes_are_asked_once_for_all_rows(
    browse: Browse,
    project: Project,
    section: str,
    keep: Callable[..., Any],
    django_assert_max_num_queries: Any,
    django_assert_num_queries: Any,
) -> None:
    load_codes()
    client, url = browse("officer"), url_of(project, section)
    keep({"actor": None, "project": project}, ["1"])
    client.get(url)
    with django_assert_max_num_queries(30) as found:
        client.get(url)
    keep({"actor": None, "project": project}, [str(code) for code in range(1, 31)])
    with django_assert_num_queries(len(found.captured_queries)):
        answer = client.get(url)
    assert answer.content.count(b'<fieldset class="fieldset row-of-form"') == 31


def test_a_withdrawn_code_that_stands_there_can_stay(browse: Browse, project: Project) -> None:
    load_codes()
    CodelistEntry.objects.filter(codelist="AidType", code="B02").update(is_withdrawn=True)
    set_aid_types(actor=None, project=project, kinds=[AidKind(code="B02")])
    client = browse("officer")
    url = url_of(project, "codes")
    assert sent(client, url, flow_type="10").status_code == 302
    assert project.aid_types.get().code == "B02"
    other = make_project(oblast=project.oblast)
    fields = client.get(url_of(other, "codes")).context["form"].rows.forms[0].fields
    assert "B02" not in dict(fields["code"].choices)


def test_a_long_table_is_edited_part_by_part(browse: Browse, project: Project) -> None:
    days = [dt.date(2020, 1, 1) + dt.timedelta(days=number) for number in range(120)]
    budgets = [
        Budget(amount=Decimal(number), currency="EUR", value_date=day, starts_on=day, ends_on=day)
        for number, day in enumerate(days, 1)
    ]
    set_budgets(actor=None, project=project, budgets=budgets)
    client = browse("officer")
    url = f"{url_of(project, 'money')}?rows=2"
    page = client.get(url)
    assert [one.last for one in page.context["form"].part_links()] == [50, 100, 120]
    legend = page.content.decode()
    assert ">Бюджет 51<" in legend
    assert ">Бюджет 50<" not in legend
    given = fields_of(client, url) | {"rows-0-amount": "7000", "rows-1-DELETE": "on", "rows": "3"}
    answer = client.post(url, given)
    assert answer["Location"].endswith("money/?rows=3#rows")
    kept = list(project.budgets.order_by("starts_on").values_list("amount", flat=True))
    assert kept == [*range(1, 51), 7000, *range(53, 121)]
    # The same part as it stood before somebody changed another one: nothing is lost silently.
    assert client.post(url, given | {"rows-0-amount": "8000"}).status_code == 409
    for strange in ("0", "-1", "99", "²", "x" * 40):
        answer = client.get(url_of(project, "money"), {"rows": strange})
        assert answer.context["form"].part in {1, 3}
