"""What happened, told to the signed-in person; and how often letters about it come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.design.formats import current_language
from common.design.languages import address_in
from common.design.parts import Link, Pill
from common.notifications.choice_forms import ChoiceForm
from common.notifications.groups import named_in_letter, notice_groups
from common.notifications.models import Notice
from common.notifications.telling import choices_of, choose, end_letters, whose

ON_A_PAGE = 30


@login_required
@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    """Newest first; `?new=1` only what has not been read."""
    own = Notice.objects.visible_to(request.user)
    unread = own.unread().count()
    only_new = request.GET.get("new") == "1"
    page = Paginator(own.unread() if only_new else own, ON_A_PAGE).get_page(request.GET.get("page"))
    address = reverse("notices:notice-list")
    labels = {one.code: one.label for one in notice_groups()}
    context = {
        "page": page,
        "notices": [_row(one, labels) for one in page.object_list],
        "unread": unread,
        "only_new": only_new,
        "tabs": [
            Link(_("All"), address, current=not only_new),
            Link(pgettext("notices", "New"), f"{address}?new=1", current=only_new, count=unread),
        ],
        "crumbs": [_own_page(), Link(_("Notices"), "")],
    }
    return render(request, "notifications/notice_list.html", context)


def _row(notice: Notice, labels: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "notice": notice,
        "address": address_in(current_language(), notice.link),
        "group": labels.get(notice.group, ""),
        "pill": None if notice.read_at else Pill(pgettext("notice", "new"), "info"),
    }


@login_required
@require_POST
def notice_read(request: HttpRequest, public_id: UUID) -> HttpResponse:
    notice = get_object_or_404(Notice.objects.visible_to(request.user), public_id=public_id)
    Notice.objects.unread().filter(pk=notice.pk).update(read_at=timezone.now())
    return redirect(f"{reverse('notices:notice-list')}?new=1")


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    Notice.objects.visible_to(request.user).unread().update(read_at=timezone.now())
    messages.success(request, _("All notices are read."))
    return redirect("notices:notice-list")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """How often letters come, for each group."""
    form = ChoiceForm(request.POST or None, initial=choices_of(request.user), person=request.user)
    if form.is_valid():
        for group, frequency in form.cleaned_data.items():
            choose(person=request.user, group=group, frequency=frequency)
        messages.success(request, _("Your choice is kept."))
        return redirect("notices:choices")
    crumbs = [
        _own_page(),
        Link(_("Notices"), reverse("notices:notice-list")),
        Link(_("When to write to me"), ""),
    ]
    return render(request, "notifications/choices.html", {"form": form, "crumbs": crumbs})


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def off(request: HttpRequest, token: str) -> HttpResponse:
    """The address in a letter. Opening asks, posting ends the letters of that group: a scanner of
    links that opens all of them ends nothing. Mail programmes post by themselves (RFC 8058).
    """
    found = whose(token)
    group = named_in_letter(found[1]) if found else None
    if found is None or group is None:
        raise Http404
    if request.method == "POST":
        end_letters(person=found[0], group=group.code)
    context = {"group": group, "is_done": request.method == "POST"}
    return render(request, "notifications/off.html", context)


def _own_page() -> Link:
    return Link(_("My page"), reverse("accounts:me"))
