"""Who may do what with news: each office writes its own."""

from __future__ import annotations

from typing import Any

from accounts.permissions import is_administrator
from communities.permissions import curated_offices
from portal.news.models import NewsItem


def can_write_news(user: Any) -> bool:
    """Heads and officers, for their own office."""
    return is_administrator(user) or bool(curated_offices(user))


def can_change_news(user: Any, item: NewsItem) -> bool:
    """Change it, attach files, publish, archive."""
    return is_administrator(user) or item.office_id in curated_offices(user)
