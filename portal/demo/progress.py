"""Progress reports of a trial, sent by the people of partners and decided by the office."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from accounts.models import User
from communities.memberships import officials_of
from partners.models import Partner
from portal.demo.content import Entry
from projects.models import Project
from projects.progress_workflow import BY_CODE
from projects.services.progress import Reached, periods_of, report_progress, take_report_step


def make_progress_report(entry: Entry, *, project: Project, partner: Partner) -> str:
    """`values` are (title of the indicator, first day of the period, number, words)."""
    known = {(one.indicator.title, one.starts_on): one.pk for one in periods_of(project)}
    made = report_progress(
        actor=User.objects.get(email=entry["author"]),
        project=project,
        party=partner,
        summary=entry["summary"],
        values=[_reached(known, *one) for one in entry["values"]],
    )
    if entry["step"]:
        official = next(iter(officials_of(project.oblast)), None)
        step = BY_CODE[entry["step"]]
        take_report_step(actor=official, report=made, step=step, note=entry.get("note", ""))
    return str(made.public_id)


def _reached(known: dict[Any, int], title: str, day: str, actual: str, comment: str) -> Reached:
    period = known[title, dt.date.fromisoformat(day)]
    return Reached(period=period, actual=Decimal(actual), comment=comment)
