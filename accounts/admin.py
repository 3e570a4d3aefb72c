"""Accounts in the administration. Everything that changes goes through the services."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import action
from unfold.forms import ActionForm
from unfold.widgets import UnfoldAdminTextInputWidget

from accounts.exceptions import AccountsError
from accounts.key_workflow import APPROVE, REFUSE, REVOKE, Step
from accounts.memberships import kind, kinds
from accounts.models import AccessRequest, ApiKey, Invitation, User
from accounts.selectors import with_scopes
from accounts.services import (
    approve_access_request,
    change_account,
    refuse_access_request,
    remove_second_factor,
    resend_invitation,
    revoke_invitation,
    take_key_step,
)
from common.audit.admin import HistoryAdminMixin, ReadOnly

# Their own registrations come first, so that they can be taken back: permissions come from roles,
# and addresses, second factors and sessions are their owners' business and hold secrets.
for app in ("django.contrib.auth", "allauth.account", "allauth.mfa", "allauth.usersessions"):
    import_module(f"{app}.admin")
for model in (Group, EmailAddress, Authenticator, UserSession):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


class RolesInline(ReadOnly, TabularInline):
    """One table for each kind of membership; which kinds there are, accounts do not know."""

    fk_name = "user"
    extra = 0
    can_delete = False
    tab = True


def _roles_inlines() -> list[type[RolesInline]]:
    return [
        type(
            f"{one.code.title()}RolesInline",
            (RolesInline,),
            {
                "model": one.model,
                "fields": (one.scope, "role", "starts_on", "ends_on", "granted_by", "granted_at"),
                "readonly_fields": ("granted_at",),
            },
        )
        for one in kinds()
    ]


@admin.register(User)
class UserAdmin(HistoryAdminMixin, ModelAdmin):
    list_display = ("email", "full_name", "preferred_language", "is_active", "is_superuser")
    list_filter = ("is_active", "is_superuser", "preferred_language")
    search_fields = ("email", "full_name")
    search_help_text = gettext_lazy("E-mail or name")
    ordering = ("email",)
    fields = (
        "email",
        "full_name",
        "preferred_language",
        "is_active",
        "is_superuser",
        "last_login",
        "created_at",
    )
    readonly_fields = ("email", "last_login", "created_at")
    actions = ("take_second_factor_away",)
    actions_list = ("show_roles",)
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People come by invitation or open their account themselves."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An account is closed, never deleted: history names its owner."""
        return False

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        return list(_roles_inlines())

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: Any) -> None:
        try:
            change_account(
                actor=_person(request),
                user=obj,
                full_name=obj.full_name,
                preferred_language=obj.preferred_language,
                is_active=obj.is_active,
                is_administrator_too=obj.is_superuser,
            )
        except AccountsError as error:
            messages.error(request, str(error))

    @admin.action(description=gettext_lazy("Take the second factor away (lost telephone)"))
    def take_second_factor_away(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        _each(request, queryset, lambda one: remove_second_factor(actor=_person(request), user=one))

    @action(description=gettext_lazy("Roles and permissions"), url_path="roles")
    def show_roles(self, request: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:roles"))


class AnswerForm(ActionForm):
    """The answer to the people, beside the choice of what to do."""

    answer = forms.CharField(
        label=gettext_lazy("Answer"), required=False, widget=UnfoldAdminTextInputWidget
    )


class ScopedAdmin(ReadOnly, ModelAdmin):
    """Requests and invitations: one sees those of one's territory."""

    date_hierarchy = "created_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return with_scopes(super().get_queryset(request).visible_to(_person(request)))

    @admin.display(description=gettext_lazy("Where"))
    def place(self, obj: AccessRequest | ApiKey | Invitation) -> str:
        return kind(obj.kind).name(obj.scope)

    @admin.display(description=gettext_lazy("Role"))
    def role_in_words(self, obj: AccessRequest | ApiKey | Invitation) -> str:
        return kind(obj.kind).role_label(obj.role)


@admin.register(AccessRequest)
class AccessRequestAdmin(ScopedAdmin):
    list_display = ("user", "role_in_words", "place", "status", "created_at", "decided_by")
    list_filter = ("status", "kind")
    search_fields = ("user__email", "user__full_name")
    list_select_related = ("user", "decided_by")
    fields = (
        "user",
        "place",
        "role_in_words",
        "reason",
        "status",
        "decided_by",
        "decided_at",
        "decision_note",
        "created_at",
    )
    readonly_fields = ("place", "role_in_words", "created_at")
    actions = ("approve", "refuse")
    action_form = AnswerForm

    @admin.action(description=gettext_lazy("Approve"))
    def approve(self, request: HttpRequest, queryset: QuerySet[AccessRequest]) -> None:
        answer = request.POST.get("answer", "")
        actor = _person(request)
        _each(
            request,
            queryset,
            lambda one: approve_access_request(actor=actor, request=one, answer=answer),
        )

    @admin.action(description=gettext_lazy("Refuse (with the answer)"))
    def refuse(self, request: HttpRequest, queryset: QuerySet[AccessRequest]) -> None:
        answer = request.POST.get("answer", "")
        actor = _person(request)
        _each(
            request,
            queryset,
            lambda one: refuse_access_request(actor=actor, request=one, answer=answer),
        )


@admin.register(Invitation)
class InvitationAdmin(ScopedAdmin):
    list_display = ("email", "role_in_words", "place", "state", "invited_by", "expires_at")
    list_filter = ("kind",)
    search_fields = ("email",)
    list_select_related = ("invited_by",)
    fields = (
        "email",
        "place",
        "role_in_words",
        "language",
        "message",
        "state",
        "invited_by",
        "created_at",
        "expires_at",
        "accepted_at",
        "accepted_by",
        "revoked_at",
        "closed_at",
    )
    readonly_fields = ("place", "role_in_words", "state", "created_at")
    actions = ("revoke", "resend")

    @admin.display(description=gettext_lazy("State"))
    def state(self, obj: Invitation) -> str:
        return str(obj.status.label)

    @admin.action(description=gettext_lazy("Take back"))
    def revoke(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> None:
        actor = _person(request)
        _each(request, queryset, lambda one: revoke_invitation(actor=actor, invitation=one))

    @admin.action(description=gettext_lazy("Send the letter again"))
    def resend(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> None:
        actor = _person(request)
        _each(request, queryset, lambda one: resend_invitation(actor=actor, invitation=one))


@admin.register(ApiKey)
class ApiKeyAdmin(ScopedAdmin):
    """Secrets stand nowhere here: the owner saw them once, and only their SHA-256 is kept."""

    list_display = ("name", "user", "place", "status", "expires_at", "last_used_at")
    list_filter = ("status", "kind")
    search_fields = ("name", "user__email", "user__full_name", "secrets__prefix")
    search_help_text = gettext_lazy("Name, owner or the beginning of the key")
    list_select_related = ("user",)
    fields = (
        "name",
        "user",
        "place",
        "role_in_words",
        "purpose",
        "scopes",
        "valid_days",
        "status",
        "decided_by",
        "decided_at",
        "decision_note",
        "created_at",
        "made_at",
        "expires_at",
        "last_used_at",
    )
    readonly_fields = ("place", "role_in_words", "created_at")
    actions = ("approve", "refuse", "revoke")
    action_form = AnswerForm

    @admin.action(description=gettext_lazy("Approve"))
    def approve(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        self._take(request, queryset, APPROVE)

    @admin.action(description=gettext_lazy("Refuse (with the answer)"))
    def refuse(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        self._take(request, queryset, REFUSE)

    @admin.action(description=gettext_lazy("Revoke (with the answer)"))
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        self._take(request, queryset, REVOKE)

    def _take(self, request: HttpRequest, queryset: QuerySet[ApiKey], step: Step) -> None:
        answer, actor = request.POST.get("answer", ""), _person(request)
        _each(
            request,
            queryset,
            lambda one: take_key_step(actor=actor, key=one, step=step, answer=answer),
        )


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _each(request: HttpRequest, rows: Any, service: Any) -> None:
    """Do it to every chosen row; what is refused is said beside its name."""
    done = 0
    for row in rows:
        try:
            service(row)
        except AccountsError as error:
            messages.error(request, f"{row}: {error}")
        else:
            done += 1
    if done:
        text = ngettext("Done for %(count)d record.", "Done for %(count)d records.", done)
        messages.success(request, text % {"count": done})
    elif not rows:
        messages.warning(request, _("Nothing was chosen."))
