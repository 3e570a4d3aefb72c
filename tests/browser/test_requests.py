"""A request on a phone: typed with a line that fails, submitted, taken up, answered, fulfilled."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cooperation.models import CoordinationRequest
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
