"""Letters in the administration: templates are edited here, letters are looked up."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.permissions import is_administrator
from communities.models import Office
from communities.permissions import curated_offices
from partners.admin.common import ThroughServices, person
from twinning.admin.links import ToRead
from twinning.letter_exceptions import InvalidLetter
from twinning.letter_fields import FIELDS
from twinning.letter_forms import TemplateForm
from twinning.letter_permissions import can_write_template
from twinning.models import Letter, LetterTemplate
from twinning.services.letter_templates import (
    check_template,
    copy_template,
    save_template,
)


class CheckedTemplateForm(TemplateForm):
    """Says beside the field what the service would refuse; offers the person's own offices."""

    user: Any = None

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        names = ", ".join(f"{{{name}}}" for name in FIELDS)
        self.fields["body"].help_text = names
        if not is_administrator(self.user):
            offices = Office.objects.filter(pk__in=curated_offices(self.user))
            self.fields["office"].queryset = offices.in_ukrainian_order()  # type: ignore[attr-defined]
            self.fields["office"].required = True

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        try:
            check_template(self.instance)
        except InvalidLetter as refusal:
            for name, texts in refusal.errors.items():
                for text in texts:
                    self.add_error(name if name in self.fields else None, text)


@admin.register(LetterTemplate)
class LetterTemplateAdmin(ThroughServices):
    """Shipped texts are the administrators'; an office makes its own beside them."""

    form = CheckedTemplateForm
    list_display = ("kind", "language", "office", "subject", "is_active")
    list_filter = ("kind", "language", "is_active")
    list_select_related = ("office",)
    search_fields = ("subject", "body")
    ordering = ("kind", "language", "office", "pk")
    fields = TemplateForm.Meta.fields
    actions = ("copy_for_own_office",)

    @admin.action(description=_("Make own copies for my office"), permissions=("add",))
    def copy_for_own_office(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        office = Office.objects.filter(pk__in=curated_offices(request.user)).order_by("pk").first()
        if office is None:
            messages.error(request, _("You work for no office: there is nobody to copy for."))
            return
        for row in rows:
            try:
                copy_template(actor=person(request), template=row, office=office)
            except InvalidLetter as refusal:
                messages.error(request, f"{row}: {refusal}")
            else:
                messages.success(request, _("%(name)s: your office has its own.") % {"name": row})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = LetterTemplate.objects.visible_to(request.user)
        return rows

    def get_form(
        self,
        request: HttpRequest,
        obj: Any = None,
        change: bool = False,  # noqa: FBT001, FBT002 - Django's signature
        **options: Any,
    ) -> type[ModelForm[Any]]:
        made = super().get_form(request, obj, change=change, **options)
        return type("TemplateFormOfOne", (made,), {"user": request.user})

    def has_add_permission(self, request: HttpRequest) -> bool:
        return can_write_template(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can_write_template(request.user, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        template = LetterTemplate.objects.get(pk=obj.pk) if change else None
        values = {name: form.cleaned_data[name] for name in self.fields}
        obj.pk = save_template(actor=person(request), template=template, **values).pk


@admin.register(Letter)
class LetterAdmin(ToRead, ThroughServices):
    list_display = ("reference", "subject", "municipality", "status", "sent_on", "follow_up_on")
    list_filter = ("status", "kind", "language")
    search_fields = ("reference", "subject")
    ordering = ("-updated_at", "-pk")
    fields = (
        *("reference", "community", "oblast", "municipality", "link", "kind", "language"),
        *("subject", "body", "recipient_name", "recipient_address", "recipient_email"),
        *("signatory_name", "signatory_position", "dated_on", "status", "sent_on", "sent_by"),
        *("follow_up_on", "closed_on", "note", "author", "created_at", "updated_at"),
    )
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = Letter.objects.visible_to(request.user).with_sides()
        return rows
