"""Two records of one organisation become one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.audit.context import acting
from partners import workflow
from partners.enums import PartnerStatus
from partners.exceptions import MergedWithItself, PartnerArchived, PartnerMerged
from partners.models import Partner
from partners.relations import relations
from partners.services.partners import lineage

# Of each of these the survivor takes its own value or that of the merged record. Languages, themes,
# oblasts and identifiers are joined; status and keeping office stay the survivor's.
CHOOSABLE = (
    "name",
    "name_en",
    "acronym",
    "kind",
    "iati_type",
    "country",
    "parent",
    "website",
    "description",
    "description_en",
    "logo",
    "visibility",
)
KEPT, MERGED = "kept", "merged"


@dataclass(frozen=True)
class Move:
    """How many rows of one sort go over to the survivor."""

    label: str
    count: int


def moves(kept: Partner, merged: Partner) -> list[Move]:
    """What a merge would carry over, for the preview."""
    counted = (
        Move(str(RELATION_LABELS.get(one.label, one.label)), one.moving(kept, merged).count())
        for one in relations()
    )
    return [one for one in counted if one.count]


RELATION_LABELS = {
    "parts": _("organisations that are parts of it"),
    "merged_records": _("records merged into it earlier"),
}


def default_choices(kept: Partner, merged: Partner) -> dict[str, str]:
    """The survivor's own values; where it has none, those of the other record."""
    return {
        name: MERGED if not getattr(kept, name) and getattr(merged, name) else KEPT
        for name in CHOOSABLE
    }


@transaction.atomic
def merge_partners(
    *, actor: User | None, kept: Partner, merged: Partner, choices: Mapping[str, str]
) -> Partner:
    """Carry everything of `merged` over to `kept`; the addresses of `merged` lead there too.

    `choices`: field of CHOOSABLE → "kept" or "merged"; a field that is not named keeps the
    survivor's value. Rows that the survivor has already (the same theme) stay with the merged
    record, which is archived, not deleted. Refuses: MergedWithItself, PartnerMerged (either),
    PartnerArchived (the survivor).
    """
    kept, merged = _both(kept, merged)
    parent = _parent(kept, merged, choices.get("parent", KEPT))
    with acting(actor=actor, note=f"{merged.slug} → {kept.slug}"):
        workflow.absorb(merged, kept, reason=f"→ {kept.slug}")
        merged.save(update_fields=["status", "archive_reason", "merged_into", "updated_at"])
        for one in relations():
            one.move(kept, merged)
        for name in CHOOSABLE:
            if choices.get(name, KEPT) == MERGED:
                setattr(kept, name, getattr(merged, name))
        kept.parent_id = parent
        kept.languages = list(dict.fromkeys([*kept.languages, *merged.languages]))
        kept.save()
    return kept


def _both(kept: Partner, merged: Partner) -> tuple[Partner, Partner]:
    if kept.pk == merged.pk:
        raise MergedWithItself
    # In the order of their keys, so that two merges the other way round do not wait for each other.
    rows = Partner.objects.select_for_update(of=("self",)).filter(pk__in=(kept.pk, merged.pk))
    found = {one.pk: one for one in rows.order_by("pk")}
    survivor, other = found[kept.pk], found[merged.pk]
    if survivor.merged_into_id or other.merged_into_id:
        raise PartnerMerged
    if survivor.status == PartnerStatus.ARCHIVED:
        raise PartnerArchived
    return survivor, other


def _parent(kept: Partner, merged: Partner, choice: str) -> int | None:
    """What the survivor is a part of, without going in a circle through what moves below it."""
    wanted = merged.parent if choice == MERGED else kept.parent
    for candidate in (wanted, merged.parent):
        if candidate is None:
            return None
        if not {kept.pk, merged.pk} & set(lineage(candidate)):
            return candidate.pk
    return None
