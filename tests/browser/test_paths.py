"""The main paths once, from door to door, as people walk them."""

from __future__ import annotations

import re
import time
from copy import deepcopy
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.mail import EmailMessage
from lxml import etree
from playwright.sync_api import Page, expect

from accounts.models import AccessRequest, User
from communities.models import CommunityMembership
from partners.models import Agreement, Partner
from portal.demo.content import DATA
from portal.demo.loader import PASSWORD
from projects.iati.export import export_file
from projects.models import Project
from tests.browser.conftest import Visit, Watched
from tests.browser.looking import faults
from tests.browser.words import uk

EXAMPLE = DATA / "partners-import-example.csv"
PERSON = "solomiia.nova@mosty.example"
SIMILAR = "Місто Гельзенкірхен"
CHOSEN = "калина-міст-Дніпро-7"


def press(page: Page, msgid: str) -> None:
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=uk(msgid), exact=True).click()


def follow(page: Page, msgid: str) -> None:
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("link", name=uk(msgid)).first.click()


def fill(page: Page, msgid: str, text: str) -> None:
    page.get_by_role("main").get_by_label(uk(msgid)).first.fill(text)


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    page.goto("/")
    page.get_by_role("banner").get_by_role("link", name=uk("Sign in")).click()
    page.locator("#id_login").fill(email)
    page.locator("#id_password").fill(password)
    press(page, "Sign in")


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def test_a_visitor_finds_a_partner_and_takes_the_list_along(visit: Visit) -> None:
    page = visit()
    page.goto("/")
    search = page.get_by_role("main").get_by_role("search")
    search.get_by_role("searchbox").fill("гельзенк")
    search.get_by_role("button").click()
    expect(page.get_by_role("main")).to_contain_text("Гельзенкірхен")
    page.goto("/partners/")
    fill(page, "Words in the name", "посольство")
    page.get_by_text(uk("Country"), exact=True).first.click()
    page.get_by_label("Данія").check()
    page.get_by_label("Швеція").check()
    press(page, "Show")
    expect(page.locator(".row__name")).to_have_count(2)
    shown = page.locator(".row__name").all_inner_texts()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("^CSV")).click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert all(name in text for name in shown)
    assert text.count("\n") == len(shown) + 1
    page.get_by_role("link", name=shown[0]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(shown[0])


def test_an_official_registers_changes_and_brings_back(visit: Visit) -> None:
    page = visit()
    sign_in(page, "officer.poltava@mosty.example")
    page.goto("/partners/")
    follow(page, "Register a partner")
    _register_in_spite_of_a_namesake(page)
    partner = Partner.objects.get(name=SIMILAR)
    assert page.url.endswith(partner.get_absolute_url())
    follow(page, "Change")
    fill(page, "Description in Ukrainian", "Помилковий опис")
    press(page, "Save")
    expect(page.get_by_role("main")).to_contain_text("Помилковий опис")
    follow(page, "History of changes")
    first = page.locator(".timeline > li", has_text="Остап Вигадченко").last
    first.get_by_role("link", name=uk("Restore this version")).click()
    expect(page.get_by_role("main")).to_contain_text(uk("What will change back"))
    press(page, "Restore this version")
    partner.refresh_from_db()
    assert partner.description == ""


def _register_in_spite_of_a_namesake(page: Page) -> None:
    """The warning comes while one types; then one says that it is another."""
    page.get_by_label(uk("Name in Ukrainian")).press_sequentially(SIMILAR)
    page.locator("#id_kind").select_option("local_authority")
    page.locator("#id_country").select_option("DE")
    warned = page.get_by_role("status").filter(has_text=uk("Possibly the same"))
    expect(warned.get_by_role("link", name="Гельзенкірхен")).to_be_visible()
    press(page, "Register")
    expect(page.get_by_role("main")).to_contain_text(uk("The partner is not registered yet"))
    assert not faults(page)
    page.get_by_label(uk("This is another organisation, register it")).check()
    press(page, "Register")
    expect(page.get_by_role("main")).to_contain_text(uk("The partner is registered."))


def test_an_official_brings_in_a_table(visit: Visit) -> None:
    page = visit("officer.sumy")
    page.goto("/partners/")
    follow(page, "Import a table")
    page.locator("input[type=file]").set_input_files(EXAMPLE)
    press(page, "Upload and check")
    before = Partner.objects.count()
    assert heading(page) == EXAMPLE.name
    expect(page.get_by_role("navigation", name=uk("Rows by outcome"))).to_be_visible()
    page.locator("form[action$='/confirm/'] button").click()
    expect(page.get_by_role("main")).to_contain_text(uk("The table has gone in"))
    assert not faults(page)
    assert Partner.objects.count() > before
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("^CSV")).first.click()
    assert Path(download.value.path()).read_text(encoding="utf-8-sig").count("\n") > 1


