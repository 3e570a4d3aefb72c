"""API keys: one's own, and those that an official decides about."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import key_workflow as workflow
from accounts.enums import KeyScope, KeyStatus
from accounts.exceptions import AccountsError
from accounts.forms import DecisionForm
from accounts.key_forms import KeyForm, RevokeForm, RotateForm
from accounts.key_permissions import can_ask_for_key, can_see_key_usage, can_take
from accounts.key_usage import usage_of
from accounts.key_workflow import Step
from accounts.models import ApiKey
from accounts.querysets import ApiKeyQuerySet
from accounts.selectors import about, all_about, roles_of, with_scopes
from accounts.services import ask_for_key, make_key, rotate_key, take_key_step
from accounts.services.keys import PLAIN_STEPS
from accounts.views.common import refuse, signed_in, trail
from common.design.parts import Link, Pill, Tone
from common.intake.forms import tried

PER_PAGE = 30
TONES: dict[str, Tone] = {
    KeyStatus.WAITING: "wait",
    KeyStatus.APPROVED: "info",
    KeyStatus.ACTIVE: "good",
    KeyStatus.REFUSED: "bad",
    KeyStatus.REVOKED: "bad",
    KeyStatus.WITHDRAWN: "quiet",
}
DONE = {
    workflow.APPROVE.code: gettext_lazy(
        "Approved. The person is told and makes the key; you never see it."
    ),
    workflow.REFUSE.code: gettext_lazy("Refused. The person is told, with your answer."),
    workflow.WITHDRAW.code: gettext_lazy("Your request is withdrawn."),
    workflow.REVOKE.code: gettext_lazy("Revoked. From now on the key opens nothing."),
}


@require_safe
@login_required
def key_list(request: HttpRequest) -> HttpResponse:
    """What one may know of; `?status=` narrows."""
    person = signed_in(request)
    visible = ApiKey.objects.visible_to(person)
    chosen = request.GET.get("status", "")
    some = visible.filter(status=chosen) if chosen in KeyStatus.values else visible
    page = Paginator(with_scopes(some.select_related("user")), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "rows": [(one, key_pill(one.subject)) for one in all_about(page.object_list)],
        "tabs": _tabs(visible, chosen, request.path),
        "may_ask": can_ask_for_key(person),
        "trail": trail(Link(_("API keys"), request.path)),
    }
    return render(request, "accounts/key_list.html", context)


def _tabs(visible: ApiKeyQuerySet, chosen: str, path: str) -> list[Link]:
    tabs = [Link(_("All"), path, current=chosen not in KeyStatus.values)]
    for status in (KeyStatus.WAITING, KeyStatus.ACTIVE, KeyStatus.REVOKED):
        count = visible.waiting().count() if status == KeyStatus.WAITING else None
        label = str(status.label).capitalize()
        tabs.append(Link(label, f"{path}?status={status}", chosen == status, count=count))
    return tabs


def key_pill(key: ApiKey) -> Pill:
    if key.has_expired:
        return Pill(pgettext("API key", "expired"), "quiet")
    if key.has_lapsed:
        return Pill(pgettext("API key", "not made in time"), "quiet")
    return Pill(key.get_status_display(), TONES[key.status])


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def key_new(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    if not can_ask_for_key(person):
        raise PermissionDenied
    roles = [one for one in roles_of(person) if not one.begins_later]
    form = KeyForm(request.POST or None, roles=roles)
    made = tried(form, lambda: ask_for_key(actor=person, **form.said))
    if isinstance(made, ApiKey):
        messages.success(request, _("Your request is sent. You are told as soon as it is decided."))
        return HttpResponseRedirect(made.get_absolute_url())
    if made is not None:
        form.add_error(None, str(made))
    links = trail(
        Link(_("API keys"), reverse("accounts:key-list")), Link(_("Ask for a key"), request.path)
    )
    return render(request, "accounts/key_form.html", {"form": form, "trail": links})


@require_safe
@login_required
def key_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _detail(request, _visible(request, public_id))


def _visible(request: HttpRequest, public_id: UUID) -> ApiKey:
    rows = ApiKey.objects.visible_to(signed_in(request)).select_related("user", "decided_by")
    found: ApiKey = get_object_or_404(with_scopes(rows), public_id=public_id)
    return found


def _detail(
    request: HttpRequest, key: ApiKey, wrong: Form | None = None, status: int = 200
) -> HttpResponse:
    """`wrong` is the form that was sent and has to be mended, in the place of its empty one."""
    person = signed_in(request)
    secrets = list(key.secrets.all())
    may = {one.code for one in workflow.STEPS if can_take(person, key, one)}
    context = {
        "about": about(key),
        "pill": key_pill(key),
        "scopes": [KeyScope(one).label for one in key.scopes],
        "secrets": secrets,
        "usage": usage_of(key) if key.made_at and can_see_key_usage(person, key) else None,
        "may": may,
        "decision_form": _or_empty(wrong, DecisionForm()),
        "rotate_form": _or_empty(
            wrong, RotateForm(initial={"seen": secrets[0].prefix if secrets else ""})
        ),
        "revoke_form": _or_empty(wrong, RevokeForm()),
        "is_own": key.user_id == person.pk,
        "trail": trail(
            Link(_("API keys"), reverse("accounts:key-list")), Link(key.name, request.path)
        ),
    }
    return render(request, "accounts/key_detail.html", context, status=status)


def _or_empty(wrong: Form | None, empty: Form) -> Form:
    return wrong if type(wrong) is type(empty) and wrong is not None else empty


@require_POST
@login_required
def key_step(request: HttpRequest, public_id: UUID, code: str) -> HttpResponse:
    """Any step of the table; making and rotating answer with the secret."""
    step = workflow.BY_CODE.get(code)
    if step is None:
        raise Http404
    key = _visible(request, public_id)
    if step in PLAIN_STEPS:
        return _plain_step(request, key, step)
    return _rotate(request, key) if step == workflow.ROTATE else _make(request, key)


def _plain_step(request: HttpRequest, key: ApiKey, step: Step) -> HttpResponse:
    form: Form = (RevokeForm if step == workflow.REVOKE else DecisionForm)(request.POST)
    if not form.is_valid():
        return _detail(request, key, form, status=400)
    try:
        answer = form.cleaned_data["answer"]
        take_key_step(actor=signed_in(request), key=key, step=step, answer=answer)
    except AccountsError as error:
        return _refused(request, key, form, error, "answer")
    messages.success(request, str(DONE[step.code]))
    return HttpResponseRedirect(key.get_absolute_url())


def _rotate(request: HttpRequest, key: ApiKey) -> HttpResponse:
    form = RotateForm(request.POST)
    if not form.is_valid():
        return _detail(request, key, form, status=400)
    try:
        text = rotate_key(actor=signed_in(request), key=key, **form.cleaned_data)
    except AccountsError as error:
        return _refused(request, key, form, error, "overlap")
    return _shown_once(request, key, text)


def _make(request: HttpRequest, key: ApiKey) -> HttpResponse:
    try:
        text = make_key(actor=signed_in(request), key=key)
    except AccountsError as error:
        return refuse(request, error, key.get_absolute_url())
    return _shown_once(request, key, text)


@never_cache
def _shown_once(request: HttpRequest, key: ApiKey, text: str) -> HttpResponse:
    """No redirect: what is shown here is kept nowhere, in no session and no message."""
    context: dict[str, Any] = {
        "key": key,
        "text": text,
        "example": f"curl -H 'Authorization: Bearer {text}' {settings.SITE_URL}/api/v1/partners/",
        "trail": trail(
            Link(_("API keys"), reverse("accounts:key-list")),
            Link(key.name, key.get_absolute_url()),
        ),
    }
    return render(request, "accounts/key_shown.html", context)


def _refused(
    request: HttpRequest, key: ApiKey, form: Form, error: AccountsError, about_field: str
) -> HttpResponse:
    """What was typed stays; a key that somebody else has changed is shown as it is now."""
    if error.status == 403:
        raise PermissionDenied(str(error)) from error
    form.add_error(about_field if error.status == 400 else None, str(error))
    return _detail(request, _visible(request, key.public_id), form, status=error.status)
