"""Everything can be read and done where scripts do not run."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from accounts.models import User
from communities.models import Community
from tests.browser.conftest import PHONE, Visit
from tests.browser.words import uk


def test_lists_and_filters(visit: Visit) -> None:
    page = visit(java_script_enabled=False, viewport=PHONE)
    page.goto("/partners/")
    expect(page.locator(".row__name").first).to_be_visible()
    page.locator("#list-search").fill("посольство")
    page.get_by_role("main").get_by_role("button", name=uk("Show"), exact=True).click()
    expect(page).to_have_url(re.compile("search="))
    expect(page.locator(".row__name")).to_contain_text(["осольство"] * 7)
    page.locator(".row__name a").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_the_next_page_of_a_list(visit: Visit) -> None:
    page = visit(java_script_enabled=False)
    page.goto("/communities/")
    first = page.locator(".row__name").first.inner_text()
    page.locator("a[rel=next]").click()
    assert page.locator(".row__name").first.inner_text() != first
    page.locator("a[rel=prev]").click()
    assert page.locator(".row__name").first.inner_text() == first


def test_the_menu_of_a_phone(visit: Visit) -> None:
    page = visit(java_script_enabled=False, viewport=PHONE)
    page.goto("/")
    page.locator(".menu-drop > summary").click()
    page.locator(".menu-drop nav a[href='/communities/']").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(uk("Communities"))


def test_forms(visit: Visit) -> None:
    page = visit("editor.mena", java_script_enabled=False)
    community = Community.objects.get(name="Менська")
    page.goto(f"{community.get_absolute_url()}edit/")
    page.locator("#id_about").fill("Громада над Десною.")
    page.get_by_role("main").get_by_role("button", name=uk("Save"), exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Громада над Десною.")


def test_duplicates_are_asked_on_saving(visit: Visit) -> None:
    page = visit("officer.poltava", java_script_enabled=False)
    page.goto("/partners/new/")
    page.locator("#id_name").fill("Гельзенкірхен")
    page.locator("#id_kind").select_option("local_authority")
    page.get_by_role("main").get_by_role("button", name=uk("Register"), exact=True).click()
    expect(page.get_by_role("main")).to_contain_text(uk("Possibly the same"))


def test_signing_out(visit: Visit) -> None:
    page = visit("editor.poltava", java_script_enabled=False)
    page.goto("/")
    page.locator(".top__tools .drop > summary").click()
    page.locator(".top__tools .drop").get_by_role("button", name=uk("Sign out")).click()
    expect(page.locator(".top__tools").get_by_role("link", name=uk("Sign in"))).to_be_visible()
    assert User.objects.filter(email="editor.poltava@mosty.example").exists()
