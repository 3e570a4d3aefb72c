"""Who could help: partners, calls and places abroad for an idea or a request."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.views.common import signed_in
from common.design.languages import wording
from common.design.parts import Link, Pill
from common.intake.pressed_twice import a_moment_ago
from common.intake.refusals import Refusal
from cooperation import offer_permissions as permissions
from cooperation.matching.needs import need_of
from cooperation.matching.others import calls_for, places_for
from cooperation.matching.partners import PartnerMatch, partners_for
from cooperation.models import Offer, PartnerInvite
from cooperation.offer_exceptions import PartnerInvited
from cooperation.request_permissions import can_write_now
from cooperation.services.partner_invites import invite_partner
from cooperation.subjects import Subject, find_subject
from cooperation.views.offers import subject_crumbs
from partners.models import Partner
from projects.models import IdeaInterest, ProjectIdea
from projects.views.record_pages import refused


@login_required
@require_safe
def matches(request: HttpRequest, kind: str, reference: str) -> HttpResponse:
    subject = _find_allowed(request, kind, reference)
    user, need = request.user, need_of(subject.record)
    known = _known(subject)
    invites = permissions.can_invite(user, subject)
    context = {
        "subject": subject,
        "need": need,
        "crumbs": subject_crumbs(subject, Link(_("Who could help"), "")),
        "partners": [
            _row(one, known, invites=invites and subject.is_looking)
            for one in partners_for(need, user)
        ],
        "calls": calls_for(need, user),
        "places": places_for(need, user),
        "may_invite": invites,
        "change_url": _change_url(subject, user),
        "is_looking": subject.is_looking,
    }
    return render(request, "matching/matches.html", context)


def _change_url(subject: Subject, user: Any) -> str:
    """Where the themes of a request are named, for who may."""
    if isinstance(subject.record, ProjectIdea) or not can_write_now(user, subject.record):
        return ""
    return f"{reverse('requests:request-edit', args=[subject.reference])}#id_themes"


@login_required
@require_POST
def invite(request: HttpRequest, kind: str, reference: str) -> HttpResponse:
    """One click; who was invited already, or cannot be written to, is said."""
    subject = _find_allowed(request, kind, reference)
    if not permissions.can_invite(request.user, subject):
        raise PermissionDenied
    slug = request.POST.get("partner", "").replace("\x00", "")[:80]
    rows = Partner.objects.visible_to(request.user).current()
    partner = rows.filter(slug=slug).first()
    if partner is None:
        raise Http404
    back = reverse("matching:matches", args=[kind, reference])
    try:
        made = invite_partner(actor=signed_in(request), subject=subject, partner=partner)
    except Refusal as error:
        if isinstance(error, PartnerInvited) and _just_invited(request, subject, partner):
            return redirect(f"{back}#{partner.slug}")
        crumbs = subject_crumbs(subject, Link(_("Who could help"), back), Link(_("Not done"), ""))
        return refused(request, subject.record, crumbs, error)
    name = wording(partner, "name").text
    text = (
        _("%(partner)s is invited to look: its people have a notice.")
        if made.people_told
        else _("%(partner)s is invited to look: its contact persons get a letter.")
    )
    messages.success(request, text % {"partner": name})
    return redirect(f"{back}#{partner.slug}")


def _just_invited(request: HttpRequest, subject: Subject, partner: Partner) -> bool:
    """The button was pressed twice."""
    rows = PartnerInvite.objects.filter(author=signed_in(request), made_at__gt=a_moment_ago())
    return rows.filter(partner=partner, **{subject.column: subject.record}).exists()


def _find_allowed(request: HttpRequest, kind: str, reference: str) -> Subject:
    subject = find_subject(request.user, kind, reference)
    if not permissions.can_see_matches(request.user, subject):
        raise PermissionDenied
    return subject


def _known(subject: Subject) -> dict[int, Pill]:
    """What there is between the record and each partner already. At most three queries."""
    mine = {subject.column: subject.record}
    found: dict[int, Pill] = {}
    for key in PartnerInvite.objects.filter(**mine).values_list("partner", flat=True):
        found[key] = Pill(_("invited to look"), "info")
    if isinstance(subject.record, ProjectIdea):
        rows = IdeaInterest.objects.filter(idea=subject.record).open()
        for key in rows.values_list("partner", flat=True):
            found[key] = Pill(_("interested"), "good")
    for key in Offer.objects.filter(**mine).values_list("partner", flat=True):
        found[key] = Pill(_("made an offer"), "good")
    return found


def _row(match: PartnerMatch, known: dict[int, Pill], *, invites: bool) -> dict[str, Any]:
    partner = match.partner
    state = known.get(partner.pk)
    return {
        "partner": partner,
        "name": wording(partner, "name"),
        "reasons": match.reasons,
        "state": state,
        "may_invite": invites and state is None,
    }
