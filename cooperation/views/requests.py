"""Reading requests: the register, one request as its people see it and as partners do, files."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.audit.registry import history_url, may_see_history
from common.design.formats import long_date, number
from common.design.languages import wording
from common.design.parts import Fact, Link
from common.intake.given import file_answer
from common.intake.refusals import Refusal
from common.money.viewing import prime_rows
from common.registers.pages import list_page
from cooperation import request_permissions as permissions
from cooperation import request_workflow as workflow
from cooperation.models import (
    CoordinationRequest,
    Offer,
    PartnerInvite,
    RequestEntry,
    RequestFile,
    RequestLink,
)
from cooperation.offer_enums import OPEN_OFFER
from cooperation.offer_permissions import waits_for
from cooperation.offer_words import partner_name
from cooperation.request_data import request_data_of
from cooperation.request_deadlines import how_computed
from cooperation.request_enums import OPEN, RUNNING, EntryKind, Outcome, RequestStatus
from cooperation.request_kinds import missing_in
from cooperation.request_lines import told_by
from cooperation.request_places import sections_of_request
from cooperation.request_registers import REQUESTS
from cooperation.request_step_forms import NoteForm
from cooperation.request_words import (
    READERS,
    country_names,
    deadline_pill,
    entry_title,
    languages,
    request_pill,
    urgency_pill,
    waiting_line,
    way,
)
from partners.models import Agreement
from projects.idea_querysets import partners_of
from projects.models import Project, ProjectIdea
from twinning.models import TwinLink


def list_crumbs(*more: Link) -> list[Link]:
    home = Link(_("Home"), reverse("portal:home"))
    if not more:
        return [home, Link(_("Requests to the office"), "")]
    return [home, Link(_("Requests to the office"), reverse("requests:request-list")), *more]


def crumbs_of(record: CoordinationRequest, *more: Link) -> list[Link]:
    here = Link(record.reference, record.get_absolute_url() if more else "")
    return list_crumbs(here, *more)


def find_request(request: HttpRequest, reference: str) -> CoordinationRequest:
    """404 when there is none that the person may know of."""
    rows = CoordinationRequest.objects.visible_to(request.user).filter(reference=reference)
    found: CoordinationRequest | None = rows.select_related(
        "community__oblast", "community__raion", "oblast", "office", "assignee", "partner", "author"
    ).first()
    if found is None:
        raise Http404
    return found


def find_allowed(request: HttpRequest, reference: str) -> CoordinationRequest:
    """As `find_request`; 403 unless the person is of its community or its office."""
    record = find_request(request, reference)
    if not permissions.can_change_request(request.user, record):
        raise PermissionDenied
    return record


def refused(request: HttpRequest, record: CoordinationRequest, error: Refusal) -> HttpResponse:
    context = {
        "record": record,
        "message": str(error),
        "crumbs": crumbs_of(record, Link(_("Not done"), "")),
    }
    return render(request, "requests/refused.html", context, status=error.status)


@require_safe
def request_list(request: HttpRequest) -> HttpResponse:
    user = request.user
    page = list_page(REQUESTS, request)
    prime_rows(request, page, "amount")
    context = {
        "list": page,
        "crumbs": list_crumbs(),
        "may_write": permissions.can_write_requests(user),
        "ways": _ways(request, user),
    }
    return render(request, "requests/request_list.html", context)


def _ways(request: HttpRequest, user: Any) -> list[Link]:
    """What people with work to do look for most."""
    if not permissions.can_write_requests(user):
        return []
    side = "office" if permissions.works_in_an_office(user) else "community"
    address, chosen = reverse("requests:request-list"), request.GET.get("state", "")
    words = {
        "": _("All"),
        side: _("Needs me now"),
        "overdue": _("Overdue"),
        "unassigned": _("Without an officer"),
        "open": _("Not closed"),
    }
    return [
        Link(label, f"{address}?state={code}" if code else address, current=code == chosen)
        for code, label in words.items()
    ]


@require_safe
def request_detail(request: HttpRequest, reference: str) -> HttpResponse:
    record = find_request(request, reference)
    user = request.user
    inside = permissions.sees_inside(user, record)
    context: dict[str, Any] = {
        "record": record,
        "crumbs": crumbs_of(record),
        "status": request_pill(record.status, record.outcome),
        "pills": [one for one in (urgency_pill(record.urgency), deadline_pill(record)) if one],
        "key_facts": _key_facts(record, inside=inside),
        "facts": _facts(record, inside=inside),
        "themes": list(record.themes.all()),
        "files": [file_link(one) for one in files_of(record, user)],
        "sections": sections_of_request(record, user),
        "sees_inside": inside,
        "is_asked": not inside and _is_asked(record, user),
        **(_inside(request, record) if inside else {}),
    }
    return render(request, "requests/request_detail.html", context)


def _is_asked(record: CoordinationRequest, user: Any) -> bool:
    """An office has invited the person's partner to look at it."""
    partners = partners_of(user)
    invites = PartnerInvite.objects.filter(request=record, partner__in=partners)
    return bool(partners) and invites.exists()


