"""The way of a twin link through the pages: from the search for a place to its agreement."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from communities.models import Community
from partners.models import Agreement
from tests.browser.conftest import PHONE, Visit
from tests.browser.looking import faults
from tests.browser.words import uk
from twinning.models import Letter, TwinLink


def press(page: Page, msgid: str) -> None:
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=uk(msgid), exact=True).click()


def follow(page: Page, msgid: str) -> None:
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("link", name=uk(msgid), exact=True).click()


def section(page: Page, anchor: str) -> Locator:
    return page.locator(f"section[aria-labelledby={anchor}]")


def take_stage(page: Page, stage: str) -> None:
    page.locator("#stage-stage").select_option(stage)
    press(page, "Save the stage")


@pytest.mark.parametrize("scripts", [True, False])
def test_an_officer_links_a_community_with_a_place(visit: Visit, *, scripts: bool) -> None:
    """Find a place, enter the link, correct it, lead it on, write, name the agreement."""
    page = visit("officer.sumy", java_script_enabled=scripts, viewport=PHONE)
    home = Community.objects.get(name="Роменська")
    page.goto(f"/municipalities/find/?community={home.code}")
    with page.expect_navigation():
        section(page, "free").locator(".row__name a").first.click()
    place = page.get_by_role("heading", level=1).inner_text()
    follow(page, "Enter a twin link")
    typed = page.get_by_role("main").get_by_label(uk("Community")).first
    typed.press_sequentially(f"{home.full_name}, {home.oblast.full_name}")
    if scripts:
        offered = page.locator("[role=listbox] [role=option]")
        offered.filter(has_text=home.oblast.full_name).click()
    press(page, "Save")
    link = TwinLink.objects.latest("pk")
    assert (link.community, link.stage) == (home, "contact")
    expect(page.get_by_role("heading", level=1)).to_contain_text(place)

    page.get_by_text(uk("The last step was a mistake")).click()
    page.locator("#back-stage").select_option("letter")
    page.locator("#back-reason").fill("Лист уже надіслано")
    press(page, "Take the step back")
    expect(section(page, "stages")).to_contain_text("Лист уже надіслано")
    take_stage(page, "talks")

    follow(page, "Write to them")
    page.locator("#id_kind").select_option("proposal")
    press(page, "Draw the letter up")
    press(page, "Save the draft")
    letter = Letter.objects.latest("pk")
    assert letter.link == link
    expect(page.locator(".paper")).to_contain_text(letter.body.splitlines()[0][:20])
    page.goto(link.get_absolute_url())
    expect(section(page, "letters")).to_contain_text(letter.reference)

    take_stage(page, "memorandum")
    if scripts:
        assert not faults(page)
    follow(page, "enter a new one")
    expect(page.locator("#id_partner_1")).to_have_value(re.compile(".+"))
    page.locator("#id_title").fill(f"Меморандум із {place}")
    if scripts:
        assert not faults(page)
    press(page, "Save")
    link.refresh_from_db()
    assert link.agreement == Agreement.objects.latest("pk")
    assert page.url.endswith(link.get_absolute_url())
    expect(section(page, "facts")).to_contain_text(link.agreement.reference)
