"""A webhook on a phone: from the filters of a list to its secret, its log and its end."""

from __future__ import annotations

from django.utils import timezone
from playwright.sync_api import Page, expect

from common.registers.models import FollowedRegister
from portal.webhooks.models import Subscription
from tests.browser.conftest import PHONE, Visit
from tests.browser.looking import faults
from tests.browser.words import uk
from tests.webhooks.factories import call_of


def press(page: Page, msgid: str) -> None:
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=uk(msgid), exact=True).click()


def test_a_webhook_is_made_looked_at_and_deleted(visit: Visit) -> None:
    now = timezone.now()
    FollowedRegister.objects.get_or_create(
        name="partners", defaults={"signature": "", "changed_at": now}
    )
    page = visit("donor", viewport=PHONE)
    for address in ("/webhooks/", "/webhooks/new/", "/webhooks/new/partners/?country=DE"):
        page.goto(address)
        assert faults(page) == [], address
    page.locator("#id_name").fill("Каталог фонду")
    page.locator("#id_url").fill("https://data.example.org/mosty")
    press(page, "Make the webhook")
    made = Subscription.objects.get(name="Каталог фонду")
    expect(page.locator("#webhook-secret")).to_contain_text("whsec_")
    assert faults(page) == []
    call_of(made, answer="дякую")
    call = call_of(made, status="refused", answer_status=400, answer="ні " * 160)
    page.goto(made.get_absolute_url())
    expect(page.locator("#webhook-secret")).to_have_count(0)
    assert faults(page) == []
    for address in ("edit/", "secret/", "delete/"):
        page.goto(f"{made.get_absolute_url()}{address}")
        assert faults(page) == [], address
    page.goto(f"/webhooks/calls/{call.public_id}/")
    assert faults(page) == []
    page.goto(f"{made.get_absolute_url()}delete/")
    press(page, "Yes, delete it")
    assert not Subscription.objects.filter(pk=made.pk).exists()
