from __future__ import annotations

from django.urls import include, path

from common.exchange.urls import import_urls
from cooperation.views import offers as pages

app_name = "offers"

urlpatterns = [
    path("", pages.offer_list, name="offer-list"),
    path("download.<str:file_format>", pages.offer_download, name="offer-download"),
    path("import/", include(import_urls("offers"))),
    path("new/<slug:kind>/<slug:reference>/", pages.offer_new, name="offer-new"),
    path("<slug:reference>/", pages.offer_detail, name="offer-detail"),
    path("<slug:reference>/steps/<slug:code>/", pages.offer_step, name="offer-step"),
]