def test_a_coordinator_tells_of_the_community(visit: Visit) -> None:
    page = visit()
    sign_in(page, "coordinator.konotop@mosty.example")
    page.get_by_role("main").get_by_role("link", name=re.compile("^Конотопська")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Конотопська")
    follow(page, "Change the profile")
    page.locator("#id_about").fill("Місто залізничників на Сумщині.")
    press(page, "Save")
    expect(page.get_by_role("main")).to_contain_text("Місто залізничників на Сумщині.")


def test_a_person_comes_and_gets_a_role(visit: Visit, mailoutbox: list[EmailMessage]) -> None:
    page = visit()
    _sign_up(page)
    page.goto(_link_of(mailoutbox, PERSON))
    press(page, "Yes, confirm")
    if "/login" in page.url:
        sign_in(page, PERSON, CHOSEN)
    _ask_for_the_role_of_a_coordinator(page)
    asked = AccessRequest.objects.get(user__email=PERSON)
    desk = visit("head.poltava")
    desk.goto(asked.get_absolute_url())
    assert not faults(desk)
    press(desk, "Approve and give the role")
    person = User.objects.get(email=PERSON)
    held = CommunityMembership.objects.active().get(user=person)
    assert held.community.name == "Лубенська"
    assert PERSON in mailoutbox[-1].to
    page.goto("/accounts/me/")
    expect(page.get_by_role("main")).to_contain_text("Лубенська")


def _sign_up(page: Page) -> None:
    page.goto("/accounts/login/")
    follow(page, "Create one")
    page.locator("#id_full_name").fill("Соломія Нова")
    page.locator("#id_email").fill(PERSON)
    page.locator("#id_password1").fill(CHOSEN)
    page.locator("#id_password2").fill(CHOSEN)
    press(page, "Create an account")
    assert heading(page) == uk("Look into your mailbox")


def _link_of(mailoutbox: list[EmailMessage], to: str) -> str:
    letter = next(one for one in mailoutbox if to in one.to)
    found = re.search(r"https?://\S+", str(letter.body))
    assert found, letter.body
    return found[0]


def _ask_for_the_role_of_a_coordinator(page: Page) -> None:
    page.goto("/accounts/me/")
    follow(page, "Ask for access")
    page.locator("#id_q").fill("Лубен")
    press(page, "Find")
    page.get_by_role("main").get_by_role("link", name="Лубенська").click()
    page.get_by_role("radio").first.check()
    fill(page, "Why you need access", "Веду міжнародне співробітництво громади.")
    assert not faults(page)
    press(page, "Send the request")
    expect(page.get_by_role("main")).to_contain_text("Лубенська")


def code_for(secret: str) -> str:
    """What the telephone shows; not in the last moments of a half minute."""
    left = 30 - time.time() % 30
    if left < 5:
        time.sleep(left)
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_signing_in_in_two_steps(visit: Visit) -> None:
    email = "analyst.zhytomyr@mosty.example"
    page = visit()
    sign_in(page, email)
    page.goto("/accounts/2fa/totp/activate/")
    if "reauthenticate" in page.url:
        page.locator("#id_password").fill(PASSWORD)
        press(page, "Continue")
    assert not faults(page)
    secret = page.locator("#totp-secret").inner_text()
    page.locator("#id_code").fill(code_for(secret))
    press(page, "Turn on")
    again = visit()
    sign_in(again, email)
    assert heading(again) == uk("Second step of signing in")
    assert not faults(again)
    # The code of this half minute is used up, which is remembered there.
    cache.clear()
    again.locator("#id_code").fill(code_for(secret))
    press(again, "Sign in")
    assert again.url.endswith("/accounts/me/")


def test_by_keyboard_alone(visit: Visit) -> None:
    page = visit()
    page.goto("/partners/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name=uk("Skip to the content"))
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    _tab_to(page, "#list-search")
    page.keyboard.type("посольство")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("search="))
    expect(page.locator(".row__name")).to_contain_text(["осольство"] * 7)
    _tab_to(page, ".row__name a")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/partners/[a-z-]+/$"))


def test_the_menu_of_a_phone_by_keyboard(visit: Visit) -> None:
    page = visit(viewport={"width": 360, "height": 740})
    page.goto("/")
    _tab_to(page, ".menu-drop > summary")
    page.keyboard.press("Enter")
    expect(page.locator(".menu-drop nav")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".menu-drop nav")).to_be_hidden()
    expect(page.locator(".menu-drop > summary")).to_be_focused()


