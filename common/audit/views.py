"""Pages of the history: the timeline of a record, two versions compared, a version brought back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from common.audit.forms import ComparedVersions, HistoryFilter, JournalFilter
from common.audit.history import Change, Cursor, actors_of, history, newest_version, whole_history
from common.audit.journal import journal, may_read
from common.audit.registry import HistoryOf, Owned, history_url
from common.audit.registry import kind as kind_of
from common.audit.services import RestoreRefused, plan_restore, restore_version
from common.audit.versions import State, differences, moment_of, number_of, state_now, version_at
from common.audit.wordings import name_of
from common.design.parts import Chip, Link
from common.exchange.tables import csv_lines

# Versions offered for comparison.
VERSIONS_OFFERED = 100


@dataclass(frozen=True)
class Subject:
    """The record of a page, and what of its history the reader may see."""

    entry: HistoryOf
    record: Any
    owned: list[Owned]
    may_restore: bool

    @property
    def name(self) -> str:
        return name_of(self.record)

    @property
    def url(self) -> str:
        return history_url(self.record)

    def address(self, page: str, *args: object) -> str:
        return reverse(
            f"audit:{page}", args=(self.entry.kind, self.entry.key_of(self.record), *args)
        )

    def trail(self, *links: Link) -> list[Link]:
        """The record's own page, if it has one, its history, then `links`."""
        above = [Link(self.name, _page_of(self.record))] if _page_of(self.record) else []
        return [*above, Link(_("History"), self.url), *links]


def _page_of(record: Any) -> str:
    try:
        return str(record.get_absolute_url())
    except (AttributeError, NoReverseMatch):
        return ""


def _subject(request: HttpRequest, kind: str, key: str) -> Subject:
    """404 for what the reader may not know of, 403 for a history that is not for the reader."""
    entry = kind_of(kind)
    if entry is None or "\x00" in key:
        raise Http404
    try:
        record = entry.visible(request.user).filter(**{entry.key: key}).first()
    except (ValidationError, ValueError):
        record = None
    if record is None:
        raise Http404
    if not entry.can_see(request.user, record):
        raise PermissionDenied
    return Subject(
        entry,
        record,
        entry.seen_by(request.user, record),
        entry.can_restore(request.user, record),
    )


@login_required
@never_cache
@require_GET
def journal_page(request: HttpRequest) -> HttpResponse:
    """Recent changes of everything whose history the reader may see."""
    entries = [one for one, _records in may_read(request.user)]
    filters = JournalFilter(request.GET, entries=entries)
    asked = filters.asked()
    kind = filters.cleaned_data.get("kind", "")
    start = _cursor(request)
    page = journal(request.user, kind=kind, asked=asked, after=start)
    context = {
        "trail": [Link(_("History"), "")],
        "filters": filters,
        "chips": _chips(request, filters),
        "actions": page.actions,
        "is_first_page": start is None,
        "first_url": _address(request, before=None),
        "next_url": _address(request, before=str(page.next)) if page.next else "",
    }
    return render(request, "audit/journal.html", context)


