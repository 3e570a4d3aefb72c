from __future__ import annotations

from django.urls import include, path

from common.exchange.urls import import_urls
from common.registers.views import download_view
from projects.idea_registers import IDEAS
from projects.views import idea_editing as editing
from projects.views import ideas as pages

app_name = "ideas"

urlpatterns = [
    path("", pages.idea_list, name="idea-list"),
    path("download.<str:file_format>", download_view(IDEAS), name="idea-download"),
    path("new/", editing.idea_new, name="idea-new"),
    path("mine/", pages.my_ideas, name="my-ideas"),
    path("duplicates/", pages.idea_duplicates, name="idea-duplicates"),
    path("import/", include(import_urls("ideas"))),
    path("<slug:reference>/", pages.idea_detail, name="idea-detail"),
    path("<slug:reference>/edit/", editing.idea_edit, name="idea-edit"),
    path("<slug:reference>/steps/<slug:code>/", editing.idea_step, name="idea-step"),
    path("<slug:reference>/confirm/", editing.idea_confirm, name="idea-confirm"),
    path("<slug:reference>/files/new/", editing.file_new, name="file-new"),
    path("<slug:reference>/files/<uuid:public_id>/", pages.idea_file, name="idea-file"),
    path(
        "<slug:reference>/files/<uuid:public_id>/withdraw/",
        editing.file_withdraw,
        name="file-withdraw",
    ),
    path("<slug:reference>/interest/", editing.interest_new, name="interest-new"),
    path(
        "<slug:reference>/interest/<uuid:public_id>/",
        editing.interest_outcome,
        name="interest-outcome",
    ),
]
