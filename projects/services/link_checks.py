"""Finding links of calls that no longer open, before a coordinator does."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.db import transaction
from django.utils import timezone

from common.operations.visits import Answer, NoAnswer, PrivateAddress, visit
from projects.call_enums import BAD_LINKS, LinkState
from projects.models import Call, LinkCheck

logger = logging.getLogger(__name__)

Visit = Callable[[str, str], Answer]

MOST_REDIRECTS = 5
MOST_AT_ONCE = 200
SEVERAL = 3
EVERY = dt.timedelta(hours=23)
# Seconds between two calls of one host.
PAUSE_BETWEEN = 1.0
PERMANENT = frozenset({301, 308})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
# The page is there and wants no robots, or wants them later: no reason to alarm anybody.
SHY = frozenset({401, 403, 407, 429, 451, 503, 999})


@dataclass(frozen=True, slots=True)
class Found:
    state: LinkState
    status: int | None = None
    leads_to: str = ""
    note: str = ""


def check_links(*, visit: Visit = visit, pause: Callable[[float], None] = time.sleep) -> int:
    """Open the links of open calls that were not looked at for a day; how many were kept.

    When none of several answers, it is our own line that is down: nobody is accused.
    """
    found: dict[str, Found] = {}
    last_host = ""
    for url in due_links():
        host = url.partition("//")[2].partition("/")[0]
        if host == last_host:
            pause(PAUSE_BETWEEN)
        last_host = host
        found[url] = look_at(url, visit)
    if len(found) >= SEVERAL and all(is_silent(one) for one in found.values()):
        return 0
    for url, one in found.items():
        keep(url, one)
    return len(found)


def is_silent(found: Found) -> bool:
    return found.state == LinkState.UNREACHABLE


def due_links(now: dt.datetime | None = None) -> list[str]:
    """Links of calls that are published and not over, longest unseen first."""
    now = now or timezone.now()
    rows = Call.objects.published().not_over(now).exclude(link="").order_by("link")
    wanted = list(rows.values_list("link", flat=True).distinct())
    seen = dict(LinkCheck.objects.filter(url__in=wanted).values_list("url", "checked_at"))
    long_ago = dt.datetime.min.replace(tzinfo=dt.UTC)
    due = [url for url in wanted if seen.get(url, long_ago) <= now - EVERY]
    return sorted(due, key=lambda url: (seen.get(url, long_ago), url))[:MOST_AT_ONCE]


def look_at(url: str, visit: Visit = visit) -> Found:
    """HEAD, then GET where a server does not answer that; redirects are followed a few times."""
    here, has_moved = url, False
    try:
        for _step in range(MOST_REDIRECTS + 1):
            answer = _ask(here, visit)
            if answer.status not in REDIRECTS or not answer.location:
                return _judged(url, here, answer, has_moved=has_moved)
            has_moved = has_moved or answer.status in PERMANENT
            here = urljoin(here, answer.location)
    except PrivateAddress as error:
        return Found(LinkState.REFUSED, note=str(error))
    except (NoAnswer, ValueError) as error:
        return Found(LinkState.UNREACHABLE, note=str(error)[:300])
    except Exception as error:
        # One link must not lose what was found of the others.
        logger.exception("The link %s could not be checked", url)
        return Found(LinkState.UNREACHABLE, note=type(error).__name__)
    return Found(LinkState.BROKEN, note="too many redirects")


def _ask(url: str, visit: Visit) -> Answer:
    answer = visit(url, "HEAD")
    if answer.status >= 400 and answer.status != 429:
        return visit(url, "GET")
    return answer


def _judged(url: str, here: str, answer: Answer, *, has_moved: bool) -> Found:
    if answer.status >= 400 and answer.status not in SHY:
        return Found(LinkState.BROKEN, answer.status)
    lost = urlsplit(here).path in {"", "/"} and urlsplit(url).path not in {"", "/"}
    if here != url and (has_moved or lost):
        return Found(LinkState.MOVED, answer.status, leads_to=here[:1000])
    return Found(LinkState.FINE, answer.status)


@transaction.atomic
def keep(url: str, found: Found, now: dt.datetime | None = None) -> LinkCheck:
    """Write down what came of it; since when it fails is kept while it fails."""
    now = now or timezone.now()
    before = LinkCheck.objects.select_for_update().filter(url=url).first()
    fails = found.state in BAD_LINKS
    check, _is_new = LinkCheck.objects.update_or_create(
        url=url,
        defaults={
            "state": found.state,
            "status_code": found.status,
            "leads_to": found.leads_to,
            "note": found.note,
            "checked_at": now,
            "failing_since": ((before.failing_since if before else None) or now) if fails else None,
            "failures": (before.failures if before else 0) + 1 if fails else 0,
        },
    )
    return check
