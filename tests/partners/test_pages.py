"""The forms and pages of partners as people use them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from communities.models import Oblast, Office
from partners import services
from partners.identifiers import Identifier
from partners.models import Partner
from tests.factories.codelists import ThemeFactory
from tests.partners.conftest import Register

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 64
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def filled(**values: Any) -> dict[str, Any]:
    return {
        "name": "Фонд добрих сусідів",
        "kind": "foundation",
        "iati_type": "60",
        "visibility": "public",
        "status": "candidate",
        **values,
    }


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_registering(officer: User, office: Office, poltava: Oblast, browse: Any) -> None:
    theme = ThemeFactory.create()
    sent = filled(
        name_en="Good Neighbours",
        acronym="GN",
        website="goodneighbours.example",
        country="SE",
        languages="англійська, Swedish, uk",
        themes=[theme.slug],
        oblasts=[poltava.code],
        number_0="SE-1, SE-2",
        number_1="00032128",
        curated_by=office.slug,
        origin_note="Лист від 1 листопада",
        logo=SimpleUploadedFile("logo.svg", PNG, content_type="image/svg+xml"),
    )
    answer = browse("officer").post("/partners/new/", sent, follow=True)
    partner = Partner.objects.get()
    assert answer.redirect_chain[-1][0] == partner.get_absolute_url() == "/partners/gn/"
    # The check digit does not fit: it is kept, and said.
    assert "00032128:" in answer.content.decode()
    assert partner.languages == ["en", "sv", "uk"]
    assert (partner.status, partner.origin) == ("candidate", "manual")
    assert partner.curated_by == office
    assert list(partner.themes.all()) == [theme]
    assert sorted(one.value for one in partner.identifiers.all()) == ["00032128", "SE-1", "SE-2"]
    file_name = str(partner.logo.name).removeprefix("partners/logos/")
    assert file_name.endswith(".png")
    assert "logo" not in file_name


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"name": ""}, "name"),
        ({"kind": ""}, "kind"),
        ({"country": "ZZ"}, "country"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"languages": "клінгонська"}, "languages"),
        ({"number_3": "529900HNOAA1KXQJUQ28"}, "number_3"),
        ({"description": "я" * 10_000}, "description"),
        ({"name": "я" * 300}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"themes": ["nothing"]}, "themes"),
        ({"parent_text": "такого немає"}, "parent"),
        ({"logo": SimpleUploadedFile("logo.png", SVG)}, "logo"),
        ({"logo": SimpleUploadedFile("logo.png", PNG + b"\x00" * 3_000_000)}, "logo"),
    ],
)
def test_mistakes_keep_what_was_typed(browse: Any, values: dict[str, Any], word: str) -> None:
    answer = browse("head").post("/partners/new/", filled(acronym="ЗБЕРЕЖИ", **values))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "ЗБЕРЕЖИ" in text
    assert f'href="#id_{word}' in text
    assert not Partner.objects.exists()


def test_taken_identifier_is_said_beside_it(registered: Register, browse: Any) -> None:
    registered(name="Перший", identifiers=(Identifier("XI-ROR", "05k7znr35"),))
    sent = filled(name="Цілком інше", number_2="05k7znr35", is_another="yes")
    text = browse("head").post("/partners/new/", sent).content.decode()
    assert 'href="#id_number_2"' in text
    assert "Перший" in text


def test_html_is_shown_as_text(registered: Register, browse: Any) -> None:
    nasty = "<script>alert(1)</script><b>"
    partner = registered(name=nasty, acronym="NASTY", description=nasty)
    for url in ("/partners/", "/partners/nasty/", "/en/partners/nasty/edit/"):
        text = browse("head").get(url).content.decode()
        assert "<script>alert" not in text, url
    duplicates = browse("head").get("/partners/duplicates/?acronym=NASTY").content.decode()
    assert "<script>" not in duplicates
    assert "&lt;script&gt;" in duplicates
    assert partner.name == nasty


def test_two_people_edit_at_once(registered: Register, browse: Any, officer: User) -> None:
    partner = registered(acronym="ONE")
    browser = browse("head")
    old = partner.updated_at.isoformat()
    data = replace(services.data_of(partner), description="Чужа зміна")
    newest = services.change_partner(actor=officer, partner=partner, data=data)
    sent = filled(acronym="ONE", description="Моя зміна", seen=old)
    answer = browser.post("/partners/one/edit/", sent)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Моя зміна" in text
    assert newest.updated_at.isoformat().replace("+", "&#x2B;") in text or (
        newest.updated_at.isoformat() in text
    )
    sent["seen"] = newest.updated_at.isoformat()
    assert browser.post("/partners/one/edit/", sent).status_code == 302
    partner.refresh_from_db()
    assert partner.description == "Моя зміна"


def test_logo_is_taken_away(registered: Register, browse: Any, officer: User) -> None:
    partner = registered(acronym="ONE")
    partner = services.change_logo(actor=officer, partner=partner, content=PNG)
    url = partner.logo.url
    answer = browse("anonymous").get(url)
    assert b"".join(answer.streaming_content) == PNG
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "image/png"
    sent = filled(acronym="ONE", seen=partner.updated_at.isoformat(), **{"logo-clear": "on"})
    assert browse("head").post("/partners/one/edit/", sent).status_code == 302
    partner.refresh_from_db()
    assert not partner.logo
    assert browse("anonymous").get(url).status_code == 404


def test_unchanged_form_changes_nothing(registered: Register, browse: Any) -> None:
    """What the form shows, sent back as it is, is what was there."""
    partner = registered(acronym="ONE", languages=("en", "uk"), name_en="One", country="DK")
    page = browse("head").get("/partners/one/edit/")
    form = page.context["form"]
    sent = {}
    for field in form:
        value = form.get_initial_for_field(field.field, field.name)
        shown = field.field.prepare_value(value)
        if field.name == "parent":
            continue
        sent[field.name] = "" if shown is None else shown
    sent.pop("logo")
    assert browse("head").post("/partners/one/edit/", sent).status_code == 302
    assert partner.events.count() == 1  # type: ignore[attr-defined]


def test_archive_and_restore(registered: Register, browse: Any) -> None:
    partner = registered(acronym="ONE", status="dormant")
    browser = browse("head")
    assert browser.post("/partners/one/archive/", {"reason": " "}).status_code == 200
    assert browser.post("/partners/one/archive/", {"reason": "двічі внесено"}).status_code == 302
    assert "двічі внесено" in browser.get("/partners/one/").content.decode()
    assert browser.post("/partners/one/archive/", {"reason": "ще раз"}).status_code == 409
    assert browser.post("/partners/one/edit/", filled()).status_code == 409
    assert browser.post("/partners/one/restore/").status_code == 302
    partner.refresh_from_db()
    assert partner.status == "dormant"


def test_choices_while_typing(registered: Register, browse: Any) -> None:
    registered(name="Шведське агентство", name_en="Swedish Agency", acronym="Sida", country="SE")
    registered(name="Шведський таємний", visibility="internal")
    answer = browse("anonymous").get("/en/partners/choices/?q=шведськ").json()
    assert answer == {
        "results": [{"value": "sida", "label": "Swedish Agency", "hint": "Sida, Sweden"}]
    }
    for nasty in ("", "%00", "%", "\\"):
        assert browse("anonymous").get(f"/partners/choices/?q={nasty}").status_code == 200


def test_slug_of_another_case_or_shape_is_unknown(registered: Register, browse: Any) -> None:
    registered(acronym="ONE")
    for url in ("/partners/ONE/", "/partners/one/../two/", "/partners/%00/", "/partners/one'/"):
        assert browse("anonymous").get(url).status_code == 404, url
