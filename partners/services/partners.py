"""Registering a partner, changing it, handing it over to another office."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, URLValidator
from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import acting
from common.intake.refusals import ChangedMeanwhile
from common.intake.values import Errors, wrong_values
from communities.models import Office
from partners import workflow
from partners.data import PartnerData, language_names
from partners.enums import PartnerOrigin, PartnerStatus
from partners.exceptions import IdentifierTaken, InvalidData
from partners.identifiers import Identifier, check_identifier
from partners.models import Partner, PartnerIdentifier, PartnerOblast, PartnerTheme
from partners.services.locking import locked_current
from partners.slugs import free_slug

LINKED = frozenset({"themes", "oblasts", "identifiers"})
COLUMNS = tuple(one.name for one in fields(PartnerData) if one.name not in LINKED)
# The service checks these itself, or other services write them.
NOT_CHECKED = {"slug", "parent", "curated_by", "merged_into", "status", "logo", "website"}

LONGEST_ADDRESS = 200


@transaction.atomic
def register_partner(
    *,
    actor: User | None,
    data: PartnerData,
    status: str = PartnerStatus.CANDIDATE,
    origin: str = PartnerOrigin.MANUAL,
    origin_note: str = "",
    curated_by: Office | None = None,
) -> Partner:
    """Put a new partner into the register and give it its address.

    Does not look for probable duplicates: see `partners.duplicates`. Refuses: InvalidData (field →
    messages), IdentifierTaken, WrongStatus (a record is not born archived).
    """
    data = checked(data)
    partner = Partner(origin=origin, origin_note=origin_note, curated_by=curated_by)
    workflow.begin(partner, status)
    _fill(partner, data)
    _refuse_wrong_values(partner)
    _refuse_taken(partner, data.identifiers)
    partner.slug = free_slug(name=data.name, name_en=data.name_en, acronym=data.acronym)
    with acting(actor=actor):
        partner.save()
        _link(partner, data)
    return partner


@transaction.atomic
def change_partner(
    *,
    actor: User | None,
    partner: Partner,
    data: PartnerData,
    seen: datetime | None = None,
) -> Partner:
    """Make the partner as `data` says, links included; the same data again change nothing.

    `seen` is the `updated_at` that the actor had before the eyes; without it nothing is compared.
    Refuses: PartnerArchived, PartnerMerged, ChangedMeanwhile, InvalidData, IdentifierTaken.
    """
    partner = locked_current(partner)
    if seen is not None and partner.updated_at != seen:
        raise ChangedMeanwhile
    data = checked(data)
    before = {name: _plain(partner, name) for name in COLUMNS}
    _fill(partner, data)
    _refuse_cycle(partner, data)
    _refuse_wrong_values(partner)
    _refuse_taken(partner, data.identifiers)
    changed = before != {name: _plain(partner, name) for name in COLUMNS}
    with acting(actor=actor):
        if _link(partner, data) or changed:
            partner.save()
    return partner


@transaction.atomic
def hand_over(*, actor: User | None, partner: Partner, office: Office | None) -> Partner:
    """Let another office keep the record; None: every office may change it.

    Refuses: PartnerArchived, PartnerMerged.
    """
    partner = locked_current(partner)
    if partner.curated_by_id != (office.pk if office else None):
        partner.curated_by = office
        with acting(actor=actor):
            partner.save(update_fields=["curated_by", "updated_at"])
    return partner


def checked(data: PartnerData) -> PartnerData:
    """The data cleaned and with identifiers in their one way of writing. Refuses InvalidData."""
    data = data.cleaned()
    errors: Errors = {}
    _check_texts(data, errors)
    _check_website(data.website, errors)
    unknown = [code for code in data.languages if code not in language_names("en")]
    if unknown:
        message = _("There is no such language code: %(codes)s.") % {"codes": ", ".join(unknown)}
        errors["languages"] = [message]
    if data.parent and (data.parent.merged_into_id or _is_archived(data.parent)):
        errors["parent"] = [_("This partner is archived: choose another one.")]
    results = [check_identifier(one.scheme, one.value) for one in data.identifiers]
    wrong = [f"{one.identifier.value}: {one.error}" for one in results if one.error]
    if wrong:
        errors["identifiers"] = wrong
    if errors:
        raise InvalidData(errors)
    kept = tuple(dict.fromkeys(one.identifier for one in results))
    return PartnerData(
        **{one.name: getattr(data, one.name) for one in fields(data)} | {"identifiers": kept}
    )


def _is_archived(partner: Partner) -> bool:
    return partner.status == PartnerStatus.ARCHIVED


def _check_texts(data: PartnerData, errors: Errors) -> None:
    """What PostgreSQL would take but people could not read: texts without a single letter."""
    if not data.name:
        errors["name"] = [_("Give the name.")]
    elif not re.search(r"\w", data.name):
        errors["name"] = [_("A name holds letters or digits.")]


def _check_website(website: str, errors: Errors) -> None:
    if not website:
        return
    try:
        URLValidator(schemes=["http", "https"])(website)
        MaxLengthValidator(LONGEST_ADDRESS)(website)
    except ValidationError as error:
        too_long = error.code == "max_length"
        message = _("A website looks like https://www.undp.org.")
        errors["website"] = list(error.messages) if too_long else [message]


def _fill(partner: Partner, data: PartnerData) -> None:
    for name in COLUMNS:
        value = getattr(data, name)
        setattr(partner, name, list(value) if name == "languages" else value)


def _plain(partner: Partner, name: str) -> Any:
    if name == "parent":
        return partner.parent_id
    return str(partner.country or "") if name == "country" else getattr(partner, name)


def _refuse_cycle(partner: Partner, data: PartnerData) -> None:
    if data.parent and partner.pk in lineage(data.parent):
        text = _("%(parent)s is itself a part of this partner.") % {"parent": data.parent}
        raise InvalidData({"parent": [text]})


def lineage(partner: Partner) -> list[int]:
    """Primary keys of the partner and of all that it is a part of, nearest first."""
    found: list[int] = []
    above: int | None = partner.pk
    while above is not None and above not in found:
        found.append(above)
        above = Partner.objects.values_list("parent_id", flat=True).get(pk=above)
    return found


def _refuse_wrong_values(partner: Partner) -> None:
    errors = wrong_values(partner, exclude=NOT_CHECKED)
    if errors:
        raise InvalidData(errors)


def _refuse_taken(partner: Partner, identifiers: Iterable[Identifier]) -> None:
    for one in identifiers:
        held = PartnerIdentifier.objects.filter(scheme=one.scheme, value=one.value)
        other = held.exclude(partner=partner.pk).select_related("partner").first()
        if other:
            raise IdentifierTaken(one.scheme, one.value, other.partner)


def _link(partner: Partner, data: PartnerData) -> bool:
    """Make the linked rows as the data say; True when anything had to change."""
    changes = [
        _set_links(partner, PartnerTheme, "theme", data.themes),
        _set_links(partner, PartnerOblast, "oblast", data.oblasts),
        _set_identifiers(partner, data.identifiers),
    ]
    return any(changes)


def _set_links(
    partner: Partner, model: type[models.Model], name: str, wanted: Iterable[models.Model]
) -> bool:
    table: models.QuerySet[Any] = models.QuerySet(model)
    rows = table.filter(partner=partner)
    held = set(rows.values_list(f"{name}_id", flat=True))
    keys = {one.pk for one in wanted}
    if held - keys:
        rows.filter(**{f"{name}__in": held - keys}).delete()
    new = [model(**{"partner": partner, f"{name}_id": key}) for key in sorted(keys - held)]
    table.bulk_create(new)
    return held != keys


def _set_identifiers(partner: Partner, wanted: Iterable[Identifier]) -> bool:
    held = {Identifier(one.scheme, one.value): one for one in partner.identifiers.all()}
    wanted = set(wanted)
    gone = [row.pk for identifier, row in held.items() if identifier not in wanted]
    if gone:
        PartnerIdentifier.objects.filter(pk__in=gone).delete()
    new = sorted(wanted - set(held))
    PartnerIdentifier.objects.bulk_create(
        PartnerIdentifier(partner=partner, scheme=one.scheme, value=one.value) for one in new
    )
    return bool(gone or new)
