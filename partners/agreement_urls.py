from __future__ import annotations

from django.urls import include, path

from common.exchange.urls import import_urls
from common.registers.views import download_view
from partners.agreement_registers import AGREEMENTS
from partners.views import agreement_editing as editing
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
    path("rows/", rows.row_list, name="row-list"),
    path("rows/<uuid:public_id>/", rows.row_review, name="row-review"),
    path("import/", include(import_urls("agreements"))),
    path("<slug:reference>/", pages.agreement_detail, name="agreement-detail"),
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
        editing.file_withdraw,
        name="file-withdraw",
    ),
]
