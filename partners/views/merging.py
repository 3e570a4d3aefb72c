"""Two records of one organisation become one: choose, compare, confirm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.views.common import signed_in
from common.design.languages import wording
from common.design.parts import Link
from common.intake.refusals import Refusal
from partners import permissions, services
from partners.enums import PartnerStatus
from partners.exceptions import MergedWithItself, PartnerArchived
from partners.forms import MergeChoiceForm
from partners.models import Partner
from partners.services.merging import CHOOSABLE, MERGED, default_choices, moves
from partners.views.common import (
    Moved,
    crumbs_of,
    find_allowed,
    find_partner,
    refused,
)
from partners.views.moved import follows_merges


@dataclass(frozen=True)
class Difference:
    """One field in which the two records differ, and which value is taken."""

    name: str
    label: str
    kept: str
    merged: str
    choice: str


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@follows_merges
def partner_merge(request: HttpRequest, slug: str) -> HttpResponse:
    """`?with=` names the other record; without it, a page to choose it."""
    kept = find_allowed(request, slug, permissions.can_merge_partner)
    if kept.status == PartnerStatus.ARCHIVED:
        return refused(request, kept, PartnerArchived())
    if request.method == "POST":
        return _merged(request, kept, _other(request, request.POST.get("with", "")))
    if request.GET.get("with"):
        return _preview(request, kept, _other(request, request.GET["with"]))
    asked = any(name in request.GET for name in ("other", "other_text"))
    form = MergeChoiceForm(request.GET if asked else None)
    field: Any = form.fields["other"]
    field.offer(request.user, without=kept)
    if form.is_valid():
        return redirect(f"{request.path}?with={form.cleaned_data['other'].slug}")
    context = {"form": form, "partner": kept, "crumbs": crumbs_of(kept, Link(_("Merge"), ""))}
    return render(request, "partners/partner_merge_choose.html", context)


def _other(request: HttpRequest, slug: str) -> Partner:
    try:
        return find_partner(request, slug[:80])
    except Moved as moved:
        # It was merged already: maybe into the very record that is kept.
        raise Http404 from moved


def _preview(request: HttpRequest, kept: Partner, merged: Partner) -> HttpResponse:
    if kept.pk == merged.pk:
        return refused(request, kept, MergedWithItself())
    if not permissions.can_merge_partners(request.user, kept, merged):
        raise PermissionDenied
    context = {
        "partner": kept,
        "other": merged,
        "differences": differences(kept, merged),
        "moves": moves(kept, merged),
        "crumbs": crumbs_of(kept, Link(_("Merge"), "")),
    }
    return render(request, "partners/partner_merge.html", context)


def _merged(request: HttpRequest, kept: Partner, merged: Partner) -> HttpResponse:
    if not permissions.can_merge_partners(request.user, kept, merged):
        raise PermissionDenied
    chosen = {name: MERGED for name in CHOOSABLE if request.POST.get(f"choice_{name}") == MERGED}
    try:
        survivor = services.merge_partners(
            actor=signed_in(request), kept=kept, merged=merged, choices=chosen
        )
    except Refusal as error:
        return refused(request, kept, error)
    messages.success(
        request,
        _("“%(name)s” is now a part of this record, and its address leads here.")
        % {"name": wording(merged, "name").text},
    )
    return redirect(survivor)


def differences(kept: Partner, merged: Partner) -> list[Difference]:
    preferred = default_choices(kept, merged)
    found = []
    for name in CHOOSABLE:
        ours, theirs = shown(kept, name), shown(merged, name)
        if ours != theirs:
            label = str(Partner._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            found.append(Difference(name, label, ours, theirs, preferred[name]))
    return found


def shown(partner: Partner, name: str) -> str:
    """The value of a field as people read it."""
    value = getattr(partner, name)
    if name == "country":
        return str(value.name) if value else ""
    if name == "parent":
        return wording(value, "name").text if value else ""
    words = getattr(partner, f"get_{name}_display", None)
    return str(words() if words else value or "")
