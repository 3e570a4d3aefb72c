"""Registering a call, changing it, leading its record through its life, its documents."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import acting
from common.intake.pressed_twice import a_moment_ago
from common.intake.refusals import ChangedMeanwhile
from common.intake.texts import one_line
from common.intake.uploads import DOCX, PDF, XLSX
from common.money.currencies import CODE
from common.references.allocation import allocate
from communities.models import Office
from communities.prefixes import NOBODY, reference_prefix
from partners import record_workflow as workflow
from partners.data import language_names
from partners.enums import PartnerStatus
from partners.exceptions import InvalidData
from partners.permissions import represented_by
from partners.programme_enums import RecordStatus
from partners.record_workflow import RecordArchived
from partners.saving import save_checked
from projects.call_data import COLUMNS, LISTED, CallData
from projects.call_enums import ApplicantKind, CallSource
from projects.call_letters import tell_of_decision, tell_of_proposal
from projects.models import Call, CallFile, CallOblast, CallTheme
from projects.services.kept_files import Given, keep_file, withdraw

SERIES = "CAL"
FILE_TYPES = (PDF, DOCX, XLSX)
BY_HAND = frozenset({CallSource.MANUAL, CallSource.PARTNER})
IS_ADDRESS = URLValidator(schemes=["http", "https"])
LONGEST_AHEAD = dt.timedelta(days=3660)

Errors = dict[str, list[str]]


@transaction.atomic
def register_call(
    *,
    actor: User | None,
    office: Office | None,
    data: CallData,
    record_status: str = RecordStatus.DRAFT,
    source: str = CallSource.MANUAL,
    source_note: str = "",
) -> Call:
    """Put a call into the register; the office keeps it, and gives it its reference.

    The same entered in the same way a moment ago is that one: the button was pressed twice.
    Refuses: InvalidData (field → messages), WrongRecordStatus (nothing begins in the archive).
    """
    data = checked(data)
    call = Call(office=office, source=source, source_note=source_note)
    _fill(call, data)
    if actor is not None and (made := _just_entered(call, data, record_status)):
        return made
    workflow.begin(call, record_status)
    _stamp(call)
    call.reference = allocate(
        prefix=reference_prefix(office.oblast.code) if office else NOBODY,
        series=SERIES,
        year=timezone.localdate().year,
    )
    with acting(actor=actor):
        save_checked(call, about="title")
        _link(call, data)
    return call


def _just_entered(call: Call, data: CallData, record_status: str) -> Call | None:
    """Presses of one office wait for each other, so that the second sees what the first made."""
    if call.source not in BY_HAND:
        return None
    list(Office.objects.select_for_update(no_key=True).filter(pk=call.office_id))
    recent = Call.objects.filter(
        source=call.source,
        office=call.office,
        record_status=record_status,
        created_at__gte=a_moment_ago(),
        **_columns(call),
    )
    return next((one for one in recent if _says_links(one, data)), None)


def _says_links(call: Call, data: CallData) -> bool:
    return set(call.themes.all()) == set(data.themes) and (
        set(call.oblasts.all()) == set(data.oblasts)
    )


@transaction.atomic
def propose_call(*, actor: User, data: CallData) -> Call:
    """A partner's own call as a draft, kept by the office that keeps the partner; the office is
    told. Refuses: InvalidData (also a partner for which the actor does not speak).
    """
    partner = data.partner
    if partner is None or partner.pk not in represented_by(actor):
        raise InvalidData({"partner": [_("Choose the partner for which you speak.")]})
    call = register_call(
        actor=actor, office=partner.curated_by, data=data, source=CallSource.PARTNER
    )
    tell_of_proposal(call=call, author=actor)
    return call


@transaction.atomic
def change_call(
    *, actor: User | None, call: Call, data: CallData, seen: dt.datetime | None = None
) -> Call:
    """Make the call as `data` says, links included; the same data again change nothing.

    `seen` is the `updated_at` that the actor had before the eyes; without it nothing is compared.
    Refuses: RecordArchived, ChangedMeanwhile, InvalidData.
    """
    call = locked(call)
    if call.record_status == RecordStatus.ARCHIVED:
        raise RecordArchived
    if seen is not None and call.updated_at != seen:
        raise ChangedMeanwhile
    data = checked(data, before=call)
    before = _columns(call)
    _fill(call, data)
    with acting(actor=actor):
        if _link(call, data) or _columns(call) != before:
            save_checked(call, about="title")
    return call


@transaction.atomic
def take_call_step(*, actor: User | None, call: Call, code: str, reason: str = "") -> Call:
    """Publish, take back to draft, archive, restore. Refuses: WrongRecordStatus,
    RecordReasonMissing, InvalidData.
    """
    call = locked(call)
    workflow.take(call, code, reason=reason)
    _stamp(call)
    with acting(actor=actor):
        call.save(update_fields=["record_status", "archive_reason", "published_at", "updated_at"])
    tell_of_decision(call=call, code=code, reason=reason, author=actor)
    return call


@transaction.atomic
def attach_call_file(
    *, actor: User | None, call: Call, title: str, given: Given, language: str = ""
) -> CallFile:
    """Keep a document with the call. Refuses: RecordArchived, InvalidData."""
    call = locked(call)
    if call.record_status == RecordStatus.ARCHIVED:
        raise RecordArchived
    if language and language not in language_names("en"):
        raise InvalidData({"language": [_("There is no such language code.")]})
    made = CallFile(call=call, title=one_line(title), language=language)
    return keep_file(made, given, actor=actor, types=FILE_TYPES, about="title")


@transaction.atomic
def withdraw_call_file(*, actor: User | None, file: CallFile) -> CallFile:
    found: CallFile = CallFile.objects.select_for_update().get(pk=file.pk)
    withdraw(found, actor=actor)
    return found


def locked(call: Call) -> Call:
    """The record as it is now, held until the transaction ends."""
    rows = Call.objects.select_for_update(of=("self",))
    found: Call = rows.select_related("partner", "programme", "office").get(pk=call.pk)
    return found


def _stamp(call: Call) -> None:
    """The moment of the first publication: whoever saved a search is told from then on."""
    if call.record_status == RecordStatus.PUBLISHED and call.published_at is None:
        call.published_at = timezone.now()


def checked(data: CallData, *, before: Call | None = None) -> CallData:
    """The data cleaned. Refuses InvalidData; a partner archived since may stay where it stands."""
    data = data.cleaned()
    errors = {**_wrong_words(data), **_wrong_dates(data)}
    if data.currency and not CODE.fullmatch(data.currency):
        errors["currency"] = [_("Choose the currency from the list.")]
    has_amount = data.amount_min is not None or data.amount_max is not None
    if has_amount and not data.currency:
        errors["currency"] = [_("Choose the currency of the amounts.")]
    partner = data.partner
    stays = before is not None and partner is not None and before.partner_id == partner.pk
    if partner and not stays and partner.status == PartnerStatus.ARCHIVED:
        errors["partner"] = [_("This partner is archived: choose another one.")]
    if errors:
        raise InvalidData(errors)
    return data


def _wrong_words(data: CallData) -> Errors:
    errors: Errors = {}
    if not data.title:
        errors["title"] = [_("Give the call its title.")]
    if set(data.applicants) - set(ApplicantKind.values):
        errors["applicants"] = [_("Choose from the list who may apply.")]
    unknown = [code for code in data.languages if code not in language_names("en")]
    if unknown:
        message = _("There is no such language code: %(codes)s.") % {"codes": ", ".join(unknown)}
        errors["languages"] = [message]
    if data.link:
        try:
            IS_ADDRESS(data.link)
        except ValidationError:
            errors["link"] = [_("This is not the address of a page.")]
    return errors


def _wrong_dates(data: CallData) -> Errors:
    errors: Errors = {}
    if data.time_zone not in available_timezones():
        errors["time_zone"] = [_("There is no such time zone.")]
        return errors
    if data.closes_at and data.closes_at > timezone.now() + LONGEST_AHEAD:
        errors["closes_at"] = [_("This is more than ten years ahead.")]
    if data.closes_at and data.opens_on:
        closes_on = data.closes_at.astimezone(ZoneInfo(data.time_zone)).date()
        if closes_on < data.opens_on:
            errors["closes_at"] = [_("A call cannot close before it opens.")]
    return errors


def _columns(call: Call) -> dict[str, Any]:
    return {name: getattr(call, name) for name in COLUMNS}


def _fill(call: Call, data: CallData) -> None:
    for name in COLUMNS:
        value = getattr(data, name)
        setattr(call, name, list(value) if name in LISTED else value)


def _link(call: Call, data: CallData) -> bool:
    """Themes and oblasts as `data` says; whether anything changed."""
    changed = [
        _link_each(call, CallTheme, "theme", data.themes),
        _link_each(call, CallOblast, "oblast", data.oblasts),
    ]
    return any(changed)


def _link_each(call: Call, model: Any, name: str, wanted: tuple[Any, ...]) -> bool:
    rows = model.objects.filter(call=call)
    held = set(rows.values_list(f"{name}_id", flat=True))
    keys = {one.pk for one in wanted}
    if held - keys:
        rows.filter(**{f"{name}__in": held - keys}).delete()
    model.objects.bulk_create(
        model(call=call, **{name: one}) for one in wanted if one.pk not in held
    )
    return held != keys
