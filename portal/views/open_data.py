"""What is open, in which formats, under which licence."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.design.parts import Link
from common.registers.downloads import formats_of
from common.registers.register import Register, registers


@dataclass(frozen=True)
class OpenRegister:
    """One register as the page shows it."""

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
            "registers": [_open(one, request) for one in registers()],
            "crumbs": [Link(_("Home"), reverse("portal:home")), Link(_("Open data"), "")],
        },
    )


def _open(register: Register, request: HttpRequest) -> OpenRegister:
    list_url = reverse(register.page) if register.page else ""
    root = f"{list_url}download." if list_url else f"{register.api_path}?format="
    files = [Link(str(one.label), f"{root}{one.name}") for one in formats_of(register)]
    return OpenRegister(
        register=register,
        count=register.visible_to(request.user).count(),
        list_url=list_url,
        files=files,
    )
