from __future__ import annotations

from django.urls import path

from cooperation.views import offers as pages

app_name = "offers"

urlpatterns = [
    path("", pages.offer_list, name="offer-list"),
    path("download.<str:file_format>", pages.offer_download, name="offer-download"),
    path("new/<slug:kind>/<slug:reference>/", pages.offer_new, name="offer-new"),
    path("<slug:reference>/", pages.offer_detail, name="offer-detail"),
    path("<slug:reference>/steps/<slug:code>/", pages.offer_step, name="offer-step"),
]
