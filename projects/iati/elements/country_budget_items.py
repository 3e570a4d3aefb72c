"""`country-budget-items`: lines of the recipient's budget. Known and checked, not kept."""

from __future__ import annotations

from projects.iati.parts import texts_shape
from projects.iati.shape import element, optional, some

PLACE = optional(
    element(
        "country-budget-items",
        "vocabulary{BudgetIdentifierVocabulary}!",
        some(
            element("budget-item", "code! percentage=decimal", optional(texts_shape("description")))
        ),
    )
)
