"""Reading aid received: the list, one delivery, its files, totals."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.audit.registry import history_url, may_see_history
from common.design.formats import long_date
from common.design.languages import wording
from common.design.parts import Fact, Link
from common.intake.given import file_answer
from common.money.viewing import prime_rows, viewing_currency
from common.registers.fields import text_in
from common.registers.listing import listing
from common.registers.pages import list_page
from communities.permissions import is_official
from communities.registers import level_of
from partners.models import Partner
from partners.programme_enums import RecordStatus
from partners.record_workflow import steps_from
from projects.aid_enums import AidFileKind
from projects.aid_permissions import can_change_aid, can_register_aid
from projects.aid_registers import AID
from projects.aid_totals import COLUMNS, Group, GroupBy, list_url, totals_of
from projects.aid_words import donor_of, measured, pill_unless_published, recipient_of
from projects.models import AidDelivery, AidFile, Project


def list_crumbs(*more: Link) -> list[Link]:
    home = Link(_("Home"), reverse("portal:home"))
    if not more:
        return [home, Link(_("Aid received"), "")]
    return [home, Link(_("Aid received"), reverse("aid:aid-list")), *more]


def crumbs_of(delivery: AidDelivery, *more: Link) -> list[Link]:
    here = Link(delivery.reference, delivery.get_absolute_url() if more else "")
    return list_crumbs(here, *more)


def find_delivery(request: HttpRequest, reference: str) -> AidDelivery:
    """404 when there is none that the person may know of."""
    rows = AidDelivery.objects.visible_to(request.user)
    found: AidDelivery | None = (
        rows.select_related("partner", "oblast", "community__oblast", "community__raion")
        .filter(reference=reference)
        .first()
    )
    if found is None:
        raise Http404
    return found


def find_allowed(request: HttpRequest, reference: str) -> AidDelivery:
    """As `find_delivery`; 403 unless the person keeps it."""
    delivery = find_delivery(request, reference)
    if not can_change_aid(request.user, delivery):
        raise PermissionDenied
    return delivery


@require_safe
def aid_list(request: HttpRequest) -> HttpResponse:
    page = list_page(AID, request)
    prime_rows(request, page, "value")
    context = {
        "list": page,
        "crumbs": list_crumbs(),
        "may_register": can_register_aid(request.user),
        "totals_url": f"{reverse('aid:aid-totals')}{_query_of(request)}",
    }
    return render(request, "aid/aid_list.html", context)


def _query_of(request: HttpRequest) -> str:
    query = request.GET.copy()
    for name in ("cursor", "ordering", "by"):
        query.pop(name, None)
    return f"?{query.urlencode()}" if query else ""


@require_safe
def aid_detail(request: HttpRequest, reference: str) -> HttpResponse:
    delivery = find_delivery(request, reference)
    user = request.user
    may_change = can_change_aid(user, delivery)
    files = list(AidFile.objects.visible_to(user).filter(delivery=delivery))
    context = {
        "delivery": delivery,
        "crumbs": crumbs_of(delivery),
        "status": pill_unless_published(delivery.record_status),
        "key_facts": _key_facts(delivery, user),
        "facts": [
            *_facts(delivery, may_change=may_change or is_official(user)),
            *_project(delivery, user),
        ],
        "photos": [one for one in files if one.kind == AidFileKind.PHOTO],
        "papers": [_paper(one) for one in files if one.kind != AidFileKind.PHOTO],
        "may_change": may_change and delivery.record_status != RecordStatus.ARCHIVED,
        "steps": steps_from(delivery) if may_change else [],
        "sees_keeping": may_change or is_official(user),
        "keeping": _keeping(delivery),
        "history_url": history_url(delivery) if may_see_history(user, delivery) else "",
    }
    return render(request, "aid/aid_detail.html", context)


def _key_facts(delivery: AidDelivery, user: Any) -> list[Fact]:
    partner = (
        Partner.objects.visible_to(user).filter(pk=delivery.partner_id).first()
        if delivery.partner_id
        else None
    )
    donor = donor_of(delivery, knows_partner=partner is not None)
    place = delivery.community or delivery.oblast
    return [
        Fact(_("How much"), measured(delivery.quantity, delivery.unit)),
        Fact(
            _("From whom"),
            donor or _("a partner that is not shown publicly"),
            partner.get_absolute_url() if partner else "",
        ),
        Fact(_("For whom"), recipient_of(delivery), place.get_absolute_url()),
    ]


def _facts(delivery: AidDelivery, *, may_change: bool) -> list[Fact]:
    return [
        Fact(_("Category"), str(delivery.get_category_display())),
        Fact(_("Received on"), long_date(delivery.delivered_on)),
        Fact(_("Institution"), wording(delivery, "institution").text),
        Fact(_("How it came"), delivery.transport),
        Fact(_("Conditions"), delivery.conditions),
        Fact(_("Reference"), delivery.reference),
        Fact(_("Where it is kept"), delivery.place_note if may_change else ""),
    ]


def _project(delivery: AidDelivery, user: Any) -> list[Fact]:
    """The project by which it came, if the person may know of it."""
    found = Project.objects.visible_to(user).filter(pk=delivery.project_id).first()
    title = wording(found, "title").text if found else ""
    return [Fact(_("Project"), title, found.get_absolute_url())] if found else []


def _keeping(delivery: AidDelivery) -> list[Fact]:
    return [
        Fact(_("Who may see it"), str(delivery.get_visibility_display())),
        Fact(_("State of the record"), str(delivery.get_record_status_display())),
        Fact(_("Origin of the record"), str(delivery.get_source_display())),
        Fact(_("Where the data come from"), delivery.source_note),
        Fact(_("Entered on"), long_date(delivery.created_at)),
        Fact(_("Why archived"), delivery.archive_reason),
    ]


def _paper(file: AidFile) -> tuple[Link, AidFile]:
    note = ", ".join(
        filter(
            None,
            (
                str(file.get_kind_display()),
                str(file.get_visibility_display()),
                _("withdrawn") if file.is_withdrawn else "",
            ),
        )
    )
    return Link(file.name, file.get_absolute_url(), note=note), file


@require_safe
def aid_file(request: HttpRequest, reference: str, public_id: UUID) -> FileResponse:
    """404 alike for a missing file and one that the person may not see."""
    rows = AidFile.objects.visible_to(request.user).filter(delivery__reference=reference)
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return file_answer(found)


@require_safe
def aid_totals(request: HttpRequest) -> HttpResponse:
    """Totals of exactly the deliveries that the filters of the list leave."""
    by = request.GET.get("by", "")
    by = by if by in GroupBy.values else GroupBy.CATEGORY.value
    asked = listing(AID, request.GET, request.user)
    found = totals_of(asked.rows, by=by, level=level_of(request.user), to=viewing_currency(request))
    query = _list_query(request)
    context = {
        "totals": found,
        "lines": [(one, _group_name(one), list_url(one, by, query)) for one in found.groups],
        "by": str(GroupBy(by).label),
        "column": str(COLUMNS[GroupBy(by)]),
        "switch": _switch(request, by),
        "chips": list_page(AID, request).chips,
        "clear_url": reverse("aid:aid-totals"),
        "list_url": f"{reverse('aid:aid-list')}{_query_of(request)}",
        "api_url": f"{reverse('api:aid-totals')}?{request.GET.urlencode()}",
        "crumbs": list_crumbs(Link(_("Totals"), "")),
    }
    return render(request, "aid/aid_totals.html", context)


def _list_query(request: HttpRequest) -> dict[str, str]:
    left_out = ("by", "cursor", "ordering", "currency")
    return {
        name: str(value) for name, value in request.GET.items() if value and name not in left_out
    }


def _switch(request: HttpRequest, current: str) -> list[Link]:
    links = []
    for one in GroupBy:
        query = request.GET.copy()
        query["by"] = one.value
        address = f"{request.path}?{query.urlencode()}"
        links.append(Link(capfirst(str(one.label)), address, current=one == current))
    return links


def _group_name(group: Group) -> str:
    return text_in(group.name) or _("not named")
