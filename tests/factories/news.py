from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from portal.news.models import NewsCommunity, NewsItem, NewsPartner
from tests.factories.communities import OfficeFactory

PAST = datetime(2026, 3, 12, 8, 0, tzinfo=UTC)


class NewsFactory(DjangoModelFactory[NewsItem]):
    """Published, for everybody, in both languages; subscribers were told long ago."""

    class Meta:
        model = NewsItem

    office = factory.SubFactory(OfficeFactory)
    reference = factory.Sequence(lambda n: f"XX-NEWS-2026-{n:04d}")
    title = factory.Sequence(lambda n: f"Новина {n}")
    title_en = factory.Sequence(lambda n: f"News {n}")
    summary = "Коротко про те, що сталося."
    text = "Перший абзац.\n\nДругий абзац."
    text_en = "The first paragraph.\n\nThe second one."
    record_status = "published"
    published_at = PAST
    told_at = PAST


def draft(**values: Any) -> NewsItem:
    made: NewsItem = NewsFactory.create(
        **{"record_status": "draft", "published_at": None, "told_at": None, **values}
    )
    return made


def about(item: NewsItem, *, community: Any = None, partner: Any = None) -> NewsItem:
    if community:
        NewsCommunity.objects.create(news=item, community=community)
    if partner:
        NewsPartner.objects.create(news=item, partner=partner)
    return item
