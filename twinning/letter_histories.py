"""The history of letters, their templates and letterheads."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.audit.registry import HistoryOf, register
from twinning.letter_permissions import can_see_letterhead, can_write_template
from twinning.models import Letter, Letterhead, LetterTemplate


def _letters(user: Any) -> models.QuerySet[Letter]:
    found: models.QuerySet[Letter] = Letter.objects.visible_to(user)
    return found


def register_letter_histories() -> None:
    register(
        HistoryOf(
            kind="letter",
            model=Letter,
            label=pgettext_lazy("to a place abroad", "Letter"),
            visible=_letters,
            can_see=lambda user, letter: True,
            hidden_fields=("as_sent",),
        ),
        HistoryOf(
            kind="letter-template",
            model=LetterTemplate,
            label=_("Template of a letter"),
            visible=LetterTemplate.objects.visible_to,
            can_see=can_write_template,
            hidden_fields=("shipped",),
        ),
        HistoryOf(
            kind="letterhead",
            model=Letterhead,
            label=_("Letterhead"),
            visible=lambda user: Letterhead.objects.all(),
            can_see=can_see_letterhead,
        ),
    )
