"""What was entered wrongly: steps, amendments and files taken back; nothing is lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from communities.models import Community, Raion
from partners.agreement_data import Party, Signatory, agreement_data_of
from partners.agreement_exceptions import AgreementArchived, AgreementWrongStatus, StepStays
from partners.exceptions import InvalidData
from partners.models import Agreement, AgreementStep, Partner
from partners.services.agreement_corrections import (
    correct_amendment,
    last_step,
    take_back_amendment,
    take_back_step,
)
from partners.services.agreement_files import attach_file
from partners.services.agreement_steps import NewTerm, amend, close_term, renew
from partners.services.agreements import archive_agreement, refuse_repeated, register_agreement
from tests.partners.agreement_parts import data, entered, step
from twinning.models import Municipality, TwinLink

pytestmark = pytest.mark.django_db
Browse = Callable[[str], Client]
TODAY = timezone.localdate()
YESTERDAY = TODAY - dt.timedelta(days=1)
LONG_AGO = TODAY - dt.timedelta(days=400)


def take_back(actor: User, agreement: Agreement, reason: str = "Помилка") -> Agreement:
    taken = last_step(agreement)
    assert taken is not None
    return take_back_step(actor=actor, agreement=agreement, step=taken, reason=reason)


@pytest.fixture
def draft(officer: User, community: Community, partner: Partner) -> Agreement:
    return entered(officer, community, partner, status="draft", signed_place="Полтава")


@pytest.fixture
def in_force(officer: User, community: Community, partner: Partner) -> Agreement:
    return entered(
        officer,
        community,
        partner,
        status="in_force",
        signed_on=LONG_AGO,
        term="months",
        term_months=12,
    )


def test_a_signature_recorded_by_mistake(officer: User, draft: Agreement) -> None:
    signed = step(officer, draft, "sign", YESTERDAY)
    assert (signed.status, signed.signed_on) == ("signed", YESTERDAY)
    back = take_back(officer, signed)
    back.refresh_from_db()
    assert (back.status, back.signed_on, back.signed_place) == ("draft", None, "Полтава")
    kept = AgreementStep.objects.get()
    assert kept.taken_back_by == officer
    assert kept.taken_back_reason == "Помилка"
    labels = list(kept.events.order_by("pgh_id").values_list("pgh_label", flat=True))  # type: ignore[attr-defined]
    assert labels == ["insert", "update"]
    again = step(officer, back, "sign", TODAY)
    assert again.signed_on == TODAY


def test_steps_are_taken_back_one_after_the_other(
    officer: User, community: Community, partner: Partner
) -> None:
    agreement = entered(officer, community, partner, kind="interterritorial", status="draft")
    agreement = step(officer, agreement, "send", YESTERDAY)
    agreement = step(officer, agreement, "ministry_approve", TODAY, number="879")
    agreement = take_back(officer, agreement)
    assert (agreement.status, agreement.ministry_order_no) == ("sent", "")
    assert agreement.ministry_order_on is None
    agreement = take_back(officer, agreement)
    assert (agreement.status, agreement.sent_on) == ("draft", None)
    assert last_step(agreement) is None


def test_a_return_taken_back_keeps_the_day_of_sending(
    officer: User, community: Community, partner: Partner
) -> None:
    agreement = entered(officer, community, partner, kind="interterritorial", status="draft")
    agreement = step(officer, agreement, "send", YESTERDAY)
    agreement = step(officer, agreement, "return", TODAY, note="Зауваження")
    assert agreement.sent_on is None
    agreement = take_back(officer, agreement)
    assert (agreement.status, agreement.sent_on) == ("sent", YESTERDAY)


def test_a_renewal_goes_with_its_new_term(officer: User, in_force: Agreement) -> None:
    before = in_force.expires_on
    renewal = renew(
        actor=officer,
        agreement=in_force,
        on=YESTERDAY,
        new_term=NewTerm(term="months", months=24),
    )
    in_force.refresh_from_db()
    assert (in_force.status, in_force.expires_on) == ("renewed", renewal.expires_on)
    back = take_back(officer, in_force)
    renewal.refresh_from_db()
    assert (back.status, back.expires_on) == ("in_force", before)
    assert renewal.taken_back_reason == "Помилка"


def test_what_stands_against_it(
    officer: User, draft: Agreement, in_force: Agreement, community: Community
) -> None:
    signed = step(officer, draft, "sign", YESTERDAY)
    taken = last_step(signed)
    assert taken is not None
    with pytest.raises(InvalidData):
        take_back(officer, signed, reason="  ")
    place = Municipality.objects.create(name="Nürtingen", country="DE")
    TwinLink.objects.create(
        community=community,
        municipality=place,
        office=signed.office,
        kind="twin_city",
        stage="agreement",
        agreement=signed,
    )
    with pytest.raises(StepStays):
        take_back(officer, signed)
    TwinLink.objects.update(agreement=None)
    effective = step(officer, signed, "enter_into_force", YESTERDAY)
    with pytest.raises(AgreementWrongStatus):
        take_back_step(actor=officer, agreement=effective, step=taken, reason="Пізно")
    amend(actor=officer, agreement=effective, on=YESTERDAY, summary="Додано школи")
    with pytest.raises(StepStays):
        take_back(officer, effective)
    close_term(agreement=in_force, today=TODAY)
    in_force.refresh_from_db()
    assert in_force.status == "expired"
    with pytest.raises(StepStays):
        take_back(officer, in_force)
    effective.refresh_from_db()
    archived = archive_agreement(actor=officer, agreement=effective, reason="Двічі")
    with pytest.raises(AgreementArchived):
        take_back(officer, archived)


def test_a_step_of_old_that_did_not_keep_what_was_before(officer: User, draft: Agreement) -> None:
    signed = step(officer, draft, "sign", YESTERDAY)
    AgreementStep.objects.update(before={})
    with pytest.raises(StepStays):
        take_back(officer, signed)


def test_only_the_author_and_the_head_take_back(
    browse: Browse, officer: User, head: User, analyst: User, draft: Agreement, rf: Any
) -> None:
    signed = step(head, draft, "sign", YESTERDAY)
    url = reverse("agreements:step-take-back", kwargs={"reference": signed.reference})
    assert browse("officer").get(url).status_code == 403
    assert browse("head").get(url).status_code == 200
    detail = signed.get_absolute_url()
    assert url not in browse("officer").get(detail).content.decode()
    assert url in browse("head").get(detail).content.decode()


def test_taking_back_on_the_page(browse: Browse, officer: User, draft: Agreement) -> None:
    signed = step(officer, draft, "sign", YESTERDAY)
    url = reverse("agreements:step-take-back", kwargs={"reference": signed.reference})
    browser = browse("officer")
    form = browser.get(url).context["form"]
    seen = form.initial["seen"]
    assert browser.post(url, {"reason": "", "seen": seen}).status_code == 200
    assert browser.post(url, {"reason": "Не той день", "seen": "0"}).status_code == 409
    assert browser.post(url, {"reason": "Не той день", "seen": seen}).status_code == 302
    assert browser.post(url, {"reason": "Не той день", "seen": seen}).status_code == 409
    page = browser.get(signed.get_absolute_url()).content.decode()
    assert "Не той день" in page
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_the_public_does_not_see_what_was_taken_back(
    browse: Browse, officer: User, draft: Agreement
) -> None:
    signed = step(officer, draft, "sign", YESTERDAY)
    effective = step(officer, signed, "enter_into_force", YESTERDAY)
    take_back(officer, effective, reason="Таємна причина")
    page = browse("anonymous").get(draft.get_absolute_url()).content.decode()
    assert "Таємна причина" not in page
    assert "Таємна причина" in browse("officer").get(draft.get_absolute_url()).content.decode()


def test_correcting_an_amendment(officer: User, in_force: Agreement) -> None:
    amendment = amend(
        actor=officer,
        agreement=in_force,
        on=YESTERDAY,
        summary="Строк",
        new_term=NewTerm(term="until", until_on=TODAY + dt.timedelta(days=1000)),
    )
    last = TODAY + dt.timedelta(days=100)
    correct_amendment(
        actor=officer,
        amendment=amendment,
        on=YESTERDAY,
        summary="Строк продовжено",
        new_term=NewTerm(term="until", until_on=last),
    )
    in_force.refresh_from_db()
    amendment.refresh_from_db()
    assert (in_force.expires_on, amendment.summary) == (last, "Строк продовжено")
    correct_amendment(
        actor=officer, amendment=amendment, on=YESTERDAY, summary="Без строку", new_term=None
    )
    in_force.refresh_from_db()
    assert in_force.expires_on == in_force.signed_on.replace(year=in_force.signed_on.year + 1)  # type: ignore[union-attr]
    with pytest.raises(InvalidData):
        correct_amendment(
            actor=officer,
            amendment=amendment,
            on=TODAY + dt.timedelta(days=1),
            summary="Завтра",
            new_term=None,
        )


def test_a_term_that_a_later_one_was_counted_from_stays(officer: User, in_force: Agreement) -> None:
    first = renew(
        actor=officer, agreement=in_force, on=YESTERDAY, new_term=NewTerm(term="months", months=12)
    )
    renew(actor=officer, agreement=in_force, on=TODAY, new_term=NewTerm(term="months", months=12))
    with pytest.raises(StepStays):
        correct_amendment(
            actor=officer,
            amendment=first,
            on=YESTERDAY,
            summary="",
            new_term=NewTerm(term="months", months=36),
        )
    correct_amendment(
        actor=officer,
        amendment=first,
        on=YESTERDAY,
        summary="Лист від 1 травня",
        new_term=NewTerm(term="months", months=12),
    )
    assert first.steps.get().note == "Лист від 1 травня"


def test_taking_back_an_amendment(browse: Browse, officer: User, in_force: Agreement) -> None:
    amendment = amend(actor=officer, agreement=in_force, on=YESTERDAY, summary="Чужа угода")
    keys = {"reference": in_force.reference, "public_id": amendment.public_id}
    url = reverse("agreements:amendment-take-back", kwargs=keys)
    assert browse("officer_of_sumy").get(url).status_code == 403
    assert browse("officer").get(url).status_code == 200
    assert browse("officer").post(url, {"reason": "Не та угода"}).status_code == 302
    assert browse("officer").post(url, {"reason": "Не та угода"}).status_code == 409
    edit = reverse("agreements:amendment-edit", kwargs=keys)
    assert browse("officer").get(edit).status_code == 409
    with pytest.raises(StepStays):
        take_back_amendment(
            actor=officer,
            amendment=renew(
                actor=officer,
                agreement=in_force,
                on=YESTERDAY,
                new_term=NewTerm(term="months", months=1),
            ),
            reason="Помилка",
        )


def test_correcting_on_the_page(browse: Browse, officer: User, in_force: Agreement) -> None:
    amendment = amend(actor=officer, agreement=in_force, on=YESTERDAY, summary="Школи")
    keys = {"reference": in_force.reference, "public_id": amendment.public_id}
    url = reverse("agreements:amendment-edit", kwargs=keys)
    assert url in browse("officer").get(in_force.get_absolute_url()).content.decode()
    page = browse("officer").get(url)
    assert "Школи" in page.content.decode()
    answer = browse("officer").post(url, {"on": YESTERDAY, "summary": "Школи й садки", "term": ""})
    assert answer.status_code == 302
    amendment.refresh_from_db()
    assert amendment.summary == "Школи й садки"


def test_the_button_pressed_twice(browse: Browse, draft: Agreement, in_force: Agreement) -> None:
    browser = browse("officer")
    url = reverse(
        "agreements:agreement-step", kwargs={"reference": draft.reference, "code": "sign"}
    )
    given = {"on": YESTERDAY.isoformat(), "note": "", "signed_place": ""}
    assert browser.post(url, given).status_code == 302
    assert browser.post(url, given).status_code == 302
    assert draft.steps.count() == 1
    assert browser.post(url, {**given, "on": TODAY.isoformat()}).status_code == 409
    url = reverse("agreements:agreement-renew", kwargs={"reference": in_force.reference})
    given = {"on": YESTERDAY.isoformat(), "summary": "", "term": "months", "term_months": "12"}
    assert browser.post(url, given).status_code == 302
    assert browser.post(url, given).status_code == 302
    assert in_force.amendments.count() == 1
    assert in_force.steps.count() == 1


def test_the_same_agreement_is_not_entered_twice(
    officer: User, community: Community, partner: Partner
) -> None:
    first = entered(officer, community, partner, status="signed", signed_on=YESTERDAY)
    with pytest.raises(InvalidData, match=first.reference):
        refuse_repeated(data(community, partner, signed_on=YESTERDAY), community.oblast)
    refuse_repeated(data(community, partner, signed_on=TODAY), community.oblast)


def test_withdrawing_a_file_and_giving_it_back(
    browse: Browse, officer: User, draft: Agreement
) -> None:
    file = attach_file(
        actor=officer, agreement=draft, kind="text", name="Текст.pdf", content=b"%PDF-1.7\n"
    )
    keys = {"reference": draft.reference, "public_id": file.public_id}
    withdraw = reverse("agreements:file-withdraw", kwargs=keys)
    browser = browse("officer")
    assert withdraw in browser.get(draft.get_absolute_url()).content.decode()
    assert browser.post(withdraw, {"reason": ""}).status_code == 200
    assert browser.post(withdraw, {"reason": "Не той текст"}).status_code == 302
    file.refresh_from_db()
    assert (file.is_withdrawn, file.withdrawal_reason) == (True, "Не той текст")
    page = browser.get(draft.get_absolute_url()).content.decode()
    back = reverse("agreements:file-give-back", kwargs=keys)
    assert "Не той текст" in page
    assert back in page
    assert browse("officer_of_sumy").post(back).status_code == 403
    assert browser.post(back).status_code == 302
    file.refresh_from_db()
    assert not file.is_withdrawn


def test_a_raion_council_is_a_party(
    browse: Browse, officer: User, community: Community, partner: Partner
) -> None:
    raion: Raion = community.raion
    agreement = register_agreement(
        actor=officer,
        oblast=community.oblast,
        data=data(
            community,
            partner,
            signed_on=YESTERDAY,
            parties=(Party.of_raion("raion_council", raion),),
            signatories=(Signatory("ours", "Олена Коваль", "голова", "Olena Koval", "Head"),),
        ),
        status="signed",
    )
    uk = browse("anonymous").get(agreement.get_absolute_url()).content.decode()
    en = browse("anonymous").get(f"/en{agreement.get_absolute_url()}").content.decode()
    assert "Миргородський" in uk
    assert "Олена Коваль, голова" in uk
    assert "Olena Koval, Head" in en
    item = browse("anonymous").get(f"/api/v1/agreements/{agreement.public_id}/").json()
    assert item["parties"][0]["code"] == raion.code
    edit = reverse("agreements:agreement-edit", kwargs={"reference": agreement.reference})
    form = browse("officer").get(edit).context["form"]
    assert form["signatories_ours"].value() == "Олена Коваль, голова | Olena Koval, Head"
    values = {
        name: form[name].value()
        for name in form.fields
        if form[name].value() not in (None, "") and name not in ("themes", "bodies")
    }
    values["languages"] = ""
    answer = browse("officer").post(edit, values)
    assert answer.status_code == 302, answer.context["form"].errors
    agreement.refresh_from_db()
    assert agreement_data_of(agreement).parties == (Party.of_raion("raion_council", raion),)


def test_a_raion_without_its_body_is_asked_for(
    browse: Browse, community: Community, partner: Partner
) -> None:
    given = {
        "kind": "memorandum",
        "title": "Меморандум",
        "oblast": community.oblast.code,
        "raion_1": community.raion.code,
        "term": "unknown",
        "status": "idea",
        "visibility": "public",
    }
    answer = browse("officer").post(reverse("agreements:agreement-new"), given)
    assert "raion_body_1" in answer.context["form"].errors


def test_raions_are_offered_while_typing(browse: Browse, community: Community) -> None:
    url = reverse("agreements:raion-choices")
    found = browse("anonymous").get(url, {"q": "мирго"}).json()["results"]
    assert found[0]["value"] == community.raion.code
    assert browse("anonymous").get(url, {"q": ""}).json()["results"] == []


def test_communities_are_offered_while_typing(browse: Browse, community: Community) -> None:
    url = reverse("agreements:community-choices")
    found = browse("anonymous").get(url, {"q": "миргор"}).json()["results"]
    assert [one["value"] for one in found] == [community.code]
    assert browse("anonymous").get(url, {"q": found[0]["label"]}).json()["results"] == found


def test_the_law_speaks_at_the_moment_of_choosing(
    browse: Browse, officer: User, partner: Partner
) -> None:
    partner.kind = "company"
    partner.save()
    url = reverse("agreements:law-hints")
    chosen = {"kind": "interterritorial", "partner_1": partner.slug}
    assert partner.name in browse("officer").get(url, chosen).content.decode()
    assert browse("officer").get(url, {**chosen, "kind": "memorandum"}).content.strip() == b""
    assert browse("officer").get(url, {"kind": "\x00x", "partner_1": "?"}).status_code == 200
    assert browse("coordinator").get(url).status_code == 403
    assert browse("anonymous").get(url).status_code == 302
