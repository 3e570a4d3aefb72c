"""The web server, the same for `make run` and for the container image."""

import os
from pathlib import Path
from threading import Thread
from typing import Any

wsgi_app = "config.wsgi:application"
bind = f"0.0.0.0:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
# Loaded once and forked: starts sooner and shares memory.
preload_app = True
# A worker is replaced after this many requests, so that a slow leak never grows old.
max_requests = 50_000
max_requests_jitter = 5_000
timeout = 60
graceful_timeout = 10
keepalive = 5
# The heartbeat file must not wait for a disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
control_socket_disable = True
# A search of a thousand letters that are not Latin is some 6,000 bytes of address.
limit_request_line = 8190
# Requests are logged by the application, with personal data left out.
accesslog = None
errorlog = "-"


def when_ready(_server: Any) -> None:
    """Pages are imported once, not by each process."""
    from common.operations.warming import load_pages  # noqa: PLC0415 - Django is set up only now

    load_pages()


def post_worker_init(_worker: Any) -> None:
    """Read ahead what the first reader of this process would wait for."""
    from common.operations.warming import warm_up  # noqa: PLC0415 - Django is set up only now

    Thread(target=warm_up, name="warm-up", daemon=True).start()
