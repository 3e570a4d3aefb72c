from __future__ import annotations

from django.urls import include, path

from common.exchange.urls import import_urls
from common.registers.views import download_view
from projects.aid_registers import AID
from projects.views import aid as pages
from projects.views import aid_editing as editing

app_name = "aid"

urlpatterns = [
    path("", pages.aid_list, name="aid-list"),
    path("download.<str:file_format>", download_view(AID), name="aid-download"),
    path("totals/", pages.aid_totals, name="aid-totals"),
    path("new/", editing.aid_new, name="aid-new"),
    path("import/", include(import_urls("aid-deliveries"))),
    path("<slug:reference>/", pages.aid_detail, name="aid-detail"),
    path("<slug:reference>/edit/", editing.aid_edit, name="aid-edit"),
    path("<slug:reference>/steps/<slug:code>/", editing.aid_step, name="aid-step"),
    path("<slug:reference>/files/new/", editing.file_new, name="aid-file-new"),
    path("<slug:reference>/files/<uuid:public_id>/", pages.aid_file, name="aid-file"),
    path(
        "<slug:reference>/files/<uuid:public_id>/withdraw/",
        editing.file_withdraw,
        name="aid-file-withdraw",
    ),
]
