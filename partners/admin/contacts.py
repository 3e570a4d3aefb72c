"""Contact persons: personal data, for officials only."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from partners import permissions, services
from partners.admin.common import ThroughServices, each, person
from partners.data import ContactData
from partners.models import ContactPerson


def contact_data(values: dict[str, Any]) -> ContactData:
    given: dict[str, Any] = {one.name: values.get(one.name) or "" for one in fields(ContactData)}
    return ContactData(**{**given, "phone": str(given["phone"])})


@admin.register(ContactPerson)
class ContactPersonAdmin(ThroughServices):
    list_display = ("full_name", "position", "partner", "consent_on", "retention_until")
    list_select_related = ("partner",)
    search_fields = ("full_name", "email")
    search_help_text = _("Name or e-mail")
    ordering = ("retention_until", "pk")
    autocomplete_fields = ("partner",)
    fields = (
        "partner",
        "full_name",
        "position",
        "position_en",
        "email",
        "phone",
        "language",
        "note",
        "consent_on",
        "retention_until",
    )
    actions = ("erase",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ContactPerson]:
        return ContactPerson.objects.visible_to(request.user).select_related("partner")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return permissions.can_see_contacts(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return permissions.can_register_partner(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            return permissions.can_register_partner(request.user)
        return permissions.can_change_contact(request.user, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("partner",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        data = contact_data(form.cleaned_data)
        if change:
            services.change_contact(actor=person(request), contact=obj, data=data)
            return
        if not permissions.can_change_contacts(request.user, obj.partner):
            raise PermissionDenied
        saved = services.add_contact(actor=person(request), partner=obj.partner, data=data)
        obj.pk = saved.pk

    @admin.action(description=_("Erase the personal data for good"))
    def erase(self, request: HttpRequest, queryset: QuerySet[ContactPerson]) -> None:
        actor = person(request)
        each(
            request,
            queryset,
            permissions.can_change_contact,
            lambda one: services.erase_contact(actor=actor, contact=one),
        )
