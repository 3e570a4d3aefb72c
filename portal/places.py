"""What the portal as a whole says on the pages of oblasts."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from common.design.formats import number
from common.design.parts import Link
from communities.models import Oblast
from communities.places import PlaceSection, add_oblast_section
from portal.statistics import INVASION, sentences, statistics


def in_numbers(oblast: Oblast, user: Any) -> PlaceSection | None:
    """The office's sentence, and the list behind each number."""
    found = statistics(user, oblast=oblast, since=INVASION)
    said = sentences(found)
    if not said:
        return None
    labels = {
        "communities_with_twins": _("Communities with twins"),
        "twin_municipalities": _("Twin cities"),
        "twin_countries": _("Countries of the twins"),
        "agreements_signed": _("Agreements of communities"),
        "administration_memoranda": _("Memoranda of the administration"),
        "partners": _("Partners"),
    }
    links = [
        Link(f"{label}: {number(found[name].value)}", found[name].url)
        for name, label in labels.items()
        if found[name].value
    ]
    return PlaceSection(
        title=_("In numbers"),
        anchor="numbers",
        lead=" ".join(said),
        links=links,
        url=f"{reverse('api:statistics')}?oblast={oblast.code}&since={INVASION}",
        url_label=_("The same from the API (JSON)"),
    )


def register_sections() -> None:
    add_oblast_section(in_numbers)
