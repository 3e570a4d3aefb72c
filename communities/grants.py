"""Rows of the role → permission table about territories and offices."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.roles import explain, grant

SEE_TERRITORY = (
    "communities.view_oblast",
    "communities.view_raion",
    "communities.view_community",
    "communities.view_office",
)
SEE_STRATEGIES = (
    "communities.view_strategy",
    "communities.view_strategyedition",
    "communities.view_strategydocument",
    "communities.view_strategicgoal",
)
KEEP_STRATEGIES = (
    "communities.add_strategy",
    "communities.change_strategy",
    "communities.add_strategicgoal",
    "communities.change_strategicgoal",
)
SEE_PEOPLE = (
    "communities.view_officemembership",
    "communities.view_communitymembership",
    "accounts.view_accessrequest",
    "accounts.view_apikey",
    "accounts.view_invitation",
)


def register_grants() -> None:
    grant(
        {
            "office.head": (
                *SEE_TERRITORY,
                *SEE_PEOPLE,
                *SEE_STRATEGIES,
                *KEEP_STRATEGIES,
                "communities.change_community",
                "communities.change_office",
            ),
            "office.officer": (
                *SEE_TERRITORY,
                *SEE_PEOPLE,
                *SEE_STRATEGIES,
                *KEEP_STRATEGIES,
                "communities.change_community",
            ),
            "office.analyst": (*SEE_TERRITORY, *SEE_STRATEGIES),
            "community.coordinator": ("communities.change_community",),
            "community.editor": ("communities.change_community",),
        }
    )
    explain(
        {
            "office.head": _(
                "Sees the registers of all oblasts; changes those of the own oblast and the "
                "office itself; gives roles in the office, in the communities of the oblast and "
                "in partners."
            ),
            "office.officer": _(
                "Sees the registers of all oblasts; changes those of the own oblast; gives roles "
                "in its communities and partners."
            ),
            "office.analyst": _("Sees the registers of all oblasts and downloads them."),
            "community.coordinator": _(
                "Keeps the profile of the own community and invites its editors."
            ),
            "community.editor": _("Keeps the profile of the own community."),
        }
    )
