"""Registering, changing, handing over: success, each refusal, history, nothing half-written."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from common.intake.refusals import ChangedMeanwhile
from communities.models import Oblast, Office
from partners import services, urls
from partners.exceptions import IdentifierTaken, InvalidData, PartnerArchived, WrongStatus
from partners.identifiers import Identifier
from partners.models import Partner, PartnerIdentifier
from partners.services import data_of
from partners.slugs import RESERVED
from tests.factories.codelists import ThemeFactory
from tests.factories.partners import PartnerFactory
from tests.partners.conftest import Register, partner_data
from tests.tables import each

NUL = "\x00"


def test_registers_everything(officer: User, office: Office, poltava: Oblast) -> None:
    theme = ThemeFactory.create()
    parent = PartnerFactory.create()
    data = partner_data(
        name="  Програма   розвитку ООН ",
        name_en="United Nations Development Programme",
        acronym="ПРООН / UNDP",
        kind="international_organisation",
        country="dk",
        parent=parent,
        website="www.undp.org",
        languages=("EN", "uk", "en"),
        themes=(theme, theme),
        oblasts=(poltava,),
        identifiers=(Identifier("iati", "xm-dac-41114"), Identifier("UA-EDR", "00032129")),
        description="Перший рядок\r\n\r\n\r\n\r\nдругий   ",
    )
    partner = services.register_partner(
        actor=officer, data=data, status="active", origin="import", curated_by=office
    )
    partner.refresh_from_db()
    assert partner.name == "Програма розвитку ООН"
    assert partner.slug == "undp"
    assert partner.country.code == "DK"
    assert partner.website == "https://www.undp.org"
    assert partner.web_domain == "undp.org"
    assert partner.languages == ["en", "uk"]
    assert partner.description == "Перший рядок\n\nдругий"
    assert (partner.status, partner.origin, partner.curated_by) == ("active", "import", office)
    assert data_of(partner) == replace(
        data.cleaned(),
        identifiers=(Identifier("UA-EDR", "00032129"), Identifier("iati", "XM-DAC-41114")),
    )


def test_history_names_actor(registered: Register, officer: User) -> None:
    partner = registered(identifiers=(Identifier("iati", "DK-1"),))
    event: Any = partner.events.get()  # type: ignore[attr-defined]
    assert (event.pgh_label, event.pgh_context["actor"]) == ("insert", officer.pk)
    assert partner.identifiers.get().events.get().value == "DK-1"  # type: ignore[attr-defined]


@each(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": " \u200b "}, "name"),
        ({"name": NUL}, "name"),
        ({"name": "—"}, "name"),
        ({"name": "я" * 251}, "name"),
        ({"name_en": "x" * 251}, "name_en"),
        ({"acronym": "x" * 31}, "acronym"),
        ({"kind": "sect"}, "kind"),
        ({"iati_type": "99"}, "iati_type"),
        ({"country": "ZZ"}, "country"),
        ({"visibility": "nobody"}, "visibility"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"website": "javascript://undp.org/%0aalert(1)"}, "website"),
        ({"website": "ftp://undp.org"}, "website"),
        ({"website": "htp:/msf"}, "website"),
        ({"website": "https://undp.org/" + "x" * 200}, "website"),
        ({"languages": ("xx",)}, "languages"),
        ({"description": "я" * 4001}, "description"),
        ({"description_en": "x" * 10_000}, "description_en"),
        ({"identifiers": (Identifier("UA-EDR", "1"),)}, "identifiers"),
    ],
)
def test_refuses_bad_values(officer: User, values: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidData) as refusal:
        services.register_partner(actor=officer, data=partner_data(**values))
    assert list(refusal.value.errors) == [field]
    assert not Partner.objects.exists()


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script> & Co",
        "'; DROP TABLE partners_partner; --",
        "{{ 7*7 }} ${7*7} %s %(x)s",
        "Œuvre d’Orient",
        "Їжак\u202eДобро",
        "=CMD|' /C calc'!A0",
        f"Фонд{NUL}",
    ],
)
def test_keeps_strange_but_harmless_names(registered: Register, name: str) -> None:
    partner = registered(name=name, description=name)
    partner.refresh_from_db()
    assert partner.name == name.replace(NUL, "").replace("\u202e", "")


def test_identifier_of_another_partner(registered: Register) -> None:
    holder = registered(name="Перший", identifiers=(Identifier("XI-ROR", "05k7znr35"),))
    with pytest.raises(IdentifierTaken) as refusal:
        registered(name="Другий", identifiers=(Identifier("XI-ROR", "ror.org/05K7ZNR35"),))
    assert refusal.value.holder == holder
    assert refusal.value.status == 409
    assert Partner.objects.count() == 1


def test_not_born_archived(registered: Register) -> None:
    with pytest.raises(WrongStatus):
        registered(status="archived")


def test_same_data_again_change_nothing(registered: Register, officer: User) -> None:
    partner = registered(
        website="https://sida.se",
        languages=("sv",),
        themes=(ThemeFactory.create(),),
        identifiers=(Identifier("iati", "SE-0"),),
    )
    partner.refresh_from_db()
    with CaptureQueriesContext(connection) as queries:
        again = services.change_partner(actor=officer, partner=partner, data=data_of(partner))
    assert again.updated_at == partner.updated_at
    assert partner.events.count() == 1  # type: ignore[attr-defined]
    assert not [one for one in queries if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_change_of_links_moves_updated_at(registered: Register, head: User) -> None:
    partner = registered(identifiers=(Identifier("iati", "SE-0"),))
    data = replace(data_of(partner), identifiers=(Identifier("iati", "SE-1"),))
    changed = services.change_partner(actor=head, partner=partner, data=data)
    assert changed.updated_at > partner.updated_at
    assert [one.value for one in changed.identifiers.all()] == ["SE-1"]
    gone: Any = PartnerIdentifier._meta.get_field("events").related_model
    assert gone.objects.filter(pgh_label="delete").get().pgh_context["actor"] == head.pk


def test_change_takes_everything_back_when_a_part_is_refused(
    registered: Register, officer: User
) -> None:
    registered(name="Перший", identifiers=(Identifier("iati", "A"),))
    partner = registered(name="Другий", website="https://a.example")
    data = replace(
        data_of(partner), website="https://b.example", identifiers=(Identifier("iati", "A"),)
    )
    with pytest.raises(IdentifierTaken):
        services.change_partner(actor=officer, partner=partner, data=data)
    partner.refresh_from_db()
    assert partner.website == "https://a.example"


def test_two_people_change_at_once(registered: Register, officer: User, head: User) -> None:
    partner = registered()
    seen = partner.updated_at
    first = replace(data_of(partner), description="Перша")
    services.change_partner(actor=officer, partner=partner, data=first, seen=seen)
    with pytest.raises(ChangedMeanwhile):
        services.change_partner(actor=head, partner=partner, data=first, seen=seen)
    with pytest.raises(ChangedMeanwhile):
        services.change_partner(
            actor=head, partner=partner, data=first, seen=seen - timedelta(days=1)
        )


def test_archived_is_not_changed(registered: Register, officer: User, office: Office) -> None:
    partner = registered()
    services.archive_partner(actor=officer, partner=partner, reason="закрито")
    with pytest.raises(PartnerArchived):
        services.change_partner(actor=officer, partner=partner, data=partner_data())
    with pytest.raises(PartnerArchived):
        services.hand_over(actor=officer, partner=partner, office=office)


def test_no_circles_among_parents(registered: Register, officer: User) -> None:
    top = registered(name="Верх")
    middle = registered(name="Середина", parent=top)
    low = registered(name="Низ", parent=middle)
    for parent in (top, middle, low):
        with pytest.raises(InvalidData) as refusal:
            services.change_partner(
                actor=officer, partner=top, data=replace(data_of(top), parent=parent)
            )
        assert list(refusal.value.errors) == ["parent"]


def test_archived_parent_is_refused(registered: Register, officer: User) -> None:
    parent = registered(name="Верх")
    parent = services.archive_partner(actor=officer, partner=parent, reason="закрито")
    with pytest.raises(InvalidData):
        registered(name="Низ", parent=parent)


def test_hand_over(registered: Register, head: User, office: Office) -> None:
    partner = registered()
    partner = services.hand_over(actor=head, partner=partner, office=office)
    assert partner.curated_by == office
    services.hand_over(actor=head, partner=partner, office=office)
    assert partner.events.count() == 2  # type: ignore[attr-defined]
    assert services.hand_over(actor=head, partner=partner, office=None).curated_by is None


@pytest.mark.parametrize(
    ("values", "slug"),
    [
        ({"acronym": "ПРООН / UNDP"}, "undp"),
        ({"acronym": "ГІЗ"}, "hiz"),
        ({"acronym": "X", "name_en": "Good Neighbours"}, "good-neighbours"),
        ({"name": "Згурський фонд «Щедрість»"}, "zghurskyi-fond-shchedrist"),
        ({"name": "日本"}, "partner"),
        ({"acronym": "NEW", "name_en": "New fund"}, "new-fund"),
        ({"name_en": "a" * 200}, "a" * 80),
    ],
)
def test_slugs(registered: Register, values: dict[str, Any], slug: str) -> None:
    assert registered(**values).slug == slug


def test_slugs_are_unique(registered: Register) -> None:
    slugs = [registered(name_en="a" * 250).slug for _ in range(3)]
    assert slugs == ["a" * 80, "fond-dobrykh-susidiv", "fond-dobrykh-susidiv-2"]


def test_slug_stays(registered: Register, officer: User) -> None:
    partner = registered(acronym="ABC")
    data = replace(data_of(partner), acronym="XYZ", name="Інше")
    assert services.change_partner(actor=officer, partner=partner, data=data).slug == "abc"


def test_reserved_words_are_pages() -> None:
    """Every page that stands where a slug could is reserved."""
    patterns: list[Any] = list(urls.urlpatterns)
    words = {str(one.pattern).partition("/")[0].partition(".")[0] for one in patterns}
    assert {word for word in words if word and "<" not in word} <= RESERVED
