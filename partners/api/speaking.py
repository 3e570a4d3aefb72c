"""In whose name a person writes through the API: of the partners that the person speaks for."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from accounts.models import User
from partners.models import Partner
from partners.permissions import represented_by


def spoken_for(user: User, slug: str = "") -> Partner:
    """The partner of this code; without one the only one there is.

    Refuses those who speak for none (403), and a code that names none of theirs or is missing
    where there are several (400).
    """
    own = represented_by(user)
    if not own:
        raise PermissionDenied
    rows = Partner.objects.filter(pk__in=own)
    found = list((rows.filter(slug=slug) if slug else rows)[:2])
    if not found:
        raise ValidationError({"partner": [_("You do not speak for this partner.")]})
    if len(found) > 1:
        raise ValidationError({"partner": [_("Say for which partner you speak.")]})
    partner: Partner = found[0]
    return partner
