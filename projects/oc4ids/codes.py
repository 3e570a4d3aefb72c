"""Our codes in the words of OC4IDS. docs/formats.md shows these tables to people."""

from __future__ import annotations

from collections.abc import Iterable

from projects.enums import ActivityStatus, RoleKind

# A closed list. A suspended project was begun: the standard has no pause.
STATUSES = {
    ActivityStatus.PIPELINE: "identification",
    ActivityStatus.IMPLEMENTATION: "implementation",
    ActivityStatus.FINALISATION: "completion",
    ActivityStatus.CLOSED: "completion",
    ActivityStatus.CANCELLED: "cancelled",
    ActivityStatus.SUSPENDED: "implementation",
}

ROLES = {
    RoleKind.FUNDING: "funder",
    RoleKind.ACCOUNTABLE: "publicAuthority",
    RoleKind.EXTENDING: "administrativeEntity",
    RoleKind.IMPLEMENTING: "supplier",
    RoleKind.BENEFICIARY: "publicAuthority",
    RoleKind.RECIPIENT: "publicAuthority",
}
# Who answers for the assets: the first of these that a project has.
AUTHORITIES = (RoleKind.ACCOUNTABLE, RoleKind.RECIPIENT, RoleKind.BENEFICIARY)

# DAC codes by their beginning; the longest that fits decides. What is not here has no sector in
# the standard, such as reconstruction (730) or urban development (430): the DAC code itself stays
# among the additional classifications.
SECTORS = {
    "11": "education",
    "12": "health",
    "13": "health",
    "14": "waterAndWaste",
    "14040": "naturalResources",
    "15": "governance",
    "160": "health",
    "16020": "economy",
    "16030": "socialHousing",
    "16040": "socialHousing",
    "16061": "cultureSportsAndRecreation",
    "16062": "governance",
    "16065": "cultureSportsAndRecreation",
    "16066": "cultureSportsAndRecreation",
    "16070": "economy",
    "16080": "economy",
    "21": "transport",
    "21012": "transport.urban",
    "21020": "transport.road",
    "21021": "transport.road",
    "21022": "transport.road",
    "21023": "transport.road",
    "21024": "transport.road",
    "21030": "transport.rail",
    "21040": "transport.water",
    "21050": "transport.air",
    "22": "communications",
    "23": "energy",
    "23220": "energy.hydropower",
    "2323": "energy.solar",
    "23240": "energy.wind",
    "23260": "energy.geothermal",
    "23270": "energy.biomass",
    "24": "economy",
    "25": "economy",
    "311": "economy",
    "312": "naturalResources",
    "313": "economy",
    "32": "economy",
    "331": "economy",
    "332": "cultureSportsAndRecreation",
    "410": "naturalResources",
}

# IATI DocumentCategory → documentType.
DOCUMENTS = {
    "A01": "projectEvaluation",
    "A02": "projectScope",
    "A05": "budgetApproval",
    "A06": "contractSummary",
    "A07": "projectEvaluation",
    "A08": "performanceReport",
    "A09": "financialAgreement",
    "A10": "tenderNotice",
    "A11": "contractSigned",
}

# IATI FinanceType by its beginning → type of finance (a closed list).
FINANCES = {"110": "grant", "41": "loan", "42": "loan", "431": "loan", "1100": "guarantee"}
EQUITY = {"424", "425", "423"}


def sector_of(code: str) -> str:
    """The sector of a DAC code; empty when the standard has none for it."""
    return longest(SECTORS, code)


def sectors_of(codes: Iterable[str]) -> list[str]:
    """Each sector once; a finer one stands behind the one that it is a part of."""
    found: dict[str, None] = {}
    for code in codes:
        sector = sector_of(code)
        if sector:
            found[sector.partition(".")[0]] = None
            found[sector] = None
    return list(found)


def finance_of(code: str) -> str:
    return "" if code in EQUITY else longest(FINANCES, code)


def longest(table: dict[str, str], code: str) -> str:
    """The value of the longest key that the code begins with."""
    for end in range(len(code), 0, -1):
        if code[:end] in table:
            return table[code[:end]]
    return ""
