"""The histories of territories and offices, and of roles in them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.audit.registry import HistoryOf, Owned, own, register
from common.audit.services import RestoreRefused
from common.audit.versions import Version
from common.intake.refusals import Refusal
from communities.enums import CommunityRole, OfficeRole
from communities.models import (
    Community,
    CommunityMembership,
    Oblast,
    Office,
    OfficeMembership,
    Raion,
    StrategicGoal,
    Strategy,
    StrategyDocument,
    StrategyEdition,
)
from communities.permissions import (
    can_change_community,
    can_change_office,
    communities_of,
    is_official,
)
from communities.services.offices import EDITABLE, change_office
from communities.services.profiles import change_community_profile

PROFILE = ("about", "about_en", "website")


def _for_officials(user: Any, obj: Any) -> bool:
    return is_official(user)


def _community_people(user: Any, community: Community) -> bool:
    return is_official(user) or community.pk in communities_of(user)


def _communities(user: Any) -> models.QuerySet[Community] | None:
    everywhere: models.QuerySet[Community] = Community.objects.all()
    if is_official(user):
        return everywhere
    own = communities_of(user)
    return everywhere.filter(pk__in=own) if own else None


def _all_but(model: type[models.Model], kept: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one.name for one in model._meta.concrete_fields if one.name not in kept)


def _restore_community(actor: Any, version: Version) -> None:
    profile = {name: version.values[name] for name in PROFILE}
    try:
        change_community_profile(actor=actor, community=version.record, **profile)
    except Refusal as error:
        raise RestoreRefused([str(error)]) from error


def _restore_office(actor: Any, version: Version) -> None:
    words = {name: version.values[name] for name in EDITABLE}
    try:
        change_office(actor=actor, office=version.record, **words)
    except Refusal as error:
        raise RestoreRefused([str(error)]) from error
    except ValidationError as error:
        raise RestoreRefused(error.messages) from error


def _office_role(role: str) -> str:
    return str(dict(OfficeRole.choices).get(role, role))


def _community_role(role: str) -> str:
    return str(dict(CommunityRole.choices).get(role, role))


def register_histories() -> None:
    register(_office(), _community(), _strategy(), *_territories())
    for model, name, role in (
        (OfficeMembership, "office", _office_role),
        (CommunityMembership, "community", _community_role),
    ):
        told = ("role", name, "starts_on", "ends_on")
        words = {"role": role}
        own("account", Owned(model, "user", _("Role"), summary=told, words=words))


def _office() -> HistoryOf:
    people = Owned(
        OfficeMembership,
        "office",
        _("Role"),
        summary=("user", "role", "starts_on", "ends_on"),
        words={"role": _office_role},
        can_see=_for_officials,
    )
    return HistoryOf(
        kind="office",
        model=Office,
        label=_("Regional office"),
        key="slug",
        visible=Office.objects.visible_to,
        can_see=_for_officials,
        journal=lambda user: Office.objects.all() if is_official(user) else None,
        owned=(people,),
        can_restore=can_change_office,
        frozen_fields=_all_but(Office, EDITABLE),
        restore=_restore_office,
    )


def _community() -> HistoryOf:
    people = Owned(
        CommunityMembership,
        "community",
        _("Role"),
        summary=("user", "role", "starts_on", "ends_on"),
        words={"role": _community_role},
    )
    return HistoryOf(
        kind="community",
        model=Community,
        label=_("Community"),
        key="code",
        visible=Community.objects.visible_to,
        can_see=_community_people,
        journal=_communities,
        owned=(people,),
        can_restore=can_change_community,
        # Everything else follows the codifier and the tables of facts.
        frozen_fields=_all_but(Community, PROFILE),
        restore=_restore_community,
    )


def _strategy() -> HistoryOf:
    goal = ("number", "title", "is_dropped")
    return HistoryOf(
        kind="strategy",
        model=Strategy,
        label=_("Strategy"),
        key="slug",
        visible=Strategy.objects.visible_to,
        can_see=_for_officials,
        journal=lambda user: Strategy.objects.all() if is_official(user) else None,
        owned=(
            Owned(StrategicGoal, "strategy", _("Goal"), summary=goal),
            Owned(StrategyEdition, "strategy", _("Update"), summary=("decided_on", "summary")),
            Owned(StrategyDocument, "strategy", _("Document"), summary=("name", "is_withdrawn")),
        ),
    )


def _territories() -> list[HistoryOf]:
    """They follow the codifier alone: nobody brings an older name back by hand."""
    return [
        HistoryOf(
            kind=kind,
            model=model,
            label=label,
            key=key,
            visible=model.objects.visible_to,
            can_see=_for_officials,
        )
        for kind, model, label, key in (
            ("oblast", Oblast, _("Oblast"), "slug"),
            ("raion", Raion, _("Raion"), "code"),
        )
    ]
