from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    name = "portal.news"
    verbose_name = _("News")

    def ready(self) -> None:
        from common.exchange.imports import register_importer  # noqa: PLC0415 - needs models
        from portal.news.grants import register_news_grants  # noqa: PLC0415 - needs models
        from portal.news.histories import register_news_histories  # noqa: PLC0415 - needs models
        from portal.news.importing import NewsImporter  # noqa: PLC0415 - needs models
        from portal.news.places import register_news_sections  # noqa: PLC0415 - needs models
        from portal.news.telling import register_news_notices  # noqa: PLC0415 - needs models

        register_news_grants()
        register_news_histories()
        register_news_sections()
        register_news_notices()
        register_importer(NewsImporter())
