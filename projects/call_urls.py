from __future__ import annotations

from django.urls import include, path

from common.exchange.urls import import_urls
from common.registers.views import download_view
from projects.call_feeds import call_feed, deadlines
from projects.call_registers import CALLS
from projects.views import call_editing as editing
from projects.views import calls as pages
from projects.views import searches

app_name = "calls"

urlpatterns = [
    path("", pages.call_list, name="call-list"),
    path("download.<str:file_format>", download_view(CALLS), name="call-download"),
    path("feed.<str:file_format>", call_feed, name="call-feed"),
    path("deadlines.ics", deadlines, name="deadlines"),
    path("fitting/", pages.fitting, name="fitting"),
    path("links/", pages.link_list, name="link-list"),
    path("new/", editing.call_new, name="call-new"),
    path("import/", include(import_urls("calls"))),
    path("searches/", searches.search_list, name="search-list"),
    path("searches/new/", searches.search_new, name="search-new"),
    path("searches/<uuid:public_id>/", searches.search_edit, name="search-edit"),
    path("searches/<uuid:public_id>/remove/", searches.search_remove, name="search-remove"),
    path("unsubscribe/<str:token>/", searches.unsubscribe_page, name="unsubscribe"),
    path("<slug:reference>/", pages.call_detail, name="call-detail"),
    path("<slug:reference>/edit/", editing.call_edit, name="call-edit"),
    path("<slug:reference>/steps/<slug:code>/", editing.call_step, name="call-step"),
    path("<slug:reference>/files/new/", editing.file_new, name="call-file-new"),
    path("<slug:reference>/files/<uuid:public_id>/", pages.call_file, name="call-file"),
    path(
        "<slug:reference>/files/<uuid:public_id>/withdraw/",
        editing.file_withdraw,
        name="call-file-withdraw",
    ),
]
