"""The history of partners with their identifiers, themes, oblasts and people."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.audit.registry import HistoryOf, Owned, own, register
from common.audit.services import RestoreRefused
from common.audit.versions import Version
from common.codelists.models import Theme
from common.design.formats import current_language
from common.intake.refusals import Refusal
from communities.models import Oblast
from communities.permissions import is_official
from partners.data import PartnerData, language_names
from partners.enums import PartnerRole, PartnerStatus
from partners.identifiers import Identifier
from partners.models import (
    ContactPerson,
    Partner,
    PartnerIdentifier,
    PartnerMembership,
    PartnerOblast,
    PartnerTheme,
)
from partners.permissions import can_keep_partner, can_see_contacts
from partners.services.partners import change_partner
from partners.services.statuses import archive_partner, restore_partner, set_status


def _partners(user: Any) -> models.QuerySet[Partner]:
    """Officials look up merged records too: that is what their history is for."""
    return Partner.objects.all() if is_official(user) else Partner.objects.visible_to(user)


def _for_officials(user: Any, partner: Partner) -> bool:
    return is_official(user)


def _contacts_shown(user: Any, partner: Partner) -> bool:
    return can_see_contacts(user)


def _language(code: str) -> str:
    return language_names(current_language()).get(code, code)


def _languages(codes: list[str]) -> str:
    return ", ".join(_language(code) for code in codes)


def _role(role: str) -> str:
    return str(dict(PartnerRole.choices).get(role, role))


def restore(actor: Any, version: Version) -> None:
    """Data and links as they were, then the status by the steps that people can take."""
    partner, status = version.record, version.values["status"]
    try:
        if partner.status == PartnerStatus.ARCHIVED != status:
            partner = restore_partner(actor=actor, partner=partner)
        if partner.status != PartnerStatus.ARCHIVED:
            partner = change_partner(actor=actor, partner=partner, data=_data(version))
        if partner.status != status and status == PartnerStatus.ARCHIVED:
            reason = version.values["archive_reason"]
            archive_partner(actor=actor, partner=partner, reason=reason)
        elif partner.status != status:
            set_status(actor=actor, partner=partner, status=status)
    except Refusal as error:
        raise RestoreRefused([str(error)]) from error


def _data(version: Version) -> PartnerData:
    values = version.values
    plain = ("name", "kind", "name_en", "acronym", "iati_type", "website", "visibility")
    parent = values["parent_id"]
    themes = [row["theme_id"] for row in version.rows(PartnerTheme)]
    oblasts = [row["oblast_id"] for row in version.rows(PartnerOblast)]
    return PartnerData(
        **{name: values[name] for name in plain},
        description=values["description"],
        description_en=values["description_en"],
        country=str(values["country"] or ""),
        languages=tuple(values["languages"]),
        parent=Partner.objects.get(pk=parent) if parent else None,
        themes=tuple(Theme.objects.filter(pk__in=themes)),
        oblasts=tuple(Oblast.objects.filter(pk__in=oblasts)),
        identifiers=tuple(
            Identifier(row["scheme"], row["value"]) for row in version.rows(PartnerIdentifier)
        ),
    )


def register_histories() -> None:
    register(
        HistoryOf(
            kind="partner",
            model=Partner,
            label=_("Partner"),
            visible=_partners,
            can_see=_for_officials,
            journal=lambda user: Partner.objects.all() if is_official(user) else None,
            owned=_owned(),
            can_restore=can_keep_partner,
            # The address, the keeper, the logo and a merge have ways of their own.
            frozen_fields=("slug", "curated_by", "logo", "merged_into", "origin", "origin_note"),
            restore=restore,
            words={"languages": _languages},
        )
    )
    told = ("role", "partner", "starts_on", "ends_on")
    own("account", Owned(PartnerMembership, "user", _("Role"), summary=told, words={"role": _role}))


def _owned() -> tuple[Owned, ...]:
    people = ("user", "role", "starts_on", "ends_on")
    return (
        Owned(PartnerIdentifier, "partner", _("Identifier"), is_restored=True),
        Owned(PartnerTheme, "partner", _("Theme"), is_restored=True),
        Owned(PartnerOblast, "partner", _("Oblast"), is_restored=True),
        Owned(
            ContactPerson,
            "partner",
            _("Contact person"),
            can_see=_contacts_shown,
            words={"language": _language},
        ),
        Owned(
            PartnerMembership,
            "partner",
            _("Role"),
            summary=people,
            words={"role": _role},
            can_see=_for_officials,
        ),
    )
