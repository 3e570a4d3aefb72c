from __future__ import annotations

from django.urls import include, path

from common.exchange.urls import import_urls
from common.registers.views import download_view
from portal.news.feeds import news_feed
from portal.news.registers import NEWS
from portal.news.views import editing, reading

app_name = "news"

urlpatterns = [
    path("", reading.news_list, name="news-list"),
    path("download.<str:file_format>", download_view(NEWS), name="news-download"),
    path("feed.<str:file_format>", news_feed, name="feed"),
    path("import/", include(import_urls("news"))),
    path("new/", editing.news_new, name="news-new"),
    path("<slug:reference>/", reading.news_detail, name="news-detail"),
    path("<slug:reference>/edit/", editing.news_edit, name="news-edit"),
    path("<slug:reference>/steps/<slug:code>/", editing.news_step, name="news-step"),
    path("<slug:reference>/files/new/", editing.file_new, name="file-new"),
    path("<slug:reference>/kept/<uuid:public_id>/", reading.news_file, name="news-file"),
    path(
        "<slug:reference>/kept/<uuid:public_id>/withdraw/",
        editing.file_withdraw,
        name="file-withdraw",
    ),
]
