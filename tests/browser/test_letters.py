"""The way of a letter through the pages: with scripts, and where none run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Visit
from tests.browser.words import uk
from twinning.models import Letter, Municipality

HARROGATE = 2647428


def press(page: Page, msgid: str) -> None:
    page.get_by_role("main").get_by_role("button", name=uk(msgid), exact=True).click()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_coordinator_writes_to_a_city_abroad(visit: Visit, *, scripts: bool) -> None:
    page = visit("coordinator.myrhorod", java_script_enabled=scripts, viewport=PHONE)
    place = Municipality.objects.get(geonames_id=HARROGATE)
    page.goto(place.get_absolute_url())
    page.get_by_role("main").get_by_role("link", name=uk("Write to them"), exact=True).click()
    page.locator("#id_kind").select_option("congratulation")
    press(page, "Draw the letter up")
    body = page.locator("#id_body")
    expect(body).to_have_value(re.compile("Dear Sir or Madam"))
    body.fill(body.input_value().replace("{event}", 'the "Spring Festival"'))
    press(page, "Show how it looks")
    expect(page.locator(".paper")).to_contain_text("the “Spring Festival”")
    press(page, "Save the draft")
    letter = Letter.objects.latest("pk")
    expect(page.get_by_role("main")).to_contain_text(letter.reference)
    if scripts:
        with page.expect_download() as download:
            page.get_by_role("link", name=uk("Download PDF"), exact=True).click()
        assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
    press(page, "Mark as sent")
    expect(page.locator(".heading")).to_contain_text(
        re.compile("надіслано, чекаємо відповіді|sent, waits for an answer", re.IGNORECASE)
    )
    letter.refresh_from_db()
    assert letter.link is not None
    assert letter.link.stage == "letter"


def test_an_officer_writes_to_several_places(visit: Visit) -> None:
    page = visit("officer.poltava", java_script_enabled=False)
    page.goto("/municipalities/find/?community=UA53060230000098362")
    for number in range(2):
        page.locator("input[name=place]").nth(number).check()
    press(page, "Write to the chosen ones")
    expect(page.locator("input[type=checkbox][name=place]")).to_have_count(2)
    press(page, "Write the letters")
    expect(page.get_by_role("heading", level=1)).to_contain_text(uk("Many letters"))
