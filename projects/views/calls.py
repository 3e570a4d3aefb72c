"""Reading calls: the list with its tabs, one call, its files, what suits a community."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.audit.registry import history_url, may_see_history
from common.design.formats import current_language, long_date, moment
from common.design.languages import wording
from common.design.parts import Chip, Fact, Link
from common.intake.given import file_answer
from common.registers.filter_panel import FilterPanel
from common.registers.pages import ListPage
from communities.models import Community
from communities.permissions import communities_of, is_official
from partners.data import language_names
from partners.models import Partner, Programme
from partners.programme_enums import RecordStatus
from partners.record_workflow import steps_from
from projects import call_permissions as permissions
from projects.aid_words import pill_unless_published
from projects.call_enums import BAD_LINKS, CallSource
from projects.call_filters import NOT_OVER, OVER
from projects.call_fit import Wants, fit_of, fitting_calls
from projects.call_registers import CALLS
from projects.call_words import (
    applicant_words,
    days_left,
    deadline_elsewhere,
    deadline_words,
    share_words,
    state_pill,
)
from projects.models import Call, CallFile, LinkCheck
from projects.services.call_alerts import canonical

# Communities whose fit is shown on the page of a call; others have the list.
MOST_FITS = 3


def list_crumbs(*more: Link) -> list[Link]:
    home = Link(_("Home"), reverse("portal:home"))
    if not more:
        return [home, Link(_("Calls"), "")]
    return [home, Link(_("Calls"), reverse("calls:call-list")), *more]


def crumbs_of(call: Call, *more: Link) -> list[Link]:
    return list_crumbs(Link(call.reference, call.get_absolute_url() if more else ""), *more)


def find_call(request: HttpRequest, reference: str) -> Call:
    """404 when there is none that the person may know of."""
    rows = Call.objects.visible_to(request.user)
    found: Call | None = (
        rows.select_related("partner", "programme", "office__oblast")
        .prefetch_related("themes", "oblasts")
        .filter(reference=reference)
        .first()
    )
    if found is None:
        raise Http404
    return found


def find_allowed(request: HttpRequest, reference: str) -> Call:
    """As `find_call`; 403 unless the person keeps it."""
    call = find_call(request, reference)
    if not permissions.can_change_call(request.user, call):
        raise PermissionDenied
    return call


def find_mendable(request: HttpRequest, reference: str) -> Call:
    """As `find_call`; 403 unless the person keeps it or has proposed it."""
    call = find_call(request, reference)
    if not permissions.can_mend_call(request.user, call):
        raise PermissionDenied
    return call


@dataclass
class CallPage(ListPage):
    """The list without a filter for what its tabs say."""

    @property
    def chips(self) -> list[Chip]:
        return [one for one in super().chips if str(one.label) != str(_when_label())]

    @cached_property
    def panel(self) -> FilterPanel:
        return replace(super().panel, without=("when",))


def _when_label() -> Any:
    return CALLS.extra_filters["when"].label


def _page(request: HttpRequest) -> CallPage:
    """One may still apply, unless the address asks for those that are over."""
    query = request.GET.copy()
    if query.get("when") != OVER:
        query["when"] = NOT_OVER
    if not query.get("ordering") and query["when"] == OVER:
        query["ordering"] = "-closes_at"
    request.GET = query  # type: ignore[assignment]
    return CallPage(request, CALLS)


@require_safe
def call_list(request: HttpRequest) -> HttpResponse:
    asked = request.GET.copy()
    page = _page(request)
    query = canonical(asked)
    own = list(Community.objects.filter(pk__in=communities_of(request.user))[:2])
    context = {
        "list": page,
        "crumbs": list_crumbs(),
        "sections": section_tabs("calls"),
        "tabs": _tabs(asked),
        "is_past": page.request.GET["when"] == OVER,
        "may_register": permissions.can_register_call(request.user),
        "may_propose": permissions.can_propose_call(request.user),
        "sees_links": permissions.can_see_link_checks(request.user),
        "query": query,
        "feeds": _feeds(query),
        "fitting_url": f"{reverse('calls:fitting')}" if own else "",
    }
    return render(request, "calls/call_list.html", context)


def section_tabs(current: str) -> list[Link]:
    """Ideas and calls lie side by side: what communities want, what partners offer."""
    places = (
        ("ideas", _("Ideas"), "ideas:idea-list"),
        ("calls", _("Calls"), "calls:call-list"),
    )
    links = []
    for code, label, name in places:
        try:
            links.append(Link(label, reverse(name), current=code == current))
        except NoReverseMatch:
            continue
    return links if len(links) > 1 else []


def _tabs(asked: Any) -> list[Link]:
    is_past = asked.get("when") == OVER
    links = []
    for label, when, current in (
        (_("One may still apply"), "", not is_past),
        (_("Over"), OVER, is_past),
    ):
        query = asked.copy()
        for name in ("when", "cursor", "ordering", "state"):
            query.pop(name, None)
        if when:
            query["when"] = when
        address = reverse("calls:call-list")
        links.append(Link(label, f"{address}?{query.urlencode()}" if query else address, current))
    return links


def _feeds(query: str) -> list[Link]:
    suffix = f"?{query}" if query else ""
    return [
        Link(_("Feed (Atom)"), reverse("calls:call-feed", args=["atom"]) + suffix),
        Link(_("Feed (RSS)"), reverse("calls:call-feed", args=["rss"]) + suffix),
        Link(_("Deadlines for a calendar (iCalendar)"), reverse("calls:deadlines") + suffix),
    ]


@require_safe
def call_detail(request: HttpRequest, reference: str) -> HttpResponse:
    call = find_call(request, reference)
    user = request.user
    may_change = permissions.can_change_call(user, call)
    sees_links = permissions.can_see_link_checks(user)
    context = {
        "call": call,
        "crumbs": crumbs_of(call),
        "status": pill_unless_published(call.record_status) or state_pill(call.state),
        "key_facts": _key_facts(call, user),
        "facts": _facts(call),
        "applicants": applicant_words(call.applicants),
        "today": timezone.localdate(),
        "files": list(CallFile.objects.visible_to(user).filter(call=call)),
        "fits": _fits(call, user),
        "link_check": _link_check(call) if sees_links else None,
        "may_change": permissions.can_mend_call(user, call)
        and call.record_status != RecordStatus.ARCHIVED,
        "is_proposal": call.source == CallSource.PARTNER
        and call.record_status == RecordStatus.DRAFT,
        "steps": steps_from(call) if may_change else [],
        "sees_keeping": is_official(user),
        "keeping": _keeping(call),
        "history_url": history_url(call) if may_see_history(user, call) else "",
    }
    return render(request, "calls/call_detail.html", context)


def _key_facts(call: Call, user: Any) -> list[Fact]:
    when = deadline_words(call.closes_at)
    left = days_left(call.closes_at) if call.closes_at else ""
    partner = Partner.objects.visible_to(user).filter(pk=call.partner_id).first()
    programme = Programme.objects.visible_to(user).filter(pk=call.programme_id).first()
    facts = [Fact(_("Deadline"), f"{when} ({left})" if left else when)]
    if partner:
        facts.append(Fact(_("Partner"), wording(partner, "name").text, partner.get_absolute_url()))
    if programme:
        url = _address_of(programme)
        facts.append(Fact(_("Programme"), wording(programme, "name").text, url))
    return facts


def _address_of(programme: Programme) -> str:
    try:
        return str(programme.get_absolute_url())
    except NoReverseMatch:
        return ""


def _facts(call: Call) -> list[Fact]:
    names = language_names(current_language())
    spoken = ", ".join(names.get(code, code) for code in call.languages)
    oblasts = [wording(one, "full_name").text for one in call.oblasts.all()]
    return [
        Fact(
            _("Deadline as the partner announced it"),
            deadline_elsewhere(call.closes_at, call.time_zone),
        ),
        Fact(_("Opens on"), long_date(call.opens_on) if call.opens_on else ""),
        Fact(_("Where"), ", ".join(oblasts) or _("the whole of Ukraine")),
        Fact(_("Own share"), share_words(call.own_share)),
        Fact(_("Languages of the application"), spoken),
        Fact(_("Where to ask"), call.contact),
        Fact(_("Reference"), call.reference),
    ]


def _fits(call: Call, user: Any) -> list[tuple[str, Any]]:
    """How the call suits the communities that the person works for."""
    own = Community.objects.filter(pk__in=communities_of(user)).select_related("oblast")
    return [
        (wording(one, "full_name").text, fit_of(call, Wants.of(one)))
        for one in own.order_by("sort_key", "pk")[:MOST_FITS]
    ]


def _link_check(call: Call) -> LinkCheck | None:
    return LinkCheck.objects.filter(url=call.link).first() if call.link else None


def _keeping(call: Call) -> list[Fact]:
    kept_by = wording(call.office, "name").text if call.office else _("all offices")
    return [
        Fact(_("Kept by"), kept_by),
        Fact(_("Who may see it"), str(call.get_visibility_display())),
        Fact(_("State of the record"), str(call.get_record_status_display())),
        Fact(_("Published"), moment(call.published_at) if call.published_at else ""),
        Fact(_("Origin of the record"), str(call.get_source_display())),
        Fact(_("Where the data come from"), call.source_note),
        Fact(_("Why archived"), call.archive_reason),
    ]


@require_safe
def call_file(request: HttpRequest, reference: str, public_id: UUID) -> FileResponse:
    """404 alike for a missing file and one that the person may not see."""
    rows = CallFile.objects.visible_to(request.user).filter(call__reference=reference)
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return file_answer(found)


@login_required
@require_safe
def fitting(request: HttpRequest) -> HttpResponse:
    """Calls that suit a community, with the reasons; officials choose one of their oblast."""
    community = _asked_community(request)
    if not permissions.can_see_fitting_calls(request.user, community):
        raise PermissionDenied
    own = Community.objects.filter(pk__in=communities_of(request.user))
    found = fitting_calls(community, request.user)
    context = {
        "community": community,
        "fits": found,
        "others": [
            Link(
                wording(one, "full_name").text,
                f"{request.path}?{urlencode({'community': one.code})}",
                current=one.pk == community.pk,
            )
            for one in own.order_by("sort_key", "pk")
        ],
        "has_themes": bool(Wants.of(community).themes),
        "crumbs": list_crumbs(Link(_("Suit the community"), "")),
    }
    return render(request, "calls/fitting.html", context)


def _asked_community(request: HttpRequest) -> Community:
    code = request.GET.get("community", "").replace("\x00", "")
    rows = Community.objects.select_related("oblast")
    if code:
        asked: Community = get_object_or_404(rows, code=code)
        return asked
    found: Community | None = (
        rows.filter(pk__in=communities_of(request.user)).order_by("sort_key", "pk").first()
    )
    if found is None:
        raise Http404
    return found


@login_required
@require_safe
def link_list(request: HttpRequest) -> HttpResponse:
    """Links that do not open or lead elsewhere, with the calls that have them."""
    if not permissions.can_see_link_checks(request.user):
        raise PermissionDenied
    calls = Call.objects.visible_to(request.user).published().not_over().exclude(link="")
    checks = {one.url: one for one in LinkCheck.objects.filter(url__in=calls.values("link"))}
    rows = [(call, checks[call.link]) for call in calls.by_deadline() if call.link in checks]
    context = {
        "bad": [(call, check) for call, check in rows if check.state in BAD_LINKS],
        "moved": [(call, check) for call, check in rows if check.leads_to],
        "fine": sum(check.state not in BAD_LINKS and not check.leads_to for _c, check in rows),
        "waiting": calls.count() - len(rows),
        "crumbs": list_crumbs(Link(_("Links"), "")),
    }
    return render(request, "calls/link_list.html", context)
