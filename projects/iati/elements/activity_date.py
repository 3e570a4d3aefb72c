"""`activity-date`: planned and actual start and end."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from lxml import etree

from projects.iati.parts import ISO_DATE, NARRATIVES, Defaults, attribute, date_of
from projects.iati.shape import element, some
from projects.models import Project

PLACE = some(element("activity-date", f"type{{ActivityDateType}}! {ISO_DATE}", NARRATIVES))
FIELD = "dates"


@dataclass(frozen=True, slots=True)
class ActivityDate:
    kind: str
    day: dt.date


def of(project: Project, site: str) -> tuple[ActivityDate, ...]:
    days = (
        ("1", project.start_planned_on),
        ("2", project.start_actual_on),
        ("3", project.end_planned_on),
        ("4", project.end_actual_on),
    )
    return tuple(ActivityDate(kind, day) for kind, day in days if day is not None)


def write(parent: etree._Element, date: ActivityDate) -> None:
    child = etree.SubElement(parent, "activity-date")
    child.set("type", date.kind)
    child.set("iso-date", date.day.isoformat())


def read(node: etree._Element, defaults: Defaults) -> ActivityDate:
    return ActivityDate(attribute(node, "type"), date_of(attribute(node, "iso-date")))
