"""The history of twin links with their stages, activities and people, and bringing a former state
back.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.audit.registry import HistoryOf, Owned, own, register
from common.audit.services import RestoreRefused
from common.audit.versions import Version
from common.intake.refusals import Refusal
from communities.models import Community, Oblast, Office
from communities.permissions import is_official
from partners.models import Agreement, ContactPerson
from twinning.link_data import COLUMNS, TwinLinkData
from twinning.link_permissions import keeps_link
from twinning.models import (
    Municipality,
    TwinActivity,
    TwinLink,
    TwinLinkPerson,
    TwinLinkQuestion,
    TwinLinkStage,
)
from twinning.services.links import change_twin_link

RECORDS: dict[str, Any] = {
    "municipality": Municipality,
    "community": Community,
    "oblast": Oblast,
    "office": Office,
    "agreement": Agreement,
    "contact": ContactPerson,
}


def _links(user: Any) -> models.QuerySet[TwinLink]:
    found: models.QuerySet[TwinLink] = TwinLink.objects.visible_to(user)
    return found


def _for_officials(user: Any, link: TwinLink) -> bool:
    return is_official(user)


def _restore(actor: Any, version: Version) -> None:
    """What people typed, by the service they typed it with. Stages have steps of their own."""
    values: dict[str, Any] = {}
    for name in COLUMNS:
        model = RECORDS.get(name)
        key = version.values[f"{name}_id" if model else name]
        values[name] = model.objects.filter(pk=key).first() if model else key
    persons = [row["user_id"] for row in version.rows(TwinLinkPerson)]
    people = tuple(User.objects.filter(pk__in=persons).order_by("pk"))
    try:
        change_twin_link(
            actor=actor, link=version.record, data=TwinLinkData(**values, people=people)
        )
    except Refusal as error:
        raise RestoreRefused([str(error)]) from error


def register_link_histories() -> None:
    register(
        HistoryOf(
            kind="twin-link",
            model=TwinLink,
            label=_("Twin link"),
            visible=_links,
            can_see=_for_officials,
            journal=lambda user: TwinLink.objects.all() if is_official(user) else None,
            owned=(
                Owned(TwinLinkStage, "link", _("Stage"), summary=("stage", "on", "note")),
                Owned(TwinActivity, "link", _("Joint activity"), summary=("on", "what")),
                Owned(
                    TwinLinkPerson,
                    "link",
                    _("Person responsible"),
                    summary=("user",),
                    is_restored=True,
                ),
            ),
            can_restore=keeps_link,
            # The stage is led by steps, which have an undo of their own.
            frozen_fields=("stage", "ended_on"),
            restore=_restore,
        )
    )
    own(
        "twin-link",
        Owned(TwinLinkQuestion, "link", _("Question"), summary=("name", "origin_note")),
    )
