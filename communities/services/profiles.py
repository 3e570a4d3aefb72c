"""What a community says about itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from common.audit.context import acting
from common.intake.refusals import ChangedMeanwhile
from communities.exceptions import CommunityWithdrawn, NotAllowedToChange
from communities.models import Community
from communities.permissions import can_change_community


@transaction.atomic
def change_community_profile(
    *,
    actor: Any,
    community: Community,
    about: str,
    about_en: str,
    website: str,
    seen: datetime | None = None,
) -> Community:
    """Change the texts and the website of a community; what is the same writes no history.

    `seen` is the `updated_at` that the actor had before the eyes; without it nothing is compared.
    Refuses: NotAllowedToChange, CommunityWithdrawn, ChangedMeanwhile.
    """
    found: Community = Community.objects.select_for_update().get(pk=community.pk)
    if not can_change_community(actor, found):
        raise NotAllowedToChange
    if found.is_withdrawn:
        raise CommunityWithdrawn
    if seen is not None and found.updated_at != seen:
        raise ChangedMeanwhile
    before = (found.about, found.about_en, found.website)
    found.about, found.about_en, found.website = about.strip(), about_en.strip(), website.strip()
    if (found.about, found.about_en, found.website) != before:
        with acting(actor=actor):
            found.save(update_fields=["about", "about_en", "website", "updated_at"])
    return found