def _inside(request: HttpRequest, record: CoordinationRequest) -> dict[str, Any]:
    """What its own people see: the way, the deadline, the timeline, what they can do."""
    user: Any = request.user
    return {
        "way": way(record),
        "waiting": waiting_line(record),
        "deadline": how_computed(record),
        "contact": _contact(record),
        "links": _links(record, user),
        "entries": _entries(record, user),
        "missing": _missing(record),
        "history_url": history_url(record) if may_see_history(user, record) else "",
        "note_form": NoteForm(user=user, record=record)
        if permissions.can_note(user, record)
        else None,
        **_actions(record, user),
        **_offers(record, user),
    }


def _offers(record: CoordinationRequest, user: Any) -> dict[str, Any]:
    """Those that wait for this person; while any is open, to answer it is the next step."""
    rows = Offer.objects.visible_to(user).filter(request=record, status__in=OPEN_OFFER)
    found = list(rows.select_related("partner"))
    for one in found:
        one.request = record
    waiting = [one for one in found if waits_for(user, one)]
    links = [Link(partner_name(one), one.get_absolute_url()) for one in waiting]
    if not found:
        return {"offers": []}
    answer = links[0].url if len(links) == 1 else "#offers"
    return {"offers": links, "has_next": False, "answer_url": answer if links else ""}


def _actions(record: CoordinationRequest, user: Any) -> dict[str, Any]:
    steps = workflow.steps_from(record, *permissions.roles_in(user, record))
    leads = permissions.can_lead(user, record)
    quiet = _("Switch reminders on") if record.is_quiet else _("Switch reminders off")
    deeds = [
        ("assign", _("Give to a colleague"), leads),
        ("chase", _("Note that you reminded somebody"), leads),
        ("extend", _("Extend the deadline"), leads and record.status in RUNNING),
        ("hand-over", _("Hand over to another office"), leads),
        ("link", _("Link a record"), leads),
        ("quiet", quiet, leads),
        ("attach", _("Attach a file"), _may_attach(record, user)),
        ("readers", _("Change who may see it"), _may_choose_readers(record, user)),
    ]
    address = {"reference": record.reference}
    ahead = [one for one in steps if not one.backwards]
    # What the office has sent back is submitted again by the community.
    is_theirs = record.status == RequestStatus.RETURNED and not permissions.is_author_of(
        user, record
    )
    return {
        # The usual next step stands first; without one nothing is pressed upon the reader.
        "steps": sorted(ahead, key=lambda one: not workflow.is_next(one, record)),
        "has_next": not is_theirs and any(workflow.is_next(one, record) for one in ahead),
        "for_community": [workflow.SUBMIT.code] if is_theirs else [],
        "steps_back": [one for one in steps if one.backwards],
        "deeds": [
            Link(label, reverse("requests:request-deed", kwargs={**address, "deed": code}))
            for code, label, may in deeds
            if may
        ],
        "may_write": permissions.can_write_now(user, record),
        "may_lead": leads,
    }


def _may_attach(record: CoordinationRequest, user: Any) -> bool:
    may = permissions.can_change_request(user, record)
    return may and record.status in (*OPEN, RequestStatus.DRAFT)


def _may_choose_readers(record: CoordinationRequest, user: Any) -> bool:
    """Of a fulfilled one: any other that is closed is seen by its own people alone."""
    return record.outcome == Outcome.FULFILLED and permissions.can_change_request(user, record)


def _key_facts(record: CoordinationRequest, *, inside: bool) -> list[Fact]:
    """What matters first, above all else on a phone too: whose it is, until when, who acts."""
    community, due = record.community, record.needed_by
    if inside:
        # A deadline that stands still says nothing.
        due = record.due_on if record.status in RUNNING else None
    shown = [
        Fact(_("Community"), wording(community, "full_name").text, community.get_absolute_url()),
        Fact(_("Deadline") if inside else _("Needed by"), long_date(due) if due else ""),
    ]
    if not inside:
        return shown
    turn = Fact(_("Whose turn it is"), _capital(record.get_attention_display()))
    return [*shown, turn, Fact(_("Officer"), str(record.assignee or ""))]


