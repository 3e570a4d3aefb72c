"""The people of my offices, communities and partners, and ending a role."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.exceptions import AccountsError
from accounts.forms import EndRoleForm, PeopleSearchForm
from accounts.memberships import MembershipKind, kind, kinds
from accounts.models import Membership, User
from accounts.permissions import can_end_membership, can_invite_anybody, can_see_people
from accounts.selectors import HeldRole, endable, held_role, roster
from accounts.services import end_membership, restore_membership
from accounts.views.common import refuse, signed_in, trail, typed
from common.design.parts import Link
from common.notifications.addresses import dead_among

PER_PAGE = 50
SIGNER = signing.Signer(salt="accounts.membership")


def key_of(held: HeldRole) -> str:
    """How an address names a role: signed, so that nobody counts through the roles."""
    return SIGNER.sign(f"{held.place.kind.code}.{held.membership.pk}")


@require_safe
@login_required
def member_list(request: HttpRequest) -> HttpResponse:
    """One kind at a time (`?kind=`); `?q=` looks in names and e-mails, `?ended=1` adds the past."""
    person = signed_in(request)
    if not can_see_people(person):
        raise PermissionDenied
    known = {one.code: one for one in kinds() if roster(one, person).exists()}
    known = known or {one.code: one for one in kinds()}
    chosen = known.get(request.GET.get("kind", ""), next(iter(known.values())))
    page = Paginator(_people(chosen, request), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": _rows(person, chosen, page.object_list),
        "dead": dead_among(one.user.email for one in page.object_list),
        "search": PeopleSearchForm(initial={**request.GET.dict(), "kind": chosen.code}),
        "tabs": _tabs(known, chosen, request.path),
        "may_invite": can_invite_anybody(person),
        "undo": _undoable(request.GET.get("undo", "")),
        "trail": trail(Link(_("People"), request.path)),
    }
    return render(request, "accounts/member_list.html", context)


def _people(one: MembershipKind, request: HttpRequest) -> Any:
    rows = roster(one, signed_in(request))
    if not request.GET.get("ended"):
        rows = rows.filter(Q(ends_on=None) | Q(ends_on__gte=timezone.localdate()))
    for word in typed(request, "q").split()[:8]:
        rows = rows.filter(Q(user__full_name__icontains=word) | Q(user__email__icontains=word))
    return rows.order_by(*_by_place(one), "role", "user__full_name", "pk")


def _by_place(one: MembershipKind) -> list[str]:
    ordering = one.scope_model._meta.ordering or ()
    return [f"{one.scope}__{name}" for name in ordering if isinstance(name, str)]


def _tabs(known: dict[str, MembershipKind], chosen: MembershipKind, path: str) -> list[Link]:
    if len(known) < 2:
        return []
    return [
        Link(str(one.label), f"{path}?kind={one.code}", current=one is chosen)
        for one in known.values()
    ]


def _rows(
    person: User, one: MembershipKind, found: Iterable[Membership]
) -> list[tuple[HeldRole, str]]:
    """Each role with the key to end it, empty where this person may not."""
    may_end = endable(one, person, found)
    roles = [held_role(one, membership) for membership in found]
    return [(held, key_of(held) if held.membership.pk in may_end else "") for held in roles]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def membership_end(request: HttpRequest, key: str) -> HttpResponse:
    person, held = signed_in(request), _known(request, key)
    if not can_end_membership(person, held.membership):
        raise PermissionDenied
    form = EndRoleForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            end_membership(actor=person, membership=held.membership, on=form.cleaned_data["on"])
        except AccountsError as error:
            form.add_error("on", str(error))
        else:
            return HttpResponseRedirect(f"{_list_of(held)}&undo={key}")
    links = trail(
        Link(_("People"), reverse("accounts:member-list")), Link(_("End the role"), request.path)
    )
    context = {"form": form, "held": held, "trail": links, "back": _list_of(held)}
    return render(request, "accounts/membership_end.html", context)


@require_POST
@login_required
def membership_restore(request: HttpRequest, key: str) -> HttpResponse:
    held = _known(request, key)
    try:
        restore_membership(actor=signed_in(request), membership=held.membership)
    except AccountsError as error:
        return refuse(request, error, _list_of(held))
    messages.success(request, _("The role is as it was before."))
    return HttpResponseRedirect(_list_of(held))


def _undoable(key: str) -> str:
    """The key of the role that was ended a moment ago; empty for anything else."""
    try:
        SIGNER.unsign(key)
    except signing.BadSignature:
        return ""
    return key


def _known(request: HttpRequest, key: str) -> HeldRole:
    try:
        code, pk = SIGNER.unsign(key).split(".")
        one = kind(code)
    except (signing.BadSignature, KeyError, ValueError) as error:
        raise Http404 from error
    return held_role(one, get_object_or_404(roster(one, signed_in(request)), pk=pk))


def _list_of(held: HeldRole) -> str:
    return f"{reverse('accounts:member-list')}?kind={held.place.kind.code}"
