"""The portal in a thread of the tests: files collected and compressed as at a deploy.

`live_server` is not taken: it empties every table after each test, and it gives the style sheet and
the script as their many sources, neither bundled nor compressed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.test import override_settings

from common.design.assets import PortalStaticFilesStorage

STORAGE = f"{__name__}.BrieflyCompressed"
# What the pages under test never ask for.
NOT_COLLECTED = ("redoc", "rest_framework", "flags", "gis")
# Brotli of foreign files takes half a minute; the list pages, which are weighed, use only these.
COMPRESSED = ("css/", "js/", "img/", "django_htmx/")


class BrieflyCompressed(PortalStaticFilesStorage):
    def compress_files(self, paths: Any) -> Iterator[tuple[str, str]]:
        ours = [path for path in paths if path.startswith(COMPRESSED)]
        yield from super().compress_files(ours)


class QuietHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is given
        """Nobody reads a line per request."""


@contextmanager
def serving(static: Path, media: Path) -> Iterator[str]:
    """Serve the portal on a free port; gives its address."""
    with collected(static, media):
        server = ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler)
        host = f"127.0.0.1:{server.server_port}"
        address = f"http://{host}"
        with override_settings(SITE_URL=address, CSRF_TRUSTED_ORIGINS=[address]):
            server.set_app(get_wsgi_application())
            thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
            thread.start()
            try:
                yield address
            finally:
                server.shutdown()
                thread.join()
                server.server_close()


@contextmanager
def collected(static: Path, media: Path) -> Iterator[None]:
    """Static files with hashed names, bundled and compressed by the portal's own storage."""
    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": STORAGE},
    }
    options = [part for name in NOT_COLLECTED for part in ("--ignore", name)]
    with override_settings(STATIC_ROOT=static, MEDIA_ROOT=media, STORAGES=storages):
        call_command("collectstatic", "--noinput", "--verbosity", "0", *options)
        yield
