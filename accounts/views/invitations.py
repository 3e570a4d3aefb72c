"""Inviting to a role, and accepting an invitation."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import InvitationStatus
from accounts.exceptions import AccountsError
from accounts.forms import InviteForm, NewPersonForm
from accounts.models import Invitation, User
from accounts.permissions import can_invite_anybody, oversees_anything
from accounts.places import Place
from accounts.selectors import about, all_about, with_scopes
from accounts.services import (
    accept_invitation,
    accept_invitation_as_new_person,
    find_invitation,
    invite,
    resend_invitation,
    revoke_invitation,
)
from accounts.views.common import choose_place, refuse, signed_in, trail
from common.design.formats import current_language
from common.design.parts import Link, Pill, Tone

PER_PAGE = 30
TONES: dict[str, Tone] = {
    InvitationStatus.OPEN: "wait",
    InvitationStatus.ACCEPTED: "good",
    InvitationStatus.REVOKED: "quiet",
    InvitationStatus.EXPIRED: "quiet",
}
WORDS_OF_INVITING = {
    "title": gettext_lazy("Invite a person"),
    "lead": gettext_lazy("First say where: type the name of the community, office or partner."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def invitation_new(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    if not can_invite_anybody(person):
        raise PermissionDenied
    links = trail(
        Link(_("Invitations"), reverse("accounts:invitation-list")),
        Link(_("Invite a person"), request.path),
    )
    page = {**WORDS_OF_INVITING, "trail": links, "here": request.path}
    place = choose_place(request, lambda one: one.grantable_anyhow(person), page)
    if isinstance(place, HttpResponse):
        return place
    roles = place.kind.grantable_roles(person, place.scope)
    start = {"language": current_language()}
    form = InviteForm(request.POST or None, place=place, roles=roles, initial=start)
    if form.is_valid() and _invited(person, place, form):
        messages.success(request, _("The invitation is on its way."))
        return HttpResponseRedirect(reverse("accounts:invitation-list"))
    context = {**page, "form": form, "place": place, "button": _("Send the invitation")}
    return render(request, "accounts/role_form.html", context)


def _invited(person: User, place: Place, form: InviteForm) -> bool:
    try:
        invite(actor=person, kind=place.kind, scope=place.scope, **form.cleaned_data)
    except AccountsError as error:
        form.add_error(None, str(error))
        return False
    return True


@require_safe
@login_required
def invitation_list(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    if not oversees_anything(person):
        raise PermissionDenied
    visible = Invitation.objects.visible_to(person)
    rows = with_scopes(visible.select_related("invited_by"))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    changeable = _changeable(person, page.object_list)
    context = {
        "page": page,
        "rows": [
            (one, invitation_pill(one.subject), one.subject.pk in changeable)
            for one in all_about(page.object_list)
        ],
        "may_invite": can_invite_anybody(person),
        "trail": trail(Link(_("Invitations"), request.path)),
    }
    return render(request, "accounts/invitation_list.html", context)


def _changeable(person: User, rows: Iterable[Invitation]) -> set[int]:
    """Keys of those to offer the buttons for; the services decide again."""
    shown = Invitation.objects.unanswered().filter(pk__in=[row.pk for row in rows])
    return set(shown.changeable_by(person).values_list("pk", flat=True))


def invitation_pill(found: Invitation) -> Pill:
    return Pill(str(found.status.label), TONES[found.status])


@require_POST
@login_required
def invitation_revoke(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _change(request, public_id, revoke_invitation, _("The invitation is taken back."))


@require_POST
@login_required
def invitation_resend(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _change(
        request,
        public_id,
        resend_invitation,
        _("The letter is sent again. Only the newest link works."),
    )


def _change(
    request: HttpRequest, public_id: UUID, service: Callable[..., Invitation], done: str
) -> HttpResponse:
    back = reverse("accounts:invitation-list")
    visible = Invitation.objects.visible_to(signed_in(request))
    found = get_object_or_404(visible, public_id=public_id)
    try:
        service(actor=signed_in(request), invitation=found)
    except AccountsError as error:
        return refuse(request, error, back)
    messages.success(request, done)
    return HttpResponseRedirect(back)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_not_required
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """For whoever holds the letter: signed in with the invited e-mail, or new here."""
    try:
        invitation = find_invitation(token)
        if request.user.is_authenticated:
            return _accept_signed_in(request, invitation, token)
        if User.objects.filter(email__iexact=invitation.email).exists():
            return _page(request, invitation, "sign_in")
        return _accept_new(request, invitation, token)
    except AccountsError as error:
        return _no_invitation(request, error)


def _accept_signed_in(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    person = signed_in(request)
    if person.email.lower() != invitation.email:
        return _page(request, None, "somebody_else", status=403)
    if request.method != "POST":
        return _page(request, invitation, "accept")
    accept_invitation(actor=person, token=token)
    messages.success(request, _("Welcome! The role is yours now."))
    return HttpResponseRedirect(reverse("accounts:me"))


def _accept_new(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    form = NewPersonForm(request.POST or None, email=invitation.email)
    if not form.is_valid():
        return _page(request, invitation, "new", form=form)
    person = accept_invitation_as_new_person(
        token=token,
        full_name=" ".join(form.cleaned_data["full_name"].split()),
        password=form.cleaned_data["password"],
        language=current_language(),
    )
    answer: HttpResponse = perform_login(
        request, person, redirect_url=reverse("accounts:me"), signup=True, email=person.email
    )
    return answer


def _page(
    request: HttpRequest,
    invitation: Invitation | None,
    step: str,
    *,
    form: NewPersonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "about": about(invitation) if invitation else None,
        "step": step,
        "form": form,
        "here": request.path,
    }
    return render(request, "accounts/invitation_accept.html", context, status=status)


def _no_invitation(request: HttpRequest, error: AccountsError) -> HttpResponse:
    context = {"about": None, "step": "gone", "reason": str(error)}
    return render(request, "accounts/invitation_accept.html", context, status=error.status)
