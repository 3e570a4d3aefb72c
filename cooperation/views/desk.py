"""The desk: what a person has to do now, as a table or as a board; filters of one's own."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.desk import desk_of, desk_pages
from accounts.views.common import signed_in
from common.design.parts import Link
from common.intake.refusals import Refusal
from cooperation import request_permissions as permissions
from cooperation import request_workflow as workflow
from cooperation.desk_board import columns_of, row_of
from cooperation.desk_forms import FILTERS, DeskFilterForm, SaveFilterForm
from cooperation.desk_lists import DeskList, lists_of
from cooperation.models import CoordinationRequest, DeskFilter
from cooperation.offer_exceptions import InvalidData
from cooperation.request_exceptions import RequestIncomplete
from cooperation.services.desk_filters import remove_filter, save_filter
from cooperation.services.requests import take_step

PER_PAGE = 50
MOST_ON_BOARD = 500
VIEWS = ("table", "board")


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """403 for people who neither file requests nor deal with them, and for whom nothing waits."""
    user = signed_in(request)
    lists, lines = lists_of(user), desk_of(user)
    if not (lists or lines):
        raise PermissionDenied
    context: dict[str, Any] = {
        "crumbs": [Link(_("Home"), reverse("portal:home")), Link(_("Desk"), "")],
        "pages": desk_pages(user, request.path),
        "lines": [one for one in lines if not one.url.startswith(reverse("desk:desk"))],
        # A request that has just come stands in no list of one's own.
        "unassigned": next((one for one in lines if one.url.endswith("?list=unassigned")), None),
        "chosen": None,
        **(_requests(request, lists) if lists else {}),
    }
    return render(request, "desk/desk.html", context)


def _requests(request: HttpRequest, lists: list[DeskList]) -> dict[str, Any]:
    user, asked = request.user, request.GET
    chosen = next((one for one in lists if one.code == asked.get("list")), lists[0])
    view = next((one for one in VIEWS if one == asked.get("view")), VIEWS[0])
    form = DeskFilterForm({**_plain(asked), "list": chosen.code, "view": view})
    rows = form.narrowed(chosen.rows(user)).by_urgency()
    rows = rows.select_related("community", "office__oblast", "oblast", "assignee")
    page = Paginator(rows, PER_PAGE).get_page(asked.get("page"))
    saved = list(DeskFilter.objects.filter(person=user.pk))
    query = _query(asked, list=chosen.code, view=view)
    return {
        "form": form,
        "chosen": chosen,
        "view": view,
        "tabs": [_tab(one, chosen, form, asked, user) for one in lists],
        "views": _views(asked, view),
        "page": page,
        "rows": [row_of(one, user) for one in page.object_list] if view == "table" else [],
        "columns": columns_of(rows[:MOST_ON_BOARD], user) if view == "board" else [],
        "clear_url": f"?{urlencode({'list': chosen.code, 'view': view})}",
        "saved": [Link(one.name, f"?{one.query}", current=one.query == query) for one in saved],
        "save_form": SaveFilterForm(initial={"query": query}),
        "query": query,
        "may_write": permissions.can_write_requests(user),
    }


def _plain(asked: QueryDict) -> dict[str, Any]:
    """Lists for the filters of many choices, single texts for the others."""
    many = ("kind", "urgency", "theme")
    return {name: asked.getlist(name) if name in many else asked.get(name, "") for name in FILTERS}


def _tab(
    one: DeskList, chosen: DeskList, form: DeskFilterForm, asked: QueryDict, user: Any
) -> Link:
    count = form.narrowed(one.rows(user)).count()
    url = f"?{_query(asked, list=one.code)}"
    return Link(str(one.label), url, current=one is chosen, count=count)


def _views(asked: QueryDict, view: str) -> list[Link]:
    labels = {"table": _("Table"), "board": _("Board")}
    return [Link(labels[one], f"?{_query(asked, view=one)}", current=one == view) for one in VIEWS]


def _query(asked: QueryDict, **changed: str) -> str:
    """The filters of the address with some of them changed; never the page."""
    kept = {name: asked.getlist(name) for name in ("list", "view", *FILTERS) if asked.get(name)}
    return urlencode({**kept, **changed}, doseq=True)


@login_required
@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Move a request by a step that needs nothing else; save or remove a filter."""
    deeds = {"move": _move, "save": _save, "remove": _remove}
    deed = deeds.get(request.POST.get("deed", ""))
    if deed is None:
        raise Http404
    if not lists_of(request.user):
        raise PermissionDenied
    deed(request)
    back = QueryDict(request.POST.get("back", "")[:1000])
    return redirect(f"{reverse('desk:desk')}?{_query(back)}")


def _move(request: HttpRequest) -> None:
    reference = request.POST.get("reference", "").replace("\x00", "")[:24]
    rows = CoordinationRequest.objects.visible_to(request.user)
    record = rows.filter(reference=reference).first()
    step = workflow.named(request.POST.get("step", ""))
    if record is None or step is None:
        raise Http404
    if not permissions.can_take(request.user, record, step):
        raise PermissionDenied
    try:
        take_step(actor=signed_in(request), request=record, code=step.code)
    except RequestIncomplete:
        messages.warning(
            request,
            _("%(reference)s: something is missing yet; open it.") % {"reference": reference},
        )
    except Refusal as error:
        messages.error(request, f"{reference}: {error}")
    else:
        text = _("%(reference)s: done.")
        messages.success(request, text % {"reference": reference})


def _save(request: HttpRequest) -> None:
    try:
        save_filter(
            actor=signed_in(request),
            name=request.POST.get("name", ""),
            query=request.POST.get("query", ""),
        )
    except InvalidData as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The filter is saved."))


def _remove(request: HttpRequest) -> None:
    if remove_filter(actor=signed_in(request), name=request.POST.get("name", "")):
        messages.success(request, _("The filter is removed."))
