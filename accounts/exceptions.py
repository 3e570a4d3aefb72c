"""What the services of accounts refuse, in words that can be shown to the person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from common.intake.refusals import Refusal


class AccountsError(Refusal):
    """A refusal of the services of accounts."""


class NotAllowedToGrant(AccountsError):
    message = _("You may not give or end this role.")
    status = 403


class NotYourRequest(AccountsError):
    message = _("Only the person who asked may withdraw the request.")
    status = 403


class UnknownRole(AccountsError):
    message = _("There is no such role here.")
    status = 400


class ScopeNotOffered(AccountsError):
    message = _("Nobody can be given a role here any more.")


class PersonInactive(AccountsError):
    message = _("This account is closed.")


class RoleAlreadyHeld(AccountsError):
    message = _("This person has this role already.")


class RoleEndsBeforeItBegins(AccountsError):
    message = _("A role cannot end before it begins.")
    status = 400


class RoleAlreadyEnded(AccountsError):
    message = _("This role has ended already.")


class RoleNotEnded(AccountsError):
    message = _("This role was not ended, so there is nothing to bring back.")


class AlreadyInvited(AccountsError):
    message = _("This person has an open invitation to this role.")


class InvitationNotFound(AccountsError):
    message = _("There is no such invitation.")
    status = 404


class InvitationClosed(AccountsError):
    message = _("This invitation has been used, taken back or has expired.")
    status = 410


class InvitationForSomebodyElse(AccountsError):
    message = _("This invitation was sent to another e-mail address.")
    status = 403


class InviterMayNoLonger(AccountsError):
    message = _("The person who invited you can no longer give this role. Ask for access instead.")
    status = 410


class AccountExists(AccountsError):
    message = _("There is already an account with this e-mail. Sign in to accept.")


class AlreadyAsked(AccountsError):
    message = _("You have asked for this role already.")


class TooManyRequests(AccountsError):
    message = _("You have several requests waiting. Wait for an answer before you ask for more.")


class RequestAlreadyDecided(AccountsError):
    message = _("This request has been decided already.")


class ReasonMissing(AccountsError):
    message = _("Say why you need access.")
    status = 400


class AnswerMissing(AccountsError):
    message = _("Say why you refuse.")
    status = 400
