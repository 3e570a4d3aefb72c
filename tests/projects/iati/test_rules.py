"""The official rules, one by one: an activity that breaks each of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree

from projects.iati.rule_words import RULE_WORDS
from projects.iati.rules import RuleSet, RulesUnusable, rules_of
from tests.projects.iati.conftest import AROUND, activity

REF = 'ref="UA-EDR-00000001"'
ORG = '<participating-org role="1" ref="XM-DAC-41114"/>'
DATE = '<activity-date type="1" iso-date="2026-01-01"/>'
UA = '<recipient-country code="UA"/>'
SECTOR = '<sector vocabulary="1" code="11120"/>'
ID = "UA-EDR-00000001-PL-1"
END = "</iati-activity>"


def _budget(start: str, end: str) -> str:
    return (
        f'<budget><period-start iso-date="{start}"/><period-end iso-date="{end}"/>'
        f'<value value-date="{start}">1</value></budget></iati-activity>'
    )


def _planned(inner: str = "", start: str = "2026-01-01", end: str = "2026-02-01") -> str:
    return (
        f'<planned-disbursement><period-start iso-date="{start}"/><period-end iso-date="{end}"/>'
        f'<value value-date="{start}">1</value>{inner}</planned-disbursement></iati-activity>'
    )


def _paid(inner: str = "", day: str = "2026-01-01", value_day: str = "2026-01-01") -> str:
    return (
        f'<transaction><transaction-type code="3"/><transaction-date iso-date="{day}"/>'
        f'<value value-date="{value_day}">1</value>{inner}</transaction></iati-activity>'
    )


def _indicator(inner: str, measure: str = "1", before: str = "") -> str:
    return (
        f'<result type="1"><title><narrative>a</narrative></title>{before}'
        f'<indicator measure="{measure}"><title><narrative>b</narrative></title>{inner}'
        "</indicator></result></iati-activity>"
    )


def _period(inner: str, start: str = "2026-01-01", end: str = "2026-02-01") -> str:
    return (
        f'<period><period-start iso-date="{start}"/><period-end iso-date="{end}"/>{inner}</period>'
    )


REGION = '<recipient-region vocabulary="1" code="89" {}/>'
ITEMS = '<country-budget-items vocabulary="1">{}</country-budget-items></iati-activity>'
ITEM = '<budget-item code="1.1.1" {}/>'
REFERENCE = '<reference code="1" vocabulary="99"/>'

BROKEN = {
    "1.1.3": [(ID, "UA-EDR-00000001")],
    "1.1.21": [(ID, "XX-1")],
    "1.14.8": [(f"<reporting-org {REF}", '<reporting-org ref="NO-1"')],
    "1.3.1": [(ID, f" {ID}")],
    "1.3.13": [(ID, f"{ID}/2")],
    "1.14.1": [(REF, 'ref="UA-EDR-00000001 "')],
    "1.14.13": [(REF, 'ref="UA-EDR-0000|0001"')],
    "1.4.1": [(END, _paid('<provider-org ref="a" provider-activity-id=" b"/>'))],
    "1.5.1": [(END, _paid('<receiver-org ref="a" receiver-activity-id=" b"/>'))],
    "1.6.1": [(DATE, DATE + '<other-identifier ref="a " type="A3"/>')],
    "1.7.1": [(END, f'<related-activity ref=" a" type="1"/>{END}')],
    "1.8.1": [(ORG, '<participating-org role="1" ref=" a"/>')],
    "1.8.13": [(ORG, '<participating-org role="1" ref="a/b"/>')],
    "1.9.1": [(ORG, '<participating-org role="1" ref="a" activity-id="b "/>')],
    "1.10.1": [(END, _paid('<provider-org ref=" a"/>'))],
    "1.10.13": [(END, _planned('<provider-org ref="a|b"/>'))],
    "1.11.1": [
        (
            DATE,
            f'<other-identifier ref="1" type="A9"><owner-org ref=" a"/></other-identifier>{DATE}',
        )
    ],
    "1.11.13": [
        (
            DATE,
            f'<other-identifier ref="1" type="A9"><owner-org ref="a?"/></other-identifier>{DATE}',
        )
    ],
    "1.15.1": [(END, _paid('<receiver-org ref=" a"/>'))],
    "1.15.13": [(END, _planned('<receiver-org ref="a/b"/>'))],
    "1.16.1": [(DATE, DATE + '<other-identifier ref="a " type="B1"/>')],
    "2.1.1": [(SECTOR, SECTOR + '<sector code="11220" percentage="50"/>')],
    "2.1.2": [(SECTOR, '<sector code="11120" percentage="50"/><sector code="1" percentage="40"/>')],
    "2.1.4": [(SECTOR, '<sector code="11120" percentage="50"/>')],
    "2.2.1": [(SECTOR, SECTOR + '<sector vocabulary="99" code="a"/>')],
    "3.1.1": [(UA, UA + '<recipient-country code="PL" percentage="50"/>')],
    "3.1.2": [
        (
            UA,
            (
                '<recipient-country code="UA" percentage="50"/>'
                '<recipient-country code="PL" percentage="40"/>'
            ),
        )
    ],
    "3.1.4": [(UA, '<recipient-country code="UA" percentage="50"/>')],
    "3.4.1": [(UA, REGION.format("") + REGION.format('percentage="50"'))],
    "3.4.2": [(UA, REGION.format('percentage="50"') + REGION.format('percentage="40"'))],
    "3.4.4": [(UA, REGION.format('percentage="50"'))],
    "3.6.2": [(END, _paid('<recipient-country code="UA"/>'))],
    "3.7.1": [(UA, "")],
    "3.7.2": [(UA, ""), (END, _paid(UA).replace(END, "") + _paid())],
    "4.1.1": [('xml:lang="uk"', "")],
    "4.3.1": [("Школа", " ")],
    "4.4.1": [("Ремонт школи", "")],
    "6.2.2": [(SECTOR, "")],
    "6.6.2": [(END, _paid('<sector code="11120"/>'))],
    "6.7.2": [(SECTOR, ""), (END, _paid('<sector code="11120"/>').replace(END, "") + _paid())],
    "6.8.1": [(DATE, '<other-identifier ref="1" type="A9"><owner-org/></other-identifier>' + DATE)],
    "6.9.1": [(END, _paid("<provider-org/>"))],
    "6.9.2": [(END, _planned("<receiver-org/>"))],
    "6.10.1": [(ORG, '<participating-org role="1"/>')],
    "6.11.1": [(DATE, '<activity-date type="3" iso-date="2026-01-01"/>')],
    "6.13.1": [(END, f'<policy-marker vocabulary="99" code="1"/>{END}')],
    "6.14.1": [(END, f'<policy-marker code="1"/>{END}')],
    "7.5.3": [(END, _budget("2025-01-01", "2026-03-01"))],
    "7.8.1": [('default-currency="UAH"', ""), (END, _budget("2026-01-01", "2026-12-31"))],
    "7.9.1": [(END, ITEMS.format(ITEM.format("") * 2))],
    "7.9.2": [(END, ITEMS.format(ITEM.format('percentage="40"') * 2))],
    "7.9.4": [(END, ITEMS.format(ITEM.format('percentage="40"')))],
    "8.6.1": [(END, _indicator(_period("", "2026-02-01", "2026-01-01")))],
    "8.6.3": [(END, _planned(start="2026-02-01", end="2026-01-01"))],
    "8.8.1": [(END, _indicator('<baseline year="2020"/>'))],
    "8.8.2": [(END, _indicator('<baseline year="2020" value="many"/>'))],
    "8.8.3": [(END, _indicator('<baseline year="2020" value="1"/>', "5"))],
    "8.9.1": [(END, _indicator(_period("<target/>")))],
    "8.9.2": [(END, _indicator(_period('<target value="many"/>')))],
    "8.9.3": [(END, _indicator(_period('<target value="1"/>'), "5"))],
    "8.10.1": [(END, _indicator(_period("<actual/>")))],
    "8.10.2": [(END, _indicator(_period('<actual value="many"/>')))],
    "8.10.3": [(END, _indicator(_period('<actual value="1"/>'), "5"))],
    "8.11.1": [(END, _indicator(REFERENCE, before=REFERENCE))],
    "11.1.1": [('xml:lang="uk"', 'xml:lang="uk" last-updated-datetime="2026-06-09T00:00:00Z"')],
    "11.1.2": [(DATE, DATE + '<activity-date type="3" iso-date="2025-01-01"/>')],
    "11.1.3": [
        (
            DATE,
            (
                '<activity-date type="2" iso-date="2026-01-01"/>'
                '<activity-date type="4" iso-date="2025-01-01"/>'
            ),
        )
    ],
    "11.1.4": [(DATE, '<activity-date type="2" iso-date="2027-01-01"/>')],
    "11.1.5": [(DATE, DATE + '<activity-date type="4" iso-date="2027-01-01"/>')],
    "11.2.1": [(END, _paid(day="2027-01-01"))],
    "11.2.2": [(END, _paid(value_day="2027-01-01"))],
    "12.1.1": [(UA, '<recipient-country code="UA" percentage="101"/>')],
    "12.2.1": [(END, f'<capital-spend percentage="101"/>{END}')],
    "12.3.1": [(SECTOR, '<sector code="11120" percentage="-1"/>')],
    "102.1.1": [(SECTOR, '<sector vocabulary="7" code="1"/>')],
    "107.1.1": [(END, f'<default-aid-type vocabulary="2" code="A"/>{END}')],
    "107.1.2": [(END, f'<default-aid-type code="C01"/><default-aid-type code="D01"/>{END}')],
    "107.2.1": [(END, _paid('<aid-type vocabulary="2" code="A"/>'))],
    "107.2.2": [(END, _paid('<aid-type code="C01"/><aid-type code="D01"/>'))],
}


def _broken(rules: RuleSet, node: etree._Element) -> set[str]:
    return {one.rule for one in rules.findings(node, AROUND)}


def test_the_smallest_activity_breaks_none(official_rules: RuleSet) -> None:
    assert _broken(official_rules, activity()) == set()


@pytest.mark.parametrize(("rule", "changes"), BROKEN.items(), ids=BROKEN)
def test_each_rule_is_executed(
    rule: str, changes: list[tuple[str, str]], official_rules: RuleSet
) -> None:
    assert rule in _broken(official_rules, activity(*changes))


def test_every_rule_for_activities_is_broken_above(official_rules: RuleSet) -> None:
    wanted = {one.rule for one in official_rules.rules if "organisations" not in one.root}
    assert wanted <= set(BROKEN)


def test_there_are_89_rules_and_each_has_our_words(official_rules: RuleSet) -> None:
    assert len(official_rules.ids) == 89
    assert official_rules.ids == set(RULE_WORDS)


def test_rules_about_organisations_are_executed_on_them(official_rules: RuleSet) -> None:
    node = etree.fromstring(
        '<iati-organisation last-updated-datetime="2027-01-01T00:00:00Z">'
        '<organisation-identifier> a</organisation-identifier><reporting-org ref="x y"/>'
        '<name><narrative>a</narrative></name><total-budget><period-start iso-date="2025-01-01"/>'
        '<period-end iso-date="2026-12-01"/><value>1</value></total-budget></iati-organisation>'
    )
    assert _broken(official_rules, node) >= {
        "11.4.1",
        "1.12.1",
        "1.18.8",
        "4.5.1",
        "7.5.3",
        "7.8.2",
    }


def test_a_value_cannot_break_out_of_an_expression(official_rules: RuleSet) -> None:
    sector = SECTOR + """<sector vocabulary="'] | //* | x['" code="1"/>"""
    assert _broken(official_rules, activity((SECTOR, sector))) == set()


def test_wrong_dates_do_not_stop_the_rules(official_rules: RuleSet) -> None:
    node = activity((DATE, DATE + '<activity-date type="3" iso-date="2026-99-99"/>'))
    assert _broken(official_rules, node) == set()


@pytest.mark.parametrize(
    "rules",
    [
        {"/iati-activities/iati-activity": {"unheard_of": {"cases": [{"ruleInfo": {}}]}}},
        {"/elsewhere": {"unique": {"cases": [{"paths": ["a"], "ruleInfo": {}}]}}},
    ],
)
def test_an_unknown_kind_of_rule_is_refused(rules: object, tmp_path: Path) -> None:
    path = tmp_path / "rules.json"
    path.write_text(json.dumps(rules))
    with pytest.raises(RulesUnusable):
        rules_of(path)
