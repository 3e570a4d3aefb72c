"""Reading programmes: the list, one programme with its projects."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.audit.registry import history_url, may_see_history
from common.design.formats import long_date
from common.design.languages import wording
from common.design.parts import Fact, Link
from common.money.templatetags.money import money
from common.registers.views import list_view
from communities.permissions import is_official
from partners.models import Partner, Programme
from partners.programme_enums import ProgrammeRoleKind, RecordStatus
from partners.programme_permissions import can_change_programme, can_register_programme
from partners.programme_registers import PROGRAMMES
from partners.record_workflow import steps_from
from projects.models import Project
from projects.programme_results import results_of
from projects.words import ROLE_TITLES, activity_pill, counted, list_tabs, years

SHOWN = 20


def list_crumbs(*more: Link) -> list[Link]:
    home = Link(_("Home"), reverse("portal:home"))
    if not more:
        return [home, Link(_("Programmes"), "")]
    return [home, Link(_("Programmes"), reverse("programmes:programme-list")), *more]


def _list_context(request: HttpRequest) -> dict[str, Any]:
    return {"may_register": can_register_programme(request.user), "tabs": list_tabs("programmes")}


programme_list = list_view(PROGRAMMES, "programmes/programme_list.html", list_crumbs, _list_context)


def find_programme(request: HttpRequest, slug: str) -> Programme:
    """404 when there is none that the person may know of."""
    rows = Programme.objects.visible_to(request.user).select_related("curated_by__oblast")
    found: Programme | None = rows.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


@require_safe
def programme_detail(request: HttpRequest, slug: str) -> HttpResponse:
    programme = find_programme(request, slug)
    user = request.user
    may_change = can_change_programme(user, programme)
    projects = Project.objects.visible_to(user).current().filter(programme=programme)
    count = projects.count()
    territories = list(programme.territories.select_related("oblast", "community__oblast"))
    context = {
        "programme": programme,
        "crumbs": list_crumbs(Link(wording(programme, "name").text, "")),
        "status": activity_pill(programme.status),
        "is_draft": programme.record_status == RecordStatus.DRAFT,
        "is_archived": programme.record_status == RecordStatus.ARCHIVED,
        "key_facts": _key_facts(request, programme),
        "roles": _roles(programme, user),
        "components": list(programme.components.all()),
        "themes": list(programme.themes.all()),
        "oblasts": [one.oblast for one in territories if one.community is None],
        "communities": [one.community for one in territories if one.community],
        "lit": sorted({one.oblast.code for one in territories}),
        "projects": list(projects.newest_first()[:SHOWN]),
        "project_count": counted(count),
        "has_more": count > SHOWN,
        "projects_url": f"{reverse('projects:project-list')}?"
        f"{urlencode({'programme': programme.slug})}",
        "results": results_of(programme, user),
        "may_change": may_change,
        "steps": steps_from(programme) if may_change else [],
        "sees_keeping": is_official(user),
        "keeping": _keeping(programme),
        "history_url": history_url(programme) if may_see_history(user, programme) else "",
    }
    context["contents"] = _contents(context)
    return render(request, "programmes/programme_detail.html", context)


def _key_facts(request: HttpRequest, programme: Programme) -> list[Fact]:
    amount: Any = ""
    if programme.amount is not None:
        tag_context: Any = {"request": request}
        amount = money(tag_context, programme.amount, programme.currency, programme.amount_on)
    return [
        Fact(_("Years"), years(programme.starts_on, programme.ends_on)),
        Fact(_("Amount"), amount),
        Fact(_("IATI identifier"), programme.iati_identifier),
    ]


def _roles(programme: Programme, user: Any) -> list[tuple[str, list[Partner]]]:
    rows = list(programme.roles.select_related("partner"))
    keys = {one.partner_id for one in rows}
    known = set(Partner.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))
    groups = [
        (
            ROLE_TITLES[kind](),
            [one.partner for one in rows if one.role == kind and one.partner_id in known],
        )
        for kind in ProgrammeRoleKind
    ]
    return [(title, partners) for title, partners in groups if partners]


def _keeping(programme: Programme) -> list[Fact]:
    office = programme.curated_by
    return [
        Fact(
            _("Kept by"),
            wording(office, "name").text if office else _("nobody: every office may change it"),
            office.get_absolute_url() if office else "",
        ),
        Fact(_("State of the record"), programme.get_record_status_display()),
        Fact(_("Who may see it"), programme.get_visibility_display()),
        Fact(_("Origin of the record"), programme.get_source_display()),
        Fact(_("Where the data come from"), programme.source_note),
        Fact(_("Entered on"), long_date(programme.created_at)),
    ]


def _contents(context: dict[str, Any]) -> list[Link]:
    programme = context["programme"]
    about = wording(programme, "description").text or wording(programme, "aims").text
    sections = (
        ("about", _("About the programme"), about or programme.website or context["themes"]),
        ("who", _("Who takes part"), context["roles"]),
        ("components", _("Components"), context["components"]),
        ("where", _("Where it works"), context["lit"] or programme.is_whole_country),
        ("results", _("Results"), context["results"]),
        ("projects", _("Projects"), True),
        ("keeping", _("How the record is kept"), context["sees_keeping"]),
    )
    return [Link(label, f"#{anchor}") for anchor, label, shown in sections if shown]
