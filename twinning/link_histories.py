"""The history of twin links with their stages, activities and people."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.audit.registry import HistoryOf, Owned, own, register
from communities.permissions import is_official
from twinning.models import TwinActivity, TwinLink, TwinLinkPerson, TwinLinkQuestion, TwinLinkStage


def _links(user: Any) -> models.QuerySet[TwinLink]:
    found: models.QuerySet[TwinLink] = TwinLink.objects.visible_to(user)
    return found


def _for_officials(user: Any, link: TwinLink) -> bool:
    return is_official(user)


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
                Owned(TwinLinkPerson, "link", _("Person responsible"), summary=("user",)),
            ),
        )
    )
    own(
        "twin-link",
        Owned(TwinLinkQuestion, "link", _("Question"), summary=("name", "origin_note")),
    )