def _facts(record: CoordinationRequest, *, inside: bool) -> list[Fact]:
    oblast, office = record.oblast, record.office
    needed = long_date(record.needed_by) if record.needed_by and inside else ""
    shown = [
        Fact(_("Oblast"), wording(oblast, "full_name").text, oblast.get_absolute_url()),
        Fact(_("What is needed"), _capital(record.get_kind_display())),
        Fact(_("What and how much"), linebreaksbr(record.goods)),
        Fact(_("How many people"), number(record.people_count) if record.people_count else ""),
        Fact(_("Countries"), country_names(record.countries)),
        Fact(_("Planned day"), long_date(record.happens_on) if record.happens_on else ""),
        Fact(_("Languages"), languages(record)),
        Fact(_("Needed by"), needed),
        Fact(
            _("Office"),
            wording(office, "name").text if office else "",
            office.get_absolute_url() if office else "",
        ),
    ]
    if not inside:
        return shown
    partner = record.partner
    return [
        *shown,
        Fact(_("Where to deliver"), record.deliver_to),
        Fact(
            _("Partner"),
            wording(partner, "name").text if partner else "",
            partner.get_absolute_url() if partner else "",
        ),
        Fact(_("Who may see it"), _capital(str(READERS[record.visibility]))),
    ]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _contact(record: CoordinationRequest) -> list[Fact]:
    email = record.contact_email
    facts = [
        Fact(_("Contact person"), record.contact_name),
        Fact(_("Position"), record.contact_position),
        Fact(_("E-mail"), email, f"mailto:{email}" if email else ""),
        Fact(_("Telephone"), record.contact_phone),
    ]
    return [one for one in facts if one.value]


def files_of(record: CoordinationRequest, user: Any) -> list[RequestFile]:
    """Of the request itself; those of a message stand beside it."""
    rows = RequestFile.objects.visible_to(user).filter(request=record, entry=None)
    return list(rows.select_related("request"))


def file_link(file: RequestFile) -> Link:
    note = _("%(size)s KB") % {"size": max(1, round(file.size / 1024))}
    if file.is_withdrawn:
        note = f"{note}, {_('withdrawn')}"
    return Link(file.name, file.get_absolute_url(), note=note)


def _entries(record: CoordinationRequest, user: Any) -> list[dict[str, Any]]:
    """The timeline, the latest first, in a constant number of queries."""
    rows = RequestEntry.objects.visible_to(user).filter(request=record)
    # That there is an offer is said by the line of the offer itself.
    rows = rows.exclude(kind=EntryKind.STEP, code=workflow.GAIN.code)
    rows = rows.select_related("author").prefetch_related("mentioned").order_by("-made_at", "-pk")
    about = told_by(rows, record, user)
    files: dict[int | None, list[Link]] = {}
    kept = RequestFile.objects.visible_to(user).filter(request=record, entry__isnull=False)
    for one in kept.select_related("request"):
        files.setdefault(one.entry_id, []).append(file_link(one))
    return [
        {
            "record": one,
            "title": entry_title(one),
            "about": about.get(one.pk),
            "mentioned": [str(person) for person in one.mentioned.all()],
            "files": files.get(one.pk, []),
        }
        for one in rows
    ]


_LINKED: dict[str, Any] = {
    "agreement": Agreement,
    "twin_link": TwinLink,
    "project": Project,
    "idea": ProjectIdea,
}


def _links(record: CoordinationRequest, user: Any) -> list[tuple[RequestLink, Link]]:
    """What it is about and what it led to, as far as the person may know of it."""
    found = list(record.links.select_related("agreement", "project", "idea", "twin_link"))
    links = []
    for column, model in _LINKED.items():
        keys = {getattr(one, f"{column}_id"): one for one in found}
        keys.pop(None, None)
        if not keys:
            continue
        for linked in model.objects.visible_to(user).filter(pk__in=list(keys)):
            one = keys[linked.pk]
            note = _("the request led to it") if one.is_result else ""
            links.append((one, Link(str(linked), linked.get_absolute_url(), note=note)))
    return sorted(links, key=lambda pair: pair[0].pk)


def _missing(record: CoordinationRequest) -> list[str]:
    """Names of what is not filled in yet, while the community writes."""
    if record.status not in {RequestStatus.DRAFT, RequestStatus.RETURNED}:
        return []
    names = [name for name, _texts in missing_in(request_data_of(record))]
    return [field_label(name) for name in names]


def field_label(name: str) -> str:
    return str(CoordinationRequest._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


@require_safe
def request_file(request: HttpRequest, reference: str, public_id: UUID) -> FileResponse:
    """404 alike for a missing file and one that the person may not see."""
    rows = RequestFile.objects.visible_to(request.user).filter(request__reference=reference)
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return file_answer(found)
