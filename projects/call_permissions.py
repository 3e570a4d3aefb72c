"""Who may do what with calls. All offices share the register: each keeps what it entered."""

from __future__ import annotations

from typing import Any

from accounts.permissions import is_administrator
from communities.models import Community
from communities.permissions import (
    can_change_community,
    communities_of,
    curated_offices,
    is_official,
    offices_of,
)
from partners.permissions import represented_by
from partners.programme_enums import RecordStatus
from projects.call_enums import CallSource
from projects.models import Call


def can_register_call(user: Any) -> bool:
    """Heads and officers of any office."""
    return is_administrator(user) or bool(curated_offices(user))


def can_propose_call(user: Any) -> bool:
    """Representatives of a partner: an official publishes what they propose."""
    return bool(represented_by(user))


def can_mend_call(user: Any, call: Call) -> bool:
    """Change its texts and papers: those who keep it, and its proposer as long as it is a draft."""
    if can_change_call(user, call):
        return True
    is_proposal = call.source == CallSource.PARTNER and call.record_status == RecordStatus.DRAFT
    return is_proposal and call.partner_id in represented_by(user)


def can_change_call(user: Any, call: Call) -> bool:
    """All of it, its steps too: the people of the office that keeps it; of any office when none
    does.
    """
    if is_administrator(user):
        return True
    own = curated_offices(user)
    return bool(own) if call.office_id is None else call.office_id in own


def can_see_link_checks(user: Any) -> bool:
    return is_official(user)


def can_see_fitting_calls(user: Any, community: Community) -> bool:
    """The community's own people and the officials of its oblast."""
    if can_change_community(user, community) or community.pk in communities_of(user):
        return True
    from communities.models import Office  # noqa: PLC0415 - asked of analysts only

    return Office.objects.filter(pk__in=offices_of(user), oblast=community.oblast_id).exists()
