"""What is done about ideas, calls and projects by the clock."""

from __future__ import annotations

from celery import shared_task


@shared_task
def watch_ideas() -> dict[str, int]:
    """Ask about ideas that nobody looks after, close those nobody answered for; how many."""
    from projects import idea_ageing  # noqa: PLC0415 - models are ready only when a task runs

    return idea_ageing.watch_ideas()


@shared_task
def watch_technical_assistance() -> dict[str, int]:
    """Ask for the monitoring cards of the half-year, remind of what is due; how many of each."""
    from projects.mta_reminders import remind  # noqa: PLC0415 - models are ready only now
    from projects.services.mta_cards import make_due_cards  # noqa: PLC0415 - as above

    return {"cards": make_due_cards(), "letters": remind()}
