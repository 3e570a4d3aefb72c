"""Every page at two widths: axe (WCAG 2.1 AA), no sideways scroll, one heading, a silent console.

On the phone the system is dark, at the desk light: contrast is checked in both.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import AccessRequest, ApiKey, User
from common.audit.registry import history_url
from common.exchange import jobs
from common.exchange.imports import importer
from communities.models import Community
from cooperation.meeting_answers import token_of
from cooperation.models import CoordinationRequest, Meeting, MeetingTask, Offer
from partners.agreement_imports.rows import Register
from partners.models import Agreement, ContactPerson, Partner
from partners.services import change_partner, data_of
from portal.demo.content import DATA
from portal.news.models import NewsItem
from projects.models import (
    AidDelivery,
    Call,
    MonitoringCard,
    ProgressReport,
    Project,
    ProjectIdea,
)
from tests.browser.conftest import DESK, PHONE, Visit, Watched
from tests.browser.looking import faults
from tests.exchange.files import upload
from twinning.models import Letter, Municipality, TwinLink
from twinning.services.questions import ask

EXAMPLE = DATA / "partners-import-example.csv"

# Who looks at what. Braces: see `places`.
PAGES: dict[str, tuple[str, ...]] = {
    "": (
        "/",
        "/developers/",
        "/search/?q=фонд",
        "/search/?q=нічогонемає",
        "/partners/",
        "/partners/?country=DE&ordering=-name",
        "/partners/?search=нічогонемає",
        "/partners/gelsenkirchen/",
        "/communities/",
        "/communities/{community}/",
        "/oblasts/",
        "/oblasts/poltava/",
        "/offices/poltava/",
        "/municipalities/",
        "/municipalities/{municipality}/",
        "/municipalities/find/",
        "/municipalities/find/?community={community}",
        "/agreements/",
        "/agreements/?kind=nonsense",
        "/agreements/{agreement}/",
        "/twin-links/",
        "/twin-links/?country=PL&stage=active",
        "/twin-links/map/",
        "/twin-links/map/?oblast=UA53000000000028050&area=world",
        "/twin-links/{link}/",
        "/countries/",
        "/countries/DE/",
        "/projects/",
        "/projects/?kind=mta&oblast=UA53000000000028050",
        "/projects/?search=нічогонемає",
        "/projects/charts/",
        "/projects/charts/?kind=mta&country=SE&sdg=99",
        "/projects/{project}/",
        "/programmes/",
        "/programmes/polaris/",
        "/projects/property/",
        "/who-works-where/?oblast=UA53000000000028050",
        "/who-works-where/?oblast=UA53000000000028050&theme=health&all=yes",
        "/projects/{assistance}/",
        "/ideas/",
        "/ideas/?oblast=UA53000000000028050&readiness=design&cost_min=100000",
        "/ideas/{idea}/",
        "/strategies/",
        "/strategies/poltava-2021-2027/",
        "/strategies/poltava-2021-2027/goals/1.2/",
        "/strategies/goals/",
        "/calls/",
        "/calls/?when=past",
        "/calls/?search=нічогонемає",
        "/calls/{call}/",
        "/aid/",
        "/aid/totals/?by=community&currency=eur",
        "/aid/{aid}/",
        "/meetings/",
        "/meetings/decisions/",
        "/meetings/{held_meeting}/",
        "/meetings/{held_meeting}/execution/",
        "/meetings/answer/{answer}/?answer=accepted",
        "/news/",
        "/news/{news}/",
        "/rates/",
        "/rates/?of=EUR",
        "/open-data/",
        "/about/",
        "/accessibility/",
        "/privacy/",
        "/mistakes/new/",
        "/components/",
        "/accounts/login/",
        "/accounts/signup/",
        "/accounts/password/reset/",
        "/nothing-here/",
    ),
    "officer.poltava": (
        "/partners/filderstadt/",
        "/projects/{project}/",
        "/projects/new/",
        "/projects/iati/",
        "/projects/{project}/edit/basics/",
        "/projects/{project}/edit/parties/",
        "/projects/{project}/edit/subject/",
        "/projects/{project}/edit/money/",
        "/projects/{project}/files/",
        "/projects/{project}/documents/new/",
        "/projects/{project}/merge/",
        "/programmes/new/",
        "/programmes/polaris/edit/components/",
        "/projects/{project}/edit/progress/",
        "/projects/progress/?status=waiting",
        "/projects/{report}/",
        "/projects/{report}/refuse/",
        "/mta/",
        "/mta/cards/?waits=overdue",
        "/mta/{assistance}/register/recipient/",
        "/mta/{assistance}/cards/{half}/",
        "/mta/{assistance}/cards/{half}/edit/",
        "/mta/{assistance}/cards/{half}/steps/waive/",
        "/mta/{assistance}/property/new/",
        "/partners/new/",
        "/partners/gelsenkirchen/edit/",
        "/partners/gelsenkirchen/archive/",
        "/partners/gelsenkirchen/merge/",
        "/partners/gelsenkirchen/merge/?with=filderstadt",
        "/partners/gelsenkirchen/contacts/new/",
        "/partners/gelsenkirchen/contacts/{contact}/edit/",
        "/partners/import/",
        "/partners/import/new/",
        "/partners/import/{job}/",
        "/partners/import/{job}/?show=error",
        "/partners/import/{job}/?show=duplicate",
        "/history/",
        "/history/partner/{partner}/",
        "/history/partner/{partner}/versions/{version}/restore/",
        "/municipalities/new/",
        "/twin-links/new/",
        "/twin-links/{link}/",
        "/twin-links/{link}/edit/",
        "/twin-links/decide/",
        "/twin-links/decide/{question}/",
        "/twin-links/import/new/",
        "/letters/",
        "/letters/new/",
        "/letters/new/?community={community}&municipality={municipality}&kind=congratulation",
        "/letters/many/?community={community}&place={municipality}",
        "/letters/head/{community}/",
        "/letters/{letter}/",
        "/letters/{letter}/edit/",
        "/letters/{sent_letter}/",
        "/calls/new/",
        "/calls/{call}/",
        "/calls/{call}/edit/",
        "/calls/{call}/files/new/",
        "/calls/links/",
        "/aid/new/",
        "/accounts/me/",
        "/desk/",
        "/desk/?list=open&view=board",
        "/desk/?list=overdue&q=нічогонемає",
        "/meetings/tasks/",
        "/meetings/{coming_meeting}/",
        "/meetings/{coming_meeting}/edit/",
        "/meetings/{coming_meeting}/parts/people/new/",
        "/meetings/{coming_meeting}/parts/list/new/",
        "/meetings/{coming_meeting}/steps/cancel/",
        "/meetings/new/",
        "/meetings/calendar/",
        "/meetings/import/new/",
        "/news/new/",
        "/news/{draft_news}/",
        "/news/{draft_news}/files/new/",
        "/offers/",
        "/offers/{offer}/",
        "/matching/ideas/{idea}/",
        "/agreements/desk/",
        "/agreements/new/",
        "/agreements/{agreement}/",
        "/agreements/{agreement}/edit/",
        "/agreements/{agreement}/steps/register/",
        "/agreements/{agreement}/files/new/",
        "/agreements/{agreement}/archive/",
        "/agreements/{running}/renew/",
        "/agreements/{running}/amend/",
        "/agreements/rows/",
        "/agreements/rows/{row}/",
        "/agreements/import/new/",
    ),
    "officer.sumy": (
        "/meetings/{over_meeting}/",
        "/meetings/{over_meeting}/minutes/",
        "/meetings/{over_meeting}/attendance/",
        "/meetings/{over_meeting}/parts/decisions/new/",
        "/meetings/{over_meeting}/parts/tasks/new/",
        "/meetings/{over_meeting}/parts/files/new/",
        "/meetings/{published_meeting}/tasks/{task}/finish/",
    ),
    "head.poltava": (
        "/ideas/mine/",
        "/ideas/{idea}/edit/",
        "/ideas/{idea}/steps/send_back/",
        "/ideas/{idea}/steps/fund/",
        "/ideas/{idea}/files/new/",
        "/ideas/import/new/",
        "/requests/",
        "/requests/?state=overdue",
        "/requests/{filed}/",
        "/requests/{filed}/edit/",
        "/requests/{filed}/steps/wait/",
        "/requests/{filed}/messages/new/",
        "/requests/{filed}/do/extend/",
        "/requests/{filed}/do/hand-over/",
        "/strategies/new/",
        "/strategies/poltava-2021-2027/edit/",
        "/strategies/poltava-2021-2027/goals/new/",
        "/strategies/import/new/",
        "/agreements/{agreement}/take-back/",
        "/history/agreement/{agreement_id}/",
        "/offices/poltava/edit/",
        "/accounts/members/",
        "/accounts/invitations/",
        "/accounts/invitations/new/",
        "/accounts/access-requests/",
        "/accounts/keys/",
        "/accounts/keys/{waiting_key}/",
    ),
    "coordinator.myrhorod": (
        "/desk/",
        "/offers/{open_offer}/steps/decline/",
        "/ideas/new/",
        "/ideas/mine/",
        "/ideas/{idea}/",
        "/ideas/{idea}/steps/rework/",
        "/requests/new/",
        "/requests/new/?kind=humanitarian",
        "/requests/{filed}/",
        "/communities/{community}/edit/",
        "/calls/fitting/",
        "/calls/searches/",
        "/calls/searches/new/?themes=energy",
        "/aid/new/",
        "/accounts/me/edit/",
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/sessions/",
    ),
    "admin": (
        "/operations/jobs/",
        "/operations/jobs/notifications-letters/",
        "/admin/notifications/deadaddress/",
        "/admin/notifications/outgoingletter/",
    ),
    "newcomer": (
        "/accounts/me/",
        "/accounts/access-requests/{request}/",
        "/accounts/access-requests/new/?q=Мир",
        "/partners/new/",
    ),
}
# The same in English, by example and on the phone only.
ENGLISH: dict[str, tuple[str, ...]] = {
    "": (
        "/en/",
        "/en/partners/",
        "/en/partners/gelsenkirchen/",
        "/en/communities/{community}/",
        "/en/oblasts/poltava/",
        "/en/twin-links/",
        "/en/twin-links/map/",
        "/en/twin-links/{link}/",
        "/en/countries/",
        "/en/countries/DE/",
        "/en/municipalities/{municipality}/",
        "/en/municipalities/find/?community={community}",
        "/en/projects/{project}/",
        "/en/ideas/",
        "/en/ideas/{idea}/",
        "/en/strategies/poltava-2021-2027/",
        "/en/calls/",
        "/en/aid/totals/",
        "/en/meetings/{held_meeting}/",
        "/en/news/{news}/",
        "/en/accounts/login/",
        "/en/nothing-here/",
    ),
    "officer.poltava": (
        "/en/partners/new/",
        "/en/partners/import/{job}/",
        "/en/history/",
        "/en/agreements/desk/",
        "/en/agreements/new/",
        "/en/agreements/{agreement}/",
        "/en/agreements/rows/{row}/",
        "/en/twin-links/new/",
        "/en/twin-links/{link}/",
        "/en/twin-links/{link}/edit/",
        "/en/twin-links/decide/{question}/",
    ),
    "donor": (
        "/en/accounts/me/",
        "/en/ideas/mine/",
        "/en/ideas/{wanted_idea}/interest/",
        "/en/offers/new/ideas/{wanted_idea}/",
        "/en/offers/{offer}/",
        "/en/projects/{measured}/progress/new/",
        "/en/accounts/keys/new/",
        "/en/accounts/keys/{key}/",
    ),
}
CASES = [(who, page) for table in (PAGES, ENGLISH) for who in table for page in table[who]]
# Answered on purpose with an error, which the console repeats.
REFUSED = {("", "/nothing-here/"), ("", "/en/nothing-here/"), ("newcomer", "/partners/new/")}


def _progress() -> dict[str, str]:
    """A report that waits, and its project."""
    report = ProgressReport.objects.filter(status="waiting").latest("pk")
    reference = report.project.reference
    return {"measured": reference, "report": f"{reference}/progress/{report.public_id}"}


@pytest.fixture(scope="module")
def places(portal: str) -> dict[str, Any]:
    """What stands in braces in the addresses."""
    gelsenkirchen = Partner.objects.get(slug="gelsenkirchen")
    return {
        "community": Community.objects.get(name="Миргородська").code,
        "link": TwinLink.objects.filter(community__name="Миргородська", visibility="public")
        .latest("pk")
        .public_id,
        "question": _question(),
        "municipality": Municipality.objects.latest("pk").public_id,
        "partner": gelsenkirchen.public_id,
        **_progress(),
        "call": Call.objects.get(title_en__startswith="Heat without gas").reference,
        "aid": AidDelivery.objects.get(name_en="A bus with 45 seats").reference,
        "contact": ContactPerson.objects.filter(partner=gelsenkirchen).latest("pk").public_id,
        "version": _former_version(gelsenkirchen),
        "project": Project.objects.get(title_en="Empowering communities for recovery").reference,
        **_returned_card(),
        "request": AccessRequest.objects.latest("pk").public_id,
        "key": ApiKey.objects.filter(status="active").earliest("pk").public_id,
        "waiting_key": ApiKey.objects.filter(status="waiting").earliest("pk").public_id,
        "job": _checked_table(),
        "letter": Letter.objects.filter(status="draft", community__name="Полтавська")
        .latest("pk")
        .public_id,
        "sent_letter": Letter.objects.filter(status="sent", community__name="Миргородська")
        .latest("pk")
        .public_id,
        "idea": ProjectIdea.objects.get(title_en__startswith="A shelter for a lyceum").reference,
        "filed": CoordinationRequest.objects.get(subject_en__startswith="A 100 kW").reference,
        "wanted_idea": ProjectIdea.objects.get(title_en__startswith="A rehabilitation").reference,
        "offer": Offer.objects.filter(status="chosen").earliest("pk").reference,
        "open_offer": Offer.objects.filter(status="made", idea__isnull=False)
        .earliest("pk")
        .reference,
        **_agreements(),
        **_meetings(),
    }


def _agreements() -> dict[str, Any]:
    """One that waits for its registration, one in force, and a row that nobody could decide."""
    here = Agreement.objects.filter(oblast__slug="poltava")
    signed = here.filter(status="signed").earliest("pk")
    row = {"title": "Угода про співпрацю", "signed": "колись", "partner_name": "м. Люблін"}
    return {
        "agreement": signed.reference,
        "agreement_id": signed.public_id,
        "running": here.filter(status="in_force").earliest("pk").reference,
        "row": Register(None, "register.csv").take(row).public_id,
    }


def _meetings() -> dict[str, str]:
    """One with published minutes and decisions, one to come, the link of one invited to it."""
    here = Meeting.objects.filter(office__oblast__slug="poltava")
    coming = here.filter(status="announced").earliest("pk")
    guest = coming.participants.filter(user=None).exclude(email="").earliest("pk")
    there = Meeting.objects.filter(office__oblast__slug="sumy")
    task = MeetingTask.objects.filter(decision__meeting__in=there, status="open").earliest("pk")
    return {
        "over_meeting": there.get(status="held").reference,
        "published_meeting": task.decision.meeting.reference,
        "task": str(task.public_id),
        "held_meeting": here.filter(status="published").earliest("pk").reference,
        "coming_meeting": coming.reference,
        "answer": token_of(guest),
        "news": NewsItem.objects.published().earliest("pk").reference,
        "draft_news": NewsItem.objects.filter(record_status="draft").earliest("pk").reference,
    }


def _returned_card() -> dict[str, str]:
    """Technical assistance whose monitoring card was sent back; it has property and changes."""
    card = MonitoringCard.objects.select_related("project").get(status="returned")
    return {"assistance": card.project.reference, "half": card.half.key}


def _question() -> Any:
    """An imported link of which an official must say where it leads."""
    community = Community.objects.get(name="Миргородська")
    officer = User.objects.get(email="officer.poltava@mosty.example")
    said = {"name": "Neustadt", "country": "DE", "kind": "twin_city", "since": "2024"}
    one = ask(
        actor=officer,
        home=community,
        name="Neustadt",
        country="DE",
        kind="twin_city",
        said=said,
        origin_note="побратими.csv",
    )
    return one.public_id


def _former_version(partner: Partner) -> str:
    """Of which the history offers that it be brought back."""
    actor = User.objects.get(email="head.poltava@mosty.example")
    moved = replace(data_of(partner), description_en="A city in the Ruhr.")
    change_partner(actor=actor, partner=partner, data=moved)
    browser = Client()
    browser.force_login(actor, backend=settings.AUTHENTICATION_BACKENDS[-1])
    page = browser.get(history_url(partner)).content.decode()
    found: list[str] = re.findall(r"versions/(\d+)/restore/", page)
    return found[-1]


def _checked_table() -> Any:
    """The example of the demonstration, looked through and not taken in."""
    officer = User.objects.get(email="officer.poltava@mosty.example")
    file = upload(EXAMPLE.read_bytes(), EXAMPLE.name)
    job = jobs.upload_table(actor=officer, door=importer("partners"), file=file)
    jobs.check_table(job)
    return job.public_id


@pytest.mark.parametrize(("who", "address"), CASES, ids=lambda part: part or "visitor")
def test_page(
    who: str, address: str, visit: Visit, watched: Watched, places: dict[str, Any]
) -> None:
    path, language = address.format(**places), "en" if address.startswith("/en/") else "uk"
    found: dict[str, list[str]] = {}
    page = visit(who, viewport=PHONE, color_scheme="dark")
    answer = page.goto(path)
    found["phone"] = faults(page, language)
    if language == "uk":
        page.set_viewport_size(DESK)
        page.emulate_media(color_scheme="light")
        page.reload()
        found["desk"] = faults(page, language)
    if (who, address) in REFUSED:
        found["console"] = [one for one in watched.take() if "status of 40" not in one]
    assert answer is not None
    assert answer.ok is ((who, address) not in REFUSED), answer.status
    assert not any(found.values()), found


def test_the_looking_itself(visit: Visit) -> None:
    page = visit(viewport=PHONE)
    page.set_content("<title>?</title><h2>A</h2><img src='data:,'><p><b hidden>B</b>" + "C" * 99)
    seen = " ".join(faults(page))
    for fault in ("image-alt", "html-has-lang", "sideways", "has 0 h1"):
        assert fault in seen
