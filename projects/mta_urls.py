from __future__ import annotations

from django.urls import include, path

from common.exchange.urls import import_urls
from projects.views import mta, mta_cards, mta_property

app_name = "mta"

urlpatterns = [
    path("", mta.desk, name="desk"),
    path("cards/", mta_cards.card_list, name="card-list"),
    path("cards/download.<str:file_format>", mta_cards.card_download, name="card-download"),
    path("cards/import/", include((import_urls("monitoring-cards"), "cards"))),
    path("<slug:reference>/register/<slug:kind>/", mta.entry_new, name="entry-new"),
    path(
        "<slug:reference>/entries/<uuid:public_id>/take-back/",
        mta.entry_take_back,
        name="entry-take-back",
    ),
    path("<slug:reference>/cards/new/", mta_cards.card_new, name="card-new"),
    path("<slug:reference>/cards/<slug:half>/", mta_cards.card_detail, name="card-detail"),
    path("<slug:reference>/cards/<slug:half>/edit/", mta_cards.card_edit, name="card-edit"),
    path(
        "<slug:reference>/cards/<slug:half>/card.<str:file_format>",
        mta_cards.card_file,
        name="card-file",
    ),
    path(
        "<slug:reference>/cards/<slug:half>/steps/<slug:code>/",
        mta_cards.card_step,
        name="card-step",
    ),
    path("<slug:reference>/property/new/", mta_property.property_new, name="property-new"),
    path(
        "<slug:reference>/property/<uuid:public_id>/",
        mta_property.property_edit,
        name="property-edit",
    ),
    path(
        "<slug:reference>/property/<uuid:public_id>/<slug:code>/",
        mta_property.property_step,
        name="property-step",
    ),
]
