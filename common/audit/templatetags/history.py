"""`{% load history %}{% history_link partner %}`: for those who may see the record's history."""

from __future__ import annotations

from typing import Any

from django import template

from common.audit.registry import history_url, may_see_history

register = template.Library()


@register.inclusion_tag("audit/_link.html", takes_context=True)
def history_link(context: template.Context, record: Any) -> dict[str, str]:
    """A quiet button to the history of the record; nothing for everybody else."""
    user = getattr(context.get("request"), "user", None)
    return {"url": history_url(record) if may_see_history(user, record) else ""}
