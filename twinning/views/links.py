"""Twin links: the list, one link, entering and changing it, its stages and activities."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.audit.registry import history_url, may_see_history
from common.design.formats import long_date
from common.design.languages import wording
from common.design.parts import Event, Fact, Link, Pill, Tone
from common.registers.views import list_view
from communities.models import Community
from communities.permissions import is_official
from communities.views.communities import home_crumb
from partners.exceptions import PartnersError
from twinning import link_permissions as permissions
from twinning.exceptions import InvalidLink, LinkRefused, TwinningError
from twinning.link_enums import LinkStage, Precision
from twinning.link_forms import (
    ActivityForm,
    StageForm,
    TwinLinkForm,
    find_places,
    place_label,
)
from twinning.link_registers import TWIN_LINKS
from twinning.models import Municipality, TwinLink, TwinLinkQuestion
from twinning.services.links import (
    change_twin_link,
    end_twin_link,
    log_activity,
    register_twin_link,
    take_stage,
)
from twinning.similarity.reasons import country_name

SUGGESTED = 10
TONES: dict[str, Tone] = {
    LinkStage.CONTACT: "info",
    LinkStage.LETTER: "info",
    LinkStage.TALKS: "info",
    LinkStage.MEMORANDUM: "good",
    LinkStage.AGREEMENT: "good",
    LinkStage.ACTIVE: "good",
    LinkStage.DORMANT: "wait",
    LinkStage.ENDED: "quiet",
}


def stage_pill(stage: str) -> Pill:
    return Pill(str(LinkStage(stage).label), TONES[stage])


def list_crumb() -> Link:
    return Link(str(TWIN_LINKS.title), reverse("twinning:link-list"))


def title_of(link: TwinLink) -> str:
    """«Полтавська – Фільдерштадт»."""
    return f"{wording(link.home, 'name').text} – {wording(link.municipality, 'title').text}"


def crumbs_of(link: TwinLink, *more: Link) -> list[Link]:
    name = title_of(link)
    here = Link(name, link.get_absolute_url() if more else "")
    return [home_crumb(), list_crumb(), here, *more]


def _list_actions(request: HttpRequest) -> dict[str, Any]:
    user = request.user
    waiting = TwinLinkQuestion.objects.visible_to(user).waiting()
    may_import = permissions.can_import_links(user)
    return {
        "may_add": permissions.can_register_links(user),
        "may_import": may_import,
        "waiting": waiting.count() if may_import else 0,
    }


link_list = list_view(
    TWIN_LINKS,
    "twinning/link_list.html",
    lambda: [home_crumb(), Link(str(TWIN_LINKS.title), "")],
    _list_actions,
)


def find_link(request: HttpRequest, public_id: UUID) -> TwinLink:
    rows = TwinLink.objects.visible_to(request.user).with_sides().select_related("office")
    found: TwinLink = get_object_or_404(rows, public_id=public_id)
    return found


@require_safe
def link_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _detail(request, find_link(request, public_id))


def _detail(
    request: HttpRequest,
    link: TwinLink,
    stage_form: StageForm | None = None,
    activity_form: ActivityForm | None = None,
    status: int = 200,
) -> HttpResponse:
    user = request.user
    stages = permissions.allowed_stages(user, link)
    may_log = permissions.can_log_activity(user, link) and link.stage != LinkStage.ENDED
    context = {
        "link": link,
        "title": title_of(link),
        "crumbs": crumbs_of(link),
        "status": stage_pill(link.stage),
        "key_facts": key_facts(link),
        "facts": more_facts(link, for_officials=is_official(user)),
        "stages": stage_events(link, for_officials=is_official(user)),
        "activities": activity_events(link),
        "may_change": permissions.can_change_link(user, link),
        "stage_form": (stage_form or StageForm(stages=stages)) if stages else None,
        "activity_form": (activity_form or ActivityForm()) if may_log else None,
        "history_url": history_url(link) if may_see_history(user, link) else "",
    }
    return render(request, "twinning/link_detail.html", context, status=status)


def key_facts(link: TwinLink) -> list[Fact]:
    home, place = link.home, link.municipality
    name = "full_name"
    return [
        Fact(_("On our side"), wording(home, name).text, home.get_absolute_url()),
        Fact(_("Place abroad"), place_label(place), place.get_absolute_url()),
        Fact(_("Since"), since_of(link)),
    ]


def since_of(link: TwinLink) -> str:
    if link.since_on is None:
        return ""
    is_year = link.since_precision == Precision.YEAR
    return str(link.since_on.year) if is_year else long_date(link.since_on)


def more_facts(link: TwinLink, *, for_officials: bool) -> list[Fact]:
    oblast, partner = link.home_oblast, link.municipality.partner
    country = str(link.municipality.country)
    office = link.office
    facts = [
        Fact(_("Kind"), link.get_kind_display()),
        Fact(_("Oblast"), wording(oblast, "full_name").text, oblast.get_absolute_url()),
        Fact(_("Country"), country_name(country), reverse("twinning:country", args=[country])),
        Fact(_("Ended on"), long_date(link.ended_on) if link.ended_on else ""),
        Fact(_("Responsible office"), wording(office, "name").text if office else ""),
        Fact(_("Source"), link.source),
    ]
    if for_officials:
        people = ", ".join(str(one) for one in link.people.order_by("full_name", "pk"))
        facts += [
            Fact(_("People responsible"), people),
            Fact(_("Who may see it"), link.get_visibility_display()),
            Fact(
                _("Partner record"),
                wording(partner, "name").text if partner else "",
                partner.get_absolute_url() if partner else "",
            ),
        ]
    return facts


def stage_events(link: TwinLink, *, for_officials: bool) -> list[Event]:
    """Newest first; a stage of which only the year is known says so. Names are for officials."""
    return [
        Event(
            what=_year_said(one),
            at=one.on,
            who=str(one.by) if one.by and for_officials else "",
            note=one.note,
        )
        for one in link.stages.select_related("by").order_by("-on", "-pk")
        if one.on
    ]


def _year_said(one: Any) -> str:
    label = str(LinkStage(one.stage).label).capitalize()
    if one.precision == Precision.YEAR:
        return _("%(stage)s (only the year is known)") % {"stage": label}
    return label


def activity_events(link: TwinLink) -> list[Event]:
    return [
        Event(what=wording(one, "what").text, at=one.on, note=one.get_kind_display())
        for one in link.activities.all()
    ]


# Entering and changing


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def link_new(request: HttpRequest) -> HttpResponse:
    if not permissions.can_register_links(request.user):
        raise PermissionDenied
    form = TwinLinkForm(request.POST or None, user=request.user, initial=_asked(request))
    if form.is_valid():
        data, stage = form.data_for_service(), form.cleaned_data["stage"]
        if not permissions.can_register_link(request.user, data.community or data.oblast, stage):
            raise PermissionDenied
        try:
            link = register_twin_link(actor=_user(request), data=data, stage=stage)
        except (TwinningError, PartnersError) as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("The link is in the register."))
            return redirect(link.get_absolute_url())
    heading = _("Enter a twin link")
    crumbs = [home_crumb(), list_crumb(), Link(heading, "")]
    return _form_page(request, form, heading, crumbs, list_crumb().url)


def _asked(request: HttpRequest) -> dict[str, Any]:
    """What the page that leads here knows already; a coordinator's only community."""
    asked: dict[str, Any] = {
        name: request.GET[name] for name in ("community", "municipality") if request.GET.get(name)
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
    if form.is_valid():
        data = form.data_for_service()
        # Nobody gives a link away to a territory that is not his to write of.
        if not permissions.can_register_link(
            request.user, data.community or data.oblast, link.stage
        ):
            raise PermissionDenied
        try:
            change_twin_link(actor=_user(request), link=link, data=data)
        except (TwinningError, PartnersError) as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("The link is saved."))
            return redirect(link.get_absolute_url())
    crumbs = crumbs_of(link, Link(_("Change"), ""))
    return _form_page(request, form, title_of(link), crumbs, link.get_absolute_url())


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
        return _detail(request, link, stage_form=form, status=409 if known else 400)
    values = form.cleaned_data
    try:
        if values["stage"] == LinkStage.ENDED:
            end_twin_link(actor=_user(request), link=link, on=values["on"], note=values["note"])
        else:
            take_stage(actor=_user(request), link=link, **values)
    except (LinkRefused, PartnersError) as refusal:
        tell(form, refusal)
        return _detail(request, link, stage_form=form, status=refusal.status)
    messages.success(request, _("The stage is saved."))
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
            log_activity(actor=_user(request), link=link, **form.cleaned_data)
        except LinkRefused as refusal:
            tell(form, refusal)
            return _detail(request, link, activity_form=form, status=refusal.status)
        messages.success(request, _("The activity is in the log."))
        return redirect(link.get_absolute_url())
    return _detail(request, link, activity_form=form, status=400)


@require_safe
def place_choices(request: HttpRequest) -> JsonResponse:
    """Suggestions while somebody types the name of a place abroad."""
    text = request.GET.get("q", "").replace("\x00", "")[:200].strip()
    rows = Municipality.objects.visible_to(request.user)
    found = find_places(rows, text)[:SUGGESTED] if text else []
    results = [
        {"value": str(one.public_id), "label": place_label(one), "hint": one.name} for one in found
    ]
    return JsonResponse({"results": results})


def tell(form: Any, refusal: Exception) -> None:
    if not isinstance(refusal, InvalidLink):
        form.add_error(None, str(refusal))
        return
    for name, texts in refusal.errors.items():
        field = "since" if name == "since_on" else name
        for text in texts:
            form.add_error(field if field in form.fields else None, text)


def _user(request: HttpRequest) -> Any:
    return request.user


def _form_page(
    request: HttpRequest, form: Any, heading: str, crumbs: list[Link], back: str
) -> HttpResponse:
    context = {"form": form, "heading_text": heading, "crumbs": crumbs, "back": back}
    return render(request, "twinning/municipality_form.html", context)
