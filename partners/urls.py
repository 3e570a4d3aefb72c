from __future__ import annotations

from django.urls import include, path

from common.exchange.urls import import_urls
from common.registers.views import download_view
from partners.registers import PARTNERS
from partners.views import contacts, editing, lifecycle, merging, pages

app_name = "partners"

# Words that stand where a slug could are reserved in `partners.slugs`.
urlpatterns = [
    path("", pages.partner_list, name="partner-list"),
    path("download.<str:file_format>", download_view(PARTNERS), name="partner-download"),
    path("new/", editing.partner_new, name="partner-new"),
    path("duplicates/", pages.partner_duplicates, name="partner-duplicates"),
    path("choices/", pages.partner_choices, name="partner-choices"),
    path("import/", include(import_urls("partners"))),
    path("<slug:slug>/", pages.partner_detail, name="partner-detail"),
    path("<slug:slug>/edit/", editing.partner_edit, name="partner-edit"),
    path("<slug:slug>/activate/", lifecycle.partner_activate, name="partner-activate"),
    path("<slug:slug>/rest/", lifecycle.partner_rest, name="partner-rest"),
    path("<slug:slug>/archive/", lifecycle.partner_archive, name="partner-archive"),
    path("<slug:slug>/restore/", lifecycle.partner_restore, name="partner-restore"),
    path("<slug:slug>/merge/", merging.partner_merge, name="partner-merge"),
    path("<slug:slug>/contacts/new/", contacts.contact_new, name="contact-new"),
    path("<slug:slug>/contacts/<uuid:public_id>/edit/", contacts.contact_edit, name="contact-edit"),
    path(
        "<slug:slug>/contacts/<uuid:public_id>/erase/",
        contacts.contact_erase,
        name="contact-erase",
    ),
]
