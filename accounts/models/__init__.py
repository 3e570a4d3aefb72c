from accounts.models.access import AccessRequest, Invitation
from accounts.models.keys import ApiKey, KeyDay, KeySecret
from accounts.models.memberships import Membership
from accounts.models.users import User

__all__ = [
    "AccessRequest",
    "ApiKey",
    "Invitation",
    "KeyDay",
    "KeySecret",
    "Membership",
    "User",
]
