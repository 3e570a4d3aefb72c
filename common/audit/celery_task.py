"""Background tasks act under their own source, for the person who asked for them."""

from __future__ import annotations

from typing import Any

from celery import Task

from common.audit.context import Source, acting, current

ACTOR_HEADER = "mosty_actor"


class HistoryTask(Task):  # type: ignore[type-arg]
    """The base of every task: `Celery(task_cls="common.audit.celery_task:HistoryTask")`.

    Whoever was acting when the task was queued is named as the actor of what the task changes.
    """

    abstract = True

    def apply_async(self, *args: Any, **options: Any) -> Any:
        now = current()
        if now and now.actor:
            options["headers"] = {**(options.get("headers") or {}), ACTOR_HEADER: now.actor}
        return super().apply_async(*args, **options)

    def __call__(self, *args: Any, **options: Any) -> Any:
        with acting(actor=self._asked_by(), source=Source.TASK):
            return super().__call__(*args, **options)

    def _asked_by(self) -> int | None:
        headers = getattr(self.request, "headers", None) or {}
        actor = headers.get(ACTOR_HEADER) or getattr(self.request, ACTOR_HEADER, None)
        return actor if isinstance(actor, int) else None
