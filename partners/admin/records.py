"""Programmes and projects in the administration: records that are drafted, published, archived.

Single values are changed here by the same services as on the pages; what stands in rows (roles,
territory, money …) is shown here and changed on the page of its section, to which a link leads.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from common.search.names import search_names
from partners.admin.common import ThroughServices, each, person
from partners.admin.partners import ReasonForm
from partners.exceptions import InvalidData
from partners.programme_enums import RecordStatus


class RecordForm(forms.ModelForm):  # type: ignore[type-arg]
    """Asks the service what it would refuse, so that nothing typed is lost."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk:
            self.initial["seen"] = self.instance.updated_at.isoformat()

    @abstractmethod
    def data_for(self) -> Any:
        """The typed values as the service takes them."""

    @abstractmethod
    def check(self, data: Any) -> Any:
        """The service's own check. Raises InvalidData."""

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        try:
            self.check(self.data_for())
        except InvalidData as refusal:
            for name, texts in refusal.errors.items():
                self.add_error(name if name in self.fields else None, texts)

    def seen_at(self) -> Any:
        return parse_datetime(self.cleaned_data.get("seen") or "")


class RecordAdmin(ThroughServices):
    search_fields = ("search_text",)
    actions = ("publish", "withdraw", "archive", "restore")
    action_form = ReasonForm

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model.objects.visible_to(request.user)
        return rows

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        rows = search_names(queryset, search_term) if search_term else queryset
        return (rows.current() if request.path.endswith("/autocomplete/") else rows), False

    @abstractmethod
    def may_change(self, user: Any, record: Any) -> bool: ...

    @abstractmethod
    def move(self, actor: Any, record: Any, code: str, reason: str) -> Any: ...

    @abstractmethod
    def sections(self, record: Any) -> list[tuple[str, str]]:
        """(address, label) of the pages where rows are changed."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Without it officials read; an archived record is restored first."""
        if obj is None:
            return bool(self.has_add_permission(request))
        is_archived = obj.record_status == RecordStatus.ARCHIVED
        return not is_archived and bool(self.may_change(request.user, obj))

    def view_on_site(self, obj: Any) -> str:
        return str(obj.get_absolute_url())

    @admin.display(description=_("What stands in rows is changed on its page"))
    def rows_on_pages(self, obj: Any) -> SafeString | str:
        pattern = '<a class="underline" href="{}">{}</a>'
        return format_html_join(" · ", pattern, self.sections(obj)) or "—"

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        """The service has kept everything; the inlines only show."""
        for one in formsets:
            one.new_objects, one.changed_objects, one.deleted_objects = [], [], []

    def _each(self, request: HttpRequest, queryset: QuerySet[Any], code: str) -> None:
        actor, reason = person(request), request.POST.get("reason", "")
        each(
            request,
            queryset,
            self.may_change,
            lambda one: self.move(actor, one, code, reason),
        )

    @admin.action(description=_("Publish"))
    def publish(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._each(request, queryset, "publish")

    @admin.action(description=_("Take back to draft"))
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._each(request, queryset, "withdraw")

    @admin.action(description=_("Archive (with the reason)"))
    def archive(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._each(request, queryset, "archive")

    @admin.action(description=_("Restore"))
    def restore(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._each(request, queryset, "restore")
