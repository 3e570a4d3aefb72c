"""What the services of keys refuse, in words that can be shown to the person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.exceptions import AccountsError


class RoleNotHeld(AccountsError):
    message = _("A key is for one of your roles, and you do not hold this one.")
    status = 403


class TooManyKeys(AccountsError):
    message = _("You have as many keys as a person may have. Revoke one that you do not need.")


class KeyNotYours(AccountsError):
    message = _("You may not do this with the key.")
    status = 403


class KeyWrongStatus(AccountsError):
    message = _("The key is not in the state for this any more.")


class KeyAnswerMissing(AccountsError):
    message = _("Say why: the person reads it.")
    status = 400


class KeyRotatedAlready(AccountsError):
    message = _("The key was made anew meanwhile. Look at it again before you make another one.")


class OverlapTooLong(AccountsError):
    message = _("The former secret may work for 30 days more at most.")
    status = 400
