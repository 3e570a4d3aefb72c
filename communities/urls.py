from __future__ import annotations

from django.urls import path

from common.registers.views import download_view
from communities.registers import COMMUNITIES, OBLASTS
from communities.views import communities, oblasts, offices

app_name = "communities"

urlpatterns = [
    path("communities/", communities.community_list, name="community-list"),
    path(
        "communities/download.<str:file_format>",
        download_view(COMMUNITIES),
        name="community-download",
    ),
    path("communities/<slug:code>/", communities.community_detail, name="community-detail"),
    path("communities/<slug:code>/edit/", communities.community_edit, name="community-edit"),
    path("oblasts/", oblasts.oblast_list, name="oblast-list"),
    path("oblasts/download.<str:file_format>", download_view(OBLASTS), name="oblast-download"),
    path("oblasts/<slug:slug>/", oblasts.oblast_detail, name="oblast-detail"),
    path("offices/<slug:slug>/", offices.office_detail, name="office-detail"),
    path("offices/<slug:slug>/edit/", offices.office_edit, name="office-edit"),
]
