"""The logo of a partner: an image by its content, under a name that says nothing."""

from __future__ import annotations

import uuid
from typing import Any

import filetype
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import acting
from partners.exceptions import LogoRefused
from partners.models import Partner
from partners.services.locking import locked_current

# No SVG: it is a document that can hold scripts.
KINDS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}


@transaction.atomic
def change_logo(*, actor: User | None, partner: Partner, content: bytes) -> Partner:
    """Keep the image as the partner's logo. The former file stays: history may bring it back.

    Refuses: PartnerArchived, PartnerMerged, LogoRefused (too large, not PNG, JPEG or WebP).
    """
    partner = locked_current(partner)
    ending = ending_of(content)
    partner.logo.save(f"{uuid.uuid4().hex}.{ending}", ContentFile(content), save=False)
    return _saved(actor, partner)


@transaction.atomic
def remove_logo(*, actor: User | None, partner: Partner) -> Partner:
    """Refuses: PartnerArchived, PartnerMerged."""
    partner = locked_current(partner)
    partner.logo = ""
    return _saved(actor, partner)


def ending_of(content: bytes) -> str:
    """The ending that fits what the file holds, whatever its name says. Refuses LogoRefused."""
    if len(content) > settings.LARGEST_IMAGE_BYTES:
        largest = settings.LARGEST_IMAGE_BYTES // (1024 * 1024)
        raise LogoRefused(_("The image is larger than %(largest)s MB.") % {"largest": largest})
    kind: Any = filetype.guess(content)  # type: ignore[no-untyped-call]
    if kind is None or kind.mime not in KINDS:
        raise LogoRefused(_("The logo must be a PNG, JPEG or WebP image."))
    return KINDS[kind.mime]


def _saved(actor: User | None, partner: Partner) -> Partner:
    with acting(actor=actor):
        partner.save(update_fields=["logo", "updated_at"])
    return partner
