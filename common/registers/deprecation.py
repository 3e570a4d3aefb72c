"""Saying that an address of the API ends: in its answers (RFC 9745, RFC 8594) and in the schema.

`Register(deprecated=Deprecation(…))` is all that has to be done: the answers, the OpenAPI document
and the page for developers tell it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.http import http_date

# What the policy promises: so long both the old and the new way work.
LEAST_NOTICE = dt.timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class Deprecation:
    """From `since` on nobody should begin to use it, at `until` it ends; `instead` is the path that
    takes its place, if there is one.
    """

    since: dt.date
    until: dt.date
    instead: str = ""

    def __post_init__(self) -> None:
        assert self.until - self.since >= LEAST_NOTICE, self

    def put_on(self, answer: HttpResponse) -> None:
        answer["Deprecation"] = f"@{_seconds(self.since)}"
        answer["Sunset"] = http_date(_seconds(self.until))
        said = [answer["Link"]] if "Link" in answer else []
        said.append(f'<{policy_address()}>; rel="deprecation"; type="text/html"')
        if self.instead:
            said.append(f'<{settings.SITE_URL}{self.instead}>; rel="successor-version"')
        answer["Link"] = ", ".join(said)


def policy_address() -> str:
    """The English page, as the OpenAPI document is English."""
    with translation.override("en"):
        return f"{settings.SITE_URL}{reverse('portal:developers')}#policy"


def _seconds(day: dt.date) -> int:
    return int(dt.datetime.combine(day, dt.time(), dt.UTC).timestamp())
