"""Addresses of an import, for any register: `path("import/", include(import_urls("partners")))`."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path

from common.exchange import step_views, views

STEPS = {
    "confirm": step_views.import_confirm,
    "decide": step_views.import_decide,
    "check": step_views.import_check,
    "resume": step_views.import_resume,
    "cancel": step_views.import_cancel,
    "delete": step_views.import_delete,
}


def import_urls(register: str) -> list[URLPattern]:
    """To be included inside the app's own name space; `register` is the importer's name."""
    given: dict[str, Any] = {"register": register}
    return [
        path("", views.import_list, given, name="import-list"),
        path("new/", views.import_new, given, name="import-new"),
        path("template.<str:file_type>", views.import_template, given, name="import-template"),
        path("<uuid:public_id>/", views.import_preview, given, name="import-preview"),
        path("<uuid:public_id>/progress/", views.import_progress, given, name="import-progress"),
        path("<uuid:public_id>/result/", views.import_result, given, name="import-result"),
        path("<uuid:public_id>/result.xlsx", views.import_result_xlsx, given,
             name="import-result-xlsx"),
        path("<uuid:public_id>/result.csv", views.import_result_csv, given,
             name="import-result-csv"),
        *(
            path(f"<uuid:public_id>/{verb}/", view, given, name=f"import-{verb}")
            for verb, view in STEPS.items()
        ),
    ]  # fmt: skip
