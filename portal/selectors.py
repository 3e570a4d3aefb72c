"""What the home page counts and what the search page finds, over all registers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Count, Q, When
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise

from common.design.formats import MoreThan, long_date
from common.design.languages import wording
from common.design.remembered import Remembered
from common.registers.changes.noted import noted
from common.registers.register import Register
from common.search.finding import Found, Search, counted, holding, registers_holding
from communities.models import Community, Oblast, Office
from communities.office_registers import OFFICES
from communities.registers import COMMUNITIES, OBLASTS
from communities.strategy_registers import STRATEGIES
from cooperation.decision_registers import DECISIONS
from cooperation.meeting_registers import MEETINGS
from cooperation.meeting_times import when_words
from cooperation.models import Offer
from cooperation.offer_registers import OFFERS
from cooperation.request_registers import REQUESTS
from cooperation.request_words import request_pill
from partners.agreement_registers import AGREEMENTS
from partners.models import Agreement, Programme
from partners.programme_registers import PROGRAMMES
from partners.registers import PARTNERS
from portal.news.models import NewsItem
from portal.news.registers import NEWS
from projects.aid_registers import AID
from projects.aid_words import measured
from projects.call_registers import CALLS
from projects.call_words import deadline_words
from projects.idea_registers import IDEAS
from projects.models import AidDelivery, Call, ProgressReport, Project
from projects.progress_registers import REPORTS
from projects.registers import PROJECTS
from twinning.link_enums import LinkStage
from twinning.link_registers import TWIN_LINKS
from twinning.models import Municipality, TwinLink
from twinning.registers import MUNICIPALITIES
from twinning.similarity.reasons import country_name

MOST_HITS = 10
SHORTEST = 2
LONGEST = 200
# The codes of the codifier for the Autonomous Republic of Crimea begin so.
CRIMEA = "UA01"


@dataclass(frozen=True)
class Figures:
    """Counts of the home page: what this viewer may see. `crimea` are those of the communities
    that lie there: others count without them.
    """

    communities: int
    crimea: int
    partners: int
    countries: int
    twins: int
    offices: int


@dataclass(frozen=True)
class Hit:
    """One record found. `language` is set when its name is not in the page's language."""

    label: str
    url: str
    note: str = ""
    language: str = ""


@dataclass(frozen=True)
class Group:
    """What one register found: at most MOST_HITS of `count`; `url` leads to the filtered list."""

    anchor: str
    title: str | Promise
    count: int
    hits: list[Hit]
    url: str = ""

    @property
    def has_more(self) -> bool:
        return self.count > len(self.hits)


@dataclass(frozen=True)
class Place:
    """Where the page of the search looks. `of` gives a register's records with what hits tell."""

    register: Register
    hit: Callable[[Any], Hit]
    of: Callable[[Any], Any] = lambda rows: rows
    order: tuple[str, ...] = ("sort_key", "pk")
    # Whether the page of the register is a list that can be searched.
    has_list: bool = True

    def rows(self, user: Any) -> Any:
        return self.of(self.register.visible_to(user))


def figures(user: Any) -> Figures:
    """Of everybody counted once for each state of the registers that are counted."""
    state = None if user.is_authenticated else noted()
    if state is None:
        return _counted(user)
    return _figures.get((state, timezone.localdate()), lambda: _counted(user))


# That of now, and of a moment ago.
_figures: Remembered[Figures] = Remembered(2)


def _counted(user: Any) -> Figures:
    partners = PARTNERS.visible_to(user)
    in_crimea = Q(oblast__code__startswith=CRIMEA)
    communities = COMMUNITIES.visible_to(user).aggregate(
        all=Count("pk"), crimea=Count("pk", filter=in_crimea)
    )
    countries = partners.exclude(country="").order_by().values("country").distinct()
    return Figures(
        communities=communities["all"],
        crimea=communities["crimea"],
        partners=partners.count(),
        countries=countries.count(),
        twins=TWIN_LINKS.visible_to(user).alive().count(),
        offices=Office.objects.visible_to(user).count(),
    )


def find_everywhere(user: Any, words: str) -> list[Group]:
    """Records of all registers that the words mean, the best first; only filled groups.

    The lenient ways of `common.search.finding` are asked when the strict one finds nothing at all.
    """
    search = Search(words)
    for query in search.queries():
        names = registers_holding(query)
        found = [
            _group(one, holding(one.register, one.rows(user), search, query), words)
            for one in PLACES
            if one.register.name in names
        ]
        if groups := _filled(found):
            return groups
    return _filled(
        _group(one, Found(one.register.search(one.rows(user), words)), words) for one in PLACES
    )


def _filled(groups: Iterable[Group]) -> list[Group]:
    return [group for group in groups if group.count]


def _group(place: Place, found: Found, words: str) -> Group:
    """The page of the register shows the same rows, found by the same words."""
    rows = found.best_first(*place.order)
    hits = [place.hit(row) for row in rows[:MOST_HITS]]
    count = len(hits) if len(hits) < MOST_HITS else counted(rows)
    asked = urlencode({"search": words})
    url = f"{reverse(place.register.page)}?{asked}" if place.has_list else ""
    return Group(place.register.name, place.register.title, count, hits, url)


def total_of(groups: Sequence[Group]) -> int:
    total = sum(group.count for group in groups)
    is_more = any(isinstance(group.count, MoreThan) for group in groups)
    return MoreThan(total) if is_more else total


def _named(record: Any, name: str, notes: Iterable[str] = ()) -> Hit:
    words = wording(record, name)
    language = words.language if words.is_fallback else ""
    note = ", ".join(note for note in notes if note)
    return Hit(words.text, record.get_absolute_url(), note, language)


