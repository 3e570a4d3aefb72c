"""A key is asked for, approved, made, used and revoked, as people do it."""

from __future__ import annotations

from playwright.sync_api import expect

from accounts.models import ApiKey
from tests.browser.conftest import PHONE, Visit
from tests.browser.looking import faults
from tests.browser.test_paths import fill, press
from tests.browser.words import uk

NAME = "Дашборд громади"


def test_from_asking_to_revoking(visit: Visit) -> None:
    page, desk = visit("coordinator.myrhorod"), visit("officer.poltava")
    page.goto("/accounts/keys/new/")
    fill(page, "Name of the key", NAME)
    fill(page, "What it is for", "Показує звернення громади на екрані у приймальні")
    press(page, "Send the request")
    waits = uk("waiting for a decision")
    expect(page.get_by_role("main")).to_contain_text(waits, ignore_case=True)
    key = ApiKey.objects.get(name=NAME)
    desk.goto(key.get_absolute_url())
    with desk.expect_navigation():
        desk.locator("form[action$='/approve/'] button").first.click()
    page.goto(key.get_absolute_url())
    press(page, "Make the key and show it")
    page.set_viewport_size(PHONE)
    assert faults(page) == []
    text = page.locator("#key-text").inner_text()
    stranger = visit()
    answer = stranger.request.get("/api/v1/requests/", headers={"Authorization": f"Bearer {text}"})
    assert answer.ok
    page.goto(key.get_absolute_url())
    expect(page.get_by_role("main")).not_to_contain_text(text)
    assert faults(page) == []
    desk.goto(key.get_absolute_url())
    fill(desk, "Why", "Перевірка")
    press(desk, "Revoke the key")
    again = stranger.request.get("/api/v1/requests/", headers={"Authorization": f"Bearer {text}"})
    assert again.status == 401
