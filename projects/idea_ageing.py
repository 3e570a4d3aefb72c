"""Ideas that nobody has looked after: their communities are asked, then they become outdated.

What was asked is written down before the letter goes out: nobody is asked twice, and after a time
without work an idea is asked about first and never closed at once.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from common.audit.context import Source, acting
from projects import idea_workflow as workflow
from projects.idea_letters import ask_whether_needed
from projects.models import ProjectIdea
from projects.services.ideas import keep, locked

UNTOUCHED = dt.timedelta(days=365)
TO_ANSWER = dt.timedelta(days=30)


def watch_ideas(now: dt.datetime | None = None) -> dict[str, int]:
    """Ask about ideas untouched for a year; close those of which nobody said within 30 days
    that they are still needed. How many of each.
    """
    now = now or timezone.now()
    old = ProjectIdea.objects.untouched_since(now - UNTOUCHED)
    with acting(source=Source.TASK):
        asked = sum(_ask(one, now) for one in old.filter(asked_at=None).order_by("pk"))
        silent = old.filter(asked_at__lt=now - TO_ANSWER).order_by("pk")
        outdated = sum(_outdate(one, now) for one in silent)
    return {"asked": asked, "outdated": outdated}


@transaction.atomic
def _ask(idea: ProjectIdea, now: dt.datetime) -> bool:
    idea = locked(idea)
    if idea.asked_at is not None:
        return False
    idea.asked_at = now
    idea.save(update_fields=["asked_at", "updated_at"])
    ask_whether_needed(idea)
    return True


@transaction.atomic
def _outdate(idea: ProjectIdea, now: dt.datetime) -> bool:
    idea = locked(idea)
    if idea.asked_at is None or idea.asked_at >= now - TO_ANSWER:
        return False
    with translation.override("uk"):
        note = _("Nobody has said for thirteen months that the idea is still needed.")
    workflow.move(idea, workflow.OUTDATE, note)
    keep(None, idea, workflow.OUTDATE, note)
    return True
