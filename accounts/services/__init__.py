"""Everything that changes who may do what. Forms, admin, commands and imports all call these."""

from accounts.services.access_requests import (
    approve_access_request,
    ask_for_access,
    refuse_access_request,
    withdraw_access_request,
)
from accounts.services.invitations import (
    accept_invitation,
    accept_invitation_as_new_person,
    close_expired_invitations,
    find_invitation,
    invite,
    resend_invitation,
    revoke_invitation,
)
from accounts.services.keys import ask_for_key, make_key, rotate_key, take_key_step
from accounts.services.memberships import end_membership, grant_membership, restore_membership
from accounts.services.profiles import change_account, change_profile
from accounts.services.second_factor import remove_second_factor

__all__ = [
    "accept_invitation",
    "accept_invitation_as_new_person",
    "approve_access_request",
    "ask_for_access",
    "ask_for_key",
    "change_account",
    "change_profile",
    "close_expired_invitations",
    "end_membership",
    "find_invitation",
    "grant_membership",
    "invite",
    "make_key",
    "refuse_access_request",
    "remove_second_factor",
    "resend_invitation",
    "restore_membership",
    "revoke_invitation",
    "rotate_key",
    "take_key_step",
    "withdraw_access_request",
]
