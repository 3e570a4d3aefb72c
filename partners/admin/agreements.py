"""The register of agreements in the administration: changed by the same services as on the pages.

Steps, amendments and files ask for dates, numbers and documents: their forms are on the pages, and
the record leads there.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline

from common.audit.admin import ReadOnly
from partners import agreement_permissions as permissions
from partners import agreement_workflow as workflow
from partners.admin.agreement_form import AgreementAdminForm
from partners.admin.common import Seen, ThroughServices, each, person
from partners.admin.partners import ReasonForm
from partners.agreement_forms import PROCEDURE, SIGNING
from partners.agreement_search import search_agreements
from partners.models import (
    Agreement,
    AgreementAmendment,
    AgreementFile,
    AgreementRow,
    AgreementStep,
)
from partners.services.agreement_corrections import last_step
from partners.services.agreement_steps import WAS_IN_FORCE
from partners.services.agreements import archive_agreement, restore_agreement

# Set by steps, by archiving or by the program.
FIXED = ("reference", "status", "expires_on", "oblast", "office", "archive_reason")
KEPT = ("source", "source_note", "created_at", "updated_at")


class StepInline(Seen, TabularInline):
    model = AgreementStep
    fields = ("code", "status", "happened_on", "number", "note", "author", "taken_back_reason")


class AmendmentInline(Seen, TabularInline):
    model = AgreementAmendment
    fields = ("kind", "happened_on", "summary", "expires_on", "author", "taken_back_reason")


class FileInline(Seen, TabularInline):
    model = AgreementFile
    fields = ("name", "kind", "language", "visibility", "is_withdrawn", "withdrawal_reason")


@admin.register(Agreement)
class AgreementAdmin(ThroughServices):
    form = AgreementAdminForm
    list_display = ("reference", "title", "kind", "status", "oblast", "signed_on", "expires_on")
    list_filter = ("kind", "status", "term", "visibility", "source", "is_archived")
    list_filter_submit = True
    list_select_related = ("oblast",)
    search_fields = ("search_text",)
    search_help_text = _("Words of the title in either language, reference, registration number")
    ordering = ("-created_at", "-pk")
    actions = ("archive", "restore")
    action_form = ReasonForm
    inlines = (StepInline, AmendmentInline, FileInline)
    readonly_fields = (*FIXED, *KEPT, "next_steps")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Agreement]:
        rows: QuerySet[Agreement] = Agreement.objects.visible_to(request.user)
        return rows.select_related("oblast", "office__oblast")

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        rows = search_agreements(queryset, search_term) if search_term else queryset
        return (rows.current() if request.path.endswith("/autocomplete/") else rows), False

    def get_form(self, request: HttpRequest, obj: Any = None, **options: Any) -> Any:
        """The form tries its values through the service, and that wants to know who acts."""
        form: Any = super().get_form(request, obj, **options)
        form.actor = request.user
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj and not self.has_change_permission(request, obj):
            return self._for_reading()
        ours = ("communities", "bodies", "raion_councils", "raion_administrations")
        return [
            (None, {"fields": ("kind", "title", "title_en", "languages")}),
            *([(_("Where it stands"), {"fields": (*FIXED, "next_steps")})] if obj else []),
            (_("What it is about"), {"fields": ("subject", "subject_en", "theme_choices")}),
            (
                _("Our side"),
                {"fields": (*(() if obj else ("kept_in",)), *ours, "signatories_ours")},
            ),
            (_("The other side"), {"fields": ("partner_choices", "signatories_theirs")}),
            (_("Signing and term"), {"fields": SIGNING}),
            (_("Ministry, council, state register"), {"fields": PROCEDURE}),
            (
                _("How we keep the record"),
                {"fields": ("visibility", *(("seen", *KEPT) if obj else ("stands",)))},
            ),
        ]

    def _for_reading(self) -> Any:
        """Who only reads has no form: the page of the agreement shows the parties."""
        columns = ("kind", "title", "title_en", "subject", "subject_en")
        return [
            (None, {"fields": columns}),
            (_("Where it stands"), {"fields": FIXED}),
            (_("Signing and term"), {"fields": SIGNING}),
            (_("Ministry, council, state register"), {"fields": PROCEDURE}),
            (_("How we keep the record"), {"fields": ("visibility", *KEPT)}),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permissions.can_register_agreement(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Without it officials read; an archived agreement is restored first."""
        if obj is None:
            return permissions.can_register_agreement(request.user)
        return not obj.is_archived and permissions.can_change_agreement(request.user, obj)

    @admin.display(description=_("Next steps"))
    def next_steps(self, obj: Agreement) -> SafeString | str:
        """Each leads to the page that asks for its date, number and document."""
        links = list(_ways(obj))
        pattern = '<a class="underline" href="{}">{}</a>'
        return format_html_join(" · ", pattern, links) or "—"

    def view_on_site(self, obj: Agreement) -> str:
        return obj.get_absolute_url()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        agreement = form.keep()
        obj.pk = agreement.pk
        obj.refresh_from_db()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        """The service has kept the links; the inlines only show."""
        for one in formsets:
            one.new_objects, one.changed_objects, one.deleted_objects = [], [], []

    @admin.action(description=_("Archive (with the reason)"))
    def archive(self, request: HttpRequest, queryset: QuerySet[Agreement]) -> None:
        actor, reason = person(request), request.POST.get("reason", "")
        each(
            request,
            queryset,
            permissions.can_change_agreement,
            lambda one: archive_agreement(actor=actor, agreement=one, reason=reason),
        )

    @admin.action(description=_("Restore"))
    def restore(self, request: HttpRequest, queryset: QuerySet[Agreement]) -> None:
        actor = person(request)
        each(
            request,
            queryset,
            permissions.can_change_agreement,
            lambda one: restore_agreement(actor=actor, agreement=one),
        )


def _ways(agreement: Agreement) -> Any:
    """(address, label) of everything that can happen to the agreement now."""
    keys = {"reference": agreement.reference}
    for step in workflow.steps_from(agreement):
        url = reverse("agreements:agreement-step", kwargs={**keys, "code": step.code})
        yield url, step.label
    others = [("agreement-renew", _now("Renew")), ("agreement-amend", _now("Amend"))]
    ways = others if agreement.status in WAS_IN_FORCE else []
    ways.append(("file-new", _now("Attach a file")))
    if last_step(agreement):
        ways.append(("step-take-back", _now("Take back the last step")))
    for name, label in ways:
        yield reverse(f"agreements:{name}", kwargs=keys), label


@admin.register(AgreementRow)
class AgreementRowAdmin(ReadOnly, ModelAdmin):
    """Decided on the page of the row, to which each leads."""

    list_display = ("title", "outcome", "agreement_reference", "file_name", "number", "created_at")
    list_filter = ("outcome",)
    list_select_related = ("agreement",)
    search_fields = ("title",)
    ordering = ("-created_at", "-pk")
    show_full_result_count = False

    @admin.display(description=_("agreement"))
    def agreement_reference(self, obj: AgreementRow) -> str:
        return obj.agreement.reference if obj.agreement else ""

    def view_on_site(self, obj: AgreementRow) -> str:
        return obj.get_absolute_url()
