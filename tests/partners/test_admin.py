"""The administration changes partners through the same services, for the same people."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry

from accounts.models import User
from communities.models import Oblast, Office
from partners.identifiers import Identifier
from partners.models import ContactPerson, Partner
from tests.factories.codelists import ThemeFactory
from tests.factories.partners import PartnerFactory
from tests.partners.conftest import Register

URL = "/admin/partners/partner/"


def formsets(**values: Any) -> dict[str, Any]:
    """The management forms of both inlines, empty unless said."""
    empty = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": "99"}
    return {
        **{f"identifiers-{name}": value for name, value in empty.items()},
        **{f"contacts-{name}": value for name, value in empty.items()},
        **values,
    }


def filled(**values: Any) -> dict[str, Any]:
    return formsets(
        **{
            "name": "Фонд добрих сусідів",
            "name_en": "Good Neighbours",
            "kind": "foundation",
            "iati_type": "60",
            "visibility": "public",
            **values,
        }
    )


def test_adding(browse: Any, head: User, poltava: Oblast) -> None:
    theme = ThemeFactory.create()
    sent = filled(
        languages="англійська, uk",
        theme_choices=[theme.pk],
        oblast_choices=[poltava.pk],
        **{
            "identifiers-TOTAL_FORMS": "1",
            "identifiers-0-scheme": "XI-ROR",
            "identifiers-0-value": "https://ror.org/05k7znr35",
            "contacts-TOTAL_FORMS": "1",
            "contacts-0-full_name": "Ліна Приклад",
            "contacts-0-email": "lina@example.org",
            "contacts-0-consent_on": "2026-01-01",
            "contacts-0-retention_until": "2029-01-01",
        },
    )
    answer = browse("head").post(f"{URL}add/", sent)
    assert answer.status_code == 302, answer.context["errors"]
    partner = Partner.objects.get()
    assert (partner.slug, partner.status, partner.languages) == (
        "good-neighbours",
        "candidate",
        ["en", "uk"],
    )
    assert (list(partner.themes.all()), list(partner.oblasts.all())) == ([theme], [poltava])
    assert partner.identifiers.get().value == "05k7znr35"
    assert partner.contacts.get().full_name == "Ліна Приклад"
    event = partner.events.first()  # type: ignore[attr-defined]
    assert (event.pgh_context["actor"], event.pgh_context["source"]) == (head.pk, "admin")
    # Django's own log would keep the person's name beyond its erasure.
    assert not LogEntry.objects.exists()


def test_changing(browse: Any, registered: Register) -> None:
    partner = registered(identifiers=(Identifier("iati", "SE-0"),))
    row = partner.identifiers.get()
    sent = filled(
        name="Нова назва",
        **{
            "identifiers-TOTAL_FORMS": "2",
            "identifiers-INITIAL_FORMS": "1",
            "identifiers-0-id": row.pk,
            "identifiers-0-partner": partner.pk,
            "identifiers-0-scheme": "iati",
            "identifiers-0-value": "SE-0",
            "identifiers-0-DELETE": "on",
            "identifiers-1-partner": partner.pk,
            "identifiers-1-scheme": "iati",
            "identifiers-1-value": "SE-1",
        },
    )
    answer = browse("officer").post(f"{URL}{partner.pk}/change/", sent)
    assert answer.status_code == 302, answer.context["errors"]
    partner.refresh_from_db()
    assert partner.name == "Нова назва"
    assert [one.value for one in partner.identifiers.all()] == ["SE-1"]


@pytest.mark.parametrize(
    "values",
    [
        {"name": ""},
        {"website": "ftp://x.example"},
        {"languages": "клінгонська"},
        {"country": "ZZ"},
        {
            "identifiers-TOTAL_FORMS": "1",
            "identifiers-0-scheme": "UA-EDR",
            "identifiers-0-value": "1",
        },
        {"contacts-TOTAL_FORMS": "1", "contacts-0-full_name": "Без згоди"},
    ],
)
def test_mistakes_are_said(browse: Any, values: dict[str, Any]) -> None:
    answer = browse("head").post(f"{URL}add/", filled(**values))
    assert answer.status_code == 200
    assert not Partner.objects.exists()
    assert not ContactPerson.objects.exists()


def test_others_read(browse: Any, partner: Partner, contact: ContactPerson) -> None:
    for who in ("officer_of_sumy", "analyst"):
        browser = browse(who)
        page = browser.get(f"{URL}{partner.pk}/change/").content.decode()
        assert "Фонд Мости" in page
        assert 'name="_save"' not in page
        assert browser.post(f"{URL}{partner.pk}/change/", filled()).status_code == 403
    partner.refresh_from_db()
    assert partner.name == "Фонд Мости"


def test_actions(browse: Any, partner: Partner) -> None:
    shared = PartnerFactory.create(name="Спільний")
    chosen = {"_selected_action": [partner.pk, shared.pk]}
    browse("officer_of_sumy").post(URL, {**chosen, "action": "rest"})
    partner.refresh_from_db()
    shared.refresh_from_db()
    assert (partner.status, shared.status) == ("active", "dormant")
    browse("officer").post(URL, {**chosen, "action": "archive", "reason": ""})
    partner.refresh_from_db()
    assert partner.status == "active"
    browse("officer").post(URL, {**chosen, "action": "archive", "reason": "закрито"})
    partner.refresh_from_db()
    assert (partner.status, partner.archive_reason) == ("archived", "закрито")
    assert browse("officer").get(f"{URL}{partner.pk}/change/").status_code == 200
    browse("officer").post(URL, {**chosen, "action": "restore"})
    partner.refresh_from_db()
    assert partner.status == "active"


def test_erasing(browse: Any, contact: ContactPerson) -> None:
    url = "/admin/partners/contactperson/"
    chosen = {"_selected_action": [contact.pk], "action": "erase"}
    browse("officer_of_sumy").post(url, chosen)
    contact.refresh_from_db()
    assert contact.full_name
    browse("officer").post(url, chosen)
    contact.refresh_from_db()
    assert not contact.full_name
    assert not LogEntry.objects.exists()


def test_contact_of_a_foreign_partner(browse: Any, partner: Partner) -> None:
    sent = {
        "partner": partner.pk,
        "full_name": "Ліна",
        "email": "lina@example.org",
        "consent_on": "2026-01-01",
        "retention_until": "2029-01-01",
    }
    url = "/admin/partners/contactperson/add/"
    assert browse("officer_of_sumy").post(url, sent).status_code == 403
    assert not ContactPerson.objects.exists()
    assert browse("officer").post(url, sent).status_code == 302
    assert ContactPerson.objects.get().partner == partner


def test_search_and_history(browse: Any, partner: Partner) -> None:
    browser = browse("officer")
    assert "Фонд Мости" in browser.get(f"{URL}?q=мости").content.decode()
    assert "Фонд Мости" not in browser.get(f"{URL}?q=zzzzzz").content.decode()
    answer = browser.get(f"{URL}{partner.pk}/history/")
    assert answer.status_code == 302
    assert str(partner.public_id) in answer["Location"] or partner.slug in answer["Location"]


def test_no_box_of_thousands(browse: Any) -> None:
    """Partners are chosen by typing, also here."""
    PartnerFactory.create_batch(3, name="Не для списку")
    assert "Не для списку" not in browse("head").get(f"{URL}add/").content.decode()


def test_a_new_record_is_not_given_to_another_office(
    browse: Any, officer: User, office_of_sumy: Office
) -> None:
    browser = browse("officer")
    offered = browser.get("/admin/partners/partner/add/").context["adminform"].form
    assert list(offered.fields["curated_by"].queryset) == [officer.officememberships.get().office]
