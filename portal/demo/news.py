"""News of a trial, written and published as people do it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone

from accounts.models import User
from common.codelists.models import Theme
from communities.models import Community, Office
from cooperation.models import Meeting
from partners.models import Agreement, Partner
from portal.demo.content import Entry
from portal.news.data import LINES, TEXTS, NewsData
from portal.news.services.news import take_news_step, write_news
from projects.models import Project


def make_news(
    entry: Entry,
    *,
    partner: Callable[[str], Partner],
    known: Mapping[tuple[str, str], str],
) -> str:
    """`known` tells the references of what was made before: (kind, key) → reference."""
    actor = User.objects.get(email=entry["by"])
    office = Office.objects.select_related("oblast").get(oblast__code=entry["oblast"])

    def named(model: Any, kind: str, keys: list[str]) -> tuple[Any, ...]:
        return tuple(model.objects.filter(reference__in=[known[kind, key] for key in keys]))

    data = NewsData(
        **{name: entry[name] for name in (*LINES, *TEXTS, "visibility") if name in entry},
        themes=tuple(Theme.objects.filter(slug__in=entry["themes"])),
        communities=tuple(Community.objects.filter(code__in=entry["communities"])),
        partners=tuple(partner(key) for key in entry["partners"]),
        projects=named(Project, "project", entry["projects"]),
        agreements=named(Agreement, "agreement", entry["agreements"]),
        meetings=named(Meeting, "meeting", entry["meetings"]),
    )
    item = write_news(actor=actor, office=office, data=data)
    if entry["publish"]:
        moment = timezone.now() - dt.timedelta(days=entry["days_ago"])
        take_news_step(actor=actor, item=item, code="publish", moment=moment)
    return item.reference
