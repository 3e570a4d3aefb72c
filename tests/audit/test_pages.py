"""The pages of the history: who opens them, what they show, how a version comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Concat
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.audit.context import Source, acting
from common.audit.registry import history_url, kinds
from common.audit.versions import number_of
from tests.conftest import CAST
from tests.factories.partners import ContactPersonFactory, PartnerIdentifierFactory
from tests.tables import each

pytestmark = pytest.mark.django_db

OK, FORBIDDEN, UNKNOWN, SIGN_IN = 200, 403, 404, 302
EVERYBODY_SIGNED_IN = set(CAST) - {"anonymous"}
OFFICIALS = {"administrator", "head", "officer", "officer_of_sumy", "analyst"}

Browse = Callable[[str], Client]

# record → who may see its history; the rest is refused or must not know of the record.
ACCESS: list[tuple[str, set[str], int]] = [
    ("partner", OFFICIALS, FORBIDDEN),
    ("office", OFFICIALS, FORBIDDEN),
    ("poltava", OFFICIALS, FORBIDDEN),
    ("community", OFFICIALS | {"coordinator", "editor"}, FORBIDDEN),
    ("community_elsewhere", OFFICIALS | {"coordinator_elsewhere"}, FORBIDDEN),
    ("theme", OFFICIALS, FORBIDDEN),
    ("coordinator", {"administrator", "coordinator"}, UNKNOWN),
    ("officer", {"administrator", "officer"}, UNKNOWN),
]


@pytest.mark.usefixtures(*(what for what, _readers, _otherwise in ACCESS))
@each("who", CAST)
@each(("what", "readers", "otherwise"), ACCESS)
def test_access_table(
    request: pytest.FixtureRequest,
    browse: Browse,
    what: str,
    readers: set[str],
    otherwise: int,
    who: str,
) -> None:
    record = request.getfixturevalue(what)
    expected = SIGN_IN if who == "anonymous" else OK if who in readers else otherwise
    browser = browse(who)

    for page in ("", "download/", "compare/"):
        assert browser.get(f"{history_url(record)}{page}").status_code == expected, page


# partner's office is Poltava's: analysts only read, Sumy does not change it.
RESTORERS = {
    "partner": {"administrator", "head", "officer"},
    "office": {"administrator", "head"},
    "community": {"administrator", "head", "officer", "coordinator", "editor"},
    "coordinator": {"administrator", "coordinator"},
    "poltava": set[str](),
}


@pytest.mark.usefixtures(*RESTORERS)
@each("who", CAST)
@each("what", RESTORERS)
def test_access_table_of_restoring(
    request: pytest.FixtureRequest, browse: Browse, what: str, who: str
) -> None:
    record = request.getfixturevalue(what)
    browser = browse(who)
    version = first_version(record)
    answer = browser.get(f"{history_url(record)}versions/{version}/restore/")

    if who in RESTORERS[what]:
        assert answer.status_code == OK
    elif who == "anonymous":
        assert answer.status_code == SIGN_IN
    else:
        assert answer.status_code in {FORBIDDEN, UNKNOWN}
        refused = browser.post(f"{history_url(record)}versions/{version}/restore/")
        assert refused.status_code in {FORBIDDEN, UNKNOWN}


def first_version(record: Any) -> int:
    return number_of(record.events.order_by("pgh_id").first().pgh_created_at)


@pytest.mark.parametrize(
    "address",
    [
        "/history/nothing/1/",
        "/history/partner/not-a-uuid/",
        "/history/partner/00000000-0000-0000-0000-000000000000/",
        "/history/community/UA%00/",
    ],
)
def test_what_does_not_exist_is_not_found(browse: Browse, address: str) -> None:
    assert browse("administrator").get(address).status_code == UNKNOWN


def test_every_kind_has_its_pages() -> None:
    for one in kinds():
        assert reverse("audit:object-history", args=(one.kind, "key"))
        assert one.fields, one.kind
        for owned in one.owned_by():
            assert owned.fields, owned
            assert owned.model._meta.get_field(owned.parent).related_model is one.model


def test_a_page_tells_who_changed_what_and_how(browse: Browse, partner: Any, officer: Any) -> None:
    with acting(actor=officer, source=Source.API, note="за листом донора"):
        partner.name_en = "Bridges <b>Fund</b>"
        partner.save()

    page = browse("head").get(history_url(partner)).content.decode()

    assert "Олена Працівниця" in page
    assert "API" in page
    assert "за листом донора" in page
    assert "<del>Bridges Foundation</del>" in page
    assert "<ins>Bridges &lt;b&gt;Fund&lt;/b&gt;</ins>" in page


def test_filters_by_person_door_and_day(browse: Browse, partner: Any, officer: Any) -> None:
    with acting(actor=officer, source=Source.IMPORT):
        type(partner).objects.filter(pk=partner.pk).update(acronym="ФМ")
    browser, url = browse("head"), history_url(partner)

    def shows(query: str) -> bool:
        return "<ins>ФМ</ins>" in browser.get(f"{url}?{query}").content.decode()

    assert shows("")
    assert shows(f"actor={officer.pk}")
    assert shows("source=import")
    assert not shows("source=admin")
    assert not shows("until=2000-01-01")
    assert not shows("since=2999-01-01")
    assert shows("since=2000-01-01")
    for wrong in ("actor=x", "since=31.02", "source=zzz", "before=zzz", "before=99999999999999.x"):
        assert browser.get(f"{url}?{wrong}").status_code == OK


def test_pages_follow_one_another_without_loss(browse: Browse, theme: Any) -> None:
    for number in range(45):
        with acting(source=Source.TASK):
            type(theme).objects.filter(pk=theme.pk).update(position=1000 + number)
    browser, url, found = browse("administrator"), history_url(theme), []

    while url:
        context = browser.get(url).context
        found += [change.fields[0].new for change, _actions in context["entries"][:20]]
        url = context["next_url"]

    assert len(found) == len(set(found)) == 46


def test_download_is_the_filtered_history(browse: Browse, partner: Any, officer: Any) -> None:
    with acting(actor=officer, source=Source.PAGE):
        type(partner).objects.filter(pk=partner.pk).update(acronym="=1+1")

    answer: Any = browse("head").get(f"{history_url(partner)}download/?source=page")
    lines = b"".join(answer.streaming_content).decode().splitlines()

    assert lines[0].startswith("\ufeff")
    assert len(lines) == 2
    assert "Олена Працівниця" in lines[1]
    assert ",'=1+1," in lines[1]


def test_contact_data_are_for_officials_only(
    browse: Browse, partner: Any, representative: Any
) -> None:
    contact = ContactPersonFactory.create(partner=partner, position="Директорка фонду")

    page = browse("analyst").get(history_url(partner)).content.decode()
    assert "Директорка фонду" in page
    assert contact.full_name not in page
    assert browse("representative").get(history_url(partner)).status_code == FORBIDDEN


@pytest.mark.parametrize("part", ["", "download/", "compare/?old={version}"])
def test_the_number_of_queries_does_not_grow(browse: Browse, partner: Any, part: str) -> None:
    browser = browse("administrator")
    address = history_url(partner) + part.format(version=first_version(partner))

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            answer = browser.get(address)
            assert answer.status_code == OK
        return len(captured)

    def change(times: int) -> None:
        for _number in range(times):
            with acting(source=Source.TASK):
                type(partner).objects.filter(pk=partner.pk).update(
                    acronym=Concat("acronym", Value("ф"))
                )
                PartnerIdentifierFactory.create(partner=partner)

    change(2)
    queries()  # sessions and permissions are warm now
    few = queries()
    change(3)
    assert queries() == few
    change(24)
    # Beyond one page the rows before the page are fetched too, for both tables that changed.
    assert queries() <= few + 2


def test_compare_shows_both_versions(browse: Browse, partner: Any) -> None:
    version = first_version(partner)
    type(partner).objects.filter(pk=partner.pk).update(acronym="НОВА")

    page = browse("analyst").get(f"{history_url(partner)}compare/?old={version}").content.decode()

    assert "НОВА" in page


def test_restoring_from_the_page(browse: Browse, partner: Any, officer: Any) -> None:
    version = first_version(partner)
    with acting(actor=officer, source=Source.PAGE):
        type(partner).objects.filter(pk=partner.pk).update(name_en="Wrong")
    browser = browse("officer")
    address = f"{history_url(partner)}versions/{version}/restore/"

    confirmation = browser.get(address)
    assert "<del>Wrong</del>" in confirmation.content.decode()
    answer = browser.post(address, {"seen": confirmation.context["seen"]})

    assert answer.status_code == 302
    partner.refresh_from_db()
    assert partner.name_en == "Bridges Foundation"
    last = partner.events.order_by("pgh_id").last().pgh_context
    assert (last["actor"], last["source"]) == (officer.pk, "page")
    assert last["restores"]
    page = browser.get(history_url(partner)).content.decode()
    assert "<ins>Bridges Foundation</ins>" in page


def test_restoring_is_refused_when_somebody_was_quicker(browse: Browse, partner: Any) -> None:
    version = first_version(partner)
    type(partner).objects.filter(pk=partner.pk).update(name_en="Wrong")
    browser = browse("officer")
    address = f"{history_url(partner)}versions/{version}/restore/"
    seen = browser.get(address).context["seen"]
    with acting(source=Source.API):
        type(partner).objects.filter(pk=partner.pk).update(acronym="НОВА")

    assert browser.post(address, {"seen": seen}).status_code == 409
    partner.refresh_from_db()
    assert partner.name_en == "Wrong"


def test_the_link_is_shown_only_to_those_who_may_follow_it(
    rf: Any, partner: Any, officer: Any, representative: Any
) -> None:
    template = Template("{% load history %}{% history_link partner %}")

    def link(user: Any) -> str:
        request = rf.get("/")
        request.user = user
        return template.render(Context({"partner": partner, "request": request})).strip()

    assert history_url(partner) in link(officer)
    assert link(representative) == link(AnonymousUser()) == ""
