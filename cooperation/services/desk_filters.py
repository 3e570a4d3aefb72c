"""A person's own saved filters of the desk."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import acting
from common.intake.texts import one_line
from cooperation.models import DeskFilter
from cooperation.offer_exceptions import InvalidData

KEPT = ("list", "view", "q", "kind", "urgency", "theme")
MOST = 20


@transaction.atomic
def save_filter(*, actor: User, name: str, query: str) -> DeskFilter:
    """Keep the question under the name; the same name again changes what it asks.

    Refuses InvalidData (name).
    """
    name = one_line(name)[:60]
    asked = urlencode([(key, value) for key, value in parse_qsl(query) if key in KEPT])[:500]
    if not name:
        raise InvalidData({"name": [_("Give the filter a name.")]})
    User.objects.select_for_update().get(pk=actor.pk)
    known = DeskFilter.objects.filter(person=actor)
    if not known.filter(name=name).exists() and known.count() >= MOST:
        text = _("At most %(count)s filters: remove one that you do not need.")
        raise InvalidData({"name": [text % {"count": MOST}]})
    with acting(actor=actor):
        made, _is_new = DeskFilter.objects.update_or_create(
            person=actor, name=name, defaults={"query": asked}
        )
    return made


@transaction.atomic
def remove_filter(*, actor: User, name: str) -> bool:
    """Whether there was one."""
    with acting(actor=actor):
        removed, _each = DeskFilter.objects.filter(person=actor, name=name).delete()
    return bool(removed)
