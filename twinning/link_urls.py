"""Addresses of twin links; `twinning.urls` takes them in."""

from __future__ import annotations

from django.urls import include, path

from common.exchange.urls import import_urls
from common.registers.views import download_view
from twinning.link_registers import TWIN_LINKS
from twinning.views import countries, link_editing, link_map, links, questions

urlpatterns = [
    path("twin-links/", links.link_list, name="link-list"),
    path("twin-links/download.<str:file_format>", download_view(TWIN_LINKS), name="link-download"),
    path("twin-links/map/", link_map.link_map, name="link-map"),
    path("twin-links/new/", link_editing.link_new, name="link-new"),
    path("twin-links/places/", link_editing.place_choices, name="place-choices"),
    path("twin-links/agreements/", link_editing.agreement_choices, name="agreement-choices"),
    path("twin-links/import/", include(import_urls("twin-links"))),
    path("twin-links/decide/", questions.question_list, name="question-list"),
    path("twin-links/decide/<uuid:public_id>/", questions.question_detail, name="question-detail"),
    path(
        "twin-links/decide/<uuid:public_id>/leave/",
        questions.question_leave,
        name="question-leave",
    ),
    path("twin-links/<uuid:public_id>/", links.link_detail, name="link-detail"),
    path("twin-links/<uuid:public_id>/edit/", link_editing.link_edit, name="link-edit"),
    path("twin-links/<uuid:public_id>/stage/", link_editing.link_stage, name="link-stage"),
    path(
        "twin-links/<uuid:public_id>/activities/", link_editing.link_activity, name="link-activity"
    ),
    path(
        "twin-links/<uuid:public_id>/take-back/", link_editing.link_take_back, name="link-take-back"
    ),
    path(
        "twin-links/<uuid:public_id>/agreement/", link_editing.link_agreement, name="link-agreement"
    ),
    path("countries/", countries.country_list, name="country-list"),
    path("countries/<str:code>/", countries.country, name="country"),
]
