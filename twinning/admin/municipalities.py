"""The register of municipalities abroad in the administration."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from common.search.names import search_names
from partners.admin.common import ThroughServices, person
from twinning import permissions
from twinning.exceptions import InvalidMunicipality
from twinning.forms import MunicipalityForm
from twinning.models import Municipality
from twinning.services.municipalities import (
    add_municipality,
    change_municipality,
    check_municipality,
)


class MunicipalityAdminForm(MunicipalityForm):
    """What the service would refuse is said beside the fields."""

    def _post_clean(self) -> None:
        if self.errors:
            return
        pk = self.instance.pk
        place = Municipality.objects.get(pk=pk) if pk else None
        try:
            check_municipality(data=self.data_for_service(), municipality=place)
        except InvalidMunicipality as refusal:
            for name, texts in refusal.errors.items():
                for text in texts:
                    self.add_error(name if name in self.fields else None, text)


@admin.register(Municipality)
class MunicipalityAdmin(ThroughServices):
    """All through the services; relations are begun on the page of the place."""

    form = MunicipalityAdminForm
    list_display = ("name", "name_uk", "country", "kind", "region", "population", "partner")
    list_filter = ("kind", "origin")
    list_select_related = ("partner",)
    search_fields = ("search_text",)
    ordering = ("sort_key", "pk")
    readonly_fields = ("geonames_id", "partner", "origin", "updated_at")
    fields = (*MunicipalityForm.Meta.fields, *readonly_fields)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permissions.can_add_municipality(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return permissions.can_add_municipality(request.user)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return search_names(queryset, search_term) if search_term else queryset, False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        data = form.data_for_service()
        if change:
            change_municipality(actor=person(request), municipality=obj, data=data)
        else:
            obj.pk = add_municipality(actor=person(request), data=data).pk
            obj.refresh_from_db()
