from __future__ import annotations

from django.urls import include, path

from common.registers.views import download_view
from twinning.registers import MUNICIPALITIES
from twinning.views import municipalities, similarity

app_name = "twinning"

urlpatterns = [
    path("", include("twinning.link_urls")),
    path("", include("twinning.letter_urls")),
    path("municipalities/", municipalities.municipality_list, name="municipality-list"),
    path(
        "municipalities/download.<str:file_format>",
        download_view(MUNICIPALITIES),
        name="municipality-download",
    ),
    path("municipalities/new/", municipalities.municipality_new, name="municipality-new"),
    path("municipalities/find/", similarity.finder, name="finder"),
    path(
        "municipalities/<uuid:public_id>/",
        municipalities.municipality_detail,
        name="municipality-detail",
    ),
    path(
        "municipalities/<uuid:public_id>/edit/",
        municipalities.municipality_edit,
        name="municipality-edit",
    ),
    path(
        "municipalities/<uuid:public_id>/start/",
        municipalities.municipality_start,
        name="municipality-start",
    ),
    path(
        "municipalities/<uuid:public_id>/communities/",
        similarity.municipality_communities,
        name="municipality-communities",
    ),
]
