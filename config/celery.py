"""The Celery application: broker and schedule come from the settings."""

import os

from celery import Celery
from celery.signals import beat_init, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("mosty", task_cls="common.audit.celery_task:HistoryTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@beat_init.connect
def begin_beating(**_: object) -> None:
    """Let /readyz see the worker at once: a new schedule would wait for its moment."""
    from common.operations.scheduling import begin_beating  # noqa: PLC0415 - models load first

    app.send_task("common.operations.tasks.beat_heart")
    begin_beating()


@worker_init.connect
def watch_from_worker(**_: object) -> None:
    from common.operations.scheduling import WatchFromWorker  # noqa: PLC0415 - as above

    app.steps["consumer"].add(WatchFromWorker)
