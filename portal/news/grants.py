"""Rows of the role → permission table about news."""

from __future__ import annotations

from accounts.roles import grant

SEE = ("news.view_newsitem", "news.view_newsfile")


def register_news_grants() -> None:
    """Changes go through the services, from the pages and from the administration alike."""
    keep = (*SEE, "news.change_newsitem")
    grant({"office.head": keep, "office.officer": keep, "office.analyst": SEE})
