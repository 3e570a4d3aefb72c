"""Contact persons are personal data: where they appear, and how they go."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from partners import services, tasks
from partners.exceptions import ContactErased, InvalidData, PartnerArchived
from partners.models import ContactPerson, Partner
from partners.services import ContactData, contact_data_of
from tests.conftest import CAST
from tests.factories.partners import ContactPersonFactory
from tests.tables import each

SECRETS = ("Томас Таємний", "thomas@secret.example", "380441234567", "Дзвонити зранку")
OFFICIALS = {"administrator", "head", "officer", "officer_of_sumy", "analyst"}

GOOD = ContactData(
    full_name="Софія Приклад",
    email="Sofia@Example.org",
    consent_on=date(2026, 1, 1),
    retention_until=date(2029, 1, 1),
)


def leaks(text: str) -> list[str]:
    return [one for one in SECRETS if one in text]


@each("who", CAST)
def test_only_officials_read_them(contact: ContactPerson, browse: Any, who: str) -> None:
    text = browse(who).get(contact.partner.get_absolute_url()).content.decode()
    assert ("Томас Таємний" in text) == (who in OFFICIALS)
    if who not in OFFICIALS:
        assert not leaks(text)


@each("who", CAST)
def test_never_in_api_nor_downloads(contact: ContactPerson, browse: Any, who: str) -> None:
    browser = browse(who)
    partner = contact.partner
    for url in (
        "/api/v1/partners/",
        f"/api/v1/partners/{partner.public_id}/",
        "/partners/",
        "/partners/choices/?q=Томас",
    ):
        assert not leaks(browser.get(url).content.decode()), url
    csv = b"".join(browser.get("/partners/download.csv").streaming_content).decode()
    assert not leaks(csv)
    assert "Фонд Мости" in csv


def test_searching_by_a_person_finds_no_partner(contact: ContactPerson, browse: Any) -> None:
    answer = browse("anonymous").get("/api/v1/partners/?search=thomas@secret.example")
    assert answer.json()["results"] == []


def test_adding_and_changing(officer: User, partner: Partner) -> None:
    contact = services.add_contact(actor=officer, partner=partner, data=GOOD)
    assert contact.email == "sofia@example.org"
    event: Any = contact.events.get()  # type: ignore[attr-defined]
    assert event.pgh_context["actor"] == officer.pk
    assert not hasattr(event, "full_name")
    same = services.change_contact(actor=officer, contact=contact, data=contact_data_of(contact))
    assert same.events.count() == 1  # type: ignore[attr-defined]
    changed = replace(GOOD, phone="+380441234567", position="радниця")
    assert services.change_contact(actor=officer, contact=contact, data=changed).position


def test_the_same_person_is_not_entered_twice(officer: User, partner: Partner) -> None:
    contact = services.add_contact(actor=officer, partner=partner, data=GOOD)
    again = replace(GOOD, full_name=GOOD.full_name.upper(), email=GOOD.email.upper())
    with pytest.raises(InvalidData) as refusal:
        services.add_contact(actor=officer, partner=partner, data=again)
    assert list(refusal.value.errors) == ["full_name"]
    # A namesake with another address, and somebody who was erased and came back.
    services.add_contact(actor=officer, partner=partner, data=replace(GOOD, email="s2@example.org"))
    services.erase_contact(actor=officer, contact=contact)
    services.add_contact(actor=officer, partner=partner, data=GOOD)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"full_name": " "}, "full_name"),
        ({"email": "", "phone": ""}, ""),
        ({"email": "not an address"}, "email"),
        ({"phone": "12"}, "phone"),
        ({"retention_until": date(2026, 1, 1)}, ""),
        ({"full_name": "я" * 201}, "full_name"),
        ({"note": "x" * 501}, "note"),
    ],
)
def test_refusals(officer: User, partner: Partner, values: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidData) as refusal:
        services.add_contact(actor=officer, partner=partner, data=replace(GOOD, **values))
    assert list(refusal.value.errors) == [field]
    assert not ContactPerson.objects.exists()


def test_erased_for_good(officer: User, contact: ContactPerson) -> None:
    erased = services.erase_contact(actor=officer, contact=contact)
    assert erased.forgotten_at
    assert ContactPerson.objects.count() == 1
    assert not stored_secrets()
    with pytest.raises(ContactErased):
        services.erase_contact(actor=officer, contact=contact)
    with pytest.raises(ContactErased):
        services.change_contact(actor=officer, contact=contact, data=GOOD)


def stored_secrets() -> list[str]:
    """Tables of the database in which any of the secrets still stands."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        tables = [name for (name,) in cursor.fetchall()]
        found = []
        for table in tables:
            for secret in SECRETS:
                cursor.execute(
                    f'SELECT 1 FROM "{table}" t WHERE t::text LIKE %s LIMIT 1',  # noqa: S608
                    [f"%{secret}%"],
                )
                found += [table] if cursor.fetchone() else []
    return found


def test_erasing_works_for_an_archived_partner(officer: User, contact: ContactPerson) -> None:
    services.archive_partner(actor=officer, partner=contact.partner, reason="закрито")
    with pytest.raises(PartnerArchived):
        services.change_contact(actor=officer, contact=contact, data=GOOD)
    assert services.erase_contact(actor=officer, contact=contact).forgotten_at


def test_retention(contact: ContactPerson) -> None:
    today = timezone.localdate()
    expired = ContactPersonFactory.create(retention_until=today - timedelta(days=1))
    last_day = ContactPersonFactory.create(retention_until=today)
    assert tasks.forget_expired_contacts() == 1
    assert tasks.forget_expired_contacts() == 0
    expired.refresh_from_db()
    last_day.refresh_from_db()
    assert (expired.full_name, expired.email) == ("", "")
    assert last_day.full_name
    event: Any = expired.events.order_by("-pgh_id").first()  # type: ignore[attr-defined]
    assert event.pgh_context["source"] == "task"


def test_pages(contact: ContactPerson, browse: Any) -> None:
    browser = browse("officer")
    base = f"{contact.partner.get_absolute_url()}contacts/"
    sent = {
        "full_name": "Ліна",
        "email": "lina@example.org",
        "consent_on": "2026-01-01",
        "retention_until": "2025-01-01",
    }
    shown = browser.post(f"{base}new/", sent)
    assert shown.status_code == 200
    assert "lina@example.org" in shown.content.decode()
    sent["retention_until"] = "2029-01-01"
    assert browser.post(f"{base}new/", sent).status_code == 302
    assert contact.partner.contacts.count() == 2
    edit = f"{base}{contact.public_id}/edit/"
    assert browser.post(edit, {**sent, "phone": "044 123 45 67"}).status_code == 302
    contact.refresh_from_db()
    assert str(contact.phone) == "+380441234567"
    assert browser.post(f"{base}{contact.public_id}/erase/").status_code == 302
    assert browser.get(edit).status_code == 404


def test_two_runs_of_the_task_at_once(partner: Partner, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another run has erased meanwhile does not keep this one from the rest."""
    ends = timezone.localdate() - timedelta(days=1)
    people = ContactPersonFactory.create_batch(3, partner=partner, retention_until=ends)
    erase = services.erase_contact

    def erase_after_another_run(**given: Any) -> ContactPerson:
        if given["contact"] == people[0]:
            erase(actor=None, contact=people[0])
        return erase(**given)

    monkeypatch.setattr("partners.services.contacts.erase_contact", erase_after_another_run)
    assert tasks.forget_expired_contacts() == 2
    assert not ContactPerson.objects.filter(forgotten_at=None).exists()
