"""Letting a table of meetings in: those to come as drafts, those that are over with decisions.

Nobody is told: a draft is announced on its page, and minutes are published there.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.exchange.columns import CODE, More, coded
from common.exchange.imports import Change, Checked, Data, Importer
from common.exchange.models import ImportJob
from common.exchange.problems import Problem
from common.exchange.records import RecordSession, Taking, lacking
from common.exchange.vocabulary import Vocabulary, code_names, word_key
from common.intake.texts import many_lines
from communities.models import Office
from communities.permissions import office_choices, office_of_upload
from communities.register_parts import visibilities
from cooperation import meeting_workflow as workflow
from cooperation.meeting_data import DecisionData, MeetingData, meeting_data_of, plain_data_of
from cooperation.meeting_enums import COMING, MeetingStatus
from cooperation.meeting_permissions import can_change_meeting, can_write_meetings
from cooperation.meeting_querysets import MeetingQuerySet
from cooperation.meeting_registers import MEETINGS, meeting_kinds
from cooperation.meeting_table_times import END, SPAN, START, ZONE, check_order, read_span
from cooperation.meeting_times import KYIV, in_zone
from cooperation.models import Decision, Meeting, MeetingCommunity
from cooperation.services.decisions import MOST_DECISIONS, save_decision
from cooperation.services.meetings import change_meeting, strange_in, take_step, write_meeting
from partners.vocabulary import show_themes, theme_codes
from projects.table_codes import named
from projects.table_links import NamedRecords, show_communities
from projects.table_rows import Cells

LINES = {"title": 300, "title_en": 300, "place": 300, "place_en": 300}
TEXTS = {"about": 4000, "about_en": 4000}
CODED = ("kind", "visibility")
PLAIN = (*LINES, *TEXTS, *CODED, ZONE, *SPAN)
DECISIONS = "decisions"
CODES = "communities" + CODE
LONGEST_DECISION = 4000
# «1. …» or «2) …» at the beginning of a line, or after a semicolon as our own downloads have it.
NUMBERED = re.compile(r"(?:^|\n|;)\s*\d{1,3}[.)]\s+")
KIND_SYNONYMS = {
    "засідання": "session",
    "нарада": "session",
    "зустріч": "bilateral",
    "двостороння": "bilateral",
    "мережева": "network",
    "стратегічна": "strategic",
    "відрядження": "visit",
    "візит": "visit",
    "онлайн": "online",
}

MORE: dict[str, More] = {
    "reference": More(
        headings=("Номер", "Номер зустрічі"),
        help=_("Of a meeting that is in the portal already. New ones get theirs here."),
    ),
    "title": More(
        headings=("Назва", "Тема", "Зустріч"),
        required=True,
        example="Приклад: зустріч з Фондом",
    ),
    "kind": coded(
        meeting_kinds,
        headings=("Вид", "Вид зустрічі", "Тип"),
        help=_("When empty: bilateral meeting."),
    ),
    "starts_at": More(
        headings=("Дата", "Дата і час", "Дата проведення", "Початок"),
        required=True,
        example="15.03.2026 10:00",
        help=_("Without an hour: 10:00."),
    ),
    "ends_at": More(
        headings=("Завершення", "Кінець"),
        example="12:00",
        help=_("A day and hour, or the hour alone. When empty: an hour later."),
    ),
    "time_zone": More(headings=("Часовий пояс",), help=_("When empty: Kyiv time.")),
    "place": More(headings=("Місце", "Місце проведення"), example="м. Полтава"),
    "partners": More(
        headings=("Партнер", "Партнери", "З ким"),
        help=_("By their names in the register; several separated by semicolons."),
    ),
    "partners:code": More(headings=("Коди партнерів",)),
    "communities": More(headings=("Громада", "Громади"), show=show_communities),
    "communities:code": More(headings=("Коди громад", "КАТОТТГ", "KATOTTG")),
    "projects": More(headings=("Проєкт", "Проєкти"), help=_("By their references.")),
    "themes": More(headings=("Напрям", "Напрями"), codes=theme_codes, show=show_themes),
    "about": More(headings=("Про що", "Питання", "Зміст")),
    DECISIONS: More(
        headings=("Рішення", "Що вирішили", "Домовленості"),
        help=_("Of a meeting that is over, each on a line of its own."),
        show=lambda value: "\n".join(value or ()),
    ),
    "visibility": coded(
        visibilities,
        headings=("Видимість", "Хто бачить"),
        help=_("When empty: everybody."),
    ),
}


class MeetingSession(RecordSession):
    additive = NamedRecords.columns | {DECISIONS}
    unknown = _("There is no meeting with this reference that you may see.")
    why_same = _("the same title and day")

    def __init__(self, job: ImportJob) -> None:
        super().__init__(job.uploaded_by)
        self.office = office_of_upload(self.actor, job.office)
        self.kinds = Vocabulary(code_names(meeting_kinds()), KIND_SYNONYMS)
        self.visibilities = Vocabulary(code_names(visibilities()))
        self.linked = NamedRecords(self.actor)
        self.zones: dict[str, str] = {}
        self.spans: dict[str, tuple[dt.datetime, dt.datetime]] = {}
        for one in Meeting.objects.visible_to(self.actor).select_related("office"):
            self.zones[one.reference] = one.time_zone
            self.spans[one.reference] = (one.starts_at, one.ends_at)
            # What was cancelled may be planned anew under the same title.
            is_same = one.status != MeetingStatus.CANCELLED
            key = _key(one.office, one.starts_at, one.title) if is_same else ""
            self.remember(one.reference, key)
        self.dissolved = _dissolved()
        self.taking: Taking = {
            **{name: (name, str) for name in (*LINES, *TEXTS, *CODED, "time_zone")},
            **{name: (name, dt.datetime.fromisoformat) for name in SPAN},
            **self.linked.taking,
        }

    def read(self, cells: Mapping[str, str]) -> Checked:
        row = Cells(cells)
        row.line("reference", 24)
        for column, longest in LINES.items():
            row.line(column, longest)
        for column, longest in TEXTS.items():
            row.lines(column, longest)
        row.coded("kind", self.kinds)
        row.coded("visibility", self.visibilities)
        self.linked.read(row)
        self._dissolved_since(row)
        self._decisions(row)
        assumed = read_span(row, usual_zone=self.zones.get(row.data.get("reference", ""), KYIV))
        self._as_the_record_has_it(row, assumed)
        check_order(row)
        return Checked(row.data, row.problems)

    def _as_the_record_has_it(self, row: Cells, assumed: frozenset[str]) -> None:
        """Of a known meeting: on the same day its hour stays, and always how long it lasts."""
        reference = row.data.get("reference") or self._known(row.data)
        if reference not in self.spans or START not in row.data:
            return
        starts, ends = self.spans[reference]
        if START in assumed and _day(row.data[START]) == in_zone(starts, KYIV).date():
            row.data[START] = _in_utc(starts)
            row.problems = [one for one in row.problems if one.column != START]
        if END in assumed:
            row.data[END] = _in_utc(dt.datetime.fromisoformat(row.data[START]) + (ends - starts))

    def _dissolved_since(self, row: Cells) -> None:
        """What the record names already is no mistake, though the codifier has withdrawn it."""
        held = self.dissolved[row.data.get("reference", "")]
        known = [one.value.upper() for one in row.problems if one.column == CODES]
        known = [one for one in known if one in held]
        if known:
            row.data["communities"] = [*row.data.get("communities", ()), *dict.fromkeys(known)]
            row.problems = [
                one for one in row.problems if one.column != CODES or one.value.upper() not in held
            ]

    def _decisions(self, row: Cells) -> None:
        found = [one for one in decisions_in(row) if one]
        too_long = next((one for one in found if len(one) > LONGEST_DECISION), "")
        if too_long:
            reason = _("A decision has at most 4000 characters.")
            row.wrong(DECISIONS, too_long, reason)
        elif len(found) > MOST_DECISIONS:
            row.wrong(DECISIONS, str(len(found)), _("A meeting has at most 100 decisions."))
        elif found:
            row.data[DECISIONS] = list(dict.fromkeys(found))

    def natural_key(self, data: Data) -> str:
        if "title" not in data or "starts_at" not in data or self.office is None:
            return ""
        return _key(self.office, dt.datetime.fromisoformat(data["starts_at"]), data["title"])

    def lacks(self, data: Data) -> Iterator[Problem]:
        yield from lacking(data, "title", "starts_at")
        if self.office is None:
            yield Problem("", "", _("Choose at the upload for which office the meetings are."))
        yield from _too_early(data.get(DECISIONS), data.get("starts_at"))
        if {"title", *SPAN} <= data.keys():
            yield from self._strange(MeetingData(**{"kind": "bilateral", **self._plain(data)}))

    def _plain(self, data: Data) -> dict[str, Any]:
        """What the row says itself, without the records that it names."""
        return self.said({name: data[name] for name in PLAIN if name in data})

    def _strange(self, data: MeetingData) -> Iterator[Problem]:
        return self.refused_by(lambda: strange_in(data.cleaned()))

    def rows(self, references: list[str]) -> MeetingQuerySet:
        visible: MeetingQuerySet = Meeting.objects.visible_to(self.actor)
        decisions = Prefetch("decisions", Decision.objects.visible_to(self.actor), "seen_decisions")
        return (
            visible.filter(reference__in=references)
            .select_related("office__oblast")
            .prefetch_related("themes", "communities", "partners", "projects", decisions)
        )

    def as_data(self, record: Meeting) -> Data:
        names = ("reference", *LINES, *TEXTS, *CODED, "time_zone")
        data: Data = {name: getattr(record, name) for name in names}
        return data | {
            **{name: _in_utc(getattr(record, name)) for name in SPAN},
            "themes": [one.slug for one in record.themes.all()],
            "communities": [one.code for one in record.communities.all()],
            "partners": [one.slug for one in record.partners.all()],
            "projects": [one.reference for one in record.projects.all()],
            DECISIONS: [one.text for one in record.seen_decisions],  # type: ignore[attr-defined]
        }

    def refusal(self, actor: Any, record: Meeting, diff: Sequence[Change]) -> Iterator[Problem]:
        if not can_change_meeting(actor, record):
            yield Problem("", "", _("Another office keeps this record. Ask that office."))
        elif record.status == MeetingStatus.CANCELLED:
            yield Problem("", "", _("The meeting was cancelled. Prepare it anew first."))
        elif any(one.column == DECISIONS for one in diff):
            if record.status == MeetingStatus.PUBLISHED:
                reason = _("The minutes are published. Take them back to add decisions.")
                yield Problem(DECISIONS, "", reason)
            said = {one.column: one.after for one in diff}
            yield from _too_early(True, said.get("starts_at", record.starts_at.isoformat()))
        if record.status != MeetingStatus.CANCELLED:
            yield from self._not_as_it_was(record, {one.column: one.after for one in diff})

    def _not_as_it_was(self, record: Meeting, said: Data) -> Iterator[Problem]:
        after = replace(plain_data_of(record), **self._plain(said))
        yield from self._strange(after)
        if record.status not in COMING and after.starts_at > timezone.now():
            yield Problem("starts_at", "", _("The meeting was held: its day is not to come."))

    def write(self, actor: Any, data: Data, job: ImportJob) -> Meeting:
        assert self.office is not None
        said = {"kind": "bilateral", **self.said(data), "source_note": job.file_name[:300]}
        meeting = write_meeting(actor=actor, office=self.office, data=MeetingData(**said))
        return self._decide(actor, meeting, data)

    def mend(self, actor: Any, record: Meeting, data: Data) -> None:
        after = replace(meeting_data_of(record), **self.said(data))
        meeting = change_meeting(actor=actor, meeting=record, data=after, seen=record.updated_at)
        self._decide(actor, meeting, data)

    def _decide(self, actor: Any, meeting: Meeting, data: Data) -> Meeting:
        """What was decided shows that it took place."""
        held = set(meeting.decisions.values_list("text", flat=True))
        wanted = [one for one in data.get(DECISIONS, ()) if one not in held]
        if wanted and meeting.status in workflow.HOLD.sources:
            meeting = take_step(actor=actor, meeting=meeting, code=workflow.HOLD.code)
        for text in wanted:
            save_decision(actor=actor, meeting=meeting, data=DecisionData(text=text))
        return meeting


def decisions_in(row: Cells) -> list[str]:
    """Our own downloads keep each without a sign that separates; people number or break lines."""
    own = row.cell(DECISIONS + CODE)
    if own.strip():
        return [many_lines(named(one)) for one in own.split(";")]
    text = row.cell(DECISIONS)
    parts = NUMBERED.split(text) if NUMBERED.match(text) else text.split("\n")
    return [many_lines(one) for one in parts]


def _too_early(decisions: Any, starts_at: str | None) -> Iterator[Problem]:
    if decisions and starts_at and dt.datetime.fromisoformat(starts_at) > timezone.now():
        yield Problem(DECISIONS, "", _("Decisions are of meetings that have begun."))


def _day(moment: str) -> dt.date | None:
    return in_zone(dt.datetime.fromisoformat(moment), KYIV).date() if moment else None


def _in_utc(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat()


def _dissolved() -> dict[str, set[str]]:
    """Reference of a meeting → codes of its communities that the codifier has withdrawn."""
    found: dict[str, set[str]] = defaultdict(set)
    rows = MeetingCommunity.objects.filter(community__is_withdrawn=True)
    for reference, code in rows.values_list("meeting__reference", "community__code"):
        found[reference].add(code)
    return found


def _key(office: Office, starts_at: dt.datetime, title: str) -> str:
    return f"{office.slug} {in_zone(starts_at, KYIV).date()} {word_key(title)}"


class MeetingImporter(Importer):
    name = "meetings"
    register = MEETINGS
    more = MORE
    needs_office = True

    def may_import(self, user: Any) -> bool:
        return bool(user.is_active) and can_write_meetings(user)

    def offices(self, user: Any) -> list[tuple[str, str]]:
        """The offices that the person keeps meetings for."""
        return office_choices(user)

    def open(self, job: ImportJob) -> MeetingSession:
        return MeetingSession(job)
