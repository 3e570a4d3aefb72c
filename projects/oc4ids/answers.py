"""OC4IDS as a format of the register of projects."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from common.registers.formats import LICENCE, Format
from projects.iati.findings import Finding
from projects.models import Project
from projects.oc4ids.infrastructure import item_of
from projects.packages import Item, Standard, answer_of, publisher

VERSION = "0.9"
NO_TITLE = gettext_noop("The project has no title.")


def _own_check(project: Project, item: Item) -> Iterator[Finding]:
    """Closed lists and identifiers cannot be wrong: they come from our tables."""
    if "title" not in item:
        yield Finding(NO_TITLE, element="title")


def _head(address: str) -> Item:
    return {
        "uri": address,
        "publishedDate": timezone.now().isoformat(timespec="seconds"),
        "version": VERSION,
        "publisher": {"name": publisher(), "uri": settings.SITE_URL},
        "license": LICENCE,
        "publicationPolicy": f"{settings.SITE_URL}/open-data/",
    }


PACKAGE = Standard(
    name="oc4ids",
    schema="schema/project-level/project-schema.json",
    items="projects",
    item=item_of,
    own_check=_own_check,
    head=_head,
)
OC4IDS = Format(
    "oc4ids",
    "OC4IDS",
    answer_of(PACKAGE, "projects-oc4ids"),
    _("JSON 0.9 for infrastructure projects"),
    members=("version", "publisher", "projects"),
)
