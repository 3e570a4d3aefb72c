"""Reading projects: the list, one project, its files."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.audit.registry import history_url, may_see_history
from common.codelists.entries import SDG_GOALS, SDG_TARGETS, Name, names_of_lists
from common.design.formats import long_date
from common.design.languages import wording
from common.design.parts import Fact, Link
from common.intake.given import file_answer
from common.money.templatetags.money import money
from common.money.viewing import prime_rows, rates_of, viewing_currency
from common.registers.pages import list_page
from communities.permissions import is_official
from partners.models import Agreement, Partner, Programme
from partners.record_workflow import steps_from
from projects import permissions
from projects.aid_places import aid_of_project
from projects.enums import MIRRORED_RELATIONS, RecordStatus, RelationKind
from projects.iati_import.provenance import sources_of
from projects.models import (
    Project,
    ProjectContact,
    ProjectDocument,
    ProjectLocation,
    ProjectPhoto,
    ProjectSDG,
    RelatedProject,
)
from projects.mta_part import mta_part
from projects.progress_words import progress_of
from projects.registers import PROJECTS
from projects.related import sections_of_project
from projects.selectors import survivor_of
from projects.shares import cost_in
from projects.words import (
    activity_pill,
    budget_totals,
    indicator_rows,
    list_tabs,
    place_rows,
    record_pill,
    role_groups,
    standard_files,
    timeline,
    years,
)

MARKERS = ("PolicyMarker", "PolicySignificance")
CODELISTS = ("Sector", SDG_GOALS, SDG_TARGETS, *MARKERS, "DocumentCategory")


def list_crumbs(*more: Link) -> list[Link]:
    home = Link(_("Home"), reverse("portal:home"))
    if not more:
        return [home, Link(_("Projects"), "")]
    return [home, Link(_("Projects"), reverse("projects:project-list")), *more]


def crumbs_of(project: Project, *more: Link) -> list[Link]:
    here = Link(project.reference, project.get_absolute_url() if more else "")
    return list_crumbs(here, *more)


def find_project(request: HttpRequest, reference: str) -> Project:
    """404 when there is none that the person may know of."""
    rows = Project.objects.visible_to(request.user).with_order()
    joined = ("oblast", "office", "programme", "component", "agreement", "merged_into")
    found: Project | None = rows.select_related(*joined).filter(reference=reference).first()
    if found is None:
        raise Http404
    return found


def find_allowed(request: HttpRequest, reference: str) -> Project:
    """As `find_project`; 403 unless the person keeps it."""
    project = find_project(request, reference)
    if not permissions.can_change_project(request.user, project):
        raise PermissionDenied
    return project


@require_safe
def project_list(request: HttpRequest) -> HttpResponse:
    page = list_page(PROJECTS, request)
    prime_rows(request, page, "cost")
    context = {
        "list": page,
        "crumbs": list_crumbs(),
        "may_register": permissions.can_register_project(request.user),
        "tabs": list_tabs("projects", request.GET),
    }
    return render(request, "projects/project_list.html", context)


@require_safe
def project_detail(request: HttpRequest, reference: str) -> HttpResponse:
    """One project. A merged one leads those who may not see it to the record it became part of."""
    try:
        project = find_project(request, reference)
    except Http404:
        survivor = survivor_of(request.user, reference)
        if survivor is None:
            raise
        return HttpResponsePermanentRedirect(survivor.get_absolute_url())
    user = request.user
    names = names_of_lists(CODELISTS)
    _prime_rates(request, project)
    context = {
        "project": project,
        "crumbs": crumbs_of(project),
        "status": activity_pill(project.status),
        "record_pill": record_pill(project.record_status),
        "is_draft": project.record_status == RecordStatus.DRAFT,
        "is_archived": project.record_status == RecordStatus.ARCHIVED,
        **_steps(project, user),
        "sees_keeping": is_official(user),
        "key_facts": _key_facts(request, project),
        "texts": _texts(project),
        **_who_and_where(request, project),
        **_about(project, names),
        **_money(project),
        **_papers(project, user, names),
        "programme_link": _programme_link(project, user),
        "agreement_link": _agreement_link(project, user),
        "related": _related(project, user),
        "aid": aid_of_project(project, user),
        "sections": sections_of_project(project, user),
        "numbers": _numbers(project),
        "keeping": _keeping(project),
        "standard_files": standard_files(project),
        "history_url": history_url(project) if may_see_history(user, project) else "",
        "progress": progress_of(project, user),
        "mta": mta_part(project, user),
        "sources": sources_of(project),
    }
    context["contents"] = _contents(context)
    return render(request, "projects/project_detail.html", context)


def _steps(project: Project, user: Any) -> dict[str, Any]:
    may_change = permissions.can_change_project(user, project)
    return {
        "may_change": may_change,
        "record": project,
        "steps": steps_from(project) if may_change else [],
        "step_view": "projects:project-step",
    }


def _prime_rates(request: HttpRequest, project: Project) -> None:
    """All rates that the page needs, by one statement."""
    days = [
        *project.budgets.values_list("currency", "value_date"),
        *project.transactions.values_list("currency", "value_date"),
        *([(project.currency, project.amount_on)] if project.amount_on else []),
    ]
    to = viewing_currency(request)
    rates_of(request).prime([*days, *((to, day) for _code, day in days)])


def _key_facts(request: HttpRequest, project: Project) -> list[Fact]:
    cost: Any = ""
    if project.amount is not None:
        tag_context: Any = {"request": request}
        cost = money(tag_context, project.amount, project.currency, project.amount_on)
    return [
        Fact(_("Kind"), capfirst(project.get_kind_display())),
        Fact(_("Cost"), cost),
        Fact(_("Years"), years(project.starts_on, project.ends_on)),  # type: ignore[attr-defined]
    ]


def _texts(project: Project) -> list[tuple[str, str]]:
    """(heading, column) of the texts that are written, in the order in which one asks."""
    headings = (
        ("", "description"),
        (_("What it is for"), "aims"),
        (_("What is done"), "tasks"),
        (_("Whom it serves"), "target_groups"),
        (_("What is expected"), "expected_results"),
    )
    return [(title, name) for title, name in headings if wording(project, name).text]


def _who_and_where(request: HttpRequest, project: Project) -> dict[str, Any]:
    user, viewed_in = request.user, viewing_currency(request)
    roles = list(project.roles.select_related("partner", "community", "oblast", "office"))
    keys = {one.partner_id for one in roles if one.partner_id}
    known = set(Partner.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))
    territories = list(project.territories.select_related("community", "raion", "oblast"))
    viewed = cost_in(project, viewed_in, rates_of(request))
    rows = place_rows(project, territories, viewed, viewed_in)
    locations = ProjectLocation.objects.visible_to(user).filter(project=project)
    return {
        "roles": role_groups(roles, known),
        "places": rows,
        "viewed_in": viewed_in,
        "has_viewed": any(one.viewed is not None for one in rows),
        "has_shares": any(one.share for one in rows),
        "has_equal_shares": any(one.share and not one.share.is_stated for one in rows),
        "locations": list(locations.select_related("community")),
        "lit": sorted({one.oblast.code for one in territories if one.oblast}),
    }


def _programme_link(project: Project, user: Any) -> Link | None:
    programme = project.programme
    if programme is None or not Programme.objects.visible_to(user).filter(pk=programme.pk).exists():
        return None
    component = wording(project.component, "name").text if project.component else ""
    return Link(wording(programme, "name").text, programme.get_absolute_url(), note=component)


def _agreement_link(project: Project, user: Any) -> Link | None:
    agreement = project.agreement
    if agreement is None or not Agreement.objects.visible_to(user).filter(pk=agreement.pk).exists():
        return None
    return Link(wording(agreement, "title").text, agreement.get_absolute_url())


def _about(project: Project, names: Any) -> dict[str, Any]:
    sectors = []
    for one in project.sectors.all():
        own = wording(one, "name").text
        label = own or str(names["Sector"].get(one.code, "")) or one.code
        sectors.append((one, label))
    markers = [
        (
            str(names["PolicyMarker"].get(one.code, one.name or one.code)),
            str(names["PolicySignificance"].get(one.significance, one.significance)),
        )
        for one in project.policy_markers.all()
    ]
    goals = project.project_goals.select_related("goal__strategy").filter(
        goal__strategy__is_archived=False
    )
    return {
        "themes": list(project.themes.all()),
        "sectors": sectors,
        "sdgs": [(one, _goal_name(one, names)) for one in project.sdgs.all()],
        "markers": markers,
        "goals": [one.goal for one in goals if one.goal.strategy.visibility == "public"],
    }


def _goal_name(one: ProjectSDG, names: dict[str, dict[str, Name]]) -> str:
    """Of the target, where one is named."""
    goal = names[SDG_GOALS].get(str(one.goal), str(one.goal))
    return str(names[SDG_TARGETS].get(one.target, goal))


def _money(project: Project) -> dict[str, Any]:
    budgets = list(project.budgets.all())
    results = project.results.prefetch_related("indicators__periods")
    return {
        "budgets": budgets,
        "budget_totals": budget_totals(budgets),
        "transactions": list(
            project.transactions.select_related("provider", "receiver", "receiver_community")
        ),
        "results": [(one, list(indicator_rows(one))) for one in results],
        "events": timeline(project),
    }


def _papers(project: Project, user: Any, names: Any) -> dict[str, Any]:
    documents = ProjectDocument.objects.visible_to(user).filter(project=project)
    photos = ProjectPhoto.objects.visible_to(user).filter(project=project)
    contacts = ProjectContact.objects.visible_to(user).filter(project=project)
    categories = names["DocumentCategory"]
    return {
        "documents": [
            (one, str(categories.get(one.category, one.category)))
            for one in documents.select_related("project")
        ],
        "photos": list(photos.select_related("project")),
        "contacts": list(contacts.select_related("person")),
    }


def _related(project: Project, user: Any) -> list[Link]:
    """Both ways: what this one says, and what others say of it."""
    rows = RelatedProject.objects.filter(Q(project=project) | Q(other=project))
    rows = rows.select_related("project", "other")
    found = list(rows)
    keys = {key for one in found for key in (one.project_id, one.other_id) if key}
    known = set(Project.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))
    links: dict[str, Link] = {}
    for one in found:
        is_own = one.project_id == project.pk
        kind = one.kind if is_own else MIRRORED_RELATIONS[one.kind]
        note = str(RelationKind(kind).label)
        other = one.other if is_own else one.project
        if other is None:
            links[one.identifier] = Link(one.identifier, "", note=note)
        elif other.pk in known:
            title = wording(other, "title").text
            links[other.reference] = Link(title, other.get_absolute_url(), note=note)
    return list(links.values())


def _numbers(project: Project) -> list[Fact]:
    found = [Fact(_("Reference"), project.reference)]
    for one in project.identifiers.all():
        day = long_date(one.issued_on) if one.issued_on else ""
        owner = one.owner_name or ""
        value = ", ".join(filter(None, (one.value, owner, day)))
        found.append(Fact(capfirst(one.get_kind_display()), value))
    found.append(Fact(_("Number of the contract"), project.contract_no))
    return found


def _keeping(project: Project) -> list[Fact]:
    office = project.office
    return [
        Fact(
            _("Kept by"),
            wording(office or project.oblast, "name" if office else "full_name").text,
            (office or project.oblast).get_absolute_url(),
        ),
        Fact(_("State of the record"), project.get_record_status_display()),
        Fact(_("Who may see it"), project.get_visibility_display()),
        Fact(_("Origin of the record"), project.get_source_display()),
        Fact(_("Where the data come from"), project.source_note),
        Fact(_("Entered on"), long_date(project.created_at)),
    ]


def _contents(context: dict[str, Any]) -> list[Link]:
    money_told = context["budgets"] or context["transactions"]
    progress = context["progress"]
    subject = context["themes"] or context["sectors"] or context["sdgs"] or context["goals"]
    sections = (
        ("about", _("About the project"), context["texts"] or context["project"].website),
        (
            "who",
            _("Who takes part"),
            context["roles"] or context["programme_link"] or context["agreement_link"],
        ),
        ("where", _("Where it works"), context["places"] or context["locations"]),
        ("money", _("Money"), money_told),
        ("subject", _("What it is about"), subject),
        ("results", _("Results"), context["results"]),
        ("progress", _("Reports of progress"), progress.rows or progress.may_report),
        *(context["mta"].contents if context["mta"] else ()),
        ("dates", _("Dates"), context["events"]),
        ("documents", _("Documents"), context["documents"]),
        ("photos", _("Photographs"), context["photos"]),
        ("related", _("Related projects"), context["related"]),
        *((one.anchor, one.title, True) for one in context["sections"]),
        ("numbers", _("Numbers"), True),
        ("contacts", _("Contacts"), context["contacts"]),
        ("keeping", _("How the record is kept"), context["sees_keeping"]),
    )
    return [Link(label, f"#{anchor}") for anchor, label, shown in sections if shown]


@require_safe
def project_document(request: HttpRequest, reference: str, public_id: UUID) -> FileResponse:
    """404 alike for a missing file and one that the person may not see."""
    rows = ProjectDocument.objects.visible_to(request.user).filter(
        project__reference=reference, public_id=public_id, url=""
    )
    found = rows.first()
    if found is None:
        raise Http404
    return file_answer(found)


@require_safe
def project_photo(request: HttpRequest, reference: str, public_id: UUID) -> FileResponse:
    rows = ProjectPhoto.objects.visible_to(request.user).filter(
        project__reference=reference, public_id=public_id
    )
    found = rows.first()
    if found is None:
        raise Http404
    return file_answer(found)
