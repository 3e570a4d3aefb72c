"""What is written can be read: for any activity, the way into XML and out of it loses nothing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from projects.iati.activity import ACTIVITY, Activity, read_activity, write_activity
from projects.iati.elements.activity_date import ActivityDate
from projects.iati.elements.budget import Budget
from projects.iati.elements.conditions import Condition, Conditions
from projects.iati.elements.contact_info import ContactInfo
from projects.iati.elements.default_aid_type import AidType
from projects.iati.elements.description import Description
from projects.iati.elements.document_link import DocumentLink
from projects.iati.elements.humanitarian_scope import HumanitarianScope
from projects.iati.elements.location import Code, Location, Point
from projects.iati.elements.other_identifier import OtherIdentifier
from projects.iati.elements.participating_org import ParticipatingOrg
from projects.iati.elements.planned_disbursement import PlannedDisbursement
from projects.iati.elements.policy_marker import PolicyMarker
from projects.iati.elements.recipient_country import RecipientCountry
from projects.iati.elements.recipient_region import RecipientRegion
from projects.iati.elements.related_activity import RelatedActivity
from projects.iati.elements.reporting_org import ReportingOrg
from projects.iati.elements.result import Indicator, Measured, Period, Result
from projects.iati.elements.sector import Sector
from projects.iati.elements.tag import Tag
from projects.iati.elements.transaction import Transaction
from projects.iati.parts import Money, Narrative, Organisation, clean, number
from projects.iati.shape import problems

words = (
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=30)
    .map(clean)
    .filter(bool)
)
refs = st.from_regex(r"[A-Za-z0-9-]{1,20}", fullmatch=True)
codes = st.from_regex(r"[A-Z0-9]{1,5}", fullmatch=True)
maybe_code = st.just("") | codes
days = st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1))
amounts = st.decimals(-(10**12), 10**12, places=2, allow_nan=False).map(
    lambda value: Decimal(number(value))
)
shares = st.none() | st.decimals(0, 100, places=2).map(lambda value: Decimal(number(value)))
flags = st.none() | st.booleans()
languages = st.sampled_from(["uk", "en", "pl"])
narratives = st.lists(st.builds(Narrative, words, languages), min_size=1, max_size=3).map(tuple)
maybe_narratives = st.just(()) | narratives
money = st.builds(Money, amounts, st.sampled_from(["UAH", "EUR"]), days)
bodies = st.none() | st.builds(Organisation, refs, maybe_code, st.just("") | refs, maybe_narratives)


def some(strategy: Any, least: int = 0) -> Any:
    return st.lists(strategy, min_size=least, max_size=3).map(tuple)


measured = st.none() | st.builds(
    Measured, st.integers(0, 10**6).map(str), maybe_narratives, st.just("2024")
)
values = st.none() | st.builds(Measured, st.integers(0, 10**6).map(str), maybe_narratives)
indicators = st.builds(
    Indicator,
    codes,
    narratives,
    maybe_narratives,
    flags,
    measured,
    some(st.builds(Period, days, days, values, values)),
)
places = st.builds(
    Location,
    st.just("") | refs,
    maybe_code,
    some(st.builds(Code, refs, codes)),
    maybe_narratives,
    maybe_narratives,
    maybe_narratives,
    some(st.builds(Code, refs, codes, st.sampled_from(["", "0", "1"]))),
    st.none()
    | st.builds(
        Point,
        st.decimals(-90, 90, places=6).map(lambda value: Decimal(number(value))),
        st.decimals(-180, 180, places=6).map(lambda value: Decimal(number(value))),
    ),
    maybe_code,
    maybe_code,
    maybe_code,
)
regions = st.builds(RecipientRegion, codes, st.sampled_from(["1", "2"]), shares)
sectors = st.builds(Sector, codes, codes, st.just(""), shares, maybe_narratives)
payments = st.builds(
    Transaction,
    codes,
    days,
    money,
    st.just("") | refs,
    flags,
    maybe_narratives,
    bodies,
    bodies,
    maybe_code,
    st.none() | st.builds(Sector, codes, codes),
    maybe_code,
    st.none() | st.builds(RecipientRegion, codes, codes),
    maybe_code,
    maybe_code,
    some(st.builds(AidType, codes, codes)),
    maybe_code,
)
activities = st.builds(
    Activity,
    identifier=refs,
    reporting_org=st.builds(ReportingOrg, refs, codes, narratives, flags),
    title=narratives,
    descriptions=some(st.builds(Description, maybe_code, narratives), 1),
    participating_orgs=some(
        st.builds(
            ParticipatingOrg,
            codes,
            st.just("") | refs,
            maybe_code,
            st.just("") | refs,
            maybe_code,
            maybe_narratives,
        ),
        1,
    ),
    other_identifiers=some(
        st.builds(OtherIdentifier, codes, refs, st.just("") | refs, maybe_narratives)
    ),
    status=codes,
    dates=some(st.builds(ActivityDate, codes, days), 1),
    contacts=some(
        st.builds(
            ContactInfo,
            maybe_code,
            maybe_narratives,
            maybe_narratives,
            some(words),
            some(words),
            some(refs),
            some(narratives),
        )
    ),
    scope=maybe_code,
    countries=some(st.builds(RecipientCountry, codes, shares)),
    regions=some(regions),
    locations=some(places),
    sectors=some(sectors),
    tags=some(st.builds(Tag, refs, codes, st.just(""), maybe_narratives)),
    humanitarian_scopes=some(
        st.builds(HumanitarianScope, codes, codes, refs, st.just(""), maybe_narratives)
    ),
    policy_markers=some(
        st.builds(PolicyMarker, codes, maybe_code, codes, st.just(""), maybe_narratives)
    ),
    collaboration_type=maybe_code,
    flow_type=maybe_code,
    finance_type=maybe_code,
    aid_types=some(st.builds(AidType, codes, codes)),
    tied_status=maybe_code,
    budgets=some(st.builds(Budget, days, days, money, codes, codes)),
    planned_disbursements=some(
        st.builds(PlannedDisbursement, days, st.none() | days, money, codes, bodies, bodies)
    ),
    capital_spend=shares,
    transactions=some(payments),
    documents=some(
        st.builds(
            DocumentLink,
            refs.map(lambda name: f"https://example.org/{name}"),
            refs,
            narratives,
            some(codes, 1),
            maybe_narratives,
            some(codes),
            st.none() | days,
        )
    ),
    related=some(st.builds(RelatedActivity, refs, codes)),
    conditions=st.none()
    | st.builds(Conditions, st.booleans(), some(st.builds(Condition, codes, narratives))),
    results=some(
        st.builds(Result, codes, narratives, some(indicators, 1), maybe_narratives, flags)
    ),
    language=languages,
    currency=st.sampled_from(["", "UAH", "EUR"]),
    updated_at=st.none()
    | days.map(lambda day: dt.datetime.combine(day, dt.time(13, 7, 59), dt.UTC)),
    is_humanitarian=flags,
    hierarchy=st.none() | st.integers(0, 5),
    budget_not_provided=maybe_code,
)


@given(activity=activities)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_any_activity_survives_the_way_into_xml_and_back(
    official_schema: etree.XMLSchema, activity: Activity
) -> None:
    node = write_activity(activity)
    assert [str(one) for one in problems(node, ACTIVITY)] == []
    official_schema.assertValid(etree.fromstring(etree.tostring(node)))
    assert read_activity(etree.fromstring(etree.tostring(node))) == activity
