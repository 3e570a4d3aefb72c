"""Writing requests and leading them through the table of steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import acting
from common.intake.refusals import ChangedMeanwhile
from common.intake.values import wrong_values
from common.references.allocation import allocate
from communities.models import Community, Office
from communities.prefixes import reference_prefix
from cooperation import request_deadlines as deadlines
from cooperation import request_moves as moves
from cooperation import request_workflow as workflow
from cooperation.models import CoordinationRequest, RequestEntry, RequestTheme
from cooperation.request_checks import FARTHEST_YEARS, wrong_in
from cooperation.request_data import COLUMNS, RequestData, request_data_of
from cooperation.request_enums import EntryKind, RequestStatus, Side
from cooperation.request_exceptions import InvalidData, RequestKnown, RequestWrongStatus
from cooperation.request_notices import tell_of_step
from cooperation.request_permissions import is_office_of, officers_for

SERIES = "REQ"
# Set by the service, or a key that exists already.
NOT_CHECKED = {
    "public_id",
    "reference",
    "community",
    "oblast",
    "office",
    "status",
    "outcome",
    "assignee",
}


@transaction.atomic
def write_request(
    *, actor: User | None, community: Community, data: RequestData, key: UUID | None = None
) -> CoordinationRequest:
    """A new draft of the community with its reference. Refuses InvalidData (field → messages).

    `key` becomes its public identifier: written twice under one key it is refused the second time
    with RequestKnown.
    """
    data = _checked(data)
    request = CoordinationRequest(
        public_id=key or uuid4(),
        community=community,
        oblast=community.oblast,
        office=Office.objects.filter(oblast=community.oblast_id).first(),
        author=actor,
        attention=Side.COMMUNITY,
    )
    _fill(request, data)
    _refuse_wrong_values(request)
    request.reference = allocate(
        prefix=reference_prefix(community.oblast.code),
        series=SERIES,
        year=timezone.localdate().year,
    )
    with acting(actor=actor):
        _save_new(request)
        _link_themes(request, data)
    return request


def _save_new(request: CoordinationRequest) -> None:
    try:
        with transaction.atomic():
            request.save()
    except IntegrityError as error:
        if "public_id" in str(error):
            raise RequestKnown from error
        raise


@transaction.atomic
def change_request(
    *,
    actor: User | None,
    request: CoordinationRequest,
    data: RequestData,
    seen: dt.datetime | None = None,
) -> CoordinationRequest:
    """Make the request as `data` says; the same data again change nothing. The community stays.

    A change of kind or urgency counts the term anew from the same day.
    `seen` is the `updated_at` that the actor had before the eyes; without it, and when the request
    says all this already, nothing is compared.
    Refuses: RequestWrongStatus (closed), ChangedMeanwhile, InvalidData.
    """
    request = locked(request)
    if request.status == RequestStatus.CLOSED:
        raise RequestWrongStatus
    is_said = request_data_of(request) == data.cleaned()
    if seen is not None and request.updated_at != seen and not is_said:
        raise ChangedMeanwhile
    before = {name: getattr(request, name) for name in COLUMNS}
    data = _checked(data, before | {"countries": tuple(request.countries)})
    _fill(request, data)
    _refuse_wrong_values(request)
    changed = {name for name in COLUMNS if before[name] != getattr(request, name)}
    if changed & {"kind", "urgency"}:
        deadlines.recount(request)
    with acting(actor=actor):
        if _link_themes(request, data) or changed:
            request.save()
    return request


@transaction.atomic
def change_readers(
    *, actor: User | None, request: CoordinationRequest, visibility: str
) -> CoordinationRequest:
    """Who may see a closed request from now on; nothing else of it is changed any more.

    Refuses: RequestWrongStatus (not closed: `change_request` does it), InvalidData (visibility).
    """
    request = locked(request)
    if request.status != RequestStatus.CLOSED:
        raise RequestWrongStatus
    if request.visibility == visibility:
        return request
    request.visibility = visibility
    _refuse_wrong_values(request)
    with acting(actor=actor):
        request.save(update_fields=["visibility", "updated_at"])
    return request


@transaction.atomic
def take_step(
    *,
    actor: User | None,
    request: CoordinationRequest,
    code: str,
    given: moves.Given | None = None,
) -> CoordinationRequest:
    """Take a step of the table by hand; the deadline follows, those concerned are told.

    Refuses: RequestWrongStatus, RequestIncomplete, InvalidData (note, officer, waiting_for,
    resume_on, promised_on).
    """
    step = workflow.named(code)
    if step is None:
        raise RequestWrongStatus
    return move_by(actor=actor, request=request, step=step, given=given)


@transaction.atomic
def move_by(
    *,
    actor: User | None,
    request: CoordinationRequest,
    step: workflow.Step,
    given: moves.Given | None = None,
) -> CoordinationRequest:
    """As `take_step`, for the steps too that follow from something else (GAIN, LOSE, WAKE)."""
    given = given or moves.Given()
    request = locked(request)
    _refuse_strange_people(request, given)
    came_from, today = request.status, timezone.localdate()
    moves.move(request, step, given)
    deadlines.keep_up(request, came_from, today)
    _promise(request, step, given, today)
    with acting(actor=actor):
        request.save()
        entry = enter(request, EntryKind.STEP, actor, code=step.code, text=given.note.strip())
    tell_of_step(request, step, entry, actor)
    return request


def enter(
    request: CoordinationRequest,
    kind: EntryKind,
    actor: User | None,
    *,
    code: str = "",
    text: str = "",
    is_internal: bool = False,
) -> RequestEntry:
    """A new line of the timeline."""
    return RequestEntry.objects.create(
        request=request,
        kind=kind,
        code=code,
        status=request.status,
        text=text,
        is_internal=is_internal,
        author=actor,
        side=side_of(request, actor),
    )


def side_of(request: CoordinationRequest, actor: User | None) -> str:
    """For which side the person acts; nobody's side for what happens by itself."""
    if actor is None:
        return ""
    return Side.OFFICE if is_office_of(actor, request) else Side.COMMUNITY


