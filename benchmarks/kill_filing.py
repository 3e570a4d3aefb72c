"""Requests to the office filed over HTTP while servers crash: each one that was taken is there."""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from benchmarks.kill_stage import Stage, wait

PAGE = "/requests/new/"
TOKEN = "c" * 32
BEFORE_TRYING_AGAIN = 0.2
# Where the answer leads when the request was kept and could not be submitted.
NOT_SUBMITTED = "missing"


@dataclass
class Filed:
    """Subjects of requests that the portal said it had submitted, and how many it refused."""

    first: str
    taken: list[str] = field(default_factory=list)
    refused: int = 0

    def line(self, crashes: str) -> str:
        """Of the table: a request is there when the office has it, not when a draft is left."""
        from django.db import connection

        from cooperation.models import CoordinationRequest

        connection.close()
        rows = CoordinationRequest.objects.filter(subject__startswith=self.first)
        there = set(rows.exclude(submitted_at=None).values_list("subject", flat=True))
        lost, unsaid = len(set(self.taken) - there), len(there - set(self.taken))
        return f"| {crashes} | {len(self.taken)} | {lost} | {self.refused} | {unsaid} |"


@contextmanager
def filing(stage: Stage, name: str) -> Iterator[Filed]:
    """Somebody files one request after the other, and writes down which were taken."""
    web = stage.web()
    wait(lambda: web_answers(stage))
    filed, stop = Filed(f"Bench {name} "), threading.Event()
    cookies, form = sign_in(), filled()

    def file_on() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            subject = f"{filed.first}{number:05}"
            if was_taken(stage, cookies, {**form, "subject": subject}):
                filed.taken.append(subject)
            else:
                filed.refused += 1
                # Nobody presses the button a thousand times a second at a server that is down.
                time.sleep(BEFORE_TRYING_AGAIN)

    thread = threading.Thread(target=file_on)
    thread.start()
    try:
        yield filed
    finally:
        stop.set()
        thread.join()
        stage.kill(web)


def sign_in() -> str:
    """A session as the page of signing in makes it."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    user = filer()
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"sessionid={session.session_key}; csrftoken={TOKEN}"


def filer() -> Any:
    """A coordinator of the first community."""
    from django.contrib.auth import get_user_model

    from communities.models import Community, CommunityMembership

    user, is_new = get_user_model().objects.get_or_create(email="files@mosty.example")
    if is_new:
        community = Community.objects.earliest("pk")
        CommunityMembership.objects.create(user=user, community=community, role="coordinator")
    return user


def filled() -> dict[str, Any]:
    """All that the office must know of a request for advice."""
    from communities.models import Community

    return {
        "kind": "advice",
        "community": Community.objects.order_by("pk").values_list("code", flat=True)[0],
        "description": "Bench",
        "urgency": "usual",
        "visibility": "internal",
        "contact_name": "Bench",
        "contact_email": "bench@mosty.example",
        "submit": "1",
    }


def was_taken(stage: Stage, cookies: str, form: dict[str, Any]) -> bool:
    """Whether the answer leads to the page of a request that is submitted."""
    link = http.client.HTTPConnection("127.0.0.1", stage.web_port, timeout=30)
    headers = {
        "Cookie": cookies,
        "X-CSRFToken": TOKEN,
        "Content-Type": "application/x-www-form-urlencoded",
        "Host": "localhost",
    }
    try:
        link.request("POST", PAGE, urlencode(form), headers)
        answer = link.getresponse()
        return answer.status == 302 and NOT_SUBMITTED not in (answer.getheader("Location") or "")
    except (OSError, http.client.HTTPException):
        return False
    finally:
        link.close()


def play_filing(stage: Stage, seconds: float = 60, crashes: int = 3) -> str:
    """One line of the second table: PostgreSQL alone crashes."""
    with filing(stage, "alone") as filed:
        for _each in range(crashes):
            time.sleep(seconds / (crashes + 1))
            stage.restart_postgres()
        time.sleep(seconds / (crashes + 1))
    return filed.line(f"PostgreSQL crashed, {crashes} times")


def web_answers(stage: Stage) -> bool:
    with contextlib.suppress(OSError), socket.socket() as probe:
        probe.connect(("127.0.0.1", stage.web_port))
        return True
    return False
