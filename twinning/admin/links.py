"""Twin links in the administration: entered and changed by the same services as on the pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from unfold.admin import TabularInline

from accounts.models import User
from common.intake.refusals import Refusal
from partners.admin.common import ThroughServices, person
from partners.models import Agreement, ContactPerson
from twinning import link_permissions as permissions
from twinning.exceptions import InvalidLink
from twinning.link_data import COLUMNS, TwinLinkData, data_of
from twinning.link_enums import LinkStage
from twinning.link_forms import PeopleField
from twinning.link_people import people_of
from twinning.models import TwinActivity, TwinLink, TwinLinkStage
from twinning.services.links import change_twin_link, check_twin_link, register_twin_link
from twinning.workflow import FIRST

# What is typed; office and people are kept on the page of the link.
TYPED = tuple(name for name in COLUMNS if name != "office")


class ToRead:
    """Stages and activities follow from steps: nothing is typed past them."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class StageInline(ToRead, TabularInline):
    model = TwinLinkStage
    extra = 0
    fields = ("stage", "on", "precision", "by", "note", "taken_back_at", "taken_back_reason")
    readonly_fields = fields


class ActivityInline(ToRead, TabularInline):
    model = TwinActivity
    extra = 0
    fields = ("on", "kind", "what", "what_en", "by")
    readonly_fields = fields


class TwinLinkAdminForm(forms.ModelForm):  # type: ignore[type-arg]
    """Checked by the service before anything is written; rights follow the territory."""

    # Given by the administration for each request.
    user: Any = None
    people = PeopleField(User.objects.none(), label=_lazy("people responsible"), required=False)

    class Meta:
        model = TwinLink
        fields = (*TYPED, "stage")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        if self.instance.pk:
            held = list(self.instance.persons.values_list("user_id", flat=True))
            rows = people_of(self.instance.home) | User.objects.filter(pk__in=held)
            fields["people"].queryset = rows
            self.initial["people"] = held
        else:
            del fields["people"]
        if "contact" in fields:
            partner = self.instance.municipality.partner_id
            fields["contact"].queryset = ContactPerson.objects.visible_to(self.user).filter(
                partner=partner
            )
        if "agreement" in fields:
            fields["agreement"].queryset = Agreement.objects.visible_to(self.user)
        if "stage" in fields:
            first = [(code, label) for code, label in LinkStage.choices if code in FIRST]
            fields["stage"].choices = first

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        home = values.get("community") or values.get("oblast")
        if home and not permissions.can_register_link(self.user, home, self._stage()):
            raise ValidationError(_("This territory belongs to another office. Ask that office."))
        return values

    def _stage(self) -> str:
        return str(self.cleaned_data.get("stage") or self.instance.stage)

    def data_for_service(self) -> TwinLinkData:
        given = {name: self.cleaned_data[name] for name in TYPED if name in self.cleaned_data}
        if "people" in self.cleaned_data:
            given["people"] = tuple(self.cleaned_data["people"].order_by("pk"))
        if self.instance.pk:
            held = data_of(TwinLink.objects.get(pk=self.instance.pk))
            return TwinLinkData(**{**vars(held), **given})
        return TwinLinkData(**given)

    def _post_clean(self) -> None:
        """What the service would refuse, beside the fields. It works on the locked record."""
        if self.errors:
            return
        link = TwinLink.objects.get(pk=self.instance.pk) if self.instance.pk else None
        try:
            check_twin_link(data=self.data_for_service(), link=link, stage=self._stage())
        except InvalidLink as refusal:
            for name, texts in refusal.errors.items():
                for text in texts:
                    self.add_error(name if name in self.fields else None, text)
        except Refusal as refusal:
            self.add_error(None, str(refusal))


@admin.register(TwinLink)
class TwinLinkAdmin(ThroughServices):
    """Stages are led on the page of the link, to which “view on site” leads."""

    form = TwinLinkAdminForm
    list_display = ("__str__", "kind", "stage", "since_on", "visibility", "updated_at")
    list_filter = ("kind", "stage", "visibility")
    search_fields = ("community__search_text", "municipality__search_text")
    ordering = ("-updated_at", "-pk")
    inlines = (StageInline, ActivityInline)
    autocomplete_fields = ("community", "oblast", "municipality", "agreement")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """People and contact are chosen once it is known whose link it is."""
        plain = tuple(name for name in TYPED if name != "contact")
        if obj is None:
            return ("stage", *plain)
        return (*plain, "contact", "people", *self.get_readonly_fields(request, obj))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("stage", "ended_on", "office", "updated_at") if obj else ()

    def get_form(self, request: HttpRequest, obj: Any = None, **options: Any) -> Any:
        made = super().get_form(request, obj, **options)
        return type(made.__name__, (made,), {"user": request.user})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = TwinLink.objects.visible_to(request.user).with_sides()
        return rows

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permissions.can_import_links(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            return permissions.can_import_links(request.user)
        return permissions.keeps_link(request.user, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        data = form.data_for_service()
        if change:
            link = TwinLink.objects.get(pk=obj.pk)
            change_twin_link(actor=person(request), link=link, data=data)
        else:
            stage = form.cleaned_data["stage"]
            obj.pk = register_twin_link(actor=person(request), data=data, stage=stage).pk
            # The form has filled nothing in: the page names what was saved.
            obj.refresh_from_db()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        """The service has named the people already, and the inlines are read only."""
        for one in formsets:
            one.new_objects, one.changed_objects, one.deleted_objects = [], [], []
