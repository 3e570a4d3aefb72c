"""`crs-add`: details for the OECD's creditor reporting. Known and checked, not kept."""

from __future__ import annotations

from projects.iati.parts import ISO_DATE
from projects.iati.shape import element, many, optional

PLACE = optional(
    element(
        "crs-add",
        "",
        many(element("other-flags", "code{CRSAddOtherFlags}! significance=boolean!")),
        optional(
            element(
                "loan-terms",
                "rate-1=decimal rate-2=decimal",
                optional(element("repayment-type", "code{LoanRepaymentType}!")),
                optional(element("repayment-plan", "code{LoanRepaymentPeriod}!")),
                optional(element("commitment-date", ISO_DATE)),
                optional(element("repayment-first-date", ISO_DATE)),
                optional(element("repayment-final-date", ISO_DATE)),
            )
        ),
        optional(
            element(
                "loan-status",
                "year=decimal! currency{Currency} value-date=date!",
                optional(element("interest-received", text="decimal")),
                optional(element("principal-outstanding", text="decimal")),
                optional(element("principal-arrears", text="decimal")),
                optional(element("interest-arrears", text="decimal")),
            )
        ),
        optional(element("channel-code", text="string")),
    )
)
