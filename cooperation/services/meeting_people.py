"""Who meets: named, gathered from accounts, invited, answering, coming."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import fields

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import acting
from common.intake.pressed_twice import a_moment_ago, same_row
from common.intake.texts import one_line
from communities.memberships import officials_of
from communities.models import CommunityMembership
from communities.permissions import CURATING_ROLES
from cooperation.meeting_answers import refuse_late, refuse_used
from cooperation.meeting_data import PersonData, person_data_of
from cooperation.meeting_enums import ANSWERS, COMING, MeetingStatus, Presence, Side
from cooperation.meeting_exceptions import (
    InvalidData,
    MeetingWrongStatus,
    TooManyLetters,
)
from cooperation.meeting_letters import invite, tell_of_removal
from cooperation.models import Meeting, Participant
from cooperation.models.meeting_people import ANSWER
from cooperation.services.meetings import locked
from cooperation.services.two_at_once import refuse_changed
from partners.enums import PartnerRole
from partners.models import PartnerMembership
from partners.saving import save_checked

MOST_PEOPLE = 300
LARGEST_NOTE = 500
MOST_LETTERS = 20
# Whoever speaks for an organisation is invited when it is.
SPEAKING_PARTNERS = frozenset({PartnerRole.REPRESENTATIVE.value})


@transaction.atomic
def add_person(*, actor: User | None, meeting: Meeting, data: PersonData) -> Participant:
    """Name a participant; when the meeting is announced and to come, the invitation goes at once.

    The same named a moment ago is that one: the button was pressed twice.

    After the meeting one may still be added: as somebody who came.
    Refuses: MeetingWrongStatus (cancelled, published), InvalidData.
    """
    meeting = locked(meeting)
    if meeting.status in {MeetingStatus.CANCELLED, MeetingStatus.PUBLISHED}:
        raise MeetingWrongStatus
    person = Participant(meeting=meeting)
    _fill(person, data.cleaned())
    said = {one.name: getattr(person, one.name) for one in fields(PersonData)}
    # Several may come for one side whose names are not known yet.
    if person.full_name or person.email:
        recent = meeting.participants.filter(created_at__gte=a_moment_ago())
        made: Participant | None = same_row(recent, **said)
        if made is not None:
            return made
    if meeting.participants.count() >= MOST_PEOPLE:
        raise InvalidData({"full_name": [_("A meeting has at most 300 participants.")]})
    if meeting.status == MeetingStatus.HELD:
        person.status = Presence.CAME
    with acting(actor=actor):
        save_checked(person, about="side")
    if meeting.status == MeetingStatus.ANNOUNCED:
        invite(person, why="invited")
    return person


@transaction.atomic
def add_people(*, actor: User | None, meeting: Meeting, people: Sequence[PersonData]) -> Meeting:
    """Name all of a list. Whoever is among the participants already, by e-mail or else by name and
    organisation, stays as he or she is. Refuses as `add_person`: then nobody is added.
    """
    meeting = locked(meeting)
    known = {_known_by(person_data_of(one)) for one in meeting.participants.all()}
    for data in (one.cleaned() for one in people):
        if _known_by(data) not in known:
            add_person(actor=actor, meeting=meeting, data=data)
            known.add(_known_by(data))
    return meeting


def _known_by(data: PersonData) -> tuple[object, ...]:
    if data.email:
        return (data.email.lower(),)
    return (data.full_name, data.office, data.community, data.partner, data.organisation)


@transaction.atomic
def change_person(
    *,
    actor: User | None,
    person: Participant,
    data: PersonData,
    seen: dt.datetime | None = None,
) -> Participant:
    """`seen` is the `updated_at` that the actor had before the eyes; an answer does not touch it.

    Refuses: MeetingWrongStatus (cancelled, published), ChangedMeanwhile, InvalidData.
    """
    meeting = locked(person.meeting)
    if meeting.status in {MeetingStatus.CANCELLED, MeetingStatus.PUBLISHED}:
        raise MeetingWrongStatus
    person = _held(person)
    person.meeting = meeting
    address, data = person.email, data.cleaned()
    refuse_changed(person, vars(data), seen)
    _fill(person, data)
    with acting(actor=actor):
        save_checked(person, about="side")
    if meeting.status == MeetingStatus.ANNOUNCED and person.email != address:
        invite(person, why="invited")
    return person


@transaction.atomic
def remove_person(*, actor: User | None, person: Participant) -> None:
    """Before the meeting; somebody who was invited is told. Refuses MeetingWrongStatus."""
    meeting = locked(person.meeting)
    if meeting.status not in COMING:
        raise MeetingWrongStatus
    person = _held(person)
    person.meeting = meeting
    if meeting.status == MeetingStatus.ANNOUNCED:
        tell_of_removal(person)
    with acting(actor=actor):
        person.delete()


@transaction.atomic
def gather_people(*, actor: User | None, meeting: Meeting) -> int:
    """Name all with an account who speak for what the meeting names: head and officers of the
    organiser, coordinators of the communities, representatives of the partners; how many new.

    Refuses MeetingWrongStatus (not a draft, not announced).
    """
    meeting = locked(meeting)
    if meeting.status not in COMING:
        raise MeetingWrongStatus
    known = set(meeting.participants.exclude(email="").values_list("email", flat=True))
    added = 0
    for user, data in _speakers(meeting):
        if user.email not in known and len(known) < MOST_PEOPLE:
            add_person(actor=actor, meeting=meeting, data=data)
            known.add(user.email)
            added += 1
    return added


def _speakers(meeting: Meeting) -> Iterator[tuple[User, PersonData]]:
    for user in officials_of(meeting.office.oblast, CURATING_ROLES).order_by("pk"):
        yield user, _person_of(user, PersonData(side=Side.OFFICE, office=meeting.office))
    coordinators = CommunityMembership.objects.active().filter(
        community__in=meeting.communities.values("pk"), role="coordinator", user__is_active=True
    )
    for one in coordinators.select_related("user", "community").order_by("pk"):
        data = PersonData(side=Side.COMMUNITY, community=one.community)
        yield one.user, _person_of(one.user, data)
    speaking = PartnerMembership.objects.active().filter(
        partner__in=meeting.partners.values("pk"),
        role__in=SPEAKING_PARTNERS,
        user__is_active=True,
    )
    for one in speaking.select_related("user", "partner").order_by("pk"):
        data = PersonData(side=Side.PARTNER, partner=one.partner)
        yield one.user, _person_of(one.user, data)


def _person_of(user: User, data: PersonData) -> PersonData:
    kept = {one.name: getattr(data, one.name) for one in fields(PersonData)}
    kept |= {
        "full_name": user.full_name,
        "email": user.email,
        "language": user.preferred_language,
    }
    return PersonData(**kept)


@transaction.atomic
def answer(
    *,
    actor: User | None,
    person: Participant,
    status: str,
    note: str = "",
    link_number: int | None = None,
) -> Participant:
    """Accept or decline; the last answer counts. `link_number` is that of the link by which it
    came: each takes one answer, also when two come at once.

    Refuses: AnswerTooLate, AnswerUsed, InvalidData (status, note).
    """
    person = _held(person)
    refuse_late(person)
    refuse_used(is_good=link_number in {None, person.answer_number})
    if status not in ANSWERS:
        raise InvalidData({"status": [_("Choose whether you will come.")]})
    note = one_line(note)
    if len(note) > LARGEST_NOTE:
        raise InvalidData({"note": [_("The note is too long.")]})
    person.status, person.answer_note = status, note
    person.answered_at = timezone.now()
    person.answer_number += 1
    with acting(actor=actor):
        person.save(update_fields=ANSWER)
    return person


@transaction.atomic
def send_link_again(person: Participant) -> None:
    """Another letter to the same address, with a new link. Refuses: AnswerTooLate,
    TooManyLetters.
    """
    person = _held(person)
    refuse_late(person)
    if person.answer_number >= MOST_LETTERS:
        raise TooManyLetters
    invite(person, why="invited")


@transaction.atomic
def mark_attendance(
    *, actor: User | None, meeting: Meeting, came: Collection[Participant]
) -> Meeting:
    """Who came and who did not, of a meeting that was held. Refuses MeetingWrongStatus."""
    meeting = locked(meeting)
    if meeting.status != MeetingStatus.HELD:
        raise MeetingWrongStatus
    here = {one.pk for one in came}
    with acting(actor=actor):
        for one in meeting.participants.select_for_update(of=("self",)):
            status = Presence.CAME if one.pk in here else Presence.ABSENT
            if one.status != status:
                one.status = status
                one.save(update_fields=["status"])
    return meeting


def _fill(person: Participant, data: PersonData) -> None:
    for one in fields(PersonData):
        setattr(person, one.name, getattr(data, one.name))
    found = User.objects.filter(email=data.email, is_active=True).first() if data.email else None
    person.user = found
    if found:
        person.language = found.preferred_language
        person.full_name = person.full_name or found.full_name


def _held(person: Participant) -> Participant:
    rows = Participant.objects.select_for_update(of=("self",))
    found: Participant = rows.select_related(
        "meeting__office__oblast", "office", "community", "partner", "user"
    ).get(pk=person.pk)
    return found
