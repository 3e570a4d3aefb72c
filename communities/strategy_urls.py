from __future__ import annotations

from django.urls import include, path

from common.exchange.urls import import_urls
from common.registers.views import download_view
from communities.strategy_registers import GOALS, STRATEGIES
from communities.views import strategies as pages
from communities.views import strategy_editing as editing

app_name = "strategies"

urlpatterns = [
    path("", pages.strategy_list, name="strategy-list"),
    path("download.<str:file_format>", download_view(STRATEGIES), name="strategy-download"),
    path("new/", editing.strategy_new, name="strategy-new"),
    path("goals/", pages.goal_list, name="goal-list"),
    path("goals/download.<str:file_format>", download_view(GOALS), name="goal-download"),
    path("import/", include(import_urls("strategic-goals"))),
    path("<slug:slug>/", pages.strategy_detail, name="strategy-detail"),
    path("<slug:slug>/edit/", editing.strategy_edit, name="strategy-edit"),
    path("<slug:slug>/steps/<slug:code>/", editing.strategy_step, name="strategy-step"),
    path("<slug:slug>/archive/", editing.strategy_archive, name="strategy-archive"),
    path("<slug:slug>/restore/", editing.strategy_restore, name="strategy-restore"),
    path("<slug:slug>/updates/new/", editing.edition_new, name="edition-new"),
    path("<slug:slug>/documents/new/", editing.document_new, name="document-new"),
    path(
        "<slug:slug>/documents/<uuid:public_id>/",
        pages.strategy_document,
        name="strategy-document",
    ),
    path(
        "<slug:slug>/documents/<uuid:public_id>/withdraw/",
        editing.document_withdraw,
        name="document-withdraw",
    ),
    path("<slug:slug>/goals/new/", editing.goal_new, name="goal-new"),
    path("<slug:slug>/goals/<str:number>/", pages.goal_detail, name="goal-detail"),
    path("<slug:slug>/goals/<str:number>/edit/", editing.goal_edit, name="goal-edit"),
]
