"""Two records become one: nothing is lost, nothing is doubled, old addresses lead on."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from accounts.memberships import kind
from accounts.models import User
from accounts.services import ask_for_access
from communities.models import Oblast
from partners import services
from partners.exceptions import MergedWithItself, PartnerArchived, PartnerMerged
from partners.identifiers import Identifier
from partners.models import ContactPerson, Partner, PartnerMembership, PartnerTheme
from partners.relations import relations, uniqueness
from partners.services.merging import CHOOSABLE, default_choices, moves
from tests.factories.accounts import UserFactory
from tests.factories.codelists import ThemeFactory
from tests.factories.partners import (
    ContactPersonFactory,
    PartnerFactory,
    PartnerMembershipFactory,
)
from tests.partners.conftest import Register


def merge(actor: User, kept: Partner, merged: Partner, **choices: str) -> Partner:
    return services.merge_partners(actor=actor, kept=kept, merged=merged, choices=choices)


def test_everything_comes_over(registered: Register, officer: User, poltava: Oblast) -> None:
    shared, own = ThemeFactory.create(), ThemeFactory.create()
    kept = registered(name="Один", themes=(shared,), languages=("uk",))
    merged = registered(
        name="Два",
        themes=(shared, own),
        oblasts=(poltava,),
        languages=("en", "uk"),
        identifiers=(Identifier("iati", "SE-0"),),
    )
    contact = ContactPersonFactory.create(partner=merged)
    membership = PartnerMembershipFactory.create(partner=merged)
    part = registered(name="Частина", parent=merged)
    old = registered(name="Давній")
    merge(officer, merged, old)

    told = {one.label: one.count for one in moves(kept, merged)}
    survivor = merge(officer, kept, merged)

    assert set(survivor.themes.all()) == {shared, own}
    assert list(survivor.oblasts.all()) == [poltava]
    assert survivor.languages == ["uk", "en"]
    assert [one.value for one in survivor.identifiers.all()] == ["SE-0"]
    for row in (contact, membership, part, old, merged):
        row.refresh_from_db()
    assert contact.partner == membership.partner == part.parent == survivor
    assert old.merged_into == merged.merged_into == survivor
    assert merged.status == "archived"
    # The theme that both had stays with the archived record: nothing is deleted.
    assert list(merged.themes.all()) == [shared]
    assert sum(told.values()) == 7


def test_generic_relations_come_over(
    registered: Register, officer: User, newcomer: User, posted: Any
) -> None:
    kept, merged = registered(name="Один"), registered(name="Два")
    with posted():
        request = ask_for_access(
            actor=newcomer, kind=kind("partner"), scope=merged, role="client", reason="Працюю там"
        )
    merge(officer, kept, merged)
    request.refresh_from_db()
    assert request.scope == kept


def test_the_same_role_in_both_stays_behind(registered: Register, officer: User) -> None:
    kept, merged = registered(name="Один"), registered(name="Два")
    user = UserFactory.create()
    for partner in (kept, merged):
        PartnerMembershipFactory.create(partner=partner, user=user)
    merge(officer, kept, merged)
    assert PartnerMembership.objects.filter(partner=kept, user=user).count() == 1
    assert PartnerMembership.objects.filter(partner=merged, user=user).count() == 1


def test_choices(registered: Register, officer: User) -> None:
    kept = registered(name="Один", acronym="ONE", description="Перша")
    merged = registered(
        name="Два", name_en="Two", acronym="TWO", website="https://two.example", country="SE"
    )
    preferred = default_choices(kept, merged)
    assert {name for name, choice in preferred.items() if choice == "merged"} == {
        "name_en",
        "website",
        "country",
    }
    survivor = merge(officer, kept, merged, **{**preferred, "acronym": "merged"})
    survivor.refresh_from_db()
    assert (survivor.name, survivor.name_en, survivor.acronym) == ("Один", "Two", "TWO")
    assert (survivor.website, survivor.country.code) == ("https://two.example", "SE")
    assert (survivor.description, survivor.slug) == ("Перша", "one")


def test_choosable_fields_exist() -> None:
    assert all(Partner._meta.get_field(name) for name in CHOOSABLE)


@pytest.mark.parametrize("choice", ["kept", "merged"])
def test_parents_make_no_circle(registered: Register, officer: User, choice: str) -> None:
    top = registered(name="Верх")
    merged = registered(name="Два", parent=top)
    between = registered(name="Між", parent=merged)
    kept = registered(name="Один", parent=between)
    survivor = merge(officer, kept, merged, parent=choice)
    between.refresh_from_db()
    assert (survivor.parent, between.parent) == (top, survivor)


def test_merged_part_does_not_become_its_own_parent(registered: Register, officer: User) -> None:
    merged = registered(name="Два")
    kept = registered(name="Один", parent=merged)
    assert merge(officer, kept, merged).parent is None


def test_refusals(registered: Register, officer: User) -> None:
    one, two, three = (registered(name=name) for name in ("Один", "Два", "Три"))
    with pytest.raises(MergedWithItself):
        merge(officer, one, one)
    merge(officer, one, two)
    with pytest.raises(PartnerMerged):
        merge(officer, three, two)
    with pytest.raises(PartnerMerged):
        merge(officer, two, three)
    services.archive_partner(actor=officer, partner=one, reason="закрито")
    with pytest.raises(PartnerArchived):
        merge(officer, one, three)
    merge(officer, three, one)
    two.refresh_from_db()
    assert two.merged_into == three


def test_nothing_is_half_merged(
    registered: Register, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, merged = registered(name="Один"), registered(name="Два")
    contact = ContactPersonFactory.create(partner=merged)

    def break_down(self: Partner, *args: Any, **options: Any) -> None:
        raise RuntimeError

    original = Partner.save
    monkeypatch.setattr(
        Partner,
        "save",
        lambda self, *args, **options: (
            break_down(self) if self.pk == kept.pk else original(self, *args, **options)
        ),
    )
    with pytest.raises(RuntimeError):
        merge(officer, kept, merged)
    merged.refresh_from_db()
    contact.refresh_from_db()
    assert merged.merged_into is None
    assert contact.partner == merged


def test_history_tells_of_both(registered: Register, officer: User) -> None:
    kept, merged = registered(name="Один"), registered(name="Два")
    merge(officer, kept, merged)
    event = merged.events.order_by("-pgh_id").first()  # type: ignore[attr-defined]
    assert event.merged_into_id == kept.pk
    assert event.pgh_context["actor"] == officer.pk
    assert event.pgh_context["note"] == f"{merged.slug} → {kept.slug}"


def test_every_relation_to_partners_is_known() -> None:
    found = {(one.model._meta.label, one.columns) for one in relations()}
    assert {
        ("partners.ContactPerson", ("partner",)),
        ("partners.PartnerIdentifier", ("partner",)),
        ("partners.PartnerTheme", ("partner",)),
        ("partners.PartnerOblast", ("partner",)),
        ("partners.PartnerMembership", ("partner",)),
        ("partners.Partner", ("parent",)),
        ("partners.Partner", ("merged_into",)),
        ("accounts.AccessRequest", ("scope_type", "scope_id")),
        ("accounts.Invitation", ("scope_type", "scope_id")),
    } <= found
    assert not [name for name, _columns in found if "Event" in name]


def test_uniqueness_rules_by_expression_would_be_missed() -> None:
    """A merge understands rules over columns only; a later app must not hide one from it."""
    for one in relations():
        for constraint in one.model._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint) and constraint.expressions:
                named = " ".join(str(each) for each in constraint.expressions)
                assert not any(f"F({column})" in named for column in one.columns), constraint.name


def test_uniqueness_of_a_theme() -> None:
    rules = list(uniqueness(PartnerTheme, {"partner"}))
    assert [others for others, _condition in rules] == [["theme"]]
    assert list(uniqueness(ContactPerson, {"partner"})) == []


# Addresses


@pytest.mark.parametrize("page", ["", "edit/", "merge/"])
def test_old_pages_lead_to_the_survivor(
    registered: Register, officer: User, browse: Any, page: str
) -> None:
    kept, merged = registered(name="Один", acronym="ONE"), registered(name="Два", acronym="TWO")
    merge(officer, kept, merged)
    for prefix in ("", "/en"):
        answer = browse("officer").get(f"{prefix}/partners/two/{page}")
        assert (answer.status_code, answer["Location"]) == (301, f"{prefix}/partners/one/{page}")
    assert browse("officer").post("/partners/two/rest/").status_code == 404


def test_old_address_in_the_api(registered: Register, officer: User, browse: Any) -> None:
    kept, merged = registered(name="Один"), registered(name="Два")
    merge(officer, kept, merged)
    answer = browse("anonymous").get(f"/api/v1/partners/{merged.public_id}/?lang=en")
    assert answer.status_code == 301
    assert answer["Location"] == f"/api/v1/partners/{kept.public_id}/?lang=en"
    assert browse("anonymous").get(answer["Location"]).json()["id"] == str(kept.public_id)


def test_invisible_survivor_is_not_betrayed(
    registered: Register, officer: User, browse: Any
) -> None:
    kept, merged = registered(name="Один", visibility="internal"), registered(name="Два")
    merge(officer, kept, merged)
    assert browse("anonymous").get(f"/partners/{merged.slug}/").status_code == 404
    assert browse("anonymous").get(f"/api/v1/partners/{merged.public_id}/").status_code == 404
    assert browse("officer").get(f"/partners/{merged.slug}/").status_code == 301


def test_merge_pages(registered: Register, officer: User, browse: Any) -> None:
    kept = registered(name="Один", acronym="ONE", description="Перша")
    merged = registered(name="Два", acronym="TWO", website="https://two.example")
    ContactPersonFactory.create(partner=merged)
    browser = browse("officer")
    assert browser.get("/partners/one/merge/").status_code == 200
    found = browser.get("/partners/one/merge/?other=&other_text=TWO")
    assert (found.status_code, found["Location"]) == (302, "/partners/one/merge/?with=two")
    assert browser.get("/partners/one/merge/?other=&other_text=zzz").status_code == 200
    shown = browser.get("/partners/one/merge/?with=two").content.decode()
    assert "https://two.example" in shown
    assert 'name="choice_website" value="merged" aria-describedby="field-website" checked' in shown
    assert browser.get("/partners/one/merge/?with=one").status_code == 400
    assert browser.get("/partners/one/merge/?with=nobody").status_code == 404
    answer = browser.post("/partners/one/merge/", {"with": "two", "choice_website": "merged"})
    assert answer["Location"] == "/partners/one/"
    kept.refresh_from_db()
    assert (kept.website, kept.contacts.count()) == ("https://two.example", 1)
    assert browser.post("/partners/one/merge/", {"with": "two"}).status_code == 404


def test_preview_makes_as_many_queries_however_much_moves(
    registered: Register, browse: Any
) -> None:
    registered(name="Один", acronym="ONE")
    merged = registered(name="Два", acronym="TWO")
    ContactPersonFactory.create(partner=merged)
    browser = browse("officer")
    counts = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as queries:
            browser.get("/partners/one/merge/?with=two")
        counts.append(len(queries))
        ContactPersonFactory.create_batch(30, partner=merged)
        PartnerFactory.create_batch(30, parent=merged)
    assert counts[1] == counts[2]
