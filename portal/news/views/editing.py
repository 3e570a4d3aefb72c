"""Changing news: writing, files, publishing, archiving."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.views.common import signed_in
from common.design.parts import Link
from common.intake.forms import tried
from portal.news.forms import NewsFileForm, NewsForm
from portal.news.models import NewsItem
from portal.news.permissions import can_write_news
from portal.news.services.files import attach_file, withdraw_file
from portal.news.services.news import change_news, take_news_step, write_news
from portal.news.views.reading import crumbs_of, find_allowed, list_crumbs
from projects.views.record_pages import METHODS, edit_page, file_page, step_page, withdraw_page


@login_required
@require_http_methods(METHODS)
def news_new(request: HttpRequest) -> HttpResponse:
    if not can_write_news(request.user):
        raise PermissionDenied
    form = NewsForm(request.POST or None, user=request.user)
    made = tried(
        form,
        lambda: write_news(
            actor=signed_in(request), office=form.cleaned_data["office"], data=form.data_for()
        ),
    )
    if isinstance(made, NewsItem):
        text = _("The draft is saved. Add photographs, look at it as readers will, and publish it.")
        messages.success(request, text)
        return redirect(made)
    context = {"form": form, "record": None, "crumbs": list_crumbs(Link(_("Write news"), ""))}
    return render(request, "news/news_form.html", context)


@login_required
@require_http_methods(METHODS)
def news_edit(request: HttpRequest, reference: str) -> HttpResponse:
    return edit_page(
        request,
        template="news/news_form.html",
        find=lambda: find_allowed(request, reference),
        form_of=lambda given, item: NewsForm(given, user=request.user, item=item),
        change=lambda item, form: change_news(
            actor=signed_in(request),
            item=item,
            data=form.data_for(),
            seen=form.cleaned_data["seen"],
        ),
        crumbs=crumbs_of,
    )


@login_required
@require_http_methods(METHODS)
def news_step(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    item = find_allowed(request, reference)
    return step_page(
        request,
        item,
        code,
        lambda here: crumbs_of(item, here),
        lambda reason: take_news_step(
            actor=signed_in(request), item=item, code=code, reason=reason
        ),
    )


@login_required
@require_http_methods(METHODS)
def file_new(request: HttpRequest, reference: str) -> HttpResponse:
    item = find_allowed(request, reference)
    form = NewsFileForm(request.POST or None, request.FILES or None)
    names = ("kind", "alt", "alt_en", "caption", "caption_en")
    return file_page(
        request,
        item,
        form,
        lambda: attach_file(
            actor=signed_in(request),
            item=item,
            given=form.given(),
            **{name: form.cleaned_data[name] for name in names},
        ),
        crumbs=crumbs_of,
        title=_("Attach a photograph or a document"),
    )


@login_required
@require_POST
def file_withdraw(request: HttpRequest, reference: str, public_id: UUID) -> HttpResponse:
    return withdraw_page(
        request,
        find_allowed(request, reference),
        public_id,
        lambda found: withdraw_file(actor=signed_in(request), file=found),
    )
