"""Rows of the state register that wait for an official."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.views.common import signed_in
from common.design.formats import current_language
from common.design.parts import Fact, Link
from common.intake.refusals import Refusal
from communities.models import Community
from partners import agreement_permissions as permissions
from partners.agreement_enums import RowOutcome
from partners.agreement_exceptions import NotYourOblast
from partners.agreement_fields import community_label
from partners.agreement_imports.reading import Reading, read_row
from partners.agreement_imports.rows import accept_row, dismiss_row, find_partner, mark_duplicate
from partners.agreement_imports.session import COLUMNS
from partners.agreement_row_forms import RowDecisionForm
from partners.exceptions import InvalidData
from partners.models import Agreement, AgreementRow
from partners.views.agreements import list_crumbs

PAGE = 50


@login_required
@require_safe
def row_list(request: HttpRequest) -> HttpResponse:
    if not permissions.can_review_rows(request.user):
        raise PermissionDenied
    waiting = AgreementRow.objects.filter(outcome=RowOutcome.REVIEW).order_by("created_at", "pk")
    everything = AgreementRow.objects.order_by().values_list("outcome").annotate(Count("pk"))
    page = Paginator(waiting, PAGE).get_page(request.GET.get("page"))
    counts = {one.value: 0 for one in RowOutcome}
    counts |= dict(everything)
    context = {
        "page": page,
        "rows": [(row, reasons(row)) for row in page.object_list],
        "counts": [Fact(str(RowOutcome(code).label), count) for code, count in counts.items()],
        "crumbs": list_crumbs(_desk(), Link(_("Rows to decide"), "")),
    }
    return render(request, "agreements/row_list.html", context)


def _desk() -> Link:
    return Link(_("Desk"), reverse("agreements:desk"))


def reasons(row: AgreementRow) -> list[str]:
    language = current_language()
    return [said.get(language) or said.get("uk") or "" for said in row.problems]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def row_review(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What the row says, what is in doubt, and the decision."""
    if not permissions.can_review_rows(request.user):
        raise PermissionDenied
    row = get_object_or_404(AgreementRow.objects.select_related("agreement"), public_id=public_id)
    reading = read_row(row.raw)
    is_open = row.outcome == RowOutcome.REVIEW
    initial = _initial(row, reading)
    form = RowDecisionForm(request.POST or None, user=request.user, row=row, initial=initial)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                decided = _decide(request, row, form)
        except InvalidData as error:
            form.refuse(error.errors)
        except Refusal as error:
            form.add_error(None, str(error))
            status = error.status
        else:
            messages.success(request, _("The decision is kept."))
            taken_in = decided.agreement if decided.outcome == RowOutcome.AGREEMENT else None
            return redirect(taken_in or "agreements:row-list")
    names = {one.name: str(one.label) for one in COLUMNS}
    context = {
        "row": row,
        "is_open": is_open,
        "reasons": reasons(row),
        "said": [Fact(names.get(key, key), text) for key, text in row.raw.items()],
        "suggested": [
            Link(community_label(one), one.get_absolute_url(), note=one.code)
            for one in Community.objects.filter(code__in=row.suggestions).select_related("oblast")
        ],
        "outcome": RowOutcome(row.outcome).label,
        "form": form,
        "crumbs": list_crumbs(
            _desk(), Link(_("Rows to decide"), reverse("agreements:row-list")), Link(_("Row"), "")
        ),
    }
    return render(request, "agreements/row_review.html", context, status=status)


def _initial(row: AgreementRow, reading: Reading) -> dict[str, Any]:
    partner = find_partner(reading) if reading.country and reading.partner_name else None
    return {
        "community": row.suggestions[0] if len(row.suggestions) == 1 else "",
        "partner": partner.slug if partner else "",
        "partner_name": "" if partner else reading.partner_name,
        "country": reading.country,
        "kind": reading.kind,
        "signed_on": reading.signed_on,
    }


def _decide(request: HttpRequest, row: AgreementRow, form: RowDecisionForm) -> AgreementRow:
    actor, given = signed_in(request), form.cleaned_data
    if given["decision"] == form.DISMISS:
        return dismiss_row(actor=actor, row=row)
    if given["decision"] == form.DUPLICATE:
        return mark_duplicate(actor=actor, row=row, agreement=_existing(given["reference"]))
    party = form.party()
    assert party is not None
    if not permissions.can_register_agreement(request.user, party.oblast):
        raise NotYourOblast
    corrections: dict[str, Any] = {
        name: given[name] for name in ("kind", "signed_on", "country") if given[name]
    }
    if given["partner_name"]:
        corrections["partner_name"] = given["partner_name"]
    return accept_row(actor=actor, row=row, party=party, partner=given["partner"], **corrections)


def _existing(reference: str) -> Agreement:
    found: Agreement | None = (
        Agreement.objects.current().filter(reference=reference.strip().upper()).first()
    )
    if found is None:
        raise InvalidData({"reference": [_("There is no agreement with this reference.")]})
    return found
