"""A request on a phone: typed with a line that fails, submitted, taken up, answered, fulfilled."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cooperation.models import CoordinationRequest
from portal.demo.loader import PASSWORD
from tests.browser.conftest import PHONE, Visit, Watched
from tests.browser.looking import faults
from tests.browser.words import uk

SUBJECT = "Насос для водогону"


def press(page: Page, msgid: str) -> None:
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=uk(msgid), exact=True).click()


def typed(page: Page, name: str) -> str:
    return page.locator(f"#id_{name}").input_value()


def test_a_draft_outlives_a_lost_line(visit: Visit, watched: Watched) -> None:
    page = visit("coordinator.myrhorod", viewport=PHONE)
    page.goto("/requests/new/?kind=advice")
    page.locator("#id_subject").fill(SUBJECT)
    page.wait_for_url("**/edit/")
    reference = CoordinationRequest.objects.get(subject=SUBJECT).reference
    expect(page.locator(".form__draft")).to_contain_text(reference)
    page.context.set_offline(True)
    page.locator("#id_description").fill("Написано без зв’язку.")
    offline = uk("No connection. What you typed stays here; try again.")
    expect(page.locator(".form__draft")).to_have_text(offline)
    page.context.set_offline(False)
    assert all("ERR_INTERNET_DISCONNECTED" in one for one in watched.complaints)
    watched.complaints.clear()
    # The line is back: what the device kept is saved without a press of a button.
    expect(page.locator(".form__draft")).to_contain_text(reference)
    page.goto(f"/requests/{reference}/edit/")
    assert typed(page, "description") == "Написано без зв’язку."
    page.locator("#id_needed_by").fill(f"{timezone.localdate().year + 1}-02-01")
    expect(page.locator(".form__draft")).to_contain_text(reference)
    press(page, "Submit to the office")
    record = CoordinationRequest.objects.get(reference=reference)
    assert (record.status, record.description) == ("submitted", "Написано без зв’язку.")


def test_the_device_keeps_what_the_portal_did_not_take(visit: Visit) -> None:
    """Signed out while typing: after signing in it is there again; for nobody else."""
    page = visit("coordinator.myrhorod", viewport=PHONE)
    page.goto("/requests/new/?kind=advice")
    page.locator("#id_subject").fill("Порада про кошторис")
    page.wait_for_url("**/edit/")
    address = page.url
    page.context.clear_cookies(name="sessionid")
    page.locator("#id_description").fill("Написано після виходу.")
    signed_out = uk("You are signed out. What you typed stays here: save, and sign in.")
    expect(page.locator(".form__draft")).to_have_text(signed_out)
    press(page, "Save the draft")
    sign_in(page, "editor.myrhorod")
    page.goto(address)
    assert typed(page, "description") == ""
    page.context.clear_cookies(name="sessionid")
    page.goto("/accounts/login/")
    sign_in(page, "coordinator.myrhorod")
    page.goto(address)
    assert typed(page, "description") == "Написано після виходу."
    press(page, "Save the draft")
    page.goto(address)
    assert typed(page, "description") == "Написано після виходу."
    assert page.locator(".form__draft").inner_text() == ""


def test_an_answer_that_cannot_be_read_stops_no_button(visit: Visit, watched: Watched) -> None:
    """A page came instead of it, the form being too old; and the device holds damaged drafts."""
    page = visit("coordinator.myrhorod", viewport=PHONE)
    page.goto("/requests/")
    page.evaluate("localStorage.setItem('draft:1:/requests/new/:old', 'nul')")
    page.evaluate("sessionStorage.setItem('draft-sent', 'draft:/requests/new/:request-new')")
    page.goto("/requests/new/?kind=advice")
    kept = page.evaluate("Object.keys({...localStorage, ...sessionStorage})")
    assert not [name for name in kept if name.startswith("draft")]
    page.route("**/requests/draft/", lambda route: route.fulfill(status=403, body="<h1>403</h1>"))
    with page.expect_response("**/requests/draft/"):
        page.locator("#id_subject").fill("Порада про дах")
    expect(page.locator(".form__draft")).to_contain_text(uk("Draft saved on this device at"))
    assert all("403" in one for one in watched.take())
    press(page, "Save the draft")
    assert CoordinationRequest.objects.filter(subject="Порада про дах", status="draft").exists()


def sign_in(page: Page, who: str) -> None:
    page.locator("[name=login]").fill(f"{who}@mosty.example")
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login/" not in url)


@pytest.mark.parametrize("scripts", [True, False])
def test_an_officer_leads_a_request_to_its_end(visit: Visit, *, scripts: bool) -> None:
    page = visit("coordinator.myrhorod", java_script_enabled=scripts, viewport=PHONE)
    page.goto("/requests/new/?kind=advice")
    page.locator("#id_subject").fill("Порада про звіт")
    page.locator("#id_description").fill("Як звітувати?")
    press(page, "Submit to the office")
    record = CoordinationRequest.objects.latest("pk")
    officer = visit("officer.poltava", java_script_enabled=scripts, viewport=PHONE)
    officer.goto(f"{record.get_absolute_url()}steps/start/")
    with officer.expect_navigation():
        officer.get_by_role("main").locator("button[type=submit]").click()
    officer.goto(f"{record.get_absolute_url()}messages/new/")
    officer.locator("#id_text").fill("Лише для нас.")
    officer.locator("#id_is_internal").check()
    with officer.expect_navigation():
        officer.get_by_role("main").locator("button[type=submit]").click()
    expect(officer.locator(".timeline")).to_contain_text("Лише для нас.")
    assert not (scripts and faults(officer))
    page.goto(record.get_absolute_url())
    expect(page.locator(".timeline")).not_to_contain_text("Лише для нас.")
    assert not (scripts and faults(page))
    page.goto(f"{record.get_absolute_url()}steps/fulfil/")
    with page.expect_navigation():
        page.get_by_role("main").locator("button[type=submit]").click()
    record.refresh_from_db()
    assert (record.status, record.outcome) == ("closed", "fulfilled")
