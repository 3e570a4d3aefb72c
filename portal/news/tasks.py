"""What is done about news by the clock."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from common.operations.jobs import job
from common.operations.rhythms import Every


@job("portal-news", _("News told to those who subscribed"), Every(5 * 60))
def tell_of_news() -> int:
    """Tell of what was published lately, each once; how many notices."""
    from portal.news import telling  # noqa: PLC0415 - models are ready only now

    return telling.tell_of_news()