def locked(request: CoordinationRequest) -> CoordinationRequest:
    """The record as it is now, held until the transaction ends."""
    rows = CoordinationRequest.objects.select_for_update(of=("self",))
    found: CoordinationRequest = rows.select_related(
        "community__oblast", "oblast", "office", "assignee"
    ).get(pk=request.pk)
    return found


def _checked(data: RequestData, held: Mapping[str, Any] | None = None) -> RequestData:
    """The data cleaned. Refuses InvalidData."""
    data = data.cleaned()
    errors = wrong_in(data, held)
    if errors:
        raise InvalidData(errors)
    return data


def _refuse_strange_people(request: CoordinationRequest, given: moves.Given) -> None:
    officer = given.officer
    if officer and not officers_for(request.office).filter(pk=officer.pk).exists():
        raise InvalidData({"officer": [_("Choose somebody of the office that deals with it.")]})


def _promise(
    request: CoordinationRequest, step: workflow.Step, given: moves.Given, today: dt.date
) -> None:
    """The day until which help is promised becomes the deadline."""
    if step is not workflow.AGREE or given.promised_on is None:
        return
    if not today <= given.promised_on <= today.replace(day=1, year=today.year + FARTHEST_YEARS):
        raise InvalidData({"promised_on": [_("Choose a day from today on, within ten years.")]})
    deadlines.extend(request, given.promised_on, _("agreed with the partner"))


def _refuse_wrong_values(request: CoordinationRequest) -> None:
    errors = wrong_values(request, exclude=NOT_CHECKED, about="subject")
    if errors:
        raise InvalidData(errors)


def _fill(request: CoordinationRequest, data: RequestData) -> None:
    for name in COLUMNS:
        value = getattr(data, name)
        setattr(request, name, list(value) if name == "countries" else value)


def _link_themes(request: CoordinationRequest, data: RequestData) -> bool:
    """Themes as `data` says; whether anything changed."""
    rows = RequestTheme.objects.filter(request=request)
    held = set(rows.values_list("theme_id", flat=True))
    wanted = {one.pk for one in data.themes}
    if held - wanted:
        rows.filter(theme__in=held - wanted).delete()
    for key in sorted(wanted - held):
        RequestTheme.objects.create(request=request, theme_id=key)
    return held != wanted
