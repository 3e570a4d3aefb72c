"""Reading ideas: the catalogue, one idea, its files, one's own ideas, hints of duplicates."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.audit.registry import history_url, may_see_history
from common.codelists.entries import SDG_GOALS, names_of
from common.design.formats import long_date
from common.design.languages import wording
from common.design.parts import Event, Fact, Link
from common.intake.given import file_answer
from common.intake.refusals import Refusal
from common.money.viewing import prime_rows
from common.registers.pages import list_page
from communities.models import Community, StrategicGoal
from communities.permissions import communities_of, curated_oblasts, is_official
from partners.permissions import represented_by
from projects import idea_permissions as permissions
from projects import idea_workflow as workflow
from projects.idea_duplicates import similar_ideas
from projects.idea_enums import CATALOGUE, CLOSED, LOOKING, IdeaFileKind, IdeaStatus
from projects.idea_parts import sections_of_idea
from projects.idea_registers import IDEAS
from projects.idea_words import community_facts, idea_pill, interest_pill, own_share, period, way
from projects.models import IdeaFile, IdeaInterest, Project, ProjectIdea
from projects.views.calls import section_tabs

MOST_MINE = 100


def list_crumbs(*more: Link) -> list[Link]:
    home = Link(_("Home"), reverse("portal:home"))
    if not more:
        return [home, Link(_("Project ideas"), "")]
    return [home, Link(_("Project ideas"), reverse("ideas:idea-list")), *more]


def crumbs_of(idea: ProjectIdea, *more: Link) -> list[Link]:
    here = Link(idea.reference, idea.get_absolute_url() if more else "")
    return list_crumbs(here, *more)


def find_idea(request: HttpRequest, reference: str) -> ProjectIdea:
    """404 when there is none that the person may know of."""
    rows = ProjectIdea.objects.visible_to(request.user)
    found: ProjectIdea | None = (
        rows.filter(reference=reference)
        .select_related("community__oblast", "community__raion", "oblast", "office", "project")
        .first()
    )
    if found is None:
        raise Http404
    return found


def find_allowed(request: HttpRequest, reference: str) -> ProjectIdea:
    """As `find_idea`; 403 unless the person is of its community or its office."""
    idea = find_idea(request, reference)
    if not permissions.can_change_idea(request.user, idea):
        raise PermissionDenied
    return idea


def refused(request: HttpRequest, idea: ProjectIdea, error: Refusal) -> HttpResponse:
    context = {
        "idea": idea,
        "message": str(error),
        "crumbs": crumbs_of(idea, Link(_("Not done"), "")),
    }
    return render(request, "ideas/refused.html", context, status=error.status)


@require_safe
def idea_list(request: HttpRequest) -> HttpResponse:
    user = request.user
    page = list_page(IDEAS, request)
    _offer_statuses(page, user)
    prime_rows(request, page, "cost")
    own = communities_of(user)
    context = {
        "list": page,
        "crumbs": list_crumbs(),
        "tabs": section_tabs("ideas"),
        "may_write": permissions.can_write_ideas(user),
        "has_own": bool(own or curated_oblasts(user) or represented_by(user)),
    }
    return render(request, "ideas/idea_list.html", context)


def _offer_statuses(page: Any, user: Any) -> None:
    """Whoever sees the catalogue alone is not asked about drafts."""
    if is_official(user) or communities_of(user):
        return
    page.panel.offered["status"] = [(one.value, one.label) for one in CATALOGUE]


@require_safe
def idea_detail(request: HttpRequest, reference: str) -> HttpResponse:
    idea = find_idea(request, reference)
    user = request.user
    files = list(IdeaFile.objects.visible_to(user).filter(idea=idea).select_related("idea"))
    interests = list(
        IdeaInterest.objects.visible_to(user)
        .filter(idea=idea)
        .select_related("partner", "author", "idea")
    )
    sees_inside = permissions.can_change_idea(user, idea) or is_official(user)
    context = {
        "idea": idea,
        "crumbs": crumbs_of(idea),
        "status": idea_pill(idea.status),
        "facts": _facts(idea),
        "themes": list(idea.themes.all()),
        "sdgs": _sdgs(idea),
        "goals": [
            Link(f"{one.number} {wording(one, 'title').text}", one.get_absolute_url())
            for one in _goals(idea, user)
        ],
        "photos": [one for one in files if one.kind == IdeaFileKind.PHOTO],
        "documents": [_file_link(one) for one in files if one.kind == IdeaFileKind.DOCUMENT],
        "project": _project(idea, user),
        "contact": _contact(idea) if permissions.can_see_contact(user, idea) else [],
        "interests": [_interest(one, user) for one in interests],
        "sees_inside": sees_inside,
        "way": way(idea) if sees_inside else [],
        "events": _events(idea) if sees_inside else [],
        "similar": _similar(idea, user) if sees_inside else [],
        "missing": _missing(idea) if sees_inside else [],
        "sections": sections_of_idea(idea, user),
        "history_url": history_url(idea) if may_see_history(user, idea) else "",
        **_actions(idea, user),
    }
    return render(request, "ideas/idea_detail.html", context)


def _facts(idea: ProjectIdea) -> list[Fact]:
    oblast = idea.oblast
    return [
        *community_facts(idea),
        Fact(_("Oblast"), wording(oblast, "full_name").text, oblast.get_absolute_url()),
        Fact(_("Readiness"), idea.get_readiness_display() if idea.readiness else ""),
        Fact(_("Own share"), own_share(idea)),
        Fact(_("When"), period(idea)),
        Fact(_("Published on"), long_date(idea.published_on) if idea.published_on else ""),
    ]


def _goals(idea: ProjectIdea, user: Any) -> Any:
    seen = StrategicGoal.objects.visible_to(user).values("pk")
    rows = idea.goals.filter(pk__in=seen).select_related("strategy")
    return rows.order_by("strategy", "place")


def _sdgs(idea: ProjectIdea) -> list[Link]:
    if not idea.sdg_goals:
        return []
    names = names_of(SDG_GOALS)
    catalogue = reverse("ideas:idea-list")
    return [
        Link(f"{code} {names.get(code, '')}".strip(), f"{catalogue}?sdg={code}")
        for code in idea.sdg_goals
    ]


def _file_link(file: IdeaFile) -> Link:
    note = _("%(size)s KB") % {"size": max(1, round(file.size / 1024))}
    if file.is_withdrawn:
        note = f"{note}, {_('withdrawn')}"
    return Link(file.name, file.get_absolute_url(), note=note)


def _project(idea: ProjectIdea, user: Any) -> Link | None:
    """The project that the idea became, for those who may know of it."""
    if idea.project_id is None:
        return None
    found = Project.objects.visible_to(user).filter(pk=idea.project_id).first()
    if found is None:
        return None
    return Link(f"{found.reference} {wording(found, 'title').text}", found.get_absolute_url())


def _contact(idea: ProjectIdea) -> list[Fact]:
    facts = [
        Fact(_("Contact person"), idea.contact_name),
        Fact(_("Position"), idea.contact_position),
        Fact(
            _("E-mail"),
            idea.contact_email,
            f"mailto:{idea.contact_email}" if idea.contact_email else "",
        ),
        Fact(_("Telephone"), idea.contact_phone),
    ]
    return [one for one in facts if one.value]


def _interest(one: IdeaInterest, user: Any) -> dict[str, Any]:
    may_decide = permissions.can_decide_interest(user, one)
    return {
        "record": one,
        "name": wording(one.partner, "name").text,
        "pill": interest_pill(one.status),
        "may_decide": one.status in {"new", "talks"}
        and (may_decide or permissions.can_withdraw_interest(user, one)),
    }


def _events(idea: ProjectIdea) -> list[Event]:
    """Steps, the latest first."""
    labels = {one.code: one.told for one in workflow.STEPS}
    rows = idea.steps.select_related("author").order_by("-made_at", "-pk")
    return [
        Event(
            what=labels.get(one.code, one.code),
            at=one.made_at,
            who=str(one.author or ""),
            note=one.note,
        )
        for one in rows
    ]


def _similar(idea: ProjectIdea, user: Any) -> list[ProjectIdea]:
    """While it is being checked: is it there already?"""
    if idea.status in CLOSED:
        return []
    return similar_ideas(
        user=user,
        community=idea.community,
        title=idea.title,
        title_en=idea.title_en,
        without=idea,
    )


def _missing(idea: ProjectIdea) -> list[str]:
    """Names of what is not filled in yet, while the community writes."""
    if idea.status not in {IdeaStatus.DRAFT, IdeaStatus.RETURNED}:
        return []
    return [_field_label(name) for name, _texts in workflow.missing_in(idea)]


def _field_label(name: str) -> str:
    return str(ProjectIdea._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _actions(idea: ProjectIdea, user: Any) -> dict[str, Any]:
    steps = workflow.steps_from(idea, *permissions.roles_in(user, idea))
    may_change = permissions.can_change_idea(user, idea)
    is_waiting = idea.status in LOOKING
    own = represented_by(user)
    has_interest = bool(own) and idea.interests.open().filter(partner__in=own).exists()
    return {
        "steps": [one for one in steps if not one.backwards],
        "steps_back": [one for one in steps if one.backwards],
        "may_write": permissions.can_write_now(user, idea),
        "may_confirm": may_change and is_waiting,
        "is_asked": may_change and is_waiting and idea.asked_at is not None,
        "for_community": workflow.AUTHORS
        if permissions.is_office_of(user, idea) and not permissions.is_author_of(user, idea)
        else "",
        "may_be_interested": is_waiting
        and permissions.can_register_interest(user, idea)
        and not has_interest,
        "invites_partners": is_waiting and not user.is_authenticated,
    }


@require_safe
def idea_file(request: HttpRequest, reference: str, public_id: UUID) -> FileResponse:
    """404 alike for a missing file and one that the person may not see. Photographs are shown."""
    rows = IdeaFile.objects.visible_to(request.user).filter(idea__reference=reference)
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return file_answer(found)


@login_required
@require_safe
def my_ideas(request: HttpRequest) -> HttpResponse:
    """What the person writes, checks or is interested in, what waits first."""
    user = request.user
    communities, oblasts = communities_of(user), curated_oblasts(user)
    partners = represented_by(user)
    if not (communities or oblasts or partners):
        raise PermissionDenied
    ideas = ProjectIdea.objects.select_related("community__oblast")
    written = ideas.of_communities(communities) if communities else ideas.none()
    interests = IdeaInterest.objects.filter(partner__in=partners).order_by("-created_at")
    to_check = ideas.waiting_for_check(oblasts).order_by("submitted_on", "pk")
    context = {
        "crumbs": list_crumbs(Link(_("My ideas"), "")),
        "written": list(written.with_interests().order_by("-updated_at")[:MOST_MINE]),
        "to_check": list(to_check[:MOST_MINE]),
        "answers": _waiting_interests(oblasts, communities),
        "interests": list(interests.select_related("idea__community", "partner")[:MOST_MINE]),
        "writes": bool(communities),
        "checks": bool(oblasts),
        "is_partner": bool(partners),
    }
    return render(request, "ideas/my_ideas.html", context)


def _waiting_interests(oblasts: set[int], communities: set[int]) -> list[IdeaInterest]:
    """Interests without an outcome, the oldest first: partners wait for an answer."""
    rows = IdeaInterest.objects.filter(status="new").select_related("idea", "partner")
    mine = ProjectIdea.objects.of_communities(communities).values("pk") if communities else []
    own = rows.filter(idea__in=mine) if communities else rows.none()
    return list((own | rows.filter(idea__oblast__in=oblasts)).order_by("created_at")[:MOST_MINE])


@login_required
@require_safe
def idea_duplicates(request: HttpRequest) -> HttpResponse:
    """A part of a page: which ideas of the community are alike. Asked while somebody types."""
    if not permissions.can_write_ideas(request.user):
        raise PermissionDenied
    typed = request.GET
    found: list[ProjectIdea] = []
    code = typed.get("community", "").replace("\x00", "")[:200]
    community = Community.objects.filter(code=code).select_related("oblast").first()
    if community and permissions.can_write_ideas(request.user, community):
        found = similar_ideas(
            user=request.user,
            community=community,
            title=typed.get("title", ""),
            title_en=typed.get("title_en", ""),
        )
    return render(request, "ideas/_duplicates.html", {"duplicates": found, "asks": False})