def _tab_to(page: Page, selector: str) -> None:
    """On and on with Tab; whatever is reached shows where one is."""
    for _step in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("chosen => document.activeElement.matches(chosen)", selector):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            return
    pytest.fail(f"{selector} is not reached by keyboard")


def test_a_developer_reads_of_the_api(visit: Visit, watched: Watched) -> None:
    page = visit()
    page.goto("/api/v1/docs/")
    expect(page.locator(".opblock").first).to_be_visible()
    assert not watched.take()


def test_the_administration(visit: Visit, watched: Watched) -> None:
    page = visit("admin")
    page.goto("/admin/partners/partner/")
    expect(page.locator("#result_list")).to_be_visible()
    page.locator("#result_list a[href*='/change/']").first.click()
    expect(page.locator("form#partner_form")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert not watched.take()


def _choose(page: Page, field: str, text: str, option: str) -> None:
    """Type in a field and take one of what it offers."""
    page.locator(f"#id_{field}").press_sequentially(text)
    page.get_by_role("option").filter(has_text=option).first.click()


def test_an_official_leads_an_agreement_and_mends_it(visit: Visit) -> None:
    page = visit()
    sign_in(page, "officer.poltava@mosty.example")
    page.goto("/agreements/new/")
    page.locator("#id_kind").select_option("interterritorial")
    _choose(page, "partner_1", "розвитку ООН", "Програма розвитку ООН")
    refused = uk("Not with an international organisation")
    expect(page.get_by_role("status").filter(has_text=refused)).to_be_visible()
    assert not faults(page)
    page.locator("#id_kind").select_option("memorandum")
    expect(page.get_by_role("main")).not_to_contain_text(refused)
    page.locator("#id_title").fill("Меморандум про калину")
    _choose(page, "community_1", "миргород", "Миргородська")
    press(page, "Save")
    agreement = Agreement.objects.get(title="Меморандум про калину")
    assert page.url.endswith(agreement.get_absolute_url())
    follow(page, "Signed")
    press(page, "Save")
    expect(page.get_by_role("main")).to_contain_text(uk("The step is kept."))
    follow(page, "Take it back")
    press(page, "Take the step back")
    assert not faults(page)
    page.locator("#id_reason").fill("Не та угода")
    press(page, "Take the step back")
    expect(page.get_by_role("main")).to_contain_text("Не та угода")
    agreement.refresh_from_db()
    assert (agreement.status, agreement.signed_on) == ("idea", None)


def test_a_coordinator_finds_a_call_and_asks_to_be_told(visit: Visit) -> None:
    page = visit("coordinator.myrhorod")
    page.goto("/calls/")
    page.get_by_role("main").get_by_role("link", name="Тепло без газу").click()
    expect(page.get_by_role("main")).to_contain_text(uk("Communities may apply."))
    page.goto("/calls/?themes=energy")
    follow(page, "Save this search")
    fill(page, "Name", "Енергетика")
    press(page, "Save")
    expect(page.get_by_role("main")).to_contain_text("Енергетика")
    page.get_by_role("main").get_by_role("link", name="Енергетика", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Тепло без газу")


def test_a_coordinator_hands_in_a_monitoring_card(visit: Visit) -> None:
    page = visit("coordinator.myrhorod")
    page.goto("/mta/")
    page.get_by_role("main").get_by_role("link", name="Ветеранський простір").click()
    follow(page, "Fill in")
    fill(page, "What was done", "Проведено сорок консультацій")
    press(page, "Save and hand in")
    expect(page.get_by_role("main")).to_contain_text(uk("Write what comes next."))
    assert not faults(page)
    fill(page, "What came of it, in words", "Дванадцятеро ветеранів мають роботу")
    page.locator("#id_spent").fill("12 500")
    page.locator("#id_currency").select_option("USD")
    fill(page, "What comes next", "Курси водіння")
    press(page, "Save and hand in")
    expect(page.get_by_role("main")).to_contain_text(uk("The card is handed in."))
    address = page.url
    desk = visit("officer.poltava")
    desk.goto(address)
    press(desk, "Accept")
    expect(desk.get_by_role("main")).to_contain_text(uk("The card is accepted."))
    assert not faults(desk)


def test_an_official_enters_a_project_and_publishes_it(visit: Visit) -> None:
    page = visit("officer.poltava")
    page.goto("/projects/new/")
    page.locator("#id_kind").select_option("grant")
    page.locator("#id_title").fill("Калинова школа: новий дах")
    press(page, "Enter and go on")
    project = Project.objects.get(title="Калинова школа: новий дах")
    follow(page, "Who takes part")
    page.locator("#id_rows-0-role").select_option("funding")
    _choose(page, "rows-0-body", "розвитку ООН", "Програма розвитку ООН")
    page.get_by_role("button", name=uk("Add another row")).click()
    expect(page.locator("#id_rows-2-role")).to_be_visible()
    expect(page.locator("#id_rows-0-body")).to_have_value("Програма розвитку ООН")
    page.locator("#id_rows-2-role").select_option("recipient")
    _choose(page, "rows-2-body", "миргород", "Миргородська")
    assert not faults(page)
    page.get_by_role("button", name=re.compile(re.escape(uk("Save and go on:")))).click()
    _choose(page, "rows-0-unit", "миргород", "Миргородська")
    page.locator("#id_rows-0-percentage").fill("60")
    press(page, "Save")
    expect(page.get_by_role("alert")).to_contain_text("60")
    page.locator("#id_rows-0-percentage").fill("100")
    press(page, "Save")
    expect(page).to_have_url(re.compile(project.get_absolute_url()))
    press(page, "Publish")
    project.refresh_from_db()
    assert project.record_status == "published"
    assert [one.role for one in project.roles.all()] == ["funding", "recipient"]


def test_an_official_brings_in_what_a_donor_publishes(visit: Visit) -> None:
    """One activity is new; the other says otherwise than our people, and somebody decides."""
    known = (
        Project.objects.visible_to(AnonymousUser())
        .filter(oblast__slug="sumy")
        .order_by("pk")
        .first()
    )
    assert known
    page = visit("officer.sumy")
    page.goto("/projects/iati/")
    page.locator("input[type=file]").set_input_files(
        {"name": "donor.xml", "mimeType": "application/xml", "buffer": _donor_file(known)}
    )
    press(page, "Upload and check")
    assert heading(page) == "donor.xml"
    expect(page.get_by_role("main")).to_contain_text(known.reference)
    assert not faults(page)
    page.locator("select[name='activity-1']").select_option("take")
    press(page, "Keep the answers")
    page.locator("button[value='confirm']").click()
    expect(page.locator("button[value='confirm']")).to_have_count(0)
    made = Project.objects.get(identifiers__value="XM-DAC-99999-7")
    page.goto(made.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_have_text("Котельня на трісці")
    expect(page.get_by_role("main")).to_contain_text("donor.xml")
    page.goto(known.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_have_text("Так каже донор")
    expect(page.get_by_role("main")).to_contain_text("donor.xml")
    assert not faults(page)


def _donor_file(known: Project) -> bytes:
    """Our own project with another title, and one that nobody here knows."""
    source, _report = export_file(Project.objects.filter(pk=known.pk), AnonymousUser())
    with source:
        root = etree.fromstring(source.read())
    first = root[0]
    for title in first.iterfind("title/narrative"):
        title.text = "Так каже донор"
    second = deepcopy(first)
    root.append(second)
    for path, text in (
        ("iati-identifier", "XM-DAC-99999-7"),
        ("title/narrative", "Котельня на трісці"),
    ):
        found = second.find(path)
        assert found is not None
        found.text = text
    for other in second.findall("other-identifier"):
        second.remove(other)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)
