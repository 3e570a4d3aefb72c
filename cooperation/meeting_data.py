"""What the services of meetings take: plain typed values, cleaned in one place."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields, replace
from typing import Any

from common.codelists.enums import Visibility
from common.codelists.models import Theme
from common.intake.texts import many_lines, once, one_line
from communities.models import Community, Office
from cooperation.meeting_times import KYIV
from cooperation.models import (
    AgendaItem,
    CoordinationRequest,
    Meeting,
    MeetingTask,
    Participant,
)
from cooperation.models.meetings import REMIND_AFTER_DAYS
from partners.models import Agreement, Partner
from projects.models import Project

# One of these is meant, as the kind beside them says; the others are left out.
NAMED = ("office", "community", "partner")
LINES = ("title", "title_en", "place", "place_en", "link", "source_note")
TEXTS = ("about", "about_en")


@dataclass(frozen=True, kw_only=True)
class MeetingData:
    """All that people say of a meeting; agenda, people, minutes have services of their own."""

    kind: str
    title: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    time_zone: str = KYIV
    title_en: str = ""
    about: str = ""
    about_en: str = ""
    place: str = ""
    place_en: str = ""
    shows_place: bool = False
    link: str = ""
    visibility: str = Visibility.PUBLIC.value
    remind_after_days: int = REMIND_AFTER_DAYS
    source_note: str = ""
    themes: tuple[Theme, ...] = ()
    communities: tuple[Community, ...] = ()
    partners: tuple[Partner, ...] = ()
    projects: tuple[Project, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    requests: tuple[CoordinationRequest, ...] = ()

    def cleaned(self) -> MeetingData:
        plain: dict[str, Any] = {name: one_line(getattr(self, name)) for name in LINES}
        plain |= {name: many_lines(getattr(self, name)) for name in TEXTS}
        plain |= {name: once(getattr(self, name)) for name in LINKED}
        return replace(self, **plain)


LINKED = ("themes", "communities", "partners", "projects", "agreements", "requests")
COLUMNS = tuple(one.name for one in fields(MeetingData) if one.name not in LINKED)


def meeting_data_of(meeting: Meeting) -> MeetingData:
    """The meeting as it is now, to change a few fields with `dataclasses.replace`."""
    linked: dict[str, Any] = {name: tuple(getattr(meeting, name).all()) for name in LINKED}
    return replace(plain_data_of(meeting), **linked)


def plain_data_of(meeting: Meeting) -> MeetingData:
    """What the meeting says itself, without the records that it names."""
    return MeetingData(**{name: getattr(meeting, name) for name in COLUMNS})


@dataclass(frozen=True, kw_only=True)
class ItemData:
    """A question of the agenda; without a number it comes last."""

    title: str
    title_en: str = ""
    speaker: str = ""
    number: int | None = None

    def cleaned(self) -> ItemData:
        names = ("title", "title_en", "speaker")
        lines: dict[str, Any] = {name: one_line(getattr(self, name)) for name in names}
        return replace(self, **lines)


def item_data_of(item: AgendaItem) -> ItemData:
    return ItemData(**{one.name: getattr(item, one.name) for one in fields(ItemData)})


@dataclass(frozen=True, kw_only=True)
class PersonData:
    """A participant. `side` says which one of the organisations counts."""

    side: str
    office: Office | None = None
    community: Community | None = None
    partner: Partner | None = None
    organisation: str = ""
    full_name: str = ""
    position: str = ""
    email: str = ""
    language: str = "uk"

    def cleaned(self) -> PersonData:
        names = ("organisation", "full_name", "position")
        lines: dict[str, Any] = {name: one_line(getattr(self, name)) for name in names}
        lines |= {name: _if(self.side == name, getattr(self, name)) for name in NAMED}
        return replace(self, **lines, email=one_line(self.email).lower())


def person_data_of(person: Participant) -> PersonData:
    return PersonData(**{one.name: getattr(person, one.name) for one in fields(PersonData)})


@dataclass(frozen=True, kw_only=True)
class DecisionData:
    text: str
    text_en: str = ""
    item: AgendaItem | None = None

    def cleaned(self) -> DecisionData:
        return replace(self, text=many_lines(self.text), text_en=many_lines(self.text_en))


@dataclass(frozen=True, kw_only=True)
class TaskData:
    """What somebody has to do. `owner_kind` says which one of the owners counts."""

    what: str
    owner_kind: str
    what_en: str = ""
    office: Office | None = None
    department: str = ""
    community: Community | None = None
    partner: Partner | None = None
    due_on: dt.date | None = None

    def cleaned(self) -> TaskData:
        named: dict[str, Any] = {
            name: _if(self.owner_kind == name, getattr(self, name)) for name in NAMED
        }
        return replace(
            self,
            what=one_line(self.what),
            what_en=one_line(self.what_en),
            department=one_line(self.department) if self.owner_kind == "department" else "",
            **named,
        )


def task_data_of(task: MeetingTask) -> TaskData:
    return TaskData(**{one.name: getattr(task, one.name) for one in fields(TaskData)})


def _if(is_meant: bool, value: Any) -> Any:  # noqa: FBT001 - reads as a sentence
    return value if is_meant else None
