"""Who, what and when of an activity: texts, codes, identifiers, organisations, papers."""

from __future__ import annotations

import re

from lxml import etree

from projects.enums import (
    IATI_ROLES,
    ActivityStatus,
    ConditionKind,
    IdentifierKind,
    RelationKind,
)
from projects.iati_import.parts import (
    LEFT_OUT,
    Reader,
    Row,
    Taking,
    Unreadable,
    day_in,
    day_of,
    first_children,
    flag_of,
    plain,
    small_number,
    told,
)
from projects.iati_import.places import share_of

_ROLES = {code: role for role, code in IATI_ROLES.items()}
_DAC_CODE = re.compile(r"[0-9]{5}")
_TARGET = re.compile(r"[0-9]{1,2}\.[0-9a-d]{1,2}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_WEB = re.compile(r"https?://\S+", re.IGNORECASE)
_DATES = {
    "1": "start_planned_on",
    "2": "start_actual_on",
    "3": "end_planned_on",
    "4": "end_actual_on",
}


def title(node: etree._Element, taking: Taking) -> None:
    """The register needs a title in the main column: a foreign one when there is no Ukrainian."""
    words = taking.words(node)
    if not words.first:
        raise Unreadable
    taking.fields["title"] = told(
        {
            "title": taking.fit(words.first, 500, node),
            "title_en": taking.fit(words.en, 500, node),
        }
    )


def description(node: etree._Element, taking: Taking) -> None:
    """By type; of two about aims the second is the tasks, as we write them."""
    kind = taking.code("DescriptionType", node, "type") or "1"
    name = {"1": "description", "2": "aims", "3": "target_groups", "4": "expected_results"}.get(
        kind
    )
    if name is None:
        return
    if name == "aims" and "aims" in taking.fields:
        name = "tasks"
    words = taking.words(node)
    most = 8000 if name == "description" else 4000
    said = {name: words.uk or words.other, f"{name}_en": words.en}
    before: Row = taking.fields.get(name, {})
    joined = {
        column: taking.fit("\n\n".join(filter(None, (before.get(column, ""), text))), most, node)
        for column, text in said.items()
    }
    if told(joined):
        taking.fields[name] = told(joined)


def activity_date(node: etree._Element, taking: Taking) -> None:
    column = _DATES.get(taking.code("ActivityDateType", node, "type"))
    if column is None:
        raise Unreadable
    taking.fields.setdefault("dates", {})[column] = day_in(node)


def activity_status(node: etree._Element, taking: Taking) -> None:
    taking.fields["status"] = {"status": taking.own(ActivityStatus, "ActivityStatus", node)}


def activity_scope(node: etree._Element, taking: Taking) -> None:
    taking.fields["scope"] = {"activity_scope": taking.code("ActivityScope", node)}


def _terms(column: str, codelist: str) -> Reader:
    def read(node: etree._Element, taking: Taking) -> None:
        taking.fields.setdefault("terms", {})[column] = taking.code(codelist, node)

    return read


collaboration_type = _terms("collaboration_type", "CollaborationType")
flow_type = _terms("flow_type", "FlowType")
finance_type = _terms("finance_type", "FinanceType")
tied_status = _terms("tied_status", "TiedStatus")


def capital_spend(node: etree._Element, taking: Taking) -> None:
    share = share_of(node, taking)
    if share is not None:
        taking.fields.setdefault("terms", {})["capital_spend"] = share


def participating_org(node: etree._Element, taking: Taking) -> None:
    key = taking.body(node)
    if not key:
        return
    row = {
        "role": _ROLES[taking.code("OrganisationRole", node, "role")],
        "key": key,
        "activity_ref": node.get("activity-id", "").strip()[:200],
        "crs_channel": node.get("crs-channel-code", "").strip()[:5],
        "number": str(len(taking.lists.get("roles", ()))),
    }
    taking.add("roles", told(row))


def other_identifier(node: etree._Element, taking: Taking) -> None:
    owner = node.find("owner-org")
    name = taking.words(owner).first if owner is not None else ""
    kind = taking.code("OtherIdentifierType", node, "type")
    value = node.get("ref", "").strip()[:200]
    row = {
        "kind": IdentifierKind.DONOR.value if kind == "A1" else IdentifierKind.OTHER.value,
        "value": value,
        "iati_type": kind,
        "owner_ref": owner.get("ref", "").strip()[:200] if owner is not None else "",
        "owner_name": name[:300],
    }
    if value:
        taking.add("identifiers", told(row))


def contact_info(node: etree._Element, taking: Taking) -> None:
    """Bodies only. Where a person is named, telephone and e-mail are that person's: not taken."""
    inside = first_children(node)
    organisation, department = (
        taking.words(inside.get(one)) for one in ("organisation", "department")
    )
    is_person = "person-name" in inside
    address = inside.get("mailing-address")
    row = {
        "kind": taking.code("ContactType", node, "type"),
        "organisation": taking.fit(organisation.uk or organisation.other, 300, node),
        "organisation_en": taking.fit(organisation.en, 300, node),
        "department": taking.fit(department.uk or department.other, 300, node),
        "department_en": taking.fit(department.en, 300, node),
        "phone": "" if is_person else _said(node, "telephone")[:40],
        "email": "" if is_person else _kept(_said(node, "email"), _EMAIL, 254),
        "website": _kept(_said(node, "website"), _WEB, 500),
        "address": taking.words(address).first[:300] if address is not None else "",
    }
    if any(value for name, value in row.items() if name != "kind"):
        taking.add("contacts", told(row))


def _said(node: etree._Element, name: str) -> str:
    return next((text for one in node.iterchildren(name) if (text := plain(one))), "")


def _kept(text: str, pattern: re.Pattern[str], most: int) -> str:
    return text if len(text) <= most and pattern.fullmatch(text) else ""


def sector(node: etree._Element, taking: Taking) -> None:
    vocabulary = taking.code("SectorVocabulary", node, "vocabulary") or "1"
    codelist = {"1": "Sector", "2": "SectorCategory"}.get(vocabulary, "")
    code = taking.code(codelist, node)
    if not code or (vocabulary == "1" and not _DAC_CODE.fullmatch(code)):
        raise Unreadable(code)
    row = {
        "vocabulary": vocabulary,
        "vocabulary_uri": node.get("vocabulary-uri", "")[:500],
        "code": code[:40],
        "percentage": share_of(node, taking),
        **_names(node, taking),
    }
    _add_once(taking, "sectors", row, node)


def _names(node: etree._Element, taking: Taking) -> Row:
    if not len(node):
        return {}
    words = taking.words(node)
    return {"name": (words.uk or words.other)[:300], "name_en": words.en[:300]}


def _add_once(taking: Taking, name: str, row: Row, node: etree._Element) -> None:
    """The same code of the same list twice is one: the first."""
    same = ("kind", "vocabulary", "code")
    for known in taking.lists.get(name, ()):
        if all(known.get(one) == row.get(one) for one in same):
            taking.remark(LEFT_OUT, node, value=str(row["code"]))
            return
    taking.add(name, told(row))


def tag(node: etree._Element, taking: Taking) -> None:
    """Goals (2) and their targets (3); tags of other lists are not kept."""
    vocabulary, code = node.get("vocabulary"), node.get("code", "").strip()
    if vocabulary not in {"2", "3"}:
        return
    goal, _dot, rest = code.partition(".")
    number = small_number(goal)
    good = 1 <= number <= 17 and (not rest if vocabulary == "2" else _TARGET.fullmatch(code))
    if not good:
        taking.remark(LEFT_OUT, node, value=code[:20])
        return
    row = {"goal": number, "target": code if vocabulary == "3" else ""}
    rows = taking.lists.setdefault("sdgs", [])
    if told(row) not in rows:
        rows.append(told(row))


def humanitarian_scope(node: etree._Element, taking: Taking) -> None:
    row = {
        "kind": taking.code("HumanitarianScopeType", node, "type")[:1],
        "vocabulary": taking.code("HumanitarianScopeVocabulary", node, "vocabulary")[:2],
        "vocabulary_uri": node.get("vocabulary-uri", "")[:500],
        "code": node.get("code", "").strip()[:60],
        **_names(node, taking),
    }
    _add_once(taking, "humanitarian_scopes", row, node)


def policy_marker(node: etree._Element, taking: Taking) -> None:
    vocabulary = taking.code("PolicyMarkerVocabulary", node, "vocabulary") or "1"
    row = {
        "vocabulary": vocabulary,
        "vocabulary_uri": node.get("vocabulary-uri", "")[:500],
        "code": taking.code("PolicyMarker" if vocabulary == "1" else "", node)[:40],
        "significance": taking.code("PolicySignificance", node, "significance"),
        **_names(node, taking),
    }
    if vocabulary == "1" and not row["significance"]:
        taking.remark(LEFT_OUT, node, value=str(row["code"]))
        return
    _add_once(taking, "policy_markers", row, node)


def aid_type(node: etree._Element, taking: Taking) -> None:
    vocabulary = taking.code("AidTypeVocabulary", node, "vocabulary") or "1"
    codelist = "AidType" if vocabulary == "1" else ""
    row = {"vocabulary": vocabulary, "code": taking.code(codelist, node)[:10]}
    _add_once(taking, "aid_types", row, node)


def document_link(node: etree._Element, taking: Taking) -> None:
    url = node.get("url", "").strip()
    if not _kept(url, _WEB, 1000):
        taking.remark(LEFT_OUT, node, value=url[:60])
        return
    words, about = taking.words(node.find("title")), taking.words(node.find("description"))
    category, language, day = (node.find(one) for one in ("category", "language", "document-date"))
    if category is None:
        raise Unreadable
    row = {
        "category": taking.code("DocumentCategory", category),
        "title": taking.fit(words.uk or words.other or words.en, 300, node),
        "title_en": taking.fit(words.en, 300, node),
        "description": taking.fit(about.uk or about.other, 1000, node),
        "description_en": taking.fit(about.en, 1000, node),
        "language": language.get("code", "").strip()[:2] if language is not None else "",
        "dated_on": day_of(day.get("iso-date")) if day is not None else None,
        "url": url,
        "content_type": node.get("format", "").strip()[:100],
    }
    taking.add("documents", told(row))


def related_activity(node: etree._Element, taking: Taking) -> None:
    row = {
        "kind": taking.own(RelationKind, "RelatedActivityType", node, "type"),
        "identifier": node.get("ref", "").strip()[:200],
    }
    if row["identifier"] and row not in taking.lists.get("relations", ()):
        taking.add("relations", row)


def conditions(node: etree._Element, taking: Taking) -> None:
    attached = flag_of(node.get("attached"))
    if attached is None:
        raise Unreadable
    taking.fields["conditions_attached"] = {"has_conditions": attached}
    for one in node.iterchildren("condition"):
        words = taking.words(one)
        if words.first:
            row = {
                "kind": taking.own(ConditionKind, "ConditionType", one, "type"),
                "text": taking.fit(words.uk or words.other or words.en, 1000, one),
                "text_en": taking.fit(words.en, 1000, one),
            }
            taking.add("conditions", told(row))
