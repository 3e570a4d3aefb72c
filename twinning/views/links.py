"""Reading twin links: the list and one link with its stages and activities."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.audit.registry import history_url, may_see_history
from common.design.formats import long_date
from common.design.languages import wording
from common.design.parts import Event, Fact, Link, Pill, Tone
from common.registers.views import list_view
from communities.permissions import communities_of, is_official
from communities.views.communities import home_crumb
from partners.agreement_permissions import can_register_agreement
from partners.models import Agreement, ContactPerson, Partner
from twinning import link_permissions as permissions
from twinning.inexact_dates import told_date
from twinning.link_agreements import OCCASION, proposed_agreements, wants_agreement
from twinning.link_enums import LinkStage, Precision
from twinning.link_forms import (
    ActivityForm,
    StageForm,
    TakeBackForm,
    agreement_label,
    place_label,
)
from twinning.link_places import title_of
from twinning.link_registers import TWIN_LINKS
from twinning.models import TwinLink, TwinLinkQuestion, TwinLinkStage
from twinning.similarity.reasons import country_name
from twinning.workflow import FIRST

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
        "ways": ways(request, "list"),
    }


def ways(request: HttpRequest, here: str) -> list[Link]:
    """The same links, under the same filters, as a list and on the map."""
    query = request.GET.copy()
    query.pop("cursor", None)
    asked = f"?{query.urlencode()}" if query else ""
    labels = {"list": _("List"), "map": _("Map")}
    return [
        Link(label, f"{reverse(f'twinning:link-{name}')}{asked}", current=name == here)
        for name, label in labels.items()
    ]


link_list = list_view(
    TWIN_LINKS,
    "twinning/link_list.html",
    lambda: [home_crumb(), Link(str(TWIN_LINKS.title), "")],
    _list_actions,
)


def find_link(request: HttpRequest, public_id: UUID) -> TwinLink:
    rows = TwinLink.objects.visible_to(request.user).with_sides()
    rows = rows.select_related("office", "agreement")
    found: TwinLink = get_object_or_404(rows, public_id=public_id)
    return found


@require_safe
def link_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return detail(request, find_link(request, public_id))


def detail(
    request: HttpRequest,
    link: TwinLink,
    *,
    stage_form: StageForm | None = None,
    activity_form: ActivityForm | None = None,
    back_form: TakeBackForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of the link, with what was wrong in one of its forms."""
    user = request.user
    stages = permissions.allowed_stages(user, link)
    may_log = permissions.can_log_activity(user, link) and link.stage != LinkStage.ENDED
    context = {
        "link": link,
        "title": title_of(link),
        "crumbs": crumbs_of(link),
        "status": stage_pill(link.stage),
        "key_facts": key_facts(link),
        "facts": more_facts(link, user),
        "keeping": keeping(link, user) if sees_people(user, link) else [],
        "proposal": _proposal(link, user),
        "stages": stage_events(link, for_officials=is_official(user)),
        "activities": activity_events(link),
        "for_officials": is_official(user),
        "may_change": permissions.can_change_link(user, link),
        "stage_form": (stage_form or StageForm(stages=stages)) if stages else None,
        "activity_form": (activity_form or ActivityForm()) if may_log else None,
        "back_form": back_form or back_form_of(link, user),
        "back_open": back_form is not None,
        "history_url": history_url(link) if may_see_history(user, link) else "",
    }
    return render(request, "twinning/link_detail.html", context, status=status)


def key_facts(link: TwinLink) -> list[Fact]:
    home, place = link.home, link.municipality
    name = "full_name"
    return [
        Fact(_("On our side"), wording(home, name).text, home.get_absolute_url()),
        Fact(_("Place abroad"), place_label(place), place.get_absolute_url()),
        Fact(_("Since"), told_date(link.since_on, link.since_precision)),
    ]


def more_facts(link: TwinLink, user: Any) -> list[Fact]:
    oblast = link.home_oblast
    country = str(link.municipality.country)
    office = link.office
    return [
        Fact(_("Kind"), link.get_kind_display()),
        Fact(_("Oblast"), wording(oblast, "full_name").text, oblast.get_absolute_url()),
        Fact(_("Country"), country_name(country), reverse("twinning:country", args=[country])),
        _agreement_fact(link, user),
        _partner_fact(link, user),
        Fact(_("Ended on"), long_date(link.ended_on) if link.ended_on else ""),
        Fact(_("Responsible office"), wording(office, "name").text if office else ""),
        Fact(_("Source"), link.source),
    ]


