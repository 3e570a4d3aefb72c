"""Asking for a role, and deciding about what others ask."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Case, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import AccessRequestStatus
from accounts.exceptions import AccountsError
from accounts.forms import AskForm, DecisionForm
from accounts.models import AccessRequest, User
from accounts.permissions import can_decide_access_request, can_withdraw_access_request
from accounts.places import Place
from accounts.querysets import AccessRequestQuerySet
from accounts.selectors import about, all_about, with_scopes
from accounts.services import (
    approve_access_request,
    ask_for_access,
    refuse_access_request,
    withdraw_access_request,
)
from accounts.views.common import choose_place, refuse, signed_in, trail
from common.design.parts import Link, Pill, Tone

PER_PAGE = 30
TONES: dict[str, Tone] = {
    AccessRequestStatus.WAITING: "wait",
    AccessRequestStatus.APPROVED: "good",
    AccessRequestStatus.REFUSED: "bad",
    AccessRequestStatus.WITHDRAWN: "quiet",
}
WORDS_OF_ASKING = {
    "title": gettext_lazy("Ask for access"),
    "lead": gettext_lazy(
        "First say where: type the name of your community, of the regional office or of the "
        "organisation you work for."
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def access_request_new(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    links = trail(Link(_("Ask for access"), request.path))
    page = {**WORDS_OF_ASKING, "trail": links, "here": request.path}
    place = choose_place(request, lambda one: one.offered(person), page)
    if isinstance(place, HttpResponse):
        return place
    form = AskForm(request.POST or None, place=place, roles=place.kind.roles.values)
    if form.is_valid() and _asked(person, place, form):
        messages.success(
            request, _("Your request is sent. You get a letter as soon as it is decided.")
        )
        return HttpResponseRedirect(reverse("accounts:me"))
    context = {**page, "form": form, "place": place, "button": _("Send the request")}
    return render(request, "accounts/role_form.html", context)


def _asked(person: User, place: Place, form: AskForm) -> bool:
    try:
        ask_for_access(actor=person, kind=place.kind, scope=place.scope, **form.cleaned_data)
    except AccountsError as error:
        form.add_error(None, str(error))
        return False
    return True


@require_safe
@login_required
def access_request_list(request: HttpRequest) -> HttpResponse:
    """What one may know of, the waiting ones first; `?status=` narrows."""
    visible = AccessRequest.objects.visible_to(signed_in(request))
    chosen = request.GET.get("status", "")
    some = visible.filter(status=chosen) if chosen in AccessRequestStatus.values else visible
    rows = with_scopes(_waiting_first(some).select_related("user"))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(one, status_pill(one.subject)) for one in all_about(page.object_list)],
        "tabs": _tabs(visible, chosen, request.path),
        "trail": trail(Link(_("Requests for access"), request.path)),
    }
    return render(request, "accounts/access_request_list.html", context)


def _waiting_first(rows: AccessRequestQuerySet) -> AccessRequestQuerySet:
    waiting = Case(When(status=AccessRequestStatus.WAITING, then=Value(0)), default=Value(1))
    return rows.order_by(waiting, "-created_at", "-pk")


def _tabs(visible: AccessRequestQuerySet, chosen: str, path: str) -> list[Link]:
    waiting = visible.waiting().count()
    tabs = [Link(_("All"), path, current=chosen not in AccessRequestStatus.values)]
    for status in AccessRequestStatus:
        count = waiting if status == AccessRequestStatus.WAITING else None
        label = str(status.label).capitalize()
        tabs.append(Link(label, f"{path}?status={status}", chosen == status, count=count))
    return tabs


def status_pill(found: AccessRequest) -> Pill:
    return Pill(found.get_status_display(), TONES[found.status])


@require_safe
@login_required
def access_request_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _detail(request, _visible(request, public_id), DecisionForm())


def _visible(request: HttpRequest, public_id: UUID) -> AccessRequest:
    rows = AccessRequest.objects.visible_to(signed_in(request)).select_related("user", "decided_by")
    found: AccessRequest = get_object_or_404(with_scopes(rows), public_id=public_id)
    return found


def _detail(
    request: HttpRequest, found: AccessRequest, form: DecisionForm, status: int = 200
) -> HttpResponse:
    person = signed_in(request)
    context = {
        "about": about(found),
        "pill": status_pill(found),
        "form": form,
        "may_decide": found.is_waiting and can_decide_access_request(person, found),
        "may_withdraw": found.is_waiting and can_withdraw_access_request(person, found),
        "trail": trail(
            Link(_("Requests for access"), reverse("accounts:access-request-list")),
            Link(str(found.user), request.path),
        ),
    }
    return render(request, "accounts/access_request_detail.html", context, status=status)


@require_POST
@login_required
def access_request_approve(request: HttpRequest, public_id: UUID) -> HttpResponse:
    done = _("Approved. The person has the role now and gets a letter.")
    return _decide(request, public_id, approve_access_request, done)


@require_POST
@login_required
def access_request_refuse(request: HttpRequest, public_id: UUID) -> HttpResponse:
    done = _("Refused. The person gets a letter with your answer.")
    return _decide(request, public_id, refuse_access_request, done)


def _decide(
    request: HttpRequest, public_id: UUID, service: Callable[..., AccessRequest], done: str
) -> HttpResponse:
    found = _visible(request, public_id)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _detail(request, found, form)
    try:
        service(actor=signed_in(request), request=found, answer=form.cleaned_data["answer"])
    except AccountsError as error:
        return _refused(request, public_id, form, error)
    messages.success(request, done)
    return HttpResponseRedirect(found.get_absolute_url())


def _refused(
    request: HttpRequest, public_id: UUID, form: DecisionForm, error: AccountsError
) -> HttpResponse:
    """What was typed stays; a request that somebody else has decided is shown as it is now."""
    if error.status == 403:
        raise PermissionDenied(str(error)) from error
    form.add_error("answer" if error.status == 400 else None, str(error))
    return _detail(request, _visible(request, public_id), form, status=error.status)


@require_POST
@login_required
def access_request_withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = _visible(request, public_id)
    try:
        withdraw_access_request(actor=signed_in(request), request=found)
    except AccountsError as error:
        return refuse(request, error, found.get_absolute_url())
    messages.success(request, _("Your request is withdrawn."))
    return HttpResponseRedirect(reverse("accounts:me"))
