"""What a page costs on a weak line: bytes as they came over it, headers included."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visit

LISTS = (
    *("/partners/", "/agreements/", "/communities/", "/oblasts/"),
    *("/municipalities/", "/twin-links/", "/calls/", "/aid/", "/search/?q=місто"),
)
FIRST, NEXT = 100 * 1024, 20 * 1024


class Scales:
    """Adds up what the network brought; what comes out of the cache weighs nothing."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.bytes = 0
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", self._came)

    def _came(self, event: dict[str, Any]) -> None:
        self.bytes += int(event["encodedDataLength"])

    def load(self, address: str) -> int:
        self.bytes = 0
        self.page.goto(address)
        self.page.wait_for_load_state("networkidle")
        return self.bytes


@pytest.mark.parametrize("address", LISTS)
def test_a_list_is_light(visit: Visit, address: str, record_property: Any) -> None:
    scales = Scales(visit())
    first, following = scales.load(address), scales.load(f"{address}{_other(address)}")
    record_property("bytes", (first, following))
    assert 0 < following < first
    assert first <= FIRST, f"{first} bytes"
    assert following <= NEXT, f"{following} bytes"
    print(f"{address}: {first:,} bytes, then {following:,}")  # noqa: T201 - seen with -s or -rP


def _other(address: str) -> str:
    """Another page of the same kind, so that nothing but the assets can come from the cache."""
    return "&page=1" if "?" in address else "?ordering=-name"