def _agreement_fact(link: TwinLink, user: Any) -> Fact:
    """Only for those who may know of it: negotiations are not public."""
    rows = Agreement.objects.visible_to(user).filter(pk=link.agreement_id)
    found = rows.first() if link.agreement_id else None
    label = _("Agreement")
    return (
        Fact(label, agreement_label(found), found.get_absolute_url()) if found else Fact(label, "")
    )


def _partner_fact(link: TwinLink, user: Any) -> Fact:
    partner = link.municipality.partner
    label = _("Partner record")
    if partner is None or not Partner.objects.visible_to(user).filter(pk=partner.pk).exists():
        return Fact(label, "")
    return Fact(label, wording(partner, "name").text, partner.get_absolute_url())


def sees_people(user: Any, link: TwinLink) -> bool:
    """Officials, and the people of the community."""
    return is_official(user) or link.community_id in communities_of(user)


def keeping(link: TwinLink, user: Any) -> list[Fact]:
    contacts = ContactPerson.objects.visible_to(user).filter(pk=link.contact_id)
    contact = contacts.first() if link.contact_id else None
    people = ", ".join(str(one) for one in link.people.order_by("full_name", "pk"))
    return [
        Fact(_("People responsible"), people),
        Fact(_("Contact person at the partner"), _reached(contact) if contact else ""),
        Fact(_("Who may see it"), link.get_visibility_display()),
    ]


def _reached(contact: ContactPerson) -> str:
    """«Anna Schmidt, head of the mayor’s office, anna@example.org»."""
    parts = (contact.full_name, wording(contact, "position").text, contact.email)
    return ", ".join(part for part in (*parts, str(contact.phone)) if part)


def _proposal(link: TwinLink, user: Any) -> dict[str, Any] | None:
    """Which agreement the link may rest on, for those who may say so."""
    if not wants_agreement(link) or not permissions.can_change_link(user, link):
        return None
    found = [
        (str(one.public_id), agreement_label(one), one.get_absolute_url())
        for one in proposed_agreements(link, user)
    ]
    entering = f"{reverse('agreements:agreement-new')}?{OCCASION}={link.public_id}"
    may_enter = can_register_agreement(user, link.home_oblast)
    return {"found": found, "new_url": entering if may_enter else ""}


def back_form_of(
    link: TwinLink, user: Any, data: Any = None, *, reason: str = ""
) -> TakeBackForm | None:
    """Undoing the last step; None for those who may not."""
    steps = list(link.stages.standing().order_by("-pk")[:2])
    if not steps or not permissions.can_take_back_stage(user, link):
        return None
    may_say: list[str] = []
    if len(steps) == 1:
        may_say = [stage for stage in FIRST if permissions.can_take_stage(user, link, stage)]
    return TakeBackForm(data, step=steps[0], stages=may_say, reason=reason)


def stage_events(link: TwinLink, *, for_officials: bool) -> list[Event]:
    """Newest first; a stage of which only the year is known says so. Names, and steps that were
    taken back, are for officials.
    """
    steps = link.stages.select_related("by", "taken_back_by").order_by("-on", "-pk")
    rows = steps if for_officials else steps.standing()
    return [_stage_event(one, one.on, for_officials=for_officials) for one in rows if one.on]


def _stage_event(one: TwinLinkStage, on: dt.date, *, for_officials: bool) -> Event:
    note = one.note
    if one.taken_back_at:
        told = _("Taken back on %(day)s: %(reason)s")
        said = told % {"day": long_date(one.taken_back_at), "reason": one.taken_back_reason}
        note = " ".join(part for part in (one.note, said) if part)
    who = str(one.by) if one.by and for_officials else ""
    year = str(on.year) if one.precision == Precision.YEAR else ""
    return Event(what=_step_said(one), at=on, who=who, note=note, when=year)


def _step_said(one: TwinLinkStage) -> str:
    label = str(LinkStage(one.stage).label).capitalize()
    if one.taken_back_at:
        return _("%(stage)s (taken back)") % {"stage": label}
    return label


def activity_events(link: TwinLink) -> list[Event]:
    return [
        Event(what=wording(one, "what").text, at=one.on, note=one.get_kind_display())
        for one in link.activities.all()
    ]
