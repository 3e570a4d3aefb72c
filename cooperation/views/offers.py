"""Offers: the list, one offer, making one, its steps."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.views.common import signed_in
from common.audit.registry import history_url, may_see_history
from common.design.formats import long_date, moment
from common.design.languages import wording
from common.design.parts import Fact, Link
from common.intake.forms import tried
from common.intake.refusals import Refusal
from common.registers.views import download_view, list_view
from communities.permissions import is_registered
from cooperation import offer_permissions as permissions
from cooperation import offer_workflow as workflow
from cooperation.models import Offer
from cooperation.offer_exceptions import NotLookingForHelp, OfferKnown, OfferWrongStatus
from cooperation.offer_forms import OfferForm, OfferStepForm
from cooperation.offer_notices import whom_to_ask
from cooperation.offer_registers import OFFERS
from cooperation.offer_words import events_of, offer_pill, partner_name
from cooperation.services.offers import just_made, make_offer, take_offer_step
from cooperation.services.pressed_twice import is_step_just_taken
from cooperation.subjects import Subject, find_subject, subjects_of
from partners.permissions import represented_by
from projects.views.record_pages import METHODS, action_page, refused

DONE = {
    "accept": gettext_lazy("The community agrees. The office is asked for its consent."),
    "consent": gettext_lazy("The offer is accepted. The partner is told."),
    "decline": gettext_lazy("The offer is declined. The partner is told why."),
    "object": gettext_lazy("The community is told why the office does not consent."),
    "withdraw": gettext_lazy("The offer is withdrawn."),
    "fall_through": gettext_lazy("It is recorded that the help fell through."),
}


def list_crumbs(*more: Link) -> list[Link]:
    home = Link(_("Home"), reverse("portal:home"))
    here = Link(str(OFFERS.title), reverse("offers:offer-list") if more else "")
    return [home, here, *more]


_list = list_view(
    OFFERS,
    "offers/offer_list.html",
    list_crumbs,
    lambda request: {"may_import": permissions.can_make_offers(request.user)},
)
_download = download_view(OFFERS)


def _refuse_strangers(request: HttpRequest) -> None:
    """Without a role there is no offer that one could know of."""
    if not is_registered(request.user):
        raise PermissionDenied


@login_required
@require_safe
def offer_list(request: HttpRequest) -> HttpResponse:
    _refuse_strangers(request)
    return _list(request)


@login_required
@require_safe
def offer_download(request: HttpRequest, file_format: str) -> HttpResponseBase:
    _refuse_strangers(request)
    answer: HttpResponseBase = _download(request, file_format)
    return answer


def find_offer(request: HttpRequest, reference: str) -> Offer:
    """404 when there is none that the person may know of."""
    rows = Offer.objects.visible_to(request.user).select_related(
        "partner",
        "author",
        *("idea__community__oblast", "idea__oblast"),
        *("request__community__oblast", "request__oblast", "request__office__oblast"),
    )
    found: Offer | None = rows.filter(reference=reference).first()
    if found is None:
        raise Http404
    return found


@login_required
@require_safe
def offer_detail(request: HttpRequest, reference: str) -> HttpResponse:
    offer = find_offer(request, reference)
    user = request.user
    inside = permissions.sees_inside(user, offer)
    steps = workflow.steps_from(offer, *permissions.roles_in(user, offer))
    context = {
        "offer": offer,
        "subject": Subject(offer.subject),
        "crumbs": list_crumbs(Link(offer.reference, "")),
        "title": partner_name(offer),
        "status": offer_pill(offer.status),
        "facts": _facts(offer, user),
        "steps": [one for one in steps if not one.backwards],
        "steps_back": [one for one in steps if one.backwards],
        "events": list(events_of(offer, inside=inside)),
        "funds": inside and offer.idea_id and offer.status == workflow.ACCEPTED,
        "history_url": history_url(offer) if may_see_history(user, offer) else "",
    }
    return render(request, "offers/offer_detail.html", context)


def _facts(offer: Offer, user: Any) -> list[Fact]:
    subject = Subject(offer.subject)
    record = subject.record
    # A partner whose offer came to nothing may not know of the request any more.
    is_seen = subjects_of(subject.kind).visible_to(user).filter(pk=record.pk).exists()
    about = f"{subject.reference} {subject.title}"
    is_alive = offer.is_open or offer.status == workflow.ACCEPTED
    return [
        Fact(_("Partner"), partner_name(offer), offer.partner.get_absolute_url()),
        Fact(subject.called, about, subject.url if is_seen else ""),
        Fact(
            _("Community"),
            wording(record.community, "full_name").text,
            record.community.get_absolute_url(),
        ),
        Fact(_("What is offered"), offer.get_kind_display()),
        Fact(_("How much"), offer.quantity),
        Fact(_("Holds until"), long_date(offer.valid_until)),
        Fact(_("Made at"), moment(offer.made_at)),
        Fact(_("Decided at"), moment(offer.ended_at) if offer.ended_at else ""),
        Fact(_("Whom to ask"), whom_to_ask(subject, subject.office) if is_alive else ""),
    ]


@login_required
@require_http_methods(METHODS)
def offer_new(request: HttpRequest, kind: str, reference: str) -> HttpResponse:
    subject = find_subject(request.user, kind, reference)
    if not permissions.can_make_offer(request.user, subject):
        raise PermissionDenied
    own = represented_by(request.user)
    form = OfferForm(
        request.POST if request.method == "POST" else None,
        user=request.user,
        own=own,
        # That in which the need is told.
        initial={"currency": subject.record.currency or "EUR"},
    )
    title = _("Make an offer")
    crumbs = subject_crumbs(subject, Link(title, ""))
    if not subject.is_looking and request.method != "POST":
        return refused(request, subject.record, crumbs, NotLookingForHelp())
    done = tried(form, lambda: make_offer(**_said(request, subject, form), is_by_office=not own))
    if isinstance(done, OfferKnown) and (known := just_made(**_said(request, subject, form))):
        return redirect(known)
    if isinstance(done, Refusal):
        return refused(request, subject.record, crumbs, done)
    if done:
        text = _("The offer is made: %(reference)s. The community and the office are told.")
        messages.success(request, text % {"reference": done.reference})
        return redirect(done)
    lead = f"{subject.reference} {subject.title}"
    return action_page(request, subject.record, crumbs, form, title=title, lead=lead, button=title)


def _said(request: HttpRequest, subject: Subject, form: OfferForm) -> dict[str, Any]:
    return {
        "actor": signed_in(request),
        "subject": subject,
        "partner": form.cleaned_data["partner"],
        "data": form.data_for(),
    }


@login_required
@require_http_methods(METHODS)
def offer_step(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """404 for a step that there is not, 403 for one that is another's, 409 for one that is over."""
    offer = find_offer(request, reference)
    step = workflow.named(code)
    if step is None:
        raise Http404
    if not permissions.can_take(request.user, offer, step):
        raise PermissionDenied
    form = OfferStepForm(request.POST if request.method == "POST" else None, step=step)
    title = str(step.label)
    crumbs = list_crumbs(Link(offer.reference, offer.get_absolute_url()), Link(title, ""))
    if offer.status not in step.sources:
        if request.method == "POST" and is_step_just_taken(
            actor=signed_in(request), steps=offer.steps.all(), code=code
        ):
            return redirect(offer)
        return refused(request, offer, crumbs, OfferWrongStatus(offer, step.target))
    done = tried(
        form,
        lambda: take_offer_step(
            actor=signed_in(request), offer=offer, step=step, note=form.cleaned_data["note"]
        ),
    )
    if isinstance(done, Refusal):
        return refused(request, offer, crumbs, done)
    if done:
        messages.success(request, str(DONE[code]))
        return redirect(done)
    lead = f"{offer.reference}, {partner_name(offer)}"
    if permissions.answers_for_community(request.user, offer, step):
        lead = _("%(offer)s. You answer for the community: as it has told you.") % {"offer": lead}
    return action_page(request, offer, crumbs, form, title=title, lead=lead, button=title)


def subject_crumbs(subject: Subject, *more: Link) -> list[Link]:
    home = Link(_("Home"), reverse("portal:home"))
    return [home, Link(subject.reference, subject.url), *more]
