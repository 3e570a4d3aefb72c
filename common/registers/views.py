"""Pages and downloads of a register as views; apps give the template and the way there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.design.parts import Link
from common.registers.downloads import download, names_of_formats
from common.registers.formats import JSON, NothingFits
from common.registers.pages import list_page
from common.registers.paging import BadParameter
from common.registers.register import Register

Crumbs = Callable[[], list[Link]]


def list_view(
    register: Register,
    template: str,
    crumbs: Crumbs,
    more: Callable[[HttpRequest], dict[str, Any]] = lambda request: {},
) -> Callable[..., HttpResponse]:
    """The list page; `more(request)` adds to the context of the template."""

    @require_safe
    def view(request: HttpRequest) -> HttpResponse:
        page = list_page(register, request)
        return render(request, template, {"list": page, "crumbs": crumbs(), **more(request)})

    return view


def download_view(register: Register) -> Callable[..., Any]:
    """The list as a file in any of its formats, with the filters, search and order asked for."""

    @require_safe
    def view(request: HttpRequest, file_format: str) -> Any:
        if file_format == JSON or file_format not in names_of_formats(register):
            raise Http404
        try:
            return download(register, request, file_format)
        except BadParameter as error:
            return bad_request(error)
        except NothingFits as error:
            return nothing_fits(error)

    return view


def nothing_fits(error: NothingFits) -> HttpResponse:
    """409 in plain words, with the reason of each record."""
    reasons = "".join(f"{one['parameter']}: {one['message']}\n" for one in error.errors)
    text = f"{error.detail}\n{reasons}"
    return HttpResponse(text, status=409, content_type="text/plain; charset=utf-8")


def bad_request(error: BadParameter) -> HttpResponse:
    """400 in plain words: downloads are asked for by programs too."""
    text = f"{_('There is no file for this address.')}\n{error.message}\n"
    return HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")
