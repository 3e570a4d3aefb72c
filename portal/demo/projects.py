"""Programmes and projects of a trial, made through the same services as those of people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import User
from common.codelists.models import Theme
from common.money.sharing import split
from communities.models import Community, Oblast
from partners.models import Partner, Programme
from partners.programme_data import Component, Ground, ProgrammeData, ProgrammeParty
from partners.programme_enums import RecordSource, RecordStatus
from partners.services.programmes import register_programme
from portal.demo.content import Entry
from portal.demo.mta import register_with_the_state
from projects import services
from projects.data import ProjectData
from projects.enums import (
    ActivityStatus,
    BudgetStatus,
    TransactionKind,
)
from projects.models import Project
from projects.rows import (
    AidKind,
    Budget,
    Indicator,
    Marker,
    Party,
    Payment,
    Period,
    Place,
    Relation,
    Result,
    Sector,
    Unit,
)

PLAIN = ("title", "title_en", "description", "description_en")


def make_programme(
    entry: Entry,
    *,
    actor: User,
    partners: Mapping[str, Partner],
    oblasts: Mapping[str, Oblast],
    themes: Mapping[str, Theme],
) -> str:
    """Register what the entry says; the word in its address."""
    names = ("name", "name_en", "acronym", *PLAIN[2:], "aims", "aims_en", "website")
    data = ProgrammeData(
        **{name: entry[name] for name in names if name in entry},
        starts_on=_day(entry.get("starts_on")),
        ends_on=_day(entry.get("ends_on")),
        is_whole_country=entry["is_whole_country"],
        themes=tuple(themes[key] for key in entry["themes"]),
        parties=tuple(ProgrammeParty(role, partners[key]) for role, key in entry["parties"]),
        components=tuple(Component(**one) for one in entry["components"]),
        territories=tuple(Ground(oblasts[code]) for code in entry["oblasts"]),
    )
    made = register_programme(
        actor=actor,
        data=data,
        record_status=RecordStatus.PUBLISHED,
        source=RecordSource.DEMO,
    )
    return made.slug


@dataclass
class ProjectMaker:
    """What the entries name by keys, read once."""

    partners: Mapping[str, Partner]
    oblasts: Mapping[str, Oblast]
    themes: Mapping[str, Theme]
    programmes: Mapping[str, Programme]
    communities: dict[str, Community] = field(default_factory=dict)

    def make(self, entry: Entry, *, actor: User, known: Mapping[str, str]) -> str:
        """Register the project and everything of it; its reference. `known`: key → reference."""
        is_draft = entry.get("draft", False)
        project = services.register_project(
            actor=actor,
            oblast=self.oblasts[entry["oblast"]],
            data=self._data(entry),
            record_status=RecordStatus.DRAFT if is_draft else RecordStatus.PUBLISHED,
            source=RecordSource.DEMO,
        )
        said: dict[str, Any] = {"actor": actor, "project": project}
        services.set_parties(**said, parties=self._parties(entry))
        services.set_territories(**said, units=self._units(entry))
        sectors = [Sector(code=code, percentage=Decimal(share)) for code, share in entry["sectors"]]
        services.set_sectors(**said, sectors=sectors)
        if "aid" in entry:
            services.set_aid_types(**said, kinds=[AidKind(code=entry["aid"])])
        services.set_budgets(**said, budgets=_budgets(entry))
        self._make_more(entry, said, known)
        return project.reference

    def _make_more(self, entry: Entry, said: dict[str, Any], known: Mapping[str, str]) -> None:
        """What only some of the projects have."""
        project, actor = said["project"], said["actor"]
        if "registration" in entry:
            register_with_the_state(project, actor=actor, entry=entry)
        if "marker" in entry:
            code, significance = entry["marker"]
            markers = [Marker(code=code, significance=significance)]
            services.set_markers(**said, markers=markers)
        if "results" in entry:
            services.set_results(**said, results=[_result(one) for one in entry["results"]])
        if "locations" in entry:
            places = [
                Place(**{**one, "community": self._community(one["community"])})
                for one in entry["locations"]
            ]
            services.set_locations(**said, places=places)
        if entry.get("payments"):
            services.set_transactions(**said, payments=list(self._payments(entry)))
        if "related" in entry:
            relations = [
                Relation(kind=kind, other=Project.objects.get(reference=known[key]))
                for kind, key in entry["related"]
            ]
            services.set_relations(**said, relations=relations)
        for category, title, title_en, url in entry.get("documents", ()):
            paper = services.Paper(
                category=category, title=title, title_en=title_en, visibility="public"
            )
            services.link_document(**said, paper=paper, url=url)

    def _data(self, entry: Entry) -> ProjectData:
        programme = self.programmes.get(entry.get("programme", ""))
        number = entry.get("component")
        starts, ends = _day(entry["start"]), _day(entry["end"])
        return ProjectData(
            kind=entry["kind"],
            **{name: entry[name] for name in PLAIN},
            **_dates(entry, starts, ends),
            programme=programme,
            component=programme.components.get(number=number) if programme and number else None,
            amount=Decimal(entry["amount"]),
            currency=entry["currency"],
            amount_on=starts if starts and starts <= timezone.localdate() else None,
            amount_applied_for=Decimal(entry["applied"]) if "applied" in entry else None,
            awarded_on=_day(entry.get("awarded")),
            is_from_open_call=entry.get("open_call"),
            works_type=entry.get("works", ""),
            is_humanitarian=entry.get("humanitarian", False),
            activity_scope="7" if len(entry.get("communities", ())) == 1 else "6",
            collaboration_type="1",
            flow_type=entry.get("flow", ""),
            finance_type=entry.get("finance", ""),
            tied_status=entry.get("tied", ""),
            visibility=entry.get("visibility", "public"),
            themes=tuple(self.themes[key] for key in entry["themes"]),
            sdgs=tuple(entry["sdgs"]),
        )

    def _parties(self, entry: Entry) -> Iterator[Party]:
        for role, who in entry["parties"]:
            if isinstance(who, dict):
                yield Party(
                    role=role, name=who["name"], name_en=who["name_en"], org_type=who["type"]
                )
            elif who == "oblast":
                yield Party(role=role, oblast=self.oblasts[entry["oblast"]])
            elif who in self.partners:
                yield Party(role=role, partner=self.partners[who])
            else:
                yield Party(role=role, community=self._community(who))

    def _units(self, entry: Entry) -> list[Unit]:
        codes = entry.get("communities", ())
        if not codes:
            return [Unit.of_oblast(self.oblasts[entry["oblast"]])]
        shares = entry.get("shares") or [None] * len(codes)
        return [
            Unit.of_community(self._community(code), Decimal(share) if share else None)
            for code, share in zip(codes, shares, strict=True)
        ]

    def _payments(self, entry: Entry) -> Iterator[Payment]:
        """The commitment of the funder, and a payment of each year that is over."""
        today, funder = timezone.localdate(), self.partners[entry["parties"][0][1]]
        starts = _day(entry["start"])
        assert starts
        if starts > today:
            return
        common: dict[str, Any] = {"currency": entry["currency"], "provider": funder}
        yield Payment(
            kind=TransactionKind.OUTGOING_COMMITMENT,
            amount=Decimal(entry["amount"]),
            value_date=starts,
            happened_on=starts,
            **common,
        )
        for one in _budgets(entry):
            if one.ends_on <= today:
                yield Payment(
                    kind=TransactionKind.DISBURSEMENT,
                    amount=one.amount,
                    value_date=one.ends_on,
                    happened_on=one.ends_on,
                    **common,
                )

    def _community(self, code: str) -> Community:
        if code not in self.communities:
            rows = Community.objects.select_related("oblast", "raion")
            self.communities[code] = rows.get(code=code)
        return self.communities[code]


def _dates(entry: Entry, starts: dt.date | None, ends: dt.date | None) -> dict[str, Any]:
    """What has begun and what has ended follows from today."""
    today = timezone.localdate()
    assert starts
    assert ends
    has_begun, has_ended = starts <= today, ends <= today
    status = entry.get("status", ActivityStatus.IMPLEMENTATION)
    if not has_begun:
        status = ActivityStatus.PIPELINE
    elif has_ended:
        status = ActivityStatus.CLOSED
    elif status == ActivityStatus.CLOSED:
        status = ActivityStatus.FINALISATION
    return {
        "status": str(status),
        "start_planned_on": starts,
        "start_actual_on": starts if has_begun else None,
        "end_planned_on": ends,
        "end_actual_on": ends if has_ended else None,
    }


def _budgets(entry: Entry) -> list[Budget]:
    """The cost in equal parts by calendar years."""
    starts, ends = _day(entry["start"]), _day(entry["end"])
    assert starts
    assert ends
    years = range(starts.year, ends.year + 1)
    amounts = split(Decimal(entry["amount"]), [1] * len(years), entry["currency"])
    today = timezone.localdate()
    found = []
    for year, amount in zip(years, amounts, strict=True):
        first = max(starts, dt.date(year, 1, 1))
        found.append(
            Budget(
                amount=amount,
                currency=entry["currency"],
                value_date=first,
                starts_on=first,
                ends_on=min(ends, dt.date(year, 12, 31)),
                status=BudgetStatus.COMMITTED if first <= today else BudgetStatus.INDICATIVE,
            )
        )
    return found


def _result(entry: Entry) -> Result:
    plain = {name: entry[name] for name in ("title", "title_en", "kind")}
    return Result(**plain, indicators=tuple(_indicator(one) for one in entry["indicators"]))


def _indicator(entry: Entry) -> Indicator:
    names = ("title", "title_en", "measure", "unit", "unit_en")
    return Indicator(
        **{name: entry[name] for name in names if name in entry},
        baseline=Decimal(entry["baseline"]),
        baseline_year=int(entry["periods"][0][0][:4]) - 1,
        periods=tuple(
            Period(
                starts_on=dt.date.fromisoformat(first),
                ends_on=dt.date.fromisoformat(last),
                target=Decimal(target),
                actual=Decimal(actual) if actual else None,
            )
            for first, last, target, actual in entry["periods"]
        ),
    )


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
