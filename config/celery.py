"""The Celery application: broker and schedule come from the settings."""

import os

from celery import Celery
from celery.signals import beat_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("mosty", task_cls="common.audit.celery_task:HistoryTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@beat_init.connect
def send_first_heartbeat(**_: object) -> None:
    """Let /readyz see scheduler and worker at once: a new schedule would wait its full interval."""
    app.send_task("common.operations.tasks.beat_heart")
