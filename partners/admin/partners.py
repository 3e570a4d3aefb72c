"""The register of partners in the administration."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import StackedInline, TabularInline
from unfold.contrib.filters.admin import RelatedCheckboxFilter
from unfold.forms import ActionForm
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminTextInputWidget

from accounts.permissions import is_administrator
from common.codelists.countries import country_choices
from common.codelists.models import Theme
from common.search.names import search_names
from communities.models import Oblast, Office
from communities.permissions import curated_offices
from partners import permissions, services
from partners.admin.common import ThroughServices, each, person
from partners.admin.contacts import contact_data
from partners.data import PartnerData, data_of
from partners.enums import PartnerStatus
from partners.exceptions import InvalidData
from partners.form_fields import LanguagesField
from partners.identifiers import Identifier, check_identifier
from partners.models import ContactPerson, Partner, PartnerIdentifier
from partners.services.partners import checked

PLAIN = (
    "name",
    "name_en",
    "acronym",
    "kind",
    "iati_type",
    "country",
    "parent",
    "website",
    "description",
    "description_en",
    "visibility",
)
# Set by steps, by merging or by the program.
FIXED = ("slug", "status", "archive_reason", "origin", "origin_note", "created_at", "updated_at")


class PartnerAdminForm(forms.ModelForm):  # type: ignore[type-arg]
    """Themes and oblasts are few: checkboxes, which the service saves with the rest."""

    languages = LanguagesField(
        label=_("Languages"), required=False, widget=UnfoldAdminTextInputWidget
    )
    theme_choices = forms.ModelMultipleChoiceField(
        Theme.objects.all(),
        label=_("Themes"),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )
    oblast_choices = forms.ModelMultipleChoiceField(
        Oblast.objects.in_force().in_ukrainian_order(),
        label=_("Oblasts where it works"),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )

    class Meta:
        model = Partner
        fields = (*PLAIN, "languages", "curated_by")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk:
            self.initial["theme_choices"] = self.instance.themes.all()
            self.initial["oblast_choices"] = self.instance.oblasts.all()

    def clean(self) -> dict[str, Any]:
        """Say beside the fields what the service would refuse."""
        values = super().clean() or {}
        if not self.errors:
            try:
                checked(self.partner_data(None))
            except InvalidData as error:
                for name, messages in error.errors.items():
                    target = name if name in self.fields else NON_FIELD_ERRORS
                    self.add_error(target, messages)
        return values

    def partner_data(self, before: PartnerData | None) -> PartnerData:
        given = {name: self.cleaned_data[name] for name in PLAIN}
        given["country"] = str(given["country"] or "")
        given["languages"] = tuple(self.cleaned_data["languages"])
        given["themes"] = tuple(self.cleaned_data["theme_choices"])
        given["oblasts"] = tuple(self.cleaned_data["oblast_choices"])
        return replace(before, **given) if before else PartnerData(**given)


class IdentifierForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = PartnerIdentifier
        fields = ("scheme", "value")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("scheme") and values.get("value"):
            result = check_identifier(values["scheme"], values["value"])
            values["value"] = result.identifier.value
            if result.error:
                self.add_error("value", result.error)
        return values


class KeptInline:
    """Rows follow the partner: who may change it may change them."""

    model: Any
    extra = 0
    tab = True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return permissions.can_see_contacts(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            return permissions.can_register_partner(request.user)
        return permissions.can_keep_partner(request.user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)


class IdentifierInline(KeptInline, TabularInline):
    model = PartnerIdentifier
    form = IdentifierForm
    fields = ("scheme", "value")


class ContactInline(KeptInline, StackedInline):
    """Erasing is an action of its own: see contact persons."""

    model = ContactPerson
    can_delete = False
    fields = (
        ("full_name", "language"),
        ("position", "position_en"),
        ("email", "phone"),
        "note",
        ("consent_on", "retention_until"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[ContactPerson]:
        return ContactPerson.objects.visible_to(request.user)


class CountryFilter(admin.SimpleListFilter):
    """Only countries that a partner is of."""

    title = _("country")
    parameter_name = "country"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        rows = Partner.objects.visible_to(request.user).exclude(country="")
        used = set(rows.order_by().values_list("country", flat=True).distinct())
        return [(code, name) for code, name in country_choices() if code in used]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(country=self.value()) if self.value() else queryset


class ReasonForm(ActionForm):
    reason = forms.CharField(
        label=_("Reason"), required=False, widget=UnfoldAdminTextInputWidget, max_length=500
    )


@admin.register(Partner)
class PartnerAdmin(ThroughServices):
    form = PartnerAdminForm
    list_display = ("name", "acronym", "kind", "country", "status", "curated_by", "updated_at")
    list_select_related = ("curated_by",)
    list_filter = (
        "status",
        "kind",
        CountryFilter,
        ("themes", RelatedCheckboxFilter),
        ("oblasts", RelatedCheckboxFilter),
        "visibility",
        "origin",
    )
    list_filter_submit = True
    search_fields = ("search_text",)
    search_help_text = _("Words of the name in either language, or the acronym")
    ordering = ("sort_key", "pk")
    autocomplete_fields = ("parent",)
    readonly_fields = FIXED
    inlines = (IdentifierInline, ContactInline)
    actions = ("activate", "rest", "archive", "restore")
    action_form = ReasonForm
    fieldsets = (
        (None, {"fields": ("name", "name_en", "acronym", "website")}),
        (_("What it is"), {"fields": ("kind", "iati_type", "country", "parent")}),
        (
            _("What it does"),
            {
                "fields": (
                    "description",
                    "description_en",
                    "languages",
                    "theme_choices",
                    "oblast_choices",
                )
            },
        ),
        (_("How we keep the record"), {"fields": ("visibility", "curated_by", *FIXED)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Partner]:
        return Partner.objects.visible_to(request.user).select_related("curated_by", "parent")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """As on the pages. Archived partners are not offered for linking."""
        rows = search_names(queryset, search_term)
        if request.path.endswith("/autocomplete/"):
            rows = rows.current()
        return rows, False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return permissions.can_see_contacts(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permissions.can_register_partner(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Without it officials read; an archived partner is restored first."""
        if obj is None:
            return permissions.can_register_partner(request.user)
        is_archived = obj.status == PartnerStatus.ARCHIVED
        return not is_archived and permissions.can_keep_partner(request.user, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        if obj and not permissions.can_hand_over_partner(request.user, obj):
            return (*FIXED, "curated_by")
        return FIXED

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """As on the page: a new record is kept by one's own office, or by nobody."""
        is_new = (
            request.resolver_match is not None and "object_id" not in request.resolver_match.kwargs
        )
        if db_field.name == "curated_by" and is_new and not is_administrator(request.user):
            options["queryset"] = Office.objects.filter(pk__in=curated_offices(request.user))
        return super().formfield_for_foreignkey(db_field, request, **options)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who only reads has no form to hold the checkboxes: the page of the partner shows them."""
        sets = super().get_fieldsets(request, obj)
        if self.has_change_permission(request, obj) if obj else True:
            return sets
        hidden = {"theme_choices", "oblast_choices"}
        return [
            (name, {**options, "fields": tuple(f for f in options["fields"] if f not in hidden)})
            for name, options in sets
        ]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        actor = person(request)
        if change:
            before = Partner.objects.get(pk=obj.pk)
            partner = services.change_partner(
                actor=actor, partner=before, data=form.partner_data(data_of(before))
            )
        else:
            partner = services.register_partner(actor=actor, data=form.partner_data(None))
        if "curated_by" in form.changed_data:
            office = form.cleaned_data["curated_by"]
            partner = services.hand_over(actor=actor, partner=partner, office=office)
        obj.pk = partner.pk
        obj.refresh_from_db()

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        rows = [one for one in formset.forms if one.has_changed() or one.instance.pk]
        if formset.model is PartnerIdentifier:
            self._save_identifiers(request, form.instance, rows)
        else:
            self._save_contacts(request, form.instance, [one for one in rows if one.has_changed()])
        formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []

    def _save_identifiers(self, request: HttpRequest, partner: Partner, rows: list[Any]) -> None:
        values = [one.cleaned_data for one in rows if one.cleaned_data]
        kept = tuple(
            Identifier(one["scheme"], one["value"]) for one in values if not one.get("DELETE")
        )
        data = replace(data_of(partner), identifiers=kept)
        services.change_partner(actor=person(request), partner=partner, data=data)

    def _save_contacts(self, request: HttpRequest, partner: Partner, rows: list[Any]) -> None:
        actor = person(request)
        for one in rows:
            data = contact_data(one.cleaned_data)
            if one.instance.pk:
                services.change_contact(actor=actor, contact=one.instance, data=data)
            else:
                services.add_contact(actor=actor, partner=partner, data=data)

    def _step(self, request: HttpRequest, rows: QuerySet[Partner], status: str) -> None:
        actor = person(request)
        each(
            request,
            rows,
            permissions.can_move_partner,
            lambda one: services.set_status(actor=actor, partner=one, status=status),
        )

    @admin.action(description=_("Mark as active"))
    def activate(self, request: HttpRequest, queryset: QuerySet[Partner]) -> None:
        self._step(request, queryset, PartnerStatus.ACTIVE)

    @admin.action(description=_("Mark as dormant"))
    def rest(self, request: HttpRequest, queryset: QuerySet[Partner]) -> None:
        self._step(request, queryset, PartnerStatus.DORMANT)

    @admin.action(description=_("Archive (with the reason)"))
    def archive(self, request: HttpRequest, queryset: QuerySet[Partner]) -> None:
        actor, reason = person(request), request.POST.get("reason", "")
        each(
            request,
            queryset,
            permissions.can_archive_partner,
            lambda one: services.archive_partner(actor=actor, partner=one, reason=reason),
        )

    @admin.action(description=_("Restore"))
    def restore(self, request: HttpRequest, queryset: QuerySet[Partner]) -> None:
        actor = person(request)
        each(
            request,
            queryset,
            permissions.can_archive_partner,
            lambda one: services.restore_partner(actor=actor, partner=one),
        )