@login_required
@never_cache
@require_GET
def object_history(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    subject = _subject(request, kind, key)
    filters = HistoryFilter(
        request.GET, actors=actors_of(subject.entry, subject.record, subject.owned)
    )
    start = _cursor(request)
    page = history(subject.entry, subject.record, subject.owned, asked=filters.asked(), after=start)
    chips = _chips(request, filters)
    is_top = start is None and not chips and page.changes
    newest = page.changes[0].version if is_top else _newest_version(subject)
    context = {
        "subject": subject,
        "trail": subject.trail(),
        "filters": filters,
        "chips": chips,
        "entries": [(one, _actions(subject, one, newest)) for one in page.changes],
        "is_first_page": start is None,
        "first_url": _address(request, before=None),
        "next_url": _address(request, before=str(page.next)) if page.next else "",
        "download_links": [
            Link("CSV", f"{subject.address('object-history-download')}{_query(request)}")
        ],
    }
    return render(request, "audit/object_history.html", context)


def _actions(subject: Subject, change: Change, newest: int) -> list[Link]:
    if change.version == newest or change.kind == change.kind.REMOVED:
        return []
    compare = f"{subject.address('object-history-compare')}?old={change.version}"
    links = [Link(_("Compare with today"), compare)]
    if subject.may_restore:
        url = subject.address("object-history-restore", change.version)
        links.append(Link(_("Restore this version"), url))
    return links


def _newest_version(subject: Subject) -> int:
    return newest_version(subject.entry, subject.record, subject.owned)


def _cursor(request: HttpRequest) -> Cursor | None:
    number, _dot, action = request.GET.get("before", "").partition(".")
    moment = moment_of(int(number)) if number.isdecimal() and len(number) < 20 else None
    return Cursor(moment, action.replace("\x00", "")) if moment and action else None


def _address(request: HttpRequest, **changes: str | None) -> str:
    return f"{request.path}{_query(request, **changes)}"


def _query(request: HttpRequest, **changes: str | None) -> str:
    """The filters of this page, with some changed or (None) left out."""
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"?{query.urlencode()}" if query else ""


def _chips(request: HttpRequest, filters: HistoryFilter) -> list[Chip]:
    return [
        Chip(label, value, _address(request, before=None, **{name: None}))
        for name, label, value in filters.active()
    ]


@login_required
@never_cache
@require_GET
def object_history_download(request: HttpRequest, kind: str, key: str) -> StreamingHttpResponse:
    """The filtered history as CSV, one line a column that changed."""
    subject = _subject(request, kind, key)
    filters = HistoryFilter(
        request.GET, actors=actors_of(subject.entry, subject.record, subject.owned)
    )
    changes = whole_history(subject.entry, subject.record, subject.owned, asked=filters.asked())
    header = [
        _("When"), _("Who"), _("Source"), _("What"), _("Field"), _("Before"), _("After"), _("Note"),
    ]  # fmt: skip
    # Read now: what streams out later would no longer speak the page's language.
    rows = [row for change in changes for row in _csv_rows(change)]
    answer = StreamingHttpResponse(csv_lines(header, rows), content_type="text/csv; charset=utf-8")
    name = f"history-{kind}-{timezone.localdate():%Y-%m-%d}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _csv_rows(change: Change) -> Iterator[list[str]]:
    when = timezone.localtime(change.moment).strftime("%Y-%m-%d %H:%M:%S")
    start = [when, change.who, str(change.source.label), str(change.kind.label)]
    for line in change.fields:
        yield [*start, line.label, line.old, line.new, change.note]
    if not change.fields:
        yield [*start, "", "", "", change.note]


@login_required
@never_cache
@require_GET
def object_history_compare(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    subject = _subject(request, kind, key)
    page = history(subject.entry, subject.record, subject.owned, size=VERSIONS_OFFERED)
    form = ComparedVersions(request.GET or None, changes=page.changes)
    context = {
        "subject": subject,
        "trail": subject.trail(Link(_("Two versions"), "")),
        "form": form,
        "lines": _compared(subject, form) if form.is_valid() else None,
    }
    return render(request, "audit/compare.html", context)


def _compared(subject: Subject, form: ComparedVersions) -> list[Any]:
    """From the older to the newer one, whichever way round they were chosen."""
    numbers = [form.cleaned_data["old"], form.cleaned_data["new"]]
    if numbers[1] is not None:
        numbers.sort()
    old, new = (_state(subject, number) for number in numbers)
    return differences(subject.entry, subject.owned, old, new)


def _state(subject: Subject, number: int | None) -> State:
    if number is None:
        return state_now(subject.entry, subject.record, subject.owned)
    moment = moment_of(number)
    found = moment and version_at(subject.entry, subject.record, moment, subject.owned)
    if not found:
        raise Http404
    return found.state


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def object_history_restore(request: HttpRequest, kind: str, key: str, version: int) -> HttpResponse:
    """GET shows exactly what would change back; POST does it."""
    subject = _subject(request, kind, key)
    if not subject.may_restore:
        raise PermissionDenied
    moment = moment_of(version)
    plan = moment and plan_restore(subject.entry, subject.record, moment)
    if not moment or not plan:
        raise Http404
    newest = str(_newest_version(subject))
    reasons = plan.obstacles
    if request.method == "POST":
        if request.POST.get("seen") != newest:
            reasons = [
                _("Somebody has changed the record meanwhile. Look again at what will change.")
            ]
        else:
            try:
                restore_version(actor=request.user, obj=subject.record, moment=moment)
            except RestoreRefused as refusal:
                reasons = refusal.reasons
            else:
                messages.success(request, _("The earlier version is back."))
                return HttpResponseRedirect(subject.url)
    context = {
        "subject": subject,
        "trail": subject.trail(Link(_("Restore"), "")),
        "plan": plan,
        "reasons": reasons,
        "seen": newest,
        "version": number_of(moment),
    }
    return render(request, "audit/restore.html", context, status=409 if request.POST else 200)
