"""A page for one section of a record, the same for projects and programmes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.views.common import signed_in
from common.design.parts import Link
from common.intake.forms import tried
from common.intake.refusals import ChangedMeanwhile, Refusal
from partners.programme_enums import RecordStatus
from partners.record_workflow import RecordArchived
from projects.record_sections import Section, SectionForm, section
from projects.views.record_pages import refused

ADD = "add"
GO_ON = "go_on"
# Which part of a long table: in the address the one that is shown, in a form the one to go to.
PART = "rows"


@dataclass(frozen=True)
class Desk:
    """What the pages of one register's sections need to know."""

    sections: Sequence[Section]
    crumbs: Callable[..., list[Link]]
    url_of: Callable[[Any, str], str]
    more: Callable[[Any], list[Link]] = lambda record: []


def section_page(
    request: HttpRequest, desk: Desk, find: Callable[[], Any], code: str
) -> HttpResponse:
    """Show and keep one section. «Add a row» comes back with what is typed and one row more."""
    chosen = section(desk.sections, code)
    if chosen is None:
        raise Http404
    record = find()
    crumbs = desk.crumbs(record, Link(_("Change"), ""))
    if record.record_status == RecordStatus.ARCHIVED:
        return refused(request, record, crumbs, RecordArchived())
    given = request.POST if request.method == "POST" else None
    adds = given is not None and ADD in given
    shown: Any = {"user": request.user, "part": _part(request.GET)}
    form = chosen.form(given, record=record, adds=adds, **shown)
    done = None if given is None or adds else tried(form, lambda: form.keep(signed_in(request)))
    newest = find() if isinstance(done, ChangedMeanwhile) else None
    if newest:
        form = chosen.form(_seen_now(request, chosen, newest), record=newest, **shown)
    elif isinstance(done, Refusal):
        return refused(request, record, crumbs, done)
    elif done:
        messages.success(request, _("Saved: %(section)s.") % {"section": chosen.title})
        return redirect(_next(desk, record, chosen, request.POST))
    context = _context(desk, record, chosen, form) | {"newest": newest}
    return render(request, "records/section_form.html", context, status=409 if newest else 200)


def _seen_now(request: HttpRequest, chosen: Section, newest: Any) -> Any:
    """What was typed, said to answer what stands there now: sent once more, it is kept."""
    data = request.POST.copy()
    data["seen"] = chosen.form(user=request.user, record=newest).mark()
    return data


def _part(said: Any) -> int:
    text = said.get(PART, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 1


def _next(desk: Desk, record: Any, chosen: Section, said: Any) -> Any:
    codes = [one.code for one in desk.sections]
    place = codes.index(chosen.code) + 1
    if PART in said:
        return f"{desk.url_of(record, chosen.code)}?{PART}={_part(said)}#rows"
    if GO_ON in said and place < len(codes):
        return desk.url_of(record, codes[place])
    return record


def _context(desk: Desk, record: Any, chosen: Section, form: SectionForm) -> dict[str, Any]:
    codes = [one.code for one in desk.sections]
    following = desk.sections[codes.index(chosen.code) + 1 :][:1]
    links = [
        Link(str(one.title), desk.url_of(record, one.code), one is chosen) for one in desk.sections
    ]
    return {
        "record": record,
        "section": chosen,
        "form": form,
        "following": following[0] if following else None,
        "links": [*links, *desk.more(record)],
        "crumbs": desk.crumbs(record, Link(str(chosen.title), "")),
    }
