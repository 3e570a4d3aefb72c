"""Reading agreements: the list, one agreement, its files, the officer's desk."""

from __future__ import annotations

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
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.desk import desk_pages
from accounts.views.common import signed_in
from common.design.languages import wording
from common.design.parts import Link
from common.exchange.tables import csv_lines, xlsx_file
from common.intake.given import file_answer
from common.intake.refusals import Refusal
from common.registers.listing import listing
from common.registers.paging import BadParameter
from common.registers.views import bad_request, list_view
from communities.models import Community, Raion
from partners import agreement_permissions as permissions
from partners.agreement_clock import clock_of
from partners.agreement_desk import SOON, agreements_of, rows_to_decide
from partners.agreement_enums import AgreementStatus
from partners.agreement_export import HEADER, register_rows
from partners.agreement_fields import community_label, find_territories
from partners.agreement_registers import AGREEMENTS
from partners.models import Agreement, AgreementFile

SUGGESTED = 10
MOST_ON_DESK = 100


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


def refused(request: HttpRequest, agreement: Agreement, error: Refusal) -> HttpResponse:
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
    try:
        asked.refuse_wrong()
    except BadParameter as error:
        return bad_request(error)
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
def agreement_file(request: HttpRequest, reference: str, public_id: UUID) -> FileResponse:
    """404 alike for a missing file and one that the person may not see."""
    rows = AgreementFile.objects.visible_to(request.user).filter(agreement__reference=reference)
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return file_answer(found)


@require_safe
def community_choices(request: HttpRequest) -> JsonResponse:
    """Suggestions while somebody types the name of a community."""
    rows = Community.objects.in_force().select_related("oblast", "raion").in_ukrainian_order()
    found = _found(request, rows)
    results = [
        {
            "value": one.code,
            "label": community_label(one),
            "hint": wording(one.raion, "full_name").text,
        }
        for one in found
    ]
    return JsonResponse({"results": results})


@require_safe
def raion_choices(request: HttpRequest) -> JsonResponse:
    """Suggestions while somebody types the name of a raion."""
    rows = Raion.objects.in_force().select_related("oblast").in_ukrainian_order()
    results = [
        {"value": one.code, "label": community_label(one), "hint": ""}
        for one in _found(request, rows)
    ]
    return JsonResponse({"results": results})


def _found(request: HttpRequest, rows: Any) -> Any:
    text = request.GET.get("q", "").replace("\x00", "")[:200]
    return find_territories(rows, text)[:SUGGESTED] if text.strip() else []


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
        "pages": desk_pages(signed_in(request), request.path),
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
