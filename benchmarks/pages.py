"""What a page costs the processor: lists, a record, the home page; nobody and a coordinator.

    PGDATABASE=… SITE_URL=https://… … python benchmarks/pages.py [ROUNDS]

Each page goes through the whole application as the server calls it, with the settings that the
environment says; `benchmarks/speed.py` runs it in production's, after its own table. Our processor
time, and that of the PostgreSQL process that serves us, in milliseconds a page: the median of five
times ROUNDS pages, in turn. A coordinator is made in the database if it has none, and stays.
"""

from __future__ import annotations

import io
import os
import statistics
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
TURNS = 5
TICK = 1000 / os.sysconf("SC_CLK_TCK")
HOST = "127.0.0.1"

Page = tuple[str, str, str]


def main() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    application = import_module("config.wsgi").application
    pages = _pages()
    for _who, address, cookie in pages * 4:
        _asked(application, address, cookie)
    costs: dict[Page, list[tuple[float, float]]] = {page: [] for page in pages}
    for _turn in range(TURNS):
        for page, found in costs.items():
            found.append(_cost(application, page, rounds))
    print("| page | who | ours, CPU ms | PostgreSQL, CPU ms | kB |")
    print("| --- | --- | ---: | ---: | ---: |")
    for (who, address, cookie), found in costs.items():
        ours, theirs = (statistics.median(values) for values in zip(*found, strict=True))
        size = len(_asked(application, address, cookie)) / 1000
        print(f"| `{address}` | {who} | {ours:.1f} | {theirs:.1f} | {size:.0f} |")


def _pages() -> list[Page]:
    """Who asks, for which address, with which cookie."""
    from projects.models import Project

    one = Project.objects.filter(record_status="published", visibility="public").first()
    assert one is not None, "there is no project: fill the database first"
    nobody = ("/projects/", "/en/projects/", "/projects/?status=2", "/partners/")
    found = [("nobody", address, "") for address in (*nobody, one.get_absolute_url(), "/")]
    return [*found, ("coordinator", "/projects/", _cookie())]


def _cookie() -> str:
    """Of a coordinator who has signed in."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    user = _coordinator()
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def _coordinator() -> Any:
    from accounts.models import User
    from communities.models import Community, CommunityMembership

    known = CommunityMembership.objects.filter(role="coordinator").select_related("user").first()
    if known is not None:
        return known.user
    user = User.objects.create(email="of.the.benchmark@mosty.example", full_name="Benchmark")
    community = Community.objects.earliest("pk")
    CommunityMembership.objects.create(user=user, community=community, role="coordinator")
    return user


def _cost(application: Callable[..., Any], page: Page, rounds: int) -> tuple[float, float]:
    _who, address, cookie = page
    served = _spent_by_server()
    started = time.process_time()
    for _round in range(rounds):
        _asked(application, address, cookie)
    spent = (time.process_time() - started) * 1000
    return spent / rounds, (_spent_by_server() - served) / rounds


def _spent_by_server() -> float:
    """Milliseconds of the processor that our connection's process has had; 0 on another machine."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * TICK


def _asked(application: Callable[..., Any], address: str, cookie: str) -> bytes:
    from django.conf import settings

    path, _, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": HOST,
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "SCRIPT_NAME": "",
        "REMOTE_ADDR": HOST,
        "HTTP_HOST": urlsplit(settings.SITE_URL).netloc,
        # As the proxy in front of it says.
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_COOKIE": cookie,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    statuses: list[str] = []
    answer = application(environ, lambda status, _headers, _error=None: statuses.append(status))
    text = b"".join(answer)
    answer.close()
    assert statuses == ["200 OK"], (address, statuses)
    return text


if __name__ == "__main__":
    main()
