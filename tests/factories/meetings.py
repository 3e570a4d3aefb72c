from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from cooperation.models import (
    Decision,
    Meeting,
    MeetingCommunity,
    MeetingPartner,
    MeetingTask,
    Participant,
)
from tests.factories.communities import OfficeFactory

# A moment long past, and one that tests will not reach.
PAST = datetime(2026, 3, 12, 8, 0, tzinfo=UTC)
FUTURE = datetime(2036, 3, 12, 8, 0, tzinfo=UTC)
TWO_HOURS = 2


class MeetingFactory(DjangoModelFactory[Meeting]):
    """Announced, public, to come, with a place that only participants see."""

    class Meta:
        model = Meeting

    office = factory.SubFactory(OfficeFactory)
    reference = factory.Sequence(lambda n: f"XX-MTG-2026-{n:04d}")
    kind = "bilateral"
    title = factory.Sequence(lambda n: f"Зустріч {n}")
    title_en = factory.Sequence(lambda n: f"Meeting {n}")
    starts_at = FUTURE
    ends_at = factory.LazyAttribute(lambda one: one.starts_at.replace(hour=one.starts_at.hour + 2))
    place = "вул. Соборності, 45, зал 3"
    link = "https://meet.example/secret-room"
    status = "announced"
    announced_at = PAST


class ParticipantFactory(DjangoModelFactory[Participant]):
    class Meta:
        model = Participant

    meeting = factory.SubFactory(MeetingFactory)
    side = "other"
    organisation = "Департамент економіки"
    full_name = "Таємна Учасниця"
    email = factory.Sequence(lambda n: f"guest{n}@elsewhere.example")


class DecisionFactory(DjangoModelFactory[Decision]):
    class Meta:
        model = Decision

    meeting = factory.SubFactory(MeetingFactory)
    number = factory.Sequence(lambda n: n + 1)
    text = "Підготувати перелік потреб громад."
    text_en = "Draw up the list of what communities need."


class MeetingTaskFactory(DjangoModelFactory[MeetingTask]):
    class Meta:
        model = MeetingTask

    decision = factory.SubFactory(DecisionFactory)
    what = "Зібрати потреби"
    what_en = "Collect the needs"
    owner_kind = "department"
    department = "Департамент економіки"


def draft(**values: Any) -> Meeting:
    made: Meeting = MeetingFactory.create(**{"status": "draft", "announced_at": None, **values})
    return made


def held(**values: Any) -> Meeting:
    made: Meeting = MeetingFactory.create(**{"status": "held", "starts_at": PAST, **values})
    return made


def published(**values: Any) -> Meeting:
    usual = {"status": "published", "starts_at": PAST, "published_at": PAST, "minutes": "Говорили."}
    made: Meeting = MeetingFactory.create(**{**usual, **values})
    return made


def with_everything(meeting: Meeting, *, community: Any = None, partner: Any = None) -> Meeting:
    """A decision with a task, a participant, and what is named."""
    ParticipantFactory.create(meeting=meeting)
    if community:
        MeetingCommunity.objects.create(meeting=meeting, community=community)
    if partner:
        MeetingPartner.objects.create(meeting=meeting, partner=partner)
    MeetingTaskFactory.create(decision=DecisionFactory.create(meeting=meeting))
    return meeting
