from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AgreementKind(models.TextChoices):
    """The first four are the kinds of Law 3668-IX."""

    CROSS_BORDER = "cross_border", _("cross-border agreement")
    INTERTERRITORIAL = "interterritorial", _("interterritorial agreement")
    CROSS_BORDER_INTERTERRITORIAL = (
        "cross_border_interterritorial",
        _("cross-border and interterritorial agreement"),
    )
    TRANSNATIONAL = "transnational", _("transnational agreement")
    MEMORANDUM = "memorandum", _("memorandum")
    PROTOCOL = "protocol", _("protocol")
    LETTER_OF_INTENT = "letter_of_intent", _("letter of intent")
    DECLARATION = "declaration", _("declaration")
    PATRONAGE = "patronage", _("patronage")
    GRANT_AGREEMENT = "grant_agreement", _("grant agreement")
    OTHER = "other", pgettext_lazy("agreement", "other document")


LAW_KINDS = frozenset(
    {
        AgreementKind.CROSS_BORDER.value,
        AgreementKind.INTERTERRITORIAL.value,
        AgreementKind.CROSS_BORDER_INTERTERRITORIAL.value,
        AgreementKind.TRANSNATIONAL.value,
    }
)


class AgreementStatus(models.TextChoices):
    IDEA = "idea", _("idea")
    DRAFT = "draft", pgettext_lazy("agreement", "draft")
    SENT = "sent", _("sent to the ministry")
    MINISTRY_APPROVED = "ministry_approved", _("approved by the ministry")
    COUNCIL_APPROVED = "council_approved", _("approved by the council")
    SIGNED = "signed", _("signed")
    REGISTERED = "registered", pgettext_lazy("agreement", "registered")
    IN_FORCE = "in_force", _("in force")
    RENEWED = "renewed", _("in force, renewed")
    EXPIRED = "expired", pgettext_lazy("agreement", "expired")
    TERMINATED = "terminated", _("terminated")


# What the public may know of: negotiations are the business of those who negotiate.
CONCLUDED = frozenset(
    {
        AgreementStatus.SIGNED.value,
        AgreementStatus.REGISTERED.value,
        AgreementStatus.IN_FORCE.value,
        AgreementStatus.RENEWED.value,
        AgreementStatus.EXPIRED.value,
        AgreementStatus.TERMINATED.value,
    }
)
VALID = frozenset({AgreementStatus.IN_FORCE.value, AgreementStatus.RENEWED.value})


class TermKind(models.TextChoices):
    UNKNOWN = "unknown", pgettext_lazy("term", "not stated")
    INDEFINITE = "indefinite", pgettext_lazy("term", "without end")
    MONTHS = "months", pgettext_lazy("term", "so many months or years")
    UNTIL = "until", pgettext_lazy("term", "until a date")


class PartyKind(models.TextChoices):
    COMMUNITY = "community", _("community")
    ADMINISTRATION = "administration", _("oblast administration")
    COUNCIL = "council", _("oblast council")
    RAION_ADMINISTRATION = "raion_administration", _("raion administration")
    RAION_COUNCIL = "raion_council", _("raion council")
    OFFICE = "office", _("regional office")


RAION_KINDS = frozenset({PartyKind.RAION_ADMINISTRATION.value, PartyKind.RAION_COUNCIL.value})


class Side(models.TextChoices):
    OURS = "ours", _("our side")
    THEIRS = "theirs", _("the partner’s side")


class FileKind(models.TextChoices):
    SIGNED = "signed", _("signed scan")
    TEXT = "text", _("text")
    TRANSLATION = "translation", _("translation")


class AmendmentKind(models.TextChoices):
    AMENDMENT = "amendment", _("amendment")
    RENEWAL = "renewal", _("renewal")
    AUTOMATIC = "automatic", _("automatic renewal")


class AgreementSource(models.TextChoices):
    MANUAL = "manual", _("entered by an official")
    REGISTER = "register", _("state register")
    DEMO = "demo", _("demonstration")


class RowOutcome(models.TextChoices):
    """What became of a row of the state register. Every row has exactly one."""

    AGREEMENT = "agreement", _("became an agreement")
    DUPLICATE = "duplicate", _("stands already")
    REVIEW = "review", _("waits for an official")
    DISMISSED = "dismissed", _("left out by an official")
