"""Entering and changing twin links, their stages, agreements and activities."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.views.common import signed_in
from common.design.parts import Link
from common.intake.forms import seen_now
from common.intake.forms import tell as tell_form
from common.intake.refusals import ChangedMeanwhile, Refusal
from common.search.names import search_names
from communities.models import Community
from communities.views.communities import home_crumb
from partners.models import Agreement, AgreementPartner
from twinning import link_permissions as permissions
from twinning.exceptions import LinkExists
from twinning.link_enums import LinkStage
from twinning.link_forms import (
    ActivityForm,
    StageForm,
    TwinLinkForm,
    agreement_label,
    find_places,
    place_label,
)
from twinning.link_places import title_of
from twinning.link_querysets import BEGUN
from twinning.models import Municipality, TwinLink
from twinning.services.links import (
    change_twin_link,
    correct_first_stage,
    end_twin_link,
    log_activity,
    name_agreement,
    register_twin_link,
    take_back_stage,
    take_stage,
)
from twinning.views.links import back_form_of, crumbs_of, detail, find_link, list_crumb

SUGGESTED = 10
LONGEST_ASKED = 200


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def link_new(request: HttpRequest) -> HttpResponse:
    if not permissions.can_register_links(request.user):
        raise PermissionDenied
    form = TwinLinkForm(request.POST or None, user=request.user, initial=_asked(request))
    status = 200
    if form.is_valid():
        data, stage = form.data_for_service(), form.cleaned_data["stage"]
        if not permissions.can_register_link(request.user, data.community or data.oblast, stage):
            status = _not_yours(form)
        else:
            try:
                # What begins now begins today, unless somebody knows better.
                on = timezone.localdate() if stage in BEGUN and not data.since_on else None
                link = register_twin_link(actor=signed_in(request), data=data, stage=stage, on=on)
            except Refusal as refusal:
                tell(form, refusal)
            else:
                messages.success(request, _("The link is in the register."))
                _remark(request, link)
                return redirect(link.get_absolute_url())
    heading = _("Enter a twin link")
    crumbs = [home_crumb(), list_crumb(), Link(heading, "")]
    return _form_page(request, form, heading, crumbs, list_crumb().url, status=status)


def _asked(request: HttpRequest) -> dict[str, Any]:
    """What the page that leads here knows already; a coordinator's only community."""
    asked: dict[str, Any] = {
        name: request.GET[name].replace("\x00", "")
        for name in ("community", "municipality")
        if request.GET.get(name)
    }
    own = permissions.coordinated_communities(request.user)
    if "community" not in asked and len(own) == 1:
        asked["community"] = Community.objects.values_list("code", flat=True).get(pk=min(own))
    return asked | {"stage": LinkStage.CONTACT.value}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def link_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    link = find_link(request, public_id)
    if not permissions.can_change_link(request.user, link):
        raise PermissionDenied
    form = TwinLinkForm(request.POST or None, user=request.user, link=link)
    newest: TwinLink | None = None
    status = 200
    if form.is_valid():
        if _gives_away(request, link, form):
            status = _not_yours(form)
        else:
            try:
                changed = change_twin_link(
                    actor=signed_in(request),
                    link=link,
                    data=form.data_for_service(),
                    seen=form.cleaned_data["seen"],
                )
            except ChangedMeanwhile:
                newest, status = find_link(request, public_id), 409
                form = _once_more(request, newest)
            except Refusal as refusal:
                tell(form, refusal)
            else:
                messages.success(request, _("The link is saved."))
                _remark(request, changed)
                return redirect(link.get_absolute_url())
    crumbs = crumbs_of(link, Link(_("Change"), ""))
    heading, back = title_of(link), link.get_absolute_url()
    return _form_page(request, form, heading, crumbs, back, status=status, newest=newest)


def _gives_away(request: HttpRequest, link: TwinLink, form: TwinLinkForm) -> bool:
    """Nobody gives a link away to a territory that is not his to write of."""
    data = form.data_for_service()
    if (data.community, data.oblast) == (link.community, link.oblast):
        return False
    home = data.community or data.oblast
    return not permissions.can_register_link(request.user, home, link.stage)


def _not_yours(form: TwinLinkForm) -> int:
    """What is typed stays in the form."""
    text = _("This territory belongs to another office. Ask that office.")
    form.add_error("community" if form.cleaned_data.get("community") else "oblast", text)
    return 403


def _once_more(request: HttpRequest, newest: TwinLink) -> TwinLinkForm:
    """The form as typed, over the link as somebody else has saved it meanwhile."""
    return TwinLinkForm(seen_now(request.POST, newest), user=request.user, link=newest)


def _remark(request: HttpRequest, link: TwinLink) -> None:
    """What is allowed, and may yet be a slip."""
    partner = link.municipality.partner_id
    named = AgreementPartner.objects.filter(agreement=link.agreement_id)
    if link.agreement_id and not named.filter(partner=partner).exists():
        text = _("The agreement names another partner than this place. Is it the right one?")
        messages.warning(request, text)
    others = TwinLink.objects.alive().filter(
        community=link.community, oblast=link.oblast, municipality=link.municipality
    )
    other = others.exclude(pk=link.pk).first()
    if other:
        text = _("The two have another link of the kind “%(kind)s”.")
        messages.info(request, text % {"kind": other.get_kind_display()})


