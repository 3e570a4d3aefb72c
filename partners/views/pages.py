"""Reading: the list, one partner, what is asked while somebody types."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.audit.registry import history_url, may_see_history
from common.design.formats import current_language, long_date
from common.design.languages import wording
from common.design.parts import Fact, Link
from common.notifications.addresses import dead_among
from common.registers.views import list_view
from common.search.names import search_names
from communities.models import Oblast
from communities.places import PlaceSection
from partners import permissions, workflow
from partners.agreement_places import agreements_of_partner
from partners.data import language_names
from partners.duplicates import probable_duplicates
from partners.forms import SCHEME_FIELDS
from partners.identifiers import Identifier, address_of, check_identifier
from partners.models import ContactPerson, Partner
from partners.registers import PARTNERS
from partners.related import sections_of_partner
from partners.selectors import if_known
from partners.views.common import crumbs_of, find_partner, list_crumbs
from partners.views.moved import follows_merges
from partners.words import status_pill

SUGGESTED = 10


def _list_actions(request: HttpRequest) -> dict[str, Any]:
    return {"may_register": permissions.can_register_partner(request.user)}


partner_list = list_view(PARTNERS, "partners/partner_list.html", list_crumbs, _list_actions)


@require_safe
@follows_merges
def partner_detail(request: HttpRequest, slug: str) -> HttpResponse:
    partner = find_partner(request, slug)
    user = request.user
    context = {
        "partner": partner,
        "crumbs": crumbs_of(partner),
        "status": status_pill(partner.status),
        "key_facts": _key_facts(user, partner),
        "themes": list(partner.themes.all()),
        "oblasts": list(Oblast.objects.filter(partners=partner).in_ukrainian_order()),
        "identifiers": _identifiers(partner),
        "parts": list(partner.parts.visible_to(user).current().in_ukrainian_order()),
        "history_url": history_url(partner) if may_see_history(user, partner) else "",
        "related": _related(partner, user),
        **_allowed(user, partner),
        **_for_officials(user, partner),
    }
    context["lit"] = [one.code for one in context["oblasts"]]
    context["spoken"] = languages_of(partner)
    context["contents"] = _contents(context)
    return render(request, "partners/partner_detail.html", context)


def _related(partner: Partner, user: Any) -> list[PlaceSection]:
    agreements = agreements_of_partner(partner, user)
    return [*([agreements] if agreements else []), *sections_of_partner(partner, user)]


def _key_facts(user: Any, partner: Partner) -> list[Fact]:
    facts = [
        Fact(_("Kind"), partner.get_kind_display()),
        Fact(_("Country"), str(partner.country.name or "")),
        Fact(_("Acronym"), partner.acronym),
    ]
    above = if_known(user, partner.parent)
    if above:
        facts.append(Fact(_("Part of"), wording(above, "name").text, above.get_absolute_url()))
    return facts


def _identifiers(partner: Partner) -> list[Fact]:
    return [
        Fact(one.get_scheme_display(), one.value, address_of(Identifier(one.scheme, one.value)))
        for one in partner.identifiers.all()
    ]


def _allowed(user: Any, partner: Partner) -> dict[str, Any]:
    """The actions in one place; those that the status does not allow now are not offered."""
    codes = {step.code for step in workflow.steps_from(partner)}
    keeps = permissions.can_keep_partner(user, partner)
    is_current = "archive" in codes
    return {
        "may_change": is_current and permissions.can_change_partner(user, partner),
        "steps": [
            step
            for step in (workflow.ACTIVATE, workflow.REST)
            if step.code in codes and permissions.can_move_partner(user, partner)
        ],
        "may_archive": is_current and permissions.can_archive_partner(user, partner),
        "may_restore": "restore" in codes and permissions.can_archive_partner(user, partner),
        "may_merge": is_current and permissions.can_merge_partner(user, partner),
        "may_add_contact": is_current and keeps,
        "may_change_contacts": keeps,
    }


def _for_officials(user: Any, partner: Partner) -> dict[str, Any]:
    """Contact persons and how the record is kept. Personal data are read only for officials."""
    sees = permissions.can_see_contacts(user)
    if not sees:
        return {"sees_contacts": False, "contacts": [], "dead": {}, "forgotten": 0, "keeping": []}
    contacts = list(ContactPerson.objects.visible_to(user).filter(partner=partner))
    counted = ContactPerson.objects.filter(partner=partner, forgotten_at__isnull=False)
    return {
        "sees_contacts": True,
        "contacts": contacts,
        "dead": dead_among(str(one.email) for one in contacts),
        "forgotten": counted.aggregate(number=Count("pk"))["number"],
        "keeping": _keeping(partner),
    }


def _keeping(partner: Partner) -> list[Fact]:
    office = partner.curated_by
    old = ", ".join(partner.merged_records.order_by("slug").values_list("slug", flat=True))
    return [
        Fact(
            _("Kept by"),
            wording(office, "name").text if office else _("nobody: every office may change it"),
            office.get_absolute_url() if office else "",
        ),
        Fact(_("Who may see it"), partner.get_visibility_display()),
        Fact(_("Origin of the record"), partner.get_origin_display()),
        Fact(_("Where the data come from"), partner.origin_note),
        Fact(_("Registered on"), long_date(partner.created_at)),
        Fact(_("Old addresses that lead here"), old),
    ]


def _contents(context: dict[str, Any]) -> list[Link]:
    partner = context["partner"]
    about = partner.description or partner.description_en or partner.website
    sections = (
        ("about", _("About the partner"), about),
        ("where", _("Where it works"), context["oblasts"]),
        ("parts", _("Its parts"), context["parts"]),
        *((part.anchor, part.title, True) for part in context["related"]),
        ("numbers", _("Identifiers"), context["identifiers"]),
        ("people", _("Contact persons"), context["sees_contacts"]),
        ("keeping", _("How the record is kept"), context["keeping"]),
    )
    return [Link(label, f"#{anchor}") for anchor, label, shown in sections if shown]


def languages_of(partner: Partner) -> str:
    names = language_names(current_language())
    return ", ".join(names.get(code, code) for code in partner.languages)


@require_safe
def partner_choices(request: HttpRequest) -> JsonResponse:
    """Suggestions while somebody types the name of a partner."""
    rows = Partner.objects.visible_to(request.user).current()
    text = request.GET.get("q", "").replace("\x00", "")[:200]
    found = search_names(rows, text).in_ukrainian_order()[:SUGGESTED] if text.strip() else []
    results = [
        {
            "value": one.slug,
            "label": wording(one, "name").text,
            "hint": ", ".join(filter(None, (one.acronym, str(one.country.name or "")))),
        }
        for one in found
    ]
    return JsonResponse({"results": results})


@login_required
@require_safe
def partner_duplicates(request: HttpRequest) -> HttpResponse:
    """A part of a page: what the typed may already be. Asked while somebody types."""
    if not permissions.can_register_partner(request.user):
        raise PermissionDenied
    typed = request.GET
    being_changed = None
    if typed.get("of"):
        being_changed = find_partner(request, typed["of"][:80])
    found = probable_duplicates(
        name=typed.get("name", ""),
        name_en=typed.get("name_en", ""),
        acronym=typed.get("acronym", ""),
        website=typed.get("website", "")[:200],
        identifiers=_typed_identifiers(typed),
        exclude=being_changed,
        user=request.user,
    )
    return render(request, "partners/_duplicates.html", {"duplicates": found, "asks": False})


def _typed_identifiers(typed: Any) -> list[Identifier]:
    """Only those that are whole already."""
    checked = [
        check_identifier(scheme, text)
        for name, scheme in SCHEME_FIELDS.items()
        for text in typed.get(name, "")[:500].split(",")
        if text.strip()
    ]
    return [one.identifier for one in checked if not one.error]
