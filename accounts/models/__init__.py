from accounts.models.access import AccessRequest, Invitation
from accounts.models.memberships import Membership
from accounts.models.users import User

__all__ = ["AccessRequest", "Invitation", "Membership", "User"]
