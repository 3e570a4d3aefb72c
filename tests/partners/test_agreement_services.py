"""Entering, changing and archiving agreements; references; rules of the law; terms."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from common.intake.refusals import ChangedMeanwhile
from common.references.allocation import allocate
from common.references.models import ReferenceCounter
from communities.models import Community, Oblast
from communities.prefixes import REFERENCE_PREFIXES, reference_prefix
from partners.agreement_data import Party, Signatory, agreement_data_of
from partners.agreement_exceptions import (
    AgreementArchived,
    AgreementNotArchived,
    AgreementReasonMissing,
    AgreementWrongStatus,
    FileRefused,
    RuleBroken,
)
from partners.agreement_rules import RULES, Facts, broken_rules
from partners.agreement_terms import add_months, renewals
from partners.exceptions import InvalidData
from partners.models import Agreement, AgreementParty, Partner
from partners.services.agreement_files import attach_file
from partners.services.agreements import (
    archive_agreement,
    change_agreement,
    restore_agreement,
    warnings_of,
)
from tests.factories.partners import PartnerFactory
from tests.partners.agreement_parts import data, entered

pytestmark = pytest.mark.django_db
LAW = "interterritorial"


def test_it_gets_a_reference_of_its_office_and_year(
    officer: User, community: Community, partner: Partner
) -> None:
    year = dt.date.today().year  # noqa: DTZ011
    first = entered(officer, community, partner)
    second = entered(officer, community, partner, title="Інший меморандум")
    assert first.reference == f"PL-AGR-{year}-0001"
    assert second.reference == f"PL-AGR-{year}-0002"
    assert first.office is not None
    assert [str(one.community) for one in first.parties.all()] == [str(community)]


def test_every_oblast_has_letters_of_its_own() -> None:
    assert len(set(REFERENCE_PREFIXES.values())) == 27
    assert reference_prefix("UA53000000000028050") == "PL"
    assert reference_prefix("UA59000000000057109") == "SU"


@pytest.mark.django_db(transaction=True)
def test_people_who_register_at_once_get_different_references() -> None:
    got: list[str] = []

    def work() -> None:
        try:
            got.extend(allocate(prefix="PL", series="AGR", year=2026) for _ in range(10))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(got) == [f"PL-AGR-2026-{number:04d}" for number in range(1, 41)]
    assert ReferenceCounter.objects.get().last == 40


def test_a_reference_stays_when_the_agreement_changes(
    officer: User, community: Community, partner: Partner
) -> None:
    agreement = entered(officer, community, partner)
    changed = change_agreement(
        actor=officer,
        agreement=agreement,
        data=replace(agreement_data_of(agreement), title="Нова назва"),
    )
    assert (changed.reference, changed.title) == (agreement.reference, "Нова назва")


def test_the_same_data_again_change_nothing(
    officer: User, community: Community, partner: Partner
) -> None:
    agreement = entered(
        officer,
        community,
        partner,
        signatories=(
            Signatory("ours", "Олена Коваль", "голова"),
            Signatory("theirs", "Anna Maier"),
        ),
    )
    agreement.refresh_from_db()
    again = change_agreement(actor=officer, agreement=agreement, data=agreement_data_of(agreement))
    assert again.updated_at == agreement.updated_at


def test_who_changed_meanwhile_is_not_overwritten(
    officer: User, community: Community, partner: Partner
) -> None:
    agreement = entered(officer, community, partner)
    with pytest.raises(ChangedMeanwhile):
        change_agreement(
            actor=officer,
            agreement=agreement,
            data=agreement_data_of(agreement),
            seen=agreement.updated_at - dt.timedelta(seconds=1),
        )


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": "  "}, "title"),
        ({"parties": ()}, "parties"),
        ({"languages": ("xx",)}, "languages"),
        ({"term": "months"}, "term_months"),
        ({"term": "until"}, "until_on"),
        ({"term": "months", "term_months": 0}, "term_months"),
        ({"signed_on": dt.date(1900, 1, 1)}, "signed_on"),
        ({"kind": "treaty"}, "kind"),
        ({"signed_on": dt.date(2024, 2, 1), "effective_on": dt.date(2024, 1, 1)}, "effective_on"),
        ({"sent_on": dt.date(2024, 2, 1)}, "kind"),
    ],
)
def test_bad_values_are_refused_beside_their_field(
    officer: User, community: Community, partner: Partner, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidData) as refusal:
        entered(officer, community, partner, **values)
    assert field in refusal.value.errors
    assert not Agreement.objects.exists()


def test_what_is_signed_has_a_day(officer: User, community: Community, partner: Partner) -> None:
    with pytest.raises(InvalidData) as refusal:
        entered(officer, community, partner, status="in_force")
    assert "signed_on" in refusal.value.errors


def test_a_memorandum_cannot_be_at_the_ministry(
    officer: User, community: Community, partner: Partner
) -> None:
    with pytest.raises(AgreementWrongStatus):
        entered(officer, community, partner, status="ministry_approved")


@pytest.mark.parametrize("kind", ["company", "international_organisation", "ifi"])
@pytest.mark.parametrize(
    "law", ["cross_border", "interterritorial", "cross_border_interterritorial", "transnational"]
)
def test_the_law_knows_no_agreements_with_business_or_organisations(
    officer: User, community: Community, kind: str, law: str
) -> None:
    partner = PartnerFactory.create(kind=kind, country="PL")
    with pytest.raises(RuleBroken) as refusal:
        entered(officer, community, partner, kind=law)
    assert "kind" in refusal.value.errors
    assert entered(officer, community, partner, kind="memorandum").pk


def test_each_rule_says_its_text_and_article() -> None:
    for rule in RULES:
        assert str(rule.name)
        assert str(rule.text)
        assert str(rule.article)
        assert not rule.problem(Facts(kind="memorandum"))


def test_rules_of_order() -> None:
    facts = Facts(
        kind=LAW,
        signed_on=dt.date(2025, 6, 1),
        ministry_order_on=dt.date(2025, 5, 19),
        council_decision_on=dt.date(2025, 6, 13),
    )
    assert [type(one.rule).__name__ for one in broken_rules(facts)] == ["SignedAfterApproval"]
    earlier = replace(facts, council_decision_on=dt.date(2025, 5, 1))
    assert [type(one.rule).__name__ for one in broken_rules(earlier)] == ["MinistryBeforeCouncil"]


def test_an_office_alone_concludes_nothing_under_the_law(
    officer: User, community: Community, poltava: Oblast
) -> None:
    city = PartnerFactory.create(kind="local_authority", country="PL")
    with pytest.raises(RuleBroken):
        entered(officer, community, city, kind=LAW, parties=(Party("office", poltava),))


def test_a_distant_cross_border_partner_is_only_remarked(
    officer: User, community: Community
) -> None:
    city = PartnerFactory.create(kind="local_authority", country="PT")
    agreement = entered(officer, community, city, kind="cross_border")
    assert len(warnings_of(agreement_data_of(agreement))) == 1


def test_archived_is_not_deleted(officer: User, community: Community, partner: Partner) -> None:
    agreement = entered(officer, community, partner)
    with pytest.raises(AgreementReasonMissing):
        archive_agreement(actor=officer, agreement=agreement, reason=" ")
    archived = archive_agreement(actor=officer, agreement=agreement, reason="Введено двічі")
    with pytest.raises(AgreementArchived):
        change_agreement(actor=officer, agreement=archived, data=data(community, partner))
    assert not restore_agreement(actor=officer, agreement=archived).is_archived
    with pytest.raises(AgreementNotArchived):
        restore_agreement(actor=officer, agreement=archived)


def test_two_agreements_cannot_share_a_registration_number(
    officer: User, community: Community
) -> None:
    city = PartnerFactory.create(kind="local_authority", country="PL")
    values: dict[str, Any] = {"kind": LAW, "registration_no": "17/2025"}
    entered(officer, community, city, **values)
    with pytest.raises(InvalidData):
        entered(officer, community, city, **values)


def test_terms() -> None:
    assert add_months(dt.date(2024, 2, 29), 12) == dt.date(2025, 2, 28)
    assert add_months(dt.date(2025, 9, 25), 60) == dt.date(2030, 9, 25)
    due = list(renewals(dt.date(2020, 1, 31), 12, dt.date(2022, 6, 1)))
    assert [until for _on, until in due] == [
        dt.date(2021, 1, 31),
        dt.date(2022, 1, 31),
        dt.date(2023, 1, 31),
    ]


def test_the_last_day_is_computed(officer: User, community: Community, partner: Partner) -> None:
    signed: dict[str, Any] = {"signed_on": dt.date(2025, 9, 25), "status": "in_force"}
    assert entered(
        officer, community, partner, term="months", term_months=60, **signed
    ).expires_on == dt.date(2030, 9, 25)
    assert entered(
        officer, community, partner, term="until", until_on=dt.date(2027, 12, 31), **signed
    ).expires_on == dt.date(2027, 12, 31)
    assert entered(officer, community, partner, term="indefinite", **signed).expires_on is None


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"MZ\x90", b"PK\x03\x04 broken", b"\x89PNG\r\n\x1a\n"]
)
def test_only_documents_are_attached(
    officer: User, community: Community, partner: Partner, content: bytes
) -> None:
    agreement = entered(officer, community, partner)
    with pytest.raises(FileRefused):
        attach_file(actor=officer, agreement=agreement, kind="text", name="a.pdf", content=content)


def test_history_knows_who(officer: User, community: Community, partner: Partner) -> None:
    agreement = entered(officer, community, partner)
    rows: Any = agreement
    event = rows.events.get()
    assert event.pgh_context["actor"] == officer.pk
    party: Any = AgreementParty.objects.get()
    assert party.events.count() == 1
