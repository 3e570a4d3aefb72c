from __future__ import annotations

from django.urls import path

from common.registers.api import views_of
from portal.news.registers import NEWS

news, news_item = views_of(NEWS)

urlpatterns = [
    path("news/", news, name="news-list"),
    path("news/<uuid:key>/", news_item, name="news-detail"),
]
