"""The whole table: what may follow what, and what may not."""

from __future__ import annotations

import pytest

from accounts.models import User
from partners import services, workflow
from partners.exceptions import InvalidData, PartnerMerged, ReasonMissing, WrongStatus
from partners.models import Partner
from tests.factories.partners import PartnerFactory
from tests.partners.conftest import Register

STATES = ("candidate", "active", "dormant", "archived")
ALLOWED = {
    ("candidate", "active"),
    ("dormant", "active"),
    ("active", "dormant"),
    ("candidate", "archived"),
    ("active", "archived"),
    ("dormant", "archived"),
    ("archived", "candidate"),
    ("archived", "active"),
    ("archived", "dormant"),
}


@pytest.mark.parametrize("source", STATES)
@pytest.mark.parametrize("target", STATES)
def test_table(source: str, target: str) -> None:
    partner = Partner(name="Фонд", status=source, archive_reason="")
    if (source, target) in ALLOWED:
        workflow.move(partner, target, reason="бо так")
        assert partner.status == target
        assert bool(partner.archive_reason) == (target == "archived")
    else:
        with pytest.raises(WrongStatus):
            workflow.move(partner, target, reason="бо так")


@pytest.mark.parametrize(("source", "target"), [("active", "dormant"), ("candidate", "active")])
def test_steps_and_history(officer: User, source: str, target: str) -> None:
    partner = PartnerFactory.create(status=source)
    moved = services.set_status(actor=officer, partner=partner, status=target)
    assert moved.status == target
    event = moved.events.order_by("-pgh_id").first()  # type: ignore[attr-defined]
    assert (event.status, event.pgh_context["actor"]) == (target, officer.pk)


@pytest.mark.parametrize("target", STATES)
def test_set_status_neither_archives_nor_restores(officer: User, target: str) -> None:
    archived = PartnerFactory.create(status="archived", archive_reason="закрито")
    with pytest.raises(WrongStatus):
        services.set_status(actor=officer, partner=archived, status=target)
    with pytest.raises(WrongStatus):
        services.set_status(actor=officer, partner=PartnerFactory.create(), status="archived")


@pytest.mark.parametrize("reason", ["", "  ", "\x00", "\n"])
def test_archiving_needs_a_reason(officer: User, reason: str) -> None:
    partner = PartnerFactory.create()
    with pytest.raises(ReasonMissing):
        services.archive_partner(actor=officer, partner=partner, reason=reason)
    with pytest.raises(InvalidData):
        services.archive_partner(actor=officer, partner=partner, reason="я" * 501)


@pytest.mark.parametrize("before", ["candidate", "active", "dormant"])
def test_restored_to_what_it_was(registered: Register, officer: User, before: str) -> None:
    partner = registered(status=before)
    partner = services.archive_partner(actor=officer, partner=partner, reason="  двічі  внесено ")
    assert (partner.status, partner.archive_reason) == ("archived", "двічі внесено")
    partner = services.restore_partner(actor=officer, partner=partner)
    assert (partner.status, partner.archive_reason) == (before, "")
    with pytest.raises(WrongStatus):
        services.restore_partner(actor=officer, partner=partner)


def test_nothing_leads_out_of_a_merged_record(registered: Register, officer: User) -> None:
    kept, merged = registered(name="Один"), registered(name="Два")
    services.merge_partners(actor=officer, kept=kept, merged=merged, choices={})
    merged.refresh_from_db()
    assert workflow.steps_from(merged) == []
    with pytest.raises(PartnerMerged):
        services.restore_partner(actor=officer, partner=merged)
    with pytest.raises(PartnerMerged):
        services.set_status(actor=officer, partner=merged, status="active")
