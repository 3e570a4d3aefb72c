"""Reading agreements: the list, one agreement, its files, the officer's desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.audit.registry import history_url, may_see_history
from common.design.formats import long_date
from common.design.languages import wording
from common.design.parts import Change, Event, Fact, Link
from common.exchange.tables import csv_lines, xlsx_file
from common.registers.listing import listing
from common.registers.views import list_view
from common.search.names import search_names
from communities.models import Community
from communities.permissions import is_official
from partners import agreement_permissions as permissions
from partners import agreement_workflow as workflow
from partners.agreement_clock import clock_of
from partners.agreement_data import agreement_data_of
from partners.agreement_desk import SOON, agreements_of, rows_to_decide
from partners.agreement_enums import AgreementStatus, AmendmentKind, Side
from partners.agreement_export import HEADER, register_rows
from partners.agreement_forms import community_label
from partners.agreement_registers import AGREEMENTS
from partners.agreement_words import (
    agreement_pill,
    clock_facts,
    numbered,
    party_name,
    party_url,
    term_words,
    way,
)
from partners.data import language_names
from partners.exceptions import PartnersError
from partners.models import Agreement, AgreementFile, Partner
from partners.related import sections_of_agreement
from partners.services.agreement_steps import WAS_IN_FORCE
from partners.services.agreements import warnings_of

SUGGESTED = 10
MOST_ON_DESK = 100
# Steps that nobody should take by a hasty click on the first button.
BACKWARDS = frozenset({workflow.RETURN.code, workflow.TERMINATE.code})


def list_crumbs(*more: Link) -> list[Link]:
    home = Link(_("Home"), reverse("portal:home"))
    if not more:
        return [home, Link(_("Agreements"), "")]
    return [home, Link(_("Agreements"), reverse("agreements:agreement-list")), *more]


def crumbs_of(agreement: Agreement, *more: Link) -> list[Link]:
    here = Link(agreement.reference, agreement.get_absolute_url() if more else "")
    return list_crumbs(here, *more)


def find_agreement(request: HttpRequest, reference: str) -> Agreement:
    """404 when there is none that the person may know of."""
    rows = Agreement.objects.visible_to(request.user).select_related("oblast", "office__oblast")
    found: Agreement | None = rows.filter(reference=reference).first()
    if found is None:
        raise Http404
    return found


def find_allowed(request: HttpRequest, reference: str) -> Agreement:
    """As `find_agreement`; 403 unless the person keeps it."""
    agreement = find_agreement(request, reference)
    if not permissions.can_change_agreement(request.user, agreement):
        raise PermissionDenied
    return agreement


def refused(request: HttpRequest, agreement: Agreement, error: PartnersError) -> HttpResponse:
    context = {
        "agreement": agreement,
        "message": str(error),
        "crumbs": crumbs_of(agreement, Link(_("Not done"), "")),
    }
    return render(request, "agreements/refused.html", context, status=error.status)


def _list_actions(request: HttpRequest) -> dict[str, Any]:
    query = request.GET.copy()
    query.pop("cursor", None)
    return {
        "may_register": permissions.can_register_agreement(request.user),
        "sees_desk": permissions.can_see_desk(request.user),
        "query": query.urlencode(),
    }


agreement_list = list_view(AGREEMENTS, "agreements/agreement_list.html", list_crumbs, _list_actions)


@require_safe
def register_download(request: HttpRequest, file_format: str) -> Any:
    """The list of the page in the 12 columns of the state register."""
    asked = listing(AGREEMENTS, request.GET, request.user)
    rows = register_rows(asked.rows.order_by("ordered_on", "pk"))
    if file_format == "csv":
        answer: Any = StreamingHttpResponse(
            csv_lines(HEADER, rows), content_type="text/csv; charset=utf-8"
        )
        answer["Content-Disposition"] = 'attachment; filename="agreements-register.csv"'
        return answer
    if file_format != "xlsx":
        raise Http404
    file = xlsx_file("Реєстр угод", HEADER, rows)
    return FileResponse(file, as_attachment=True, filename="agreements-register.xlsx")


@require_safe
def agreement_detail(request: HttpRequest, reference: str) -> HttpResponse:
    agreement = find_agreement(request, reference)
    user = request.user
    parties = list(agreement.parties.select_related("oblast", "community__oblast", "raion"))
    partners = list(Partner.objects.visible_to(user).filter(agreements=agreement).order_by("pk"))
    files = AgreementFile.objects.visible_to(user).filter(agreement=agreement)
    clock = clock_of(agreement)
    may_change = permissions.can_change_agreement(user, agreement)
    context = {
        "agreement": agreement,
        "crumbs": crumbs_of(agreement),
        "status": agreement_pill(agreement.status),
        "key_facts": _key_facts(agreement),
        "facts": _facts(agreement),
        "parties": [Link(party_name(one), party_url(one)) for one in parties],
        "partners": partners,
        "hidden_partners": agreement.counterparts.count() - len(partners),
        "signatories": _signatories(agreement),
        "themes": list(agreement.themes.all()),
        "way": way(agreement),
        "clock": clock,
        "clock_facts": clock_facts(clock) if clock else [],
        "events": _events(agreement, sees_people=is_official(user)),
        "files": [_file_link(one) for one in files],
        "sees_keeping": is_official(user),
        "keeping": _keeping(agreement),
        "related": sections_of_agreement(agreement, user),
        "warnings": warnings_of(agreement_data_of(agreement)) if may_change else [],
        "history_url": history_url(agreement) if may_see_history(user, agreement) else "",
        **_actions(agreement, may_change=may_change),
    }
    context["contents"] = _contents(context)
    return render(request, "agreements/agreement_detail.html", context)


def _key_facts(agreement: Agreement) -> list[Fact]:
    return [
        Fact(_("Kind"), agreement.get_kind_display()),
        Fact(_("Signed on"), long_date(agreement.signed_on) if agreement.signed_on else ""),
        Fact(_("Last day"), long_date(agreement.expires_on) if agreement.expires_on else ""),
    ]


def _facts(agreement: Agreement) -> list[Fact]:
    names = language_names("uk" if _is_ukrainian() else "en")
    spoken = ", ".join(names.get(code, code) for code in agreement.languages)
    return [
        Fact(_("Reference"), agreement.reference),
        Fact(_("Place of signing"), agreement.signed_place),
        Fact(
            _("In force since"),
            long_date(agreement.effective_on) if agreement.effective_on else "",
        ),
        Fact(_("Term"), term_words(agreement)),
        Fact(
            _("Order of the ministry"),
            numbered(agreement.ministry_order_no, agreement.ministry_order_on),
        ),
        Fact(
            _("Decision of the council"),
            numbered(agreement.council_decision_no, agreement.council_decision_on),
        ),
        Fact(
            _("In the state register"),
            numbered(agreement.registration_no, agreement.registered_on),
        ),
        Fact(_("Ended on"), long_date(agreement.ended_on) if agreement.ended_on else ""),
        Fact(_("Why it ended"), agreement.end_reason),
        Fact(_("Languages of the text"), spoken),
    ]


def _is_ukrainian() -> bool:
    return (get_language() or "uk").startswith("uk")


def _keeping(agreement: Agreement) -> list[Fact]:
    office = agreement.office
    return [
        Fact(
            _("Kept by"),
            wording(office or agreement.oblast, "name" if office else "full_name").text,
            (office or agreement.oblast).get_absolute_url(),
        ),
        Fact(_("Who may see it"), agreement.get_visibility_display()),
        Fact(_("Origin of the record"), agreement.get_source_display()),
        Fact(_("Where the data come from"), agreement.source_note),
        Fact(_("Entered on"), long_date(agreement.created_at)),
    ]


def _signatories(agreement: Agreement) -> list[tuple[str, list[Any]]]:
    people = list(agreement.signatories.all())
    sides = [(str(side.label), [one for one in people if one.side == side]) for side in Side]
    return [(label, found) for label, found in sides if found]


def _file_link(file: AgreementFile) -> Link:
    kind = str(file.get_kind_display())
    megabytes = max(1, round(file.size / 1024))
    note = ", ".join(filter(None, (kind, file.language, _("%(size)s KB") % {"size": megabytes})))
    if file.is_withdrawn:
        note = f"{note}, {_('withdrawn')}"
    return Link(file.name, file.get_absolute_url(), note=note)


def _events(agreement: Agreement, *, sees_people: bool) -> list[Event]:
    """Steps and amendments, the latest first. Authors and notes are for officials."""
    labels = {one.code: one.label for one in workflow.STEPS}
    found = [
        Event(
            what=str(labels.get(one.code, one.code)),
            at=one.happened_on,
            who=str(one.author or "") if sees_people else "",
            note=" ".join(filter(None, (_number(one.number), one.note if sees_people else ""))),
            url=one.document.get_absolute_url() if one.document and sees_people else "",
            url_label=_("Document") if one.document and sees_people else "",
        )
        for one in agreement.steps.select_related("author", "document__agreement")
    ]
    for one in agreement.amendments.select_related("author"):
        ends = long_date(one.expires_on) if one.expires_on else ""
        found.append(
            Event(
                what=str(AmendmentKind(one.kind).label).capitalize(),
                at=one.happened_on,
                who=str(one.author or "") if sees_people else "",
                note=one.summary,
                changes=[Change(_("Last day"), "", ends)] if ends else [],
            )
        )
    # Of one day the last step first too.
    found.reverse()
    found.sort(key=lambda event: _day(event.at), reverse=True)
    return found


def _day(moment: dt.date | dt.datetime) -> dt.date:
    return moment.date() if isinstance(moment, dt.datetime) else moment


def _number(number: str) -> str:
    return _("No %(number)s") % {"number": number} if number else ""


def _actions(agreement: Agreement, *, may_change: bool) -> dict[str, Any]:
    is_current = may_change and not agreement.is_archived
    steps = workflow.steps_from(agreement) if is_current else []
    was_in_force = is_current and agreement.status in WAS_IN_FORCE
    return {
        "may_change": is_current,
        "steps": [one for one in steps if one.code not in BACKWARDS],
        "steps_back": [one for one in steps if one.code in BACKWARDS],
        "may_amend": was_in_force,
        "may_archive": is_current,
        "may_restore": may_change and agreement.is_archived,
    }


def _contents(context: dict[str, Any]) -> list[Link]:
    agreement = context["agreement"]
    sections = (
        ("subject", _("Subject"), agreement.subject or agreement.subject_en or context["themes"]),
        ("parties", _("Parties"), True),
        ("procedure", _("Procedure"), context["way"] or context["clock"]),
        ("facts", _("Facts"), True),
        ("files", _("Files"), context["files"] or context["may_change"]),
        ("events", _("What happened"), context["events"]),
        ("keeping", _("How the record is kept"), context["sees_keeping"]),
    )
    found = [Link(label, f"#{anchor}") for anchor, label, shown in sections if shown]
    # As on the page: behind the parties.
    where = next(place for place, link in enumerate(found) if link.url == "#parties") + 1
    found[where:where] = [Link(part.title, f"#{part.anchor}") for part in context["related"]]
    return found


@require_safe
def agreement_file(request: HttpRequest, reference: str, public_id: UUID) -> FileResponse:
    """404 alike for a missing file and one that the person may not see."""
    rows = AgreementFile.objects.visible_to(request.user).filter(agreement__reference=reference)
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    try:
        content = found.file.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    answer = FileResponse(
        content, as_attachment=True, filename=found.name, content_type=found.content_type
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
def community_choices(request: HttpRequest) -> JsonResponse:
    """Suggestions while somebody types the name of a community."""
    text = request.GET.get("q", "").replace("\x00", "")[:200]
    rows = Community.objects.in_force().select_related("oblast", "raion").in_ukrainian_order()
    found = search_names(rows, text)[:SUGGESTED] if text.strip() else []
    results = [
        {
            "value": one.code,
            "label": community_label(one),
            "hint": wording(one.raion, "full_name").text,
        }
        for one in found
    ]
    return JsonResponse({"results": results})


def for_officials(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    @login_required
    def guarded(request: HttpRequest, *args: Any, **keys: Any) -> HttpResponse:
        if not permissions.can_see_desk(request.user):
            raise PermissionDenied
        return view(request, *args, **keys)

    return guarded


@for_officials
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What is late, what ends soon, what waits for a decision: of one's own oblasts."""
    rows = agreements_of(request.user).select_related("oblast")
    running = rows.current().filter(status=AgreementStatus.SENT).order_by("sent_on", "pk")
    context = {
        "crumbs": list_crumbs(Link(_("Desk"), "")),
        "overdue": [(one, clock_of(one)) for one in rows.overdue()[:MOST_ON_DESK]],
        "running": [
            (one, clock)
            for one in running[:MOST_ON_DESK]
            if (clock := clock_of(one)) and not clock.is_overdue
        ],
        "expiring": list(rows.expiring_within(SOON).order_by("expires_on", "pk")[:MOST_ON_DESK]),
        "underway": list(
            rows.current()
            .filter(
                status__in=(
                    AgreementStatus.IDEA,
                    AgreementStatus.DRAFT,
                    AgreementStatus.MINISTRY_APPROVED,
                    AgreementStatus.COUNCIL_APPROVED,
                    AgreementStatus.SIGNED,
                    AgreementStatus.REGISTERED,
                )
            )
            .order_by("-updated_at", "-pk")[:MOST_ON_DESK]
        ),
        "archived": list(rows.filter(is_archived=True).order_by("-updated_at")[:MOST_ON_DESK]),
        "reviews": rows_to_decide().count(),
        "may_review": permissions.can_review_rows(request.user),
        "days": SOON,
    }
    return render(request, "agreements/desk.html", context)
