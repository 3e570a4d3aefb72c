"""What the administrations of all registers share."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from common.audit.registry import history_url


class HistoryAdminMixin:
    """«History» leads to the portal's own history of the record, or of the record that owns it.

    Django's own log knows only what was done in the administration, and not the values.
    """

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        record = self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]
        url = history_url(record) if record is not None else ""
        if url:
            return redirect(url)
        answer: HttpResponse = super().history_view(request, object_id, extra_context)  # type: ignore[misc]
        return answer


class KeptForever(HistoryAdminMixin):
    """Nothing is deleted here, and «History» is the portal's own."""

    actions_on_top = True
    show_full_result_count = False
    list_per_page = 50

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnly(KeptForever):
    """Seen here, changed elsewhere."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
