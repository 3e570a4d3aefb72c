"""Words of the register of projects. Where IATI 2.03 has a code, the value is that code."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partners.programme_enums import IATI_ROLES as PROGRAMME_ROLES
from partners.programme_enums import ActivityStatus, RecordSource, RecordStatus

__all__ = ["ActivityStatus", "RecordSource", "RecordStatus"]


class ProjectKind(models.TextChoices):
    MTA = "mta", _("technical assistance project")
    IFI = "ifi", _("project supported by a financial institution")
    CREDIT = "credit", _("initiative on a credit")
    GRANT = "grant", _("grant initiative")
    HUMANITARIAN = "humanitarian", _("humanitarian project")


class IdentifierKind(models.TextChoices):
    MTA_REGISTRATION = "mta_registration", _("state registration of technical assistance")
    IATI = "iati", _("IATI identifier")
    DREAM = "dream", _("DREAM")
    DONOR = "donor", _("the donor’s own number")
    OTHER = "other", pgettext_lazy("identifier", "other number")


# One of these names one project; a donor's own number is unique with its owner only.
WORLDWIDE_IDENTIFIERS = (
    IdentifierKind.MTA_REGISTRATION,
    IdentifierKind.IATI,
    IdentifierKind.DREAM,
)


class RoleKind(models.TextChoices):
    """The first four are IATI OrganisationRole (`IATI_ROLES`); the others are of Resolution 153."""

    FUNDING = "funding", _("funding")
    ACCOUNTABLE = "accountable", _("accountable")
    EXTENDING = "extending", _("extending")
    IMPLEMENTING = "implementing", _("implementing")
    BENEFICIARY = "beneficiary", _("beneficiary")
    RECIPIENT = "recipient", _("recipient")


IATI_ROLES = PROGRAMME_ROLES


class TerritoryLevel(models.TextChoices):
    COMMUNITY = "community", _("community")
    RAION = "raion", pgettext_lazy("territory", "raion")
    OBLAST = "oblast", pgettext_lazy("territory", "oblast")
    COUNTRY = "country", _("whole country")
    REGION = "region", _("region of the world")


class LocationReach(models.TextChoices):
    ACTIVITY = "1", _("where the work is done")
    BENEFICIARIES = "2", _("where those live whom it serves")


class LocationExactness(models.TextChoices):
    EXACT = "1", _("exact place")
    APPROXIMATE = "2", _("approximate place")


class LocationClass(models.TextChoices):
    ADMINISTRATIVE = "1", _("administrative unit")
    POPULATED = "2", _("populated place")
    STRUCTURE = "3", _("building or structure")
    OTHER = "4", pgettext_lazy("place", "other")


class BudgetKind(models.TextChoices):
    """IATI BudgetType."""

    ORIGINAL = "1", pgettext_lazy("budget", "original")
    REVISED = "2", pgettext_lazy("budget", "revised")


class BudgetStatus(models.TextChoices):
    INDICATIVE = "1", pgettext_lazy("budget", "indicative")
    COMMITTED = "2", pgettext_lazy("budget", "committed")


class BudgetNotProvided(models.TextChoices):
    COMMERCIAL = "1", _("commercial reasons")
    LEGAL = "2", _("legal restrictions")
    EMERGENCY = "3", _("sudden emergency")


class TransactionKind(models.TextChoices):
    """IATI TransactionType."""

    INCOMING_FUNDS = "1", _("money received")
    OUTGOING_COMMITMENT = "2", _("commitment")
    DISBURSEMENT = "3", _("disbursement")
    EXPENDITURE = "4", _("expenditure")
    INTEREST_PAYMENT = "5", _("interest paid")
    LOAN_REPAYMENT = "6", _("loan repayment")
    REIMBURSEMENT = "7", _("reimbursement")
    PURCHASE_OF_EQUITY = "8", _("purchase of equity")
    SALE_OF_EQUITY = "9", _("sale of equity")
    CREDIT_GUARANTEE = "10", _("credit guarantee")
    INCOMING_COMMITMENT = "11", _("commitment received")
    OUTGOING_PLEDGE = "12", _("pledge")
    INCOMING_PLEDGE = "13", _("pledge received")


class ContactKind(models.TextChoices):
    GENERAL = "1", _("general questions")
    MANAGEMENT = "2", _("management of the project")
    FINANCE = "3", _("finance")
    COMMUNICATIONS = "4", _("communications")


class ResultKind(models.TextChoices):
    OUTPUT = "1", pgettext_lazy("result", "output")
    OUTCOME = "2", pgettext_lazy("result", "outcome")
    IMPACT = "3", pgettext_lazy("result", "impact")
    OTHER = "9", pgettext_lazy("result", "other")


class IndicatorMeasure(models.TextChoices):
    UNIT = "1", pgettext_lazy("measure", "units")
    PERCENTAGE = "2", pgettext_lazy("measure", "per cent")
    NOMINAL = "3", pgettext_lazy("measure", "named groups")
    ORDINAL = "4", pgettext_lazy("measure", "ranks")
    QUALITATIVE = "5", pgettext_lazy("measure", "in words")


class RelationKind(models.TextChoices):
    """IATI RelatedActivityType."""

    PARENT = "1", _("part of")
    CHILD = "2", _("contains")
    SIBLING = "3", _("of the same whole")
    CO_FUNDED = "4", _("funded together")
    THIRD_PARTY = "5", _("reported by another organisation")


# The same relation as the other project sees it.
MIRRORED_RELATIONS = {"1": "2", "2": "1", "3": "3", "4": "4", "5": "5"}


class ConditionKind(models.TextChoices):
    POLICY = "1", _("policy")
    PERFORMANCE = "2", _("performance")
    FIDUCIARY = "3", _("use of money")


class WorksType(models.TextChoices):
    """OC4IDS projectType, for building works."""

    CONSTRUCTION = "construction", _("construction")
    REHABILITATION = "rehabilitation", _("repair")
    REPLACEMENT = "replacement", _("replacement")
    EXPANSION = "expansion", _("extension")
    DECOMMISSIONING = "decommissioning", _("taking out of use")


class RegistrationEventKind(models.TextChoices):
    """State registration of technical assistance (Resolution 153)."""

    REGISTRATION = "registration", _("state registration")
    COST = "cost", _("change of the estimated cost")
    EXECUTOR = "executor", _("change of the executor")
    RECIPIENT = "recipient", _("change of the recipient")
    OTHER = "other", pgettext_lazy("amendment", "other change")
    CLOSING = "closing", pgettext_lazy("registration", "closing")


class CardStatus(models.TextChoices):
    """Of a half-yearly monitoring card. That it is late follows from its due date."""

    DUE = "due", pgettext_lazy("card", "to be filled in")
    DRAFTED = "drafted", pgettext_lazy("card", "being filled in")
    SUBMITTED = "submitted", pgettext_lazy("card", "submitted")
    RETURNED = "returned", pgettext_lazy("card", "returned for correction")
    ACCEPTED = "accepted", pgettext_lazy("card", "accepted")
    WAIVED = "waived", pgettext_lazy("card", "not needed")


class ReportStatus(models.TextChoices):
    """Of a report of progress, which changes nothing before it is accepted."""

    WAITING = "waiting", pgettext_lazy("progress", "waits for the office")
    ACCEPTED = "accepted", pgettext_lazy("progress", "accepted")
    REFUSED = "refused", pgettext_lazy("progress", "not accepted")
    WITHDRAWN = "withdrawn", pgettext_lazy("progress", "withdrawn")


# Those that the recipient still has to hand in.
OPEN_CARDS = (CardStatus.DUE, CardStatus.DRAFTED, CardStatus.RETURNED)
