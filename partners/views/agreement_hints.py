"""What the law says of a kind and its parties, at the moment of choosing them in the form."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partners import agreement_permissions as permissions
from partners.agreement_enums import PartyKind
from partners.agreement_rules import Facts, broken_rules
from partners.models import Partner
from partners.rules import Broken

MOST_PARTNERS = 40


@login_required
@require_safe
def law_hints(request: HttpRequest) -> HttpResponse:
    """A part of the form's page, asked for by the page itself while somebody chooses."""
    if not permissions.can_register_agreement(request.user):
        raise PermissionDenied
    hints = hints_of(request.GET, request.user)
    return render(request, "agreements/_law.html", {"hints": hints})


def hints_of(chosen: QueryDict, user: Any) -> list[Broken]:
    """Which rules the choice would break, from what the form has so far."""
    slugs = [
        value
        for name, value in chosen.items()
        if name.startswith("partner_") and not name.endswith("_text")
    ]
    partners = Partner.objects.visible_to(user).filter(slug__in=slugs[:MOST_PARTNERS])
    kinds = {one for one in chosen.getlist("bodies") if one in PartyKind.values}
    if any(name.startswith("community_") and value for name, value in chosen.items()):
        kinds.add(PartyKind.COMMUNITY.value)
    facts = Facts(
        kind=chosen.get("kind", ""), partners=tuple(partners), party_kinds=frozenset(kinds)
    )
    return list(broken_rules(facts))
