"""Deciding which place abroad an imported link means."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.audit.context import acting
from communities.models import Community, Oblast
from partners.models import Agreement
from twinning.exceptions import QuestionDecided
from twinning.inexact_dates import read_date
from twinning.link_data import TwinLinkData
from twinning.link_enums import LinkKind, LinkStage
from twinning.models import Municipality, TwinLink, TwinLinkQuestion
from twinning.services.links import register_twin_link


@transaction.atomic
def ask(
    *,
    actor: User | None,
    home: Community | Oblast,
    name: str,
    country: str,
    kind: str,
    said: dict[str, Any],
    origin_note: str = "",
) -> TwinLinkQuestion:
    """Keep a link whose place abroad is not certain. The same question is never asked twice."""
    side = "community" if isinstance(home, Community) else "oblast"
    values = {"said": said, "origin_note": origin_note[:300]}
    with acting(actor=actor):
        question, _new = TwinLinkQuestion.objects.get_or_create(
            **{"community": None, "oblast": None} | {side: home},
            name=name[:200],
            country=country,
            kind=kind,
            defaults=values,
        )
    return question


@transaction.atomic
def answer(
    *, actor: User | None, question: TwinLinkQuestion, municipality: Municipality
) -> TwinLink:
    """It is this place: the link is entered, or found when it is there already.

    Refuses: QuestionDecided, InvalidLink.
    """
    question = _waiting(question)
    link = link_from(actor=actor, home=question.home, municipality=municipality, said=question.said)
    _close(actor, question, link)
    return link


@transaction.atomic
def leave_out(*, actor: User | None, question: TwinLinkQuestion) -> TwinLinkQuestion:
    """No link comes of it. Refuses QuestionDecided."""
    question = _waiting(question)
    _close(actor, question, None)
    return question


def link_from(
    *,
    actor: User | None,
    home: Community | Oblast,
    municipality: Municipality,
    said: dict[str, Any],
) -> TwinLink:
    """The link that a checked row says; one that is there already is taken as it is."""
    side = "community" if isinstance(home, Community) else "oblast"
    kind = said.get("kind", LinkKind.TWIN_CITY.value)
    known = TwinLink.objects.filter(**{side: home}, municipality=municipality, kind=kind)
    found: TwinLink | None = known.order_by("pk").first()
    if found:
        return found
    since_on, since_precision = read_date(said.get("since", ""))
    agreement = Agreement.objects.current().filter(reference=said.get("agreement", "")).first()
    return register_twin_link(
        actor=actor,
        data=TwinLinkData(
            municipality=municipality,
            kind=kind,
            since_on=since_on,
            since_precision=since_precision,
            agreement=agreement,
            source=said.get("source", ""),
            note=said.get("note", ""),
            note_en=said.get("note_en", ""),
            community=home if isinstance(home, Community) else None,
            oblast=home if isinstance(home, Oblast) else None,
        ),
        stage=said.get("stage", LinkStage.ACTIVE.value),
    )


def _waiting(question: TwinLinkQuestion) -> TwinLinkQuestion:
    found: TwinLinkQuestion = TwinLinkQuestion.objects.select_for_update().get(pk=question.pk)
    if found.decided_at:
        raise QuestionDecided
    return found


def _close(actor: User | None, question: TwinLinkQuestion, link: TwinLink | None) -> None:
    question.link = link
    question.decided_at = timezone.now()
    question.decided_by = actor
    with acting(actor=actor):
        question.save(update_fields=["link", "decided_at", "decided_by"])
