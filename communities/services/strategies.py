"""Strategies of oblasts: entering, changing, adopting, replacing, their updates and documents."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from itertools import count

from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import acting
from common.intake.refusals import ChangedMeanwhile
from common.intake.uploads import DOCX, MEGABYTE, PDF, XLSX, UploadRefused, accepted
from common.intake.values import wrong_values
from communities import strategy_workflow as workflow
from communities.models import Oblast, Strategy, StrategyDocument, StrategyEdition
from communities.strategy_data import COLUMNS, EDITION_COLUMNS, EditionData, StrategyData
from communities.strategy_enums import StrategyStatus
from communities.strategy_exceptions import InvalidStrategy, StrategyArchived, StrategyNotArchived

LARGEST_DOCUMENT = 20 * MEGABYTE
DOCUMENTS = (PDF, DOCX, XLSX)
LONGEST_REASON = 500


@transaction.atomic
def register_strategy(
    *,
    actor: User | None,
    oblast: Oblast,
    data: StrategyData,
    status: str = StrategyStatus.DRAFT,
) -> Strategy:
    """Enter a strategy of the oblast. Refuses InvalidStrategy (field → messages)."""
    strategy = Strategy(oblast=oblast, status=status)
    _fill(strategy, data)
    strategy.slug = _free_slug(strategy)
    refuse_wrong_values(strategy, exclude={"oblast", "slug"})
    with acting(actor=actor):
        strategy.save()
    return strategy


@transaction.atomic
def change_strategy(
    *,
    actor: User | None,
    strategy: Strategy,
    data: StrategyData,
    seen: dt.datetime | None = None,
) -> Strategy:
    """Make it as `data` says; the same data again change nothing. The address stays.

    `seen` is the `updated_at` that the actor had before the eyes; without it nothing is compared.
    Refuses: StrategyArchived, ChangedMeanwhile, InvalidStrategy.
    """
    strategy = locked_current(strategy)
    if seen is not None and strategy.updated_at != seen:
        raise ChangedMeanwhile
    before = {name: getattr(strategy, name) for name in COLUMNS}
    _fill(strategy, data)
    refuse_wrong_values(strategy, exclude={"oblast", "slug"})
    if before != {name: getattr(strategy, name) for name in COLUMNS}:
        with acting(actor=actor):
            strategy.save()
    return strategy


@transaction.atomic
def take_step(
    *,
    actor: User | None,
    strategy: Strategy,
    code: str,
    decision_no: str = "",
    decision_on: dt.date | None = None,
    replaced_by: Strategy | None = None,
) -> Strategy:
    """Adopt, replace or bring back. Refuses: StrategyArchived, StrategyWrongStatus,
    InvalidStrategy (the decision is not said; replaced by itself or by one of another oblast).
    """
    strategy = locked_current(strategy)
    step = workflow.step_of(strategy, code)
    workflow.move(strategy, step)
    if step.needs_decision:
        strategy.decision_no = decision_no.strip() or strategy.decision_no
        strategy.decision_on = decision_on or strategy.decision_on
        if strategy.decision_on and strategy.decision_on > timezone.localdate():
            raise InvalidStrategy({"decision_on": [_("This day is still to come.")]})
    if replaced_by and (
        replaced_by.pk == strategy.pk or replaced_by.oblast_id != strategy.oblast_id
    ):
        raise InvalidStrategy({"replaced_by": [_("Choose another strategy of the oblast.")]})
    strategy.replaced_by = replaced_by if step is workflow.REPLACE else None
    refuse_wrong_values(strategy, exclude={"oblast", "slug"})
    with acting(actor=actor):
        strategy.save()
    return strategy


@transaction.atomic
def archive_strategy(*, actor: User | None, strategy: Strategy, reason: str) -> Strategy:
    """For what was entered by mistake; nothing is deleted. Refuses: StrategyArchived,
    InvalidStrategy (no reason).
    """
    strategy = locked_current(strategy)
    if not reason.strip():
        raise InvalidStrategy({"reason": [_("Say why the strategy is archived.")]})
    strategy.is_archived, strategy.archive_reason = True, reason.strip()[:LONGEST_REASON]
    with acting(actor=actor):
        strategy.save()
    return strategy


@transaction.atomic
def restore_strategy(*, actor: User | None, strategy: Strategy) -> Strategy:
    """Refuses StrategyNotArchived."""
    strategy = locked(strategy)
    if not strategy.is_archived:
        raise StrategyNotArchived
    strategy.is_archived, strategy.archive_reason = False, ""
    with acting(actor=actor):
        strategy.save()
    return strategy


@transaction.atomic
def add_edition(*, actor: User | None, strategy: Strategy, data: EditionData) -> StrategyEdition:
    """Record an update. Refuses: StrategyArchived, InvalidStrategy."""
    strategy = locked_current(strategy)
    data = data.cleaned()
    if strategy.decision_on and data.decided_on < strategy.decision_on:
        raise InvalidStrategy({"decided_on": [_("This is before the strategy was adopted.")]})
    edition = StrategyEdition(
        strategy=strategy, **{name: getattr(data, name) for name in EDITION_COLUMNS}
    )
    refuse_wrong_values(edition)
    with acting(actor=actor):
        edition.save()
        strategy.save(update_fields=["updated_at"])
    return edition


@transaction.atomic
def add_document(
    *, actor: User | None, strategy: Strategy, name: str, content: bytes
) -> StrategyDocument:
    """Keep a PDF, DOCX or XLSX of at most 20 MB. Refuses: StrategyArchived, InvalidStrategy."""
    strategy = locked_current(strategy)
    try:
        taken = accepted(
            name=name,
            content=content,
            types=DOCUMENTS,
            largest=LARGEST_DOCUMENT,
            stem=strategy.slug,
        )
    except UploadRefused as error:
        raise InvalidStrategy({"file": [str(error)]}) from error
    made = StrategyDocument(
        strategy=strategy,
        name=taken.name,
        content_type=taken.content_type,
        size=len(taken.content),
    )
    file_name = f"{uuid.uuid4().hex}.{taken.ending}"
    made.file.save(file_name, ContentFile(taken.content), save=False)
    with acting(actor=actor):
        made.save()
    return made


@transaction.atomic
def withdraw_document(*, actor: User | None, document: StrategyDocument) -> StrategyDocument:
    """Show it to officials only, crossed out."""
    found = StrategyDocument.objects.select_for_update().get(pk=document.pk)
    found.is_withdrawn = True
    with acting(actor=actor):
        found.save(update_fields=["is_withdrawn"])
    return found


def locked(strategy: Strategy) -> Strategy:
    """The record as it is now, held until the transaction ends."""
    found: Strategy = Strategy.objects.select_for_update(of=("self",)).get(pk=strategy.pk)
    return found


def locked_current(strategy: Strategy) -> Strategy:
    """As `locked`; refuses StrategyArchived."""
    found = locked(strategy)
    if found.is_archived:
        raise StrategyArchived
    return found


def refuse_wrong_values(record: models.Model, *, exclude: Collection[str] = ()) -> None:
    """Refuses InvalidStrategy."""
    errors = wrong_values(record, exclude=exclude, about="title")
    if errors:
        raise InvalidStrategy(errors)


def _fill(strategy: Strategy, data: StrategyData) -> None:
    data = data.cleaned()
    for name in COLUMNS:
        setattr(strategy, name, getattr(data, name))


def _free_slug(strategy: Strategy) -> str:
    """«sumy-2022-2024», and a number after it for a second one of the same years."""
    stem = f"{strategy.oblast.slug}-{strategy.starts_year}-{strategy.ends_year}"[:70]
    taken = set(Strategy.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    if stem not in taken:
        return stem
    return next(slug for number in count(2) if (slug := f"{stem}-{number}") not in taken)
