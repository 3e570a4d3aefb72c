"""What the home page counts and what the search page finds, over all registers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, When
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.design.formats import long_date
from common.design.languages import wording
from common.registers.register import Register
from common.search.names import search_names
from communities.models import Community, Oblast, Office
from communities.registers import COMMUNITIES
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
from projects.models import AidDelivery, Call, Project
from projects.registers import PROJECTS
from twinning.link_enums import LinkStage
from twinning.link_registers import TWIN_LINKS
from twinning.models import Municipality, TwinLink
from twinning.registers import MUNICIPALITIES
from twinning.similarity.reasons import country_name

MOST_HITS = 10
SHORTEST = 2
LONGEST = 200


@dataclass(frozen=True)
class Figures:
    """Counts of the home page: what this viewer may see."""

    communities: int
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


def figures(user: Any) -> Figures:
    partners = PARTNERS.visible_to(user)
    countries = partners.exclude(country="").order_by().values("country").distinct()
    return Figures(
        communities=COMMUNITIES.visible_to(user).count(),
        partners=partners.count(),
        countries=countries.count(),
        twins=TWIN_LINKS.visible_to(user).alive().count(),
        offices=Office.objects.visible_to(user).count(),
    )


def find_everywhere(user: Any, words: str) -> list[Group]:
    """Partners, communities, oblasts and offices whose names hold the words; only filled groups."""
    communities = _of(COMMUNITIES, user, words).select_related("oblast", "raion")
    groups = (
        _listed(PARTNERS, _of(PARTNERS, user, words), words, _partner_hit),
        _listed(AGREEMENTS, _of(AGREEMENTS, user, words), words, _agreement_hit),
        _listed(IDEAS, _ideas(user, words), words, _idea_hit),
        _listed(REQUESTS, _requests(user, words), words, _request_hit),
        _listed(OFFERS, _offers(user, words), words, _offer_hit),
        _listed(STRATEGIES, _of(STRATEGIES, user, words), words, _strategy_hit),
        _listed(TWIN_LINKS, _links(user, words), words, _link_hit),
        _listed(MUNICIPALITIES, _places(user, words), words, _place_hit),
        _listed(CALLS, _of(CALLS, user, words), words, _call_hit),
        _listed(NEWS, _news(user, words), words, _news_hit),
        _listed(MEETINGS, _of(MEETINGS, user, words), words, _meeting_hit),
        _listed(DECISIONS, _decisions(user, words), words, _decision_hit),
        _listed(AID, _of(AID, user, words), words, _aid_hit),
        _listed(PROJECTS, _of(PROJECTS, user, words), words, _project_hit),
        _listed(PROGRAMMES, _of(PROGRAMMES, user, words), words, _programme_hit),
        _listed(COMMUNITIES, communities, words, _community_hit),
        _group("oblasts", _("Oblasts"), _oblasts(user, words), _oblast_hit),
        _group("offices", _("Regional offices"), _offices(user, words), _office_hit),
    )
    return [group for group in groups if group.count]


def _of(register: Register, user: Any, words: str) -> Any:
    return register.search(register.visible_to(user), words).order_by("sort_key", "pk")


def _links(user: Any, words: str) -> Any:
    """Living links first, by our side."""
    rows = TWIN_LINKS.search(TWIN_LINKS.visible_to(user), words).with_sides()
    has_ended = Case(When(stage=LinkStage.ENDED, then=1), default=0)
    return rows.order_by(has_ended, "home_order", "pk")


def _places(user: Any, words: str) -> Any:
    return MUNICIPALITIES.search(MUNICIPALITIES.visible_to(user), words).best_known_first()


def _oblasts(user: Any, words: str) -> Any:
    return search_names(Oblast.objects.visible_to(user).in_force(), words).in_ukrainian_order()


def _offices(user: Any, words: str) -> Any:
    """An office is found by the name of its oblast."""
    oblasts = search_names(Oblast.objects.in_force(), words)
    offices = Office.objects.visible_to(user).select_related("oblast")
    return offices.filter(oblast__in=oblasts.values("pk")).in_ukrainian_order()


def _listed(register: Register, rows: Any, words: str, hit: Callable[[Any], Hit]) -> Group:
    """The page of the register shows the same rows, found by the same words."""
    found = _group(register.name, register.title, rows, hit)
    return replace(found, url=f"{reverse(register.page)}?{urlencode({'search': words})}")


def _group(anchor: str, title: str | Promise, rows: Any, hit: Callable[[Any], Hit]) -> Group:
    hits = [hit(row) for row in rows[:MOST_HITS]]
    count = len(hits) if len(hits) < MOST_HITS else rows.count()
    return Group(anchor, title, count, hits)


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


def _requests(user: Any, words: str) -> Any:
    return _of(REQUESTS, user, words).select_related("community")


def _offers(user: Any, words: str) -> Any:
    """The newest first."""
    rows = OFFERS.search(OFFERS.visible_to(user), words)
    return rows.select_related("partner", "idea", "request").order_by("-made_at", "pk")


def _offer_hit(offer: Offer) -> Hit:
    subject = offer.subject
    about = wording(subject, "title" if offer.idea_id else "subject").text
    hit = _named(offer.partner, "name", [offer.reference, str(offer.get_status_display()), about])
    return replace(hit, url=offer.get_absolute_url())


def _ideas(user: Any, words: str) -> Any:
    return _of(IDEAS, user, words).select_related("community")


def _news(user: Any, words: str) -> Any:
    """The newest first."""
    found = NEWS.search(NEWS.visible_to(user), words).select_related("office")
    return found.newest_first()


def _news_hit(item: NewsItem) -> Hit:
    return _named(item, "title", [long_date(item.dated_at), wording(item.office, "name").text])


def _meeting_hit(meeting: Any) -> Hit:
    status = str(meeting.get_status_display())
    return _named(meeting, "title", [when_words(meeting), status, meeting.reference])


def _decisions(user: Any, words: str) -> Any:
    """The newest first."""
    found = DECISIONS.search(DECISIONS.visible_to(user), words).select_related("meeting")
    return found.order_by("-held_at", "pk")


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


def _programme_hit(programme: Programme) -> Hit:
    return _named(programme, "name", [programme.acronym, programme.get_status_display()])


def _community_hit(community: Community) -> Hit:
    places = (community.raion, community.oblast)
    return _named(community, "full_name", [wording(place, "full_name").text for place in places])


def _oblast_hit(oblast: Oblast) -> Hit:
    return _named(oblast, "full_name")


def _office_hit(office: Office) -> Hit:
    return _named(office, "name", [wording(office.oblast, "full_name").text])
