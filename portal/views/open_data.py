"""What is open, in which formats, under which licence."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.design.formats import long_date
from common.design.parts import Link
from common.registers.downloads import formats_of
from common.registers.register import Register, registers
from portal.open_data import dumps
from portal.open_data.dumps import SUMS, Dump, DumpFile


@dataclass(frozen=True)
class OpenRegister:
    """One register as the page shows it."""

    register: Register
    count: int
    list_url: str
    files: list[Link]


@dataclass(frozen=True)
class NightlyFiles:
    """The files of one register in the newest dump."""

    title: object
    records: int
    files: list[DumpFile]


@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    dump = dumps.newest()
    return render(
        request,
        "portal/open_data.html",
        {
            "registers": [_open(one, request) for one in registers()],
            "dump": dump,
            "nightly": _nightly(dump) if dump else [],
            "earlier": [_sums_of(day) for day in dumps.days()[1:]],
            "kept_days": dumps.KEPT_DAYS,
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


def _nightly(dump: Dump) -> list[NightlyFiles]:
    titles = {one.name: one.title for one in registers()}
    by_register: dict[str, list[DumpFile]] = {}
    for one in dump.files:
        by_register.setdefault(one.register, []).append(one)
    return [
        NightlyFiles(titles.get(name, name), files[0].records, files)
        for name, files in by_register.items()
    ]


def _sums_of(day: dt.date) -> Link:
    return Link(long_date(day), reverse("dump-of-day", args=[day.isoformat(), SUMS]))
