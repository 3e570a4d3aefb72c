"""`fss`: the OECD's survey of forward spending. Known and checked, not kept."""

from __future__ import annotations

from projects.iati.shape import element, many, optional

PLACE = optional(
    element(
        "fss",
        "extraction-date=date! priority=boolean phaseout-year=decimal",
        many(
            element("forecast", "year=decimal! currency{Currency} value-date=date", text="decimal")
        ),
    )
)
