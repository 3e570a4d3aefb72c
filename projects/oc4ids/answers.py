"""OC4IDS as a format of the register of projects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from common.registers.formats import LICENCE, Format, file_name
from projects.iati.findings import Finding
from projects.models import Project
from projects.oc4ids.infrastructure import item_of
from projects.packages import CONTENT_TYPE, Item, Standard, package_file
from projects.publication import NothingToExport, file_answer, refusal

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


def publisher() -> str:
    return _now("Mosty, portal of the regional offices of international cooperation")


PACKAGE = Standard(
    name="oc4ids",
    schema="schema/project-level/project-schema.json",
    items="projects",
    item=item_of,
    own_check=_own_check,
    head=_head,
)


def answer(rows: Any, request: HttpRequest) -> FileResponse:
    """The projects as a package. Raises NothingFits, with every reason, when none can be given."""
    try:
        source, report = package_file(PACKAGE, rows, request.user, request.build_absolute_uri())
    except NothingToExport as nothing:
        raise refusal(nothing) from nothing
    name = file_name("projects-oc4ids", "json")
    return file_answer(source, report, name=name, content_type=CONTENT_TYPE)


OC4IDS = Format("oc4ids", "OC4IDS", answer, _("JSON 0.9 for infrastructure projects"))
