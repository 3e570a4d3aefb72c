"""What is done about ideas, calls and projects by the clock."""

from __future__ import annotations

from celery import shared_task


@shared_task
def watch_ideas() -> dict[str, int]:
    """Ask about ideas that nobody looks after, close those nobody answered for; how many."""
    from projects import idea_ageing  # noqa: PLC0415 - models are ready only when a task runs

    return idea_ageing.watch_ideas()
