"""`activity-date`: planned and actual start and end."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from lxml import etree

from projects.iati.parts import ISO_DATE, NARRATIVES, Defaults, attribute, date_of
from projects.iati.shape import element, some

PLACE = some(element("activity-date", f"type{{ActivityDateType}}! {ISO_DATE}", NARRATIVES))
FIELD = "dates"


@dataclass(frozen=True, slots=True)
class ActivityDate:
    kind: str
    day: dt.date


def write(parent: etree._Element, date: ActivityDate) -> None:
    child = etree.SubElement(parent, "activity-date")
    child.set("type", date.kind)
    child.set("iso-date", date.day.isoformat())


def read(node: etree._Element, defaults: Defaults) -> ActivityDate:
    return ActivityDate(attribute(node, "type"), date_of(attribute(node, "iso-date")))
