"""The desk by keyboard: the letters and arrows that it names move, Enter opens."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit

FOCUSED = "document.activeElement.getAttribute('href')"
ADDRESSES = "all => all.map(one => one.getAttribute('href'))"


def focused_after(page: Page, *keys: str) -> str:
    for key in keys:
        page.keyboard.press(key)
    return str(page.evaluate(FOCUSED))


def addresses(place: Locator) -> list[str]:
    return list(place.locator("[data-desk-item]").evaluate_all(ADDRESSES))


def test_keys_of_the_table(visit: Visit) -> None:
    page = visit("officer.poltava")
    page.goto("/desk/?list=open")
    rows = addresses(page.locator("[data-desk]"))
    assert len(rows) > 2
    expect(page.locator("[data-desk-keys]")).to_be_visible()
    # Before a request is chosen arrows scroll the page, and K has nowhere to go.
    assert focused_after(page, "ArrowDown", "k") not in rows
    assert focused_after(page, "j") == rows[0]
    assert focused_after(page, "j", "ArrowDown") == rows[2]
    assert focused_after(page, "k", "ArrowUp") == rows[0]
    assert focused_after(page, "k") == rows[0]
    assert focused_after(page, *("j" for _row in rows)) == rows[-1]
    assert focused_after(page, "Control+k") == rows[-1]
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith(rows[-1])
    page.goto("/desk/?list=open")
    words = page.locator("#id_q")
    words.focus()
    page.keyboard.type("jk")
    expect(words).to_have_value("jk")


def test_keys_of_the_board(visit: Visit) -> None:
    page = visit("officer.poltava")
    page.goto("/desk/?list=open&view=board")
    columns = page.locator("[data-desk-column]")
    first, second = (addresses(columns.nth(place)) for place in (0, 1))
    assert focused_after(page, "j") == first[0]
    assert focused_after(page, "ArrowRight") == second[0]
    assert focused_after(page, "ArrowLeft") == first[0]
    assert focused_after(page, "ArrowLeft") == first[0]