@login_required
@require_POST
def link_stage(request: HttpRequest, public_id: UUID) -> HttpResponse:
    link = find_link(request, public_id)
    stages = permissions.allowed_stages(request.user, link)
    stage = request.POST.get("stage", "")
    known = stage in LinkStage.values
    if not stages or (known and not permissions.can_take_stage(request.user, link, stage)):
        raise PermissionDenied
    form = StageForm(request.POST, stages=stages)
    if not form.is_valid():
        # A stage that there is, but not from here: somebody else was quicker.
        too_late = known and stage not in stages
        return detail(request, link, stage_form=form, status=409 if too_late else 400)
    values = form.cleaned_data
    try:
        if values["stage"] == LinkStage.ENDED:
            end_twin_link(actor=signed_in(request), link=link, on=values["on"], note=values["note"])
        else:
            take_stage(actor=signed_in(request), link=link, **values)
    except Refusal as refusal:
        tell(form, refusal)
        return detail(request, link, stage_form=form, status=refusal.status)
    messages.success(request, _("The stage is saved."))
    return redirect(link.get_absolute_url())


@login_required
@require_POST
def link_take_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Undo the last step, or say where the link really began; the reason is kept with it."""
    link = find_link(request, public_id)
    form = back_form_of(link, request.user, request.POST)
    if form is None:
        raise PermissionDenied
    status = 400
    if form.is_valid():
        service: Any = correct_first_stage if form.is_first else take_back_stage
        try:
            service(actor=signed_in(request), link=link, **form.said())
        except ChangedMeanwhile as refusal:
            messages.error(request, str(refusal))
            form = back_form_of(link, request.user, reason=form.cleaned_data["reason"])
            status = refusal.status
        except Refusal as refusal:
            tell(form, refusal)
            status = refusal.status
        else:
            messages.success(request, _("The step is taken back."))
            return redirect(link.get_absolute_url())
    return detail(request, link, back_form=form, status=status)


@login_required
@require_POST
def link_agreement(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take one of the agreements that the page proposes."""
    link = find_link(request, public_id)
    if not permissions.can_change_link(request.user, link):
        raise PermissionDenied
    try:
        rows = Agreement.objects.visible_to(request.user)
        agreement = get_object_or_404(rows, public_id=request.POST.get("agreement", ""))
        name_agreement(actor=signed_in(request), link=link, agreement=agreement)
    except (ValidationError, Refusal) as refusal:
        messages.error(request, " ".join(getattr(refusal, "messages", [str(refusal)])))
    else:
        messages.success(request, _("The link rests on this agreement now."))
    return redirect(link.get_absolute_url())


@login_required
@require_POST
def link_activity(request: HttpRequest, public_id: UUID) -> HttpResponse:
    link = find_link(request, public_id)
    if not permissions.can_log_activity(request.user, link):
        raise PermissionDenied
    form = ActivityForm(request.POST)
    if form.is_valid():
        try:
            log_activity(actor=signed_in(request), link=link, **form.cleaned_data)
        except Refusal as refusal:
            tell(form, refusal)
            return detail(request, link, activity_form=form, status=refusal.status)
        messages.success(request, _("The activity is in the log."))
        return redirect(link.get_absolute_url())
    return detail(request, link, activity_form=form, status=400)


@require_safe
def place_choices(request: HttpRequest) -> JsonResponse:
    """Suggestions while somebody types the name of a place abroad."""
    text = _typed(request)
    rows = Municipality.objects.visible_to(request.user)
    found = find_places(rows, text)[:SUGGESTED] if text else []
    results = [
        {"value": str(one.public_id), "label": place_label(one), "hint": one.name} for one in found
    ]
    return JsonResponse({"results": results})


@require_safe
def agreement_choices(request: HttpRequest) -> JsonResponse:
    """Suggestions while somebody types the reference or the title of an agreement."""
    text = _typed(request)
    rows = Agreement.objects.visible_to(request.user).current().newest_first()
    found = search_names(rows, text)[:SUGGESTED] if text else []
    results = [
        {
            "value": str(one.public_id),
            "label": agreement_label(one),
            "hint": one.get_status_display(),
        }
        for one in found
    ]
    return JsonResponse({"results": results})


def _typed(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "")[:LONGEST_ASKED].strip()


def tell(form: Any, refusal: Exception) -> None:
    """Beside the field that it is about. The page shows the way to a link that is there already."""
    if isinstance(refusal, LinkExists):
        form.known = refusal.known
    tell_form(form, refusal, {"since_on": "since"})


def _form_page(
    request: HttpRequest,
    form: Any,
    heading: str,
    crumbs: list[Link],
    back: str,
    *,
    status: int = 200,
    newest: TwinLink | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "heading_text": heading,
        "crumbs": crumbs,
        "back": back,
        "newest": newest,
        "known": getattr(form, "known", None),
    }
    return render(request, "twinning/link_form.html", context, status=status)
