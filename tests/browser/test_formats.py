"""Files of a list and its charts, as people take them."""

from __future__ import annotations

import json
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Visit
from tests.browser.looking import faults
from tests.browser.words import uk


def _download(page: Page, label: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("main").get_by_role("link", name=re.compile(f"^{label}")).first.click()
    return Path(download.value.path()).read_bytes()


def test_a_donor_takes_the_filtered_list_in_the_own_format(visit: Visit) -> None:
    """The block of files is opened by the keyboard and looks well when it is open."""
    page = visit(viewport=PHONE)
    page.goto("/projects/?kind=mta")
    count = int(re.sub(r"\D", "", page.locator(".heading__count").inner_text()))
    summary = page.locator(".files__more > summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".files__more")).to_have_attribute("open", "")
    assert not faults(page)
    assert len(json.loads(_download(page, "OC4IDS"))["projects"]) == count
    assert len(json.loads(_download(page, "GeoJSON"))["features"]) == count
    assert len(json.loads(_download(page, "360Giving"))["grants"]) > 0


def test_a_line_of_a_chart_leads_to_what_it_counts(visit: Visit) -> None:
    page = visit()
    page.goto("/projects/?kind=mta")
    page.get_by_role("main").get_by_role("link", name=uk("Charts")).click()
    expect(page).to_have_url(re.compile(r"/projects/charts/\?kind=mta"))
    line = page.locator(".bars tbody tr").first
    told = line.locator(".bars__count").inner_text()
    line.get_by_role("link").click()
    expect(page.locator("h1")).to_contain_text(told)
    assert not faults(page)
