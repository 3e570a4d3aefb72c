"""Who may do what with letters. Rights follow the territory of our side."""

from __future__ import annotations

from typing import Any

from accounts.permissions import is_administrator
from communities.models import Community, Oblast
from communities.permissions import curated_oblasts, curated_offices
from twinning.link_permissions import coordinated_communities, keeps_oblast
from twinning.models import Letter, LetterBatch, Letterhead, LetterTemplate


def can_write_letters(user: Any) -> bool:
    """Whether there is anybody in whose name the user may write."""
    return bool(is_administrator(user) or curated_oblasts(user) or coordinated_communities(user))


def can_write_for(user: Any, home: Community | Oblast) -> bool:
    """Coordinators for their community; heads and officers for their oblast and all in it."""
    if isinstance(home, Community):
        return home.pk in coordinated_communities(user) or keeps_oblast(user, home.oblast_id)
    return keeps_oblast(user, home.pk)


def can_change_letter(user: Any, letter: Letter) -> bool:
    return can_write_for(user, letter.home)


def can_change_batch(user: Any, batch: LetterBatch) -> bool:
    return can_write_for(user, batch.home)


def can_see_letterhead(user: Any, head: Letterhead) -> bool:
    home = head.community or (head.office.oblast if head.office else None)
    return home is not None and can_write_for(user, home)


def can_write_template(user: Any, template: LetterTemplate | None = None) -> bool:
    """The office's own by its head and officers; the common ones by administrators."""
    if is_administrator(user):
        return True
    offices = curated_offices(user)
    return bool(offices) if template is None else template.office_id in offices
