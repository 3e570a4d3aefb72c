"""What is open, in which formats, under which licence."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.design.parts import Link
from common.registers.downloads import formats_of
from common.registers.register import Register, registers


@dataclass(frozen=True)
class OpenRegister:
    """One register as the page shows it. `list_url` is empty while a register has no page."""

    register: Register
    count: int
    list_url: str
    files: list[Link]


@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "portal/open_data.html",
        {
            "registers": [_open(one, request) for one in registers() if one.api_path],
            "crumbs": [Link(_("Home"), reverse("portal:home")), Link(_("Open data"), "")],
        },
    )


def _open(register: Register, request: HttpRequest) -> OpenRegister:
    list_url = _list_url(register)
    files = [Link(str(one.label), f"{list_url}download.{one.name}") for one in formats_of(register)]
    return OpenRegister(
        register=register,
        count=register.visible_to(request.user).count(),
        list_url=list_url,
        files=files if list_url else [],
    )


def _list_url(register: Register) -> str:
    """By convention: `partners:partner-list` is the page of the register of `Partner`; a register
    with addresses of its own bears their name, as in `agreements:agreement-list`.
    """
    noun = register.model._meta.model_name
    for space in (register.model._meta.app_label, register.name):
        with suppress(NoReverseMatch):
            return reverse(f"{space}:{noun}-list")
    return ""
