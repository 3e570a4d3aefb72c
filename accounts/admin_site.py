"""The administration: who may enter, and its page of roles and permissions."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from unfold.sites import UnfoldAdminSite

from accounts.permissions import can_open_admin
from accounts.role_table import readable_table


class ChosenByFullName(AutocompleteJsonView):
    """Records that are chosen by typing say what tells them from their namesakes."""

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        said: dict[str, str] = super().serialize_result(obj, to_field_name)
        label = getattr(obj, "label_when_chosen", "")
        return {**said, "text": label} if label else said


class PortalAdminSite(UnfoldAdminSite):
    """Open to portal administrators and to everybody who works for an office."""

    def has_permission(self, request: HttpRequest) -> bool:
        return can_open_admin(request.user)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Through the portal's own sign-in, so that nobody goes around the second factor."""
        through_the_portal: Any = secure_admin_login
        answer: HttpResponse = through_the_portal(super().login)(request, extra_context)
        return answer

    def extra_urls(self) -> list[URLPattern]:
        return [path("roles/", self.admin_view(self.roles), name="roles")]

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        answer: Any = ChosenByFullName.as_view(admin_site=self)(request)
        found: HttpResponse = answer
        return found

    def roles(self, request: HttpRequest) -> HttpResponse:
        context = {
            **self.each_context(request),
            "title": _("Roles and permissions"),
            "rows": readable_table(),
        }
        return TemplateResponse(request, "admin/accounts/roles.html", context)
