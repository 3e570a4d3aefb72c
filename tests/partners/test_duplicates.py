"""Probable duplicates: found across alphabets and spellings, and not seen where there are none."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.utils import translation

from partners.duplicates import domain_of, probable_duplicates
from partners.identifiers import Identifier
from partners.likeness import PROBABLE, likeness
from partners.models import Partner
from tests.factories.partners import PartnerFactory
from tests.partners.conftest import Register

# As SQL's latin_key writes them.
SAME = [
    ("mersi korps", "mercy corps"),
    ("prodzhekt khoup", "project hope"),
    ("karitas ukraini", "caritas ukraine"),
    ("zheshuv", "rzeszów"),
    ("hrundfos", "grundfos"),
    ("baier", "bayer ag"),
    ("iunisef", "unicef"),
    ("kemoniks interneshnl", "chemonics international"),
    ("razom", "razom for ukraine"),
    ("embassy of japan", "embassy of japan in ukraine"),
    ("united nations development program", "united nations development programme"),
    ("prohrama rozvytku orhanizatsii obiednanykh natsii", "prohrama rozvytku oon"),
    ("save the children", "save the children international"),
    ("robert bosch foundation", "robert bosch stiftung"),
    ("datska rada u spravakh bizhentsiv", "danska rada u spravakh bizhentsiv"),
    ("misto dortmund", "dortmund"),
]
DIFFERENT = [
    ("embassy of france in ukraine", "embassy of japan in ukraine"),
    ("posolstvo latvii v ukraini", "posolstvo lytvy v ukraini"),
    ("danish refugee council", "norwegian refugee council"),
    ("japan international cooperation agency", "korea international cooperation agency"),
    ("ministry of foreign affairs of estonia", "ministry of foreign affairs of latvia"),
    ("lublin", "lublin voivodeship"),
    ("university of warsaw", "university of tartu"),
    ("konrad adenauer stiftung", "friedrich ebert stiftung"),
    ("international foundation", "european foundation"),
    ("", "undp"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_same(one: str, other: str) -> None:
    assert likeness(one, other) >= PROBABLE
    assert likeness(other, one) >= PROBABLE


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different(one: str, other: str) -> None:
    assert likeness(one, other) < PROBABLE
    assert likeness(other, one) < PROBABLE


@pytest.fixture
def undp(registered: Register) -> Partner:
    return registered(
        name="Програма розвитку ООН",
        name_en="United Nations Development Programme",
        acronym="ПРООН / UNDP",
        website="https://www.undp.org/ukraine",
        identifiers=(Identifier("iati", "XM-DAC-41114"),),
    )


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"name": "Програма розвитку Організації Об’єднаних Націй"}, "name"),
        ({"name": "Prohrama rozvytku OON"}, "name"),
        ({"name_en": "United Nations Development Program"}, "name"),
        ({"name": "UNDP в Україні"}, "acronym"),
        ({"name": "проон"}, "acronym"),
        ({"acronym": "Undp"}, "acronym"),
        ({"website": "undp.org"}, "website"),
        ({"website": "HTTP://UNDP.org:443/about"}, "website"),
        ({"identifiers": [("iati", " xm-dac-41114 ")]}, "identifier"),
    ],
)
def test_found_by_each_sign(undp: Partner, typed: dict[str, Any], reason: str) -> None:
    PartnerFactory.create(name="Зовсім інший фонд", name_en="Quite another fund")
    with translation.override("en"):
        (found,) = probable_duplicates(**typed)
    assert found.partner == undp
    assert any(reason in words for words in found.reasons)
    assert found.is_certain == (reason == "identifier")


def test_more_signs_come_first(undp: Partner, registered: Register) -> None:
    other = registered(name="Інша", acronym="UNDP")
    found = probable_duplicates(acronym="UNDP", website="undp.org")
    assert [one.partner for one in found] == [undp, other]
    assert found[0].score > found[1].score


def test_shared_hosts_say_nothing(registered: Register) -> None:
    registered(name="Перша", website="https://www.facebook.com/first")
    registered(name="Друга", website="https://www.un.org/second")
    assert probable_duplicates(name="Третя", website="https://facebook.com/third") == []
    assert probable_duplicates(website="https://un.org") == []
    for number in range(4):
        registered(name=f"Посольство {number * 'а'}бв", website="https://mfa.example/x")
    assert probable_duplicates(website="https://mfa.example") == []


def test_the_record_itself_is_none(undp: Partner) -> None:
    assert probable_duplicates(name=undp.name, acronym="UNDP", exclude=undp) == []


def test_only_what_the_person_may_see(undp: Partner, coordinator: Any, officer: Any) -> None:
    Partner.objects.filter(pk=undp.pk).update(visibility="internal")
    assert probable_duplicates(acronym="UNDP", user=coordinator) == []
    assert probable_duplicates(acronym="UNDP", user=officer)


def test_archived_ones_are_told_of(undp: Partner) -> None:
    Partner.objects.filter(pk=undp.pk).update(status="archived", archive_reason="закрито")
    assert probable_duplicates(acronym="UNDP")


@pytest.mark.parametrize(
    "nasty",
    ["", " ", "\x00", "%", "_", "' OR 1=1 --", "🤝", "я" * 10_000, "[", "http://[::1", "://"],
)
def test_nasty_input(undp: Partner, nasty: str) -> None:
    found = probable_duplicates(
        name=nasty, name_en=nasty, acronym=nasty, website=nasty, identifiers=[("iati", nasty)]
    )
    assert found == []


def test_domains() -> None:
    assert domain_of("www.UNDP.org/x") == "undp.org"
    assert domain_of("https://[") == ""
    assert domain_of("") == ""


def test_two_queries_however_many_partners(undp: Partner, django_assert_num_queries: Any) -> None:
    PartnerFactory.create_batch(30)
    with django_assert_num_queries(2):
        probable_duplicates(name="Партнер 7", name_en="Partner 7", acronym="ABC")


def test_quick_among_two_thousand(undp: Partner) -> None:
    """The page promises 50 ms; on a busy test machine twice that is let through."""
    Partner.objects.bulk_create(
        Partner(
            slug=f"p{n}", name=f"Благодійний фонд номер {n}", name_en=f"Charity {n}", kind="ngo"
        )
        for n in range(2000)
    )
    probable_duplicates(name="Програма розвитку")
    taken = []
    for _ in range(5):
        start = time.perf_counter()
        probable_duplicates(name="Програма розвитку ООН", name_en="UN Development Programme")
        taken.append(time.perf_counter() - start)
    assert min(taken) < 0.1


# Pages


def test_part_of_the_page(undp: Partner, browse: Any) -> None:
    answer = browse("officer").get("/en/partners/duplicates/?name=UNDP&number_0=xm-dac-41114")
    text = answer.content.decode()
    assert "/en/partners/undp/" in text
    assert "XM-DAC-41114" in text
    assert "is_another" not in text
    assert browse("officer").get("/partners/duplicates/?name=Щось").content.strip() == b""
    own = browse("officer").get("/partners/duplicates/?name=UNDP&of=undp")
    assert own.content.strip() == b""


def test_asked_again_on_saving(undp: Partner, browse: Any) -> None:
    """Without scripts: nothing typed is lost, and one word of the person is enough."""
    sent = {
        "name": "Програма розвитку  ООН",
        "kind": "international_organisation",
        "iati_type": "40",
        "visibility": "public",
        "status": "active",
        "description": "Довгий опис, який шкода втратити",
    }
    browser = browse("officer")
    asked = browser.post("/en/partners/new/", sent)
    text = asked.content.decode()
    assert asked.status_code == 200
    assert "Possibly the same" in text
    assert "Довгий опис, який шкода втратити" in text
    assert Partner.objects.count() == 1
    done = browser.post("/en/partners/new/", {**sent, "is_another": "yes"})
    assert (done.status_code, done["Location"]) == (302, "/en/partners/prohrama-rozvytku-oon/")
