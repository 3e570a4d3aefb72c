from __future__ import annotations

from django.urls import include, path

from common.exchange.urls import import_urls
from common.registers.views import download_view
from partners.agreement_registers import AGREEMENTS
from partners.views import agreement_corrections as corrections
from partners.views import agreement_detail as detail
from partners.views import agreement_editing as editing
from partners.views import agreement_hints as hints
from partners.views import agreement_rows as rows
from partners.views import agreements as pages

app_name = "agreements"

urlpatterns = [
    path("", pages.agreement_list, name="agreement-list"),
    path("download.<str:file_format>", download_view(AGREEMENTS), name="agreement-download"),
    path("register.<str:file_format>", pages.register_download, name="register-download"),
    path("new/", editing.agreement_new, name="agreement-new"),
    path("desk/", pages.desk, name="desk"),
    path("communities/", pages.community_choices, name="community-choices"),
    path("raions/", pages.raion_choices, name="raion-choices"),
    path("law/", hints.law_hints, name="law-hints"),
    path("rows/", rows.row_list, name="row-list"),
    path("rows/<uuid:public_id>/", rows.row_review, name="row-review"),
    path("import/", include(import_urls("agreements"))),
    path("<slug:reference>/", detail.agreement_detail, name="agreement-detail"),
    path("<slug:reference>/edit/", editing.agreement_edit, name="agreement-edit"),
    path("<slug:reference>/steps/<slug:code>/", editing.agreement_step, name="agreement-step"),
    path("<slug:reference>/amend/", editing.agreement_amend, name="agreement-amend"),
    path("<slug:reference>/renew/", editing.agreement_renew, name="agreement-renew"),
    path("<slug:reference>/archive/", editing.agreement_archive, name="agreement-archive"),
    path("<slug:reference>/restore/", editing.agreement_restore, name="agreement-restore"),
    path("<slug:reference>/files/new/", editing.file_new, name="file-new"),
    path("<slug:reference>/files/<uuid:public_id>/", pages.agreement_file, name="agreement-file"),
    path(
        "<slug:reference>/files/<uuid:public_id>/withdraw/",
        corrections.file_withdraw,
        name="file-withdraw",
    ),
    path(
        "<slug:reference>/files/<uuid:public_id>/give-back/",
        corrections.file_give_back,
        name="file-give-back",
    ),
    path("<slug:reference>/take-back/", corrections.step_take_back, name="step-take-back"),
    path(
        "<slug:reference>/amendments/<uuid:public_id>/edit/",
        corrections.amendment_edit,
        name="amendment-edit",
    ),
    path(
        "<slug:reference>/amendments/<uuid:public_id>/take-back/",
        corrections.amendment_take_back,
        name="amendment-take-back",
    ),
]
