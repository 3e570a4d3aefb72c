"""Letters in templates: a section for other pages, the paper on the screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils import timezone

from common.design.formats import current_language
from common.design.parts import Pill, Tone
from common.documents.document import Block, Document
from twinning.letter_enums import LetterStatus
from twinning.letter_permissions import can_write_letters
from twinning.models import Letter, Municipality, TwinLink

register = template.Library()

NAMED = 10
TONES: dict[str, Tone] = {
    LetterStatus.DRAFT: "quiet",
    LetterStatus.SENT: "info",
    LetterStatus.ANSWERED: "good",
    LetterStatus.NO_ANSWER: "bad",
    LetterStatus.WITHDRAWN: "quiet",
}


def pill_of(status: str) -> Pill:
    return Pill(str(LetterStatus(status).label), TONES[status])


@register.filter
def letter_pill(code: Mapping[str, Any]) -> Pill:
    return pill_of(code["code"])


@register.filter
def as_day(text: str | None) -> dt.date | None:
    """A date of a register's row, which comes as text."""
    return dt.date.fromisoformat(text) if text else None


@register.filter
def is_past(day: dt.date | None) -> bool:
    return day is not None and day <= timezone.localdate()


@register.filter
def grouped(paper: Document) -> list[tuple[str, list[Block]]]:
    """Items that follow each other are one list."""
    return [
        (kind, list(blocks)) for kind, blocks in groupby(paper.blocks, key=lambda one: one.kind)
    ]


@register.inclusion_tag("letters/_section.html", takes_context=True)
def letter_section(
    context: template.Context,
    municipality: Municipality | None = None,
    link: TwinLink | None = None,
) -> dict[str, Any]:
    """The letters to a place or of a link, and the way to a new one; nothing for the public."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"shown": False}
    query: dict[str, str] = {}
    rows = Letter.objects.visible_to(user)
    if link is not None:
        rows = rows.filter(link=link)
        side = "community" if link.community else "oblast"
        query = {side: link.home.code, "municipality": str(link.municipality.public_id)}
    elif municipality is not None:
        rows = rows.filter(municipality=municipality)
        query = {"municipality": str(municipality.public_id)}
    letters = list(rows.with_sides().order_by("-updated_at", "-pk")[:NAMED])
    may_write = can_write_letters(user)
    return {
        "shown": bool(letters) or may_write,
        "letters": [(one, pill_of(one.status)) for one in letters],
        "write_url": f"{reverse('twinning:letter-new')}?{urlencode(query)}" if may_write else "",
        "LANGUAGE_CODE": context.get("LANGUAGE_CODE"),
    }


@register.filter
def said(texts: Mapping[str, str]) -> str:
    """What was written down in both languages, in that of the page."""
    return texts.get(current_language()) or texts.get("uk", "")
