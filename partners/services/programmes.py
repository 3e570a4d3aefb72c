"""Registering a programme, changing it, publishing and archiving it."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import acting
from common.intake.refusals import ChangedMeanwhile
from communities.models import Office
from partners import record_workflow as workflow
from partners.enums import PartnerStatus
from partners.exceptions import InvalidData
from partners.models import (
    Programme,
    ProgrammeComponent,
    ProgrammeRole,
    ProgrammeTerritory,
    ProgrammeTheme,
)
from partners.programme_data import COLUMNS, ProgrammeData
from partners.programme_enums import RecordSource, RecordStatus
from partners.saving import replace_rows, save_checked
from partners.slugs import free_slug


@transaction.atomic
def register_programme(
    *,
    actor: User | None,
    data: ProgrammeData,
    record_status: str = RecordStatus.DRAFT,
    source: str = RecordSource.MANUAL,
    source_note: str = "",
    curated_by: Office | None = None,
) -> Programme:
    """Put a new programme into the register and give it its address.

    Refuses: InvalidData (field → messages), WrongRecordStatus (a record is not born archived).
    """
    data = checked(data)
    programme = Programme(source=source, source_note=source_note, curated_by=curated_by)
    workflow.begin(programme, record_status)
    _fill(programme, data)
    programme.slug = free_slug(
        name=data.name, name_en=data.name_en, acronym=data.acronym, model=Programme
    )
    with acting(actor=actor):
        save_checked(programme, about="name")
        _link(programme, data)
    return programme


@transaction.atomic
def change_programme(
    *,
    actor: User | None,
    programme: Programme,
    data: ProgrammeData,
    seen: dt.datetime | None = None,
) -> Programme:
    """Make the programme as `data` says, links included; the same data again change nothing.

    `seen` is the `updated_at` that the actor had before the eyes; without it nothing is compared.
    Refuses: RecordArchived, ChangedMeanwhile, InvalidData.
    """
    programme = _locked(programme)
    if programme.record_status == RecordStatus.ARCHIVED:
        raise workflow.RecordArchived
    if seen is not None and programme.updated_at != seen:
        raise ChangedMeanwhile
    data = checked(data)
    before = {name: getattr(programme, name) for name in COLUMNS}
    _fill(programme, data)
    changed = before != {name: getattr(programme, name) for name in COLUMNS}
    with acting(actor=actor):
        if _link(programme, data) or changed:
            save_checked(programme, about="name")
    return programme


@transaction.atomic
def move_programme(
    *, actor: User | None, programme: Programme, code: str, reason: str = ""
) -> Programme:
    """Take a step of `record_workflow`: publish, withdraw, archive, restore.

    Refuses: WrongRecordStatus, RecordReasonMissing, InvalidData.
    """
    programme = _locked(programme)
    workflow.take(programme, code, reason=reason)
    with acting(actor=actor):
        programme.save(update_fields=["record_status", "archive_reason", "updated_at"])
    return programme


def checked(data: ProgrammeData) -> ProgrammeData:
    """The data cleaned. Refuses InvalidData."""
    data = data.cleaned()
    errors: dict[str, list[str]] = {}
    if not data.name:
        errors["name"] = [_("Give the programme its name.")]
    if any(one.partner.status == PartnerStatus.ARCHIVED for one in data.parties):
        errors["parties"] = [_("This partner is archived: choose another one.")]
    numbers = [one.number for one in data.components]
    if len(numbers) != len(set(numbers)):
        errors["components"] = [_("Two components have the same number.")]
    if any(not one.name.strip() for one in data.components):
        errors["components"] = [_("Give every component its name.")]
    if errors:
        raise InvalidData(errors)
    return data


def _locked(programme: Programme) -> Programme:
    found: Programme = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    return found


def _fill(programme: Programme, data: ProgrammeData) -> None:
    for name in COLUMNS:
        setattr(programme, name, getattr(data, name))


def _link(programme: Programme, data: ProgrammeData) -> bool:
    """Everything that belongs to it as `data` says; whether anything changed."""
    parent = {"programme": programme}
    themes = [{"theme": one} for one in data.themes]
    roles = [
        {"role": one.role, "partner": one.partner, "number": number}
        for number, one in enumerate(data.parties)
    ]
    components = [asdict(one) for one in data.components]
    grounds = [{"oblast": one.oblast, "community": one.community} for one in data.territories]
    return any(
        [
            replace_rows(parent=parent, model=ProgrammeTheme, wanted=themes, about="themes"),
            replace_rows(parent=parent, model=ProgrammeRole, wanted=roles, about="parties"),
            replace_rows(
                parent=parent,
                model=ProgrammeComponent,
                wanted=components,
                about="components",
                # Projects point at components: a better wording does not part them.
                identity=("number",),
            ),
            replace_rows(
                parent=parent, model=ProgrammeTerritory, wanted=grounds, about="territories"
            ),
        ]
    )
