"""A person's saved searches of calls, and the one click that ends their letters."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.views.common import signed_in
from common.design.parts import Link
from common.registers.listing import listing
from common.registers.pages import list_page
from partners.exceptions import InvalidData
from projects.call_filters import NOT_OVER
from projects.call_forms import SavedSearchForm
from projects.call_registers import CALLS
from projects.models import SavedSearch
from projects.services.call_alerts import (
    canonical,
    change_search,
    remove_search,
    save_search,
    searches_of,
    unsubscribe,
)
from projects.views.calls import list_crumbs
from projects.views.record_pages import METHODS


def _crumbs(*more: Link) -> list[Link]:
    here = Link(_("Saved searches"), reverse("calls:search-list") if more else "")
    return list_crumbs(here, *more)


def _find(request: HttpRequest, public_id: UUID) -> SavedSearch:
    """One's own; those of others are nobody's business."""
    found = SavedSearch.objects.filter(owner=signed_in(request), public_id=public_id).first()
    if found is None:
        raise Http404
    return found


@login_required
@require_safe
def search_list(request: HttpRequest) -> HttpResponse:
    rows = SavedSearch.objects.filter(owner=signed_in(request))
    context = {
        "searches": [(one, _url(one), _open_now(request, one)) for one in rows],
        "crumbs": _crumbs(),
    }
    return render(request, "calls/search_list.html", context)


def _url(search: SavedSearch) -> str:
    address = reverse("calls:call-list")
    return f"{address}?{search.query}" if search.query else address


def _open_now(request: HttpRequest, search: SavedSearch) -> int:
    parameters = QueryDict(search.query, mutable=True)
    parameters["when"] = NOT_OVER
    return int(listing(CALLS, parameters, request.user).rows.published().count())


@login_required
@require_http_methods(METHODS)
def search_new(request: HttpRequest) -> HttpResponse:
    """Keeps the filters of the address: `/calls/searches/new/?themes=energy`."""
    query = canonical(request.GET)
    words = _in_words(request)
    form = SavedSearchForm(request.POST or None, initial={"name": ", ".join(words)[:120]})
    if form.is_valid():
        try:
            save_search(actor=signed_in(request), query=query, **form.cleaned_data)
        except InvalidData as error:
            form.refuse(error.errors)
        else:
            messages.success(request, _("The search is saved."))
            return redirect("calls:search-list")
    context = {
        "form": form,
        "words": words,
        "title": _("Save the search"),
        "crumbs": _crumbs(Link(_("New"), "")),
    }
    return render(request, "calls/search_form.html", context)


def _in_words(request: HttpRequest) -> list[str]:
    page = list_page(CALLS, request)
    return [f"{one.label}: {one.value}" for one in page.chips]


@login_required
@require_http_methods(METHODS)
def search_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    search = _find(request, public_id)
    initial = {"name": search.name, "frequency": search.frequency}
    form = SavedSearchForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            change_search(search=search, **form.cleaned_data)
        except InvalidData as error:
            form.refuse(error.errors)
        else:
            messages.success(request, _("Saved."))
            return redirect("calls:search-list")
    context = {
        "form": form,
        "words": [],
        "title": _("Change the search"),
        "crumbs": _crumbs(Link(search.name, "")),
    }
    return render(request, "calls/search_form.html", context)


@login_required
@require_POST
def search_remove(request: HttpRequest, public_id: UUID) -> HttpResponse:
    remove_search(search=_find(request, public_id))
    messages.success(request, _("The search is removed."))
    return redirect("calls:search-list")


# A mail program posts here by itself (RFC 8058): it has no cookie and no token of a form.
@csrf_exempt
@require_http_methods(METHODS)
def unsubscribe_page(request: HttpRequest, token: str) -> HttpResponse:
    """Opening asks, posting ends the letters: a scanner of links that opens all ends nothing."""
    searches = searches_of(token)
    if searches is None:
        raise Http404
    if request.method == "POST":
        unsubscribe(searches)
    context = {
        "searches": searches,
        "is_done": request.method == "POST",
        "crumbs": list_crumbs(Link(_("Letters about calls"), "")),
    }
    return render(request, "calls/unsubscribe.html", context)