def _partner_hit(partner: Any) -> Hit:
    country = str(partner.country.name) if partner.country else ""
    return _named(partner, "name", [partner.acronym, str(partner.get_kind_display()), country])


def _agreement_hit(agreement: Agreement) -> Hit:
    notes = [agreement.reference, agreement.get_kind_display(), agreement.get_status_display()]
    return _named(agreement, "title", [str(note) for note in notes])


def _offer_hit(offer: Offer) -> Hit:
    subject = offer.subject
    about = wording(subject, "title" if offer.idea_id else "subject").text
    hit = _named(offer.partner, "name", [offer.reference, str(offer.get_status_display()), about])
    return replace(hit, url=offer.get_absolute_url())


def _news_hit(item: NewsItem) -> Hit:
    return _named(item, "title", [long_date(item.dated_at), wording(item.office, "name").text])


def _meeting_hit(meeting: Any) -> Hit:
    status = str(meeting.get_status_display())
    return _named(meeting, "title", [when_words(meeting), status, meeting.reference])


def _decision_hit(decision: Any) -> Hit:
    return _named(decision, "text", [wording(decision.meeting, "title").text])


def _idea_hit(idea: Any) -> Hit:
    place = wording(idea.community, "name").text
    return _named(idea, "title", [idea.reference, str(idea.get_status_display()), place])


def _request_hit(request: Any) -> Hit:
    place = wording(request.community, "name").text
    status = request_pill(request.status, request.outcome).label
    return _named(request, "subject", [request.reference, status, place])


def _strategy_hit(strategy: Any) -> Hit:
    return _named(strategy, "title", [strategy.period, str(strategy.get_status_display())])


def _link_hit(link: TwinLink) -> Hit:
    sides = (wording(link.home, "name").text, wording(link.municipality, "title").text)
    notes = (
        country_name(str(link.municipality.country)),
        link.get_kind_display(),
        link.get_stage_display(),
    )
    return Hit(" – ".join(sides), link.get_absolute_url(), ", ".join(str(note) for note in notes))


def _place_hit(place: Municipality) -> Hit:
    return _named(place, "title", [place.region, country_name(str(place.country))])


def _call_hit(call: Call) -> Hit:
    return _named(call, "title", [str(call.state.label), deadline_words(call.closes_at)])


def _aid_hit(delivery: AidDelivery) -> Hit:
    notes = [str(delivery.get_category_display()), measured(delivery.quantity, delivery.unit)]
    return _named(delivery, "name", notes)


def _project_hit(project: Project) -> Hit:
    notes = [project.reference, project.get_kind_display(), project.get_status_display()]
    return _named(project, "title", [str(note) for note in notes])


def _report_hit(report: ProgressReport) -> Hit:
    notes = [report.project.reference, str(report.get_status_display())]
    return Hit(wording(report.project, "title").text, report.get_absolute_url(), ", ".join(notes))


def _programme_hit(programme: Programme) -> Hit:
    return _named(programme, "name", [programme.acronym, programme.get_status_display()])


def _community_hit(community: Community) -> Hit:
    places = (community.raion, community.oblast)
    return _named(community, "full_name", [wording(place, "full_name").text for place in places])


def _oblast_hit(oblast: Oblast) -> Hit:
    return _named(oblast, "full_name")


def _office_hit(office: Office) -> Hit:
    return _named(office, "name", [wording(office.oblast, "full_name").text])


def _living_first(links: Any) -> Any:
    has_ended = Case(When(stage=LinkStage.ENDED, then=1), default=0)
    return links.with_sides().annotate(has_ended=has_ended)


def _best_known_first(places: Any) -> Any:
    """Those in relations, then the largest."""
    begun = Case(When(partner__isnull=False, then=0), default=1)
    return places.with_known_population().annotate(begun=begun)


def _with_community(rows: Any) -> Any:
    return rows.select_related("community")


# In the order of the page.
PLACES = (
    Place(PARTNERS, _partner_hit),
    Place(AGREEMENTS, _agreement_hit),
    Place(IDEAS, _idea_hit, _with_community),
    Place(REQUESTS, _request_hit, _with_community),
    Place(
        OFFERS,
        _offer_hit,
        lambda rows: rows.select_related("partner", "idea", "request"),
        ("-made_at", "pk"),
    ),
    Place(STRATEGIES, _strategy_hit),
    Place(TWIN_LINKS, _link_hit, _living_first, ("has_ended", "home_order", "pk")),
    Place(MUNICIPALITIES, _place_hit, _best_known_first, ("begun", "-known_population", "pk")),
    Place(CALLS, _call_hit),
    Place(NEWS, _news_hit, lambda rows: rows.select_related("office"), ("-dated_at", "-pk")),
    Place(MEETINGS, _meeting_hit),
    Place(
        DECISIONS, _decision_hit, lambda rows: rows.select_related("meeting"), ("-held_at", "pk")
    ),
    Place(AID, _aid_hit),
    Place(PROJECTS, _project_hit),
    Place(REPORTS, _report_hit, lambda rows: rows.select_related("project"), ("-created_at", "pk")),
    Place(PROGRAMMES, _programme_hit),
    Place(COMMUNITIES, _community_hit, lambda rows: rows.select_related("oblast", "raion")),
    Place(OBLASTS, _oblast_hit, has_list=False),
    Place(
        OFFICES,
        _office_hit,
        lambda rows: rows.select_related("oblast"),
        ("oblast__sort_key", "pk"),
        has_list=False,
    ),
)
