"""Who may do what with aid received: the community that got it, and the oblast's officials."""

from __future__ import annotations

from typing import Any

from accounts.permissions import is_administrator
from communities.models import Community, Oblast
from communities.permissions import communities_of, curated_oblasts
from projects.models import AidDelivery


def can_register_aid(
    user: Any, oblast: Oblast | None = None, community: Community | None = None
) -> bool:
    """Without a recipient: for any. What is for a whole oblast, its officials enter."""
    if is_administrator(user):
        return True
    own, oblasts = communities_of(user), curated_oblasts(user)
    if community is not None:
        return community.pk in own or community.oblast_id in oblasts
    return oblast.pk in oblasts if oblast is not None else bool(own or oblasts)


def can_change_aid(user: Any, delivery: AidDelivery) -> bool:
    """Change it, attach files, publish, archive."""
    return (
        is_administrator(user)
        or delivery.oblast_id in curated_oblasts(user)
        or (delivery.community_id is not None and delivery.community_id in communities_of(user))
    )
