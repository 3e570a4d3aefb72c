"""Letters: drawing up from templates, merge fields, sending, closing, many in one go."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import replace
from typing import Any

import docx
import pytest
from django.utils import timezone

from accounts.models import User
from common.audit.registry import event_model_of
from common.documents.docx import render_docx
from common.documents.pdf import render_pdf
from common.intake.refusals import Refusal
from communities.models import Community, Office
from tests.factories.twin_links import TwinLinkFactory
from tests.factories.twinning import MunicipalityFactory
from tests.tables import each
from twinning import letter_workflow
from twinning.letter_enums import LetterKind, LetterStatus
from twinning.letter_exceptions import (
    InvalidLetter,
    LetterUnfinished,
    NobodyToWriteTo,
    TooManyLetters,
    UnknownField,
    WrongLetterStep,
)
from twinning.letter_fields import BY_HAND, FIELDS, fields_in, fill
from twinning.letter_paper import paper_of
from twinning.letter_words import language_of
from twinning.models import Letter, LetterTemplate, Municipality, TwinLink
from twinning.services import letter_batches
from twinning.services.letter_batches import start_batch, write_batch
from twinning.services.letter_templates import (
    copy_template,
    load_templates,
    save_template,
    shipped,
)
from twinning.services.letterheads import LetterheadData, save_letterhead
from twinning.services.letters import (
    LetterData,
    close,
    draw_up,
    follow_up,
    mark_sent,
    propose,
    rewrite,
)
from twinning.tasks import forget_old_letter_files, take_up_forgotten_letters

pytestmark = pytest.mark.django_db
HEAD = LetterheadData(
    address="вул. Гоголя, 1",
    email="rada@mosty.example",
    phone="+380 5355 000 01",
    signatory_name="Іван Щербань",
    signatory_position="Міський голова",
)


@pytest.fixture(autouse=True)
def templates(db: None) -> None:
    load_templates()


@pytest.fixture
def place() -> Municipality:
    return MunicipalityFactory.create(name="Bad Pyrmont", name_uk="Бад-Пірмонт")


@pytest.fixture
def headed(community: Community) -> Community:
    save_letterhead(actor=None, home=community, data=HEAD)
    return community


def data(**changes: Any) -> LetterData:
    return LetterData(language="de", subject="Vorschlag", body="Guten Tag!", **changes)


@pytest.fixture
def draft(headed: Community, place: Municipality, head: User) -> Letter:
    return draw_up(actor=head, home=headed, place=place, kind="proposal", data=data())


# Templates


def test_every_kind_is_shipped_in_every_language() -> None:
    texts = list(shipped())
    languages = {one.language for one in texts}
    assert {"uk", "en", "de", "pl", "fr", "lt"} <= languages
    assert len(texts) == len(languages) * len(LetterKind)
    for text in texts:
        unknown = set(fields_in(f"{text.subject}\n{text.body}")) - set(FIELDS)
        assert not unknown, (text.language, text.kind)
        assert (
            "{municipality}" in text.body
            or text.kind in {"invitation", "congratulation"}
            or (text.language in {"cs", "sk", "hu"})
        ), (text.language, text.kind)


def test_shipped_texts_spare_what_people_edited() -> None:
    assert load_templates() == 0
    one = LetterTemplate.objects.get(office=None, kind="proposal", language="de")
    LetterTemplate.objects.filter(pk=one.pk).update(body="Eigenes")
    old = LetterTemplate.objects.get(office=None, kind="proposal", language="pl")
    LetterTemplate.objects.filter(pk=old.pk).update(shipped="older")
    assert load_templates() == 0
    one.refresh_from_db()
    assert one.body == "Eigenes"


def test_the_office_has_texts_of_its_own(
    community: Community, office: Office, head: User, place: Municipality
) -> None:
    save_template(
        actor=head, office=office, kind="proposal", language="de", subject="Eigen", body="Hallo"
    )
    found = propose(home=community, place=place, kind="proposal", language="de")
    assert found is not None
    assert found.data.subject == "Eigen"


@pytest.mark.parametrize(
    ("body", "named"),
    [("Hallo {bürgermeister}", "{bürgermeister}"), ("{mayer}", "{mayer}"), ("{ x_1 }", "{x_1}")],
)
def test_an_unknown_field_is_named(body: str, named: str, office: Office, head: User) -> None:
    with pytest.raises(InvalidLetter) as refusal:
        save_template(
            actor=head, office=office, kind="proposal", language="lt", subject="S", body=body
        )
    assert named in refusal.value.errors["body"][0]


def test_a_language_without_a_template_falls_back(community: Community, place: Any) -> None:
    LetterTemplate.objects.filter(language="de").update(is_active=False)
    found = propose(home=community, place=place, kind="proposal", language="de")
    assert found is not None
    assert (found.data.language, found.wanted) == ("en", "de")


# Merge fields


def test_filling() -> None:
    filled = fill("A {community}\n- {website}\n{profile}\nB {contact}, {event}", {"community": "X"})
    assert filled.text == "A X\nB {contact}, {event}"
    assert filled.left_out == ("website", "profile")
    assert filled.to_write == ("contact", "event")


@pytest.mark.parametrize("text", ["{{ 7*7 }}", "{% if x %}", "{{community}}", "{}", "{ }", "{1}"])
def test_nothing_else_is_a_field(text: str) -> None:
    assert fill(text, {"community": "X"}).text == text


def test_a_value_is_not_filled_again() -> None:
    assert fill("{community}", {"community": "{website}", "website": "w"}).text == "{website}"


def test_unknown_fields_are_named() -> None:
    with pytest.raises(UnknownField) as refusal:
        fill("{communty} {foo}", {})
    assert refusal.value.names == ["communty", "foo"]
    assert "{communty}, {foo}" in str(refusal.value)


# Drawing up


def test_a_german_letter(headed: Community, place: Municipality) -> None:
    headed.centre_name, headed.centre_name_en = "Миргород", "Myrhorod"
    headed.population, headed.about_en = 38_123, "A spa town."
    headed.save()
    found = propose(home=headed, place=place, kind="introduction", language="de")
    assert found is not None
    assert "Territorialgemeinde Myrhorod" in found.data.body
    assert "Einwohnerzahl: 38.123" in found.data.body
    assert "Bad Pyrmont" in found.data.body
    assert found.profile_language == "en"
    assert found.left_out == ("website",)
    assert found.to_write == ()
    assert found.data.signatory_name == "Ivan Shcherban"
    assert found.data.signatory_position == "Bürgermeister"


def test_a_ukrainian_letter(headed: Community, place: Municipality) -> None:
    found = propose(home=headed, place=place, kind="proposal", language="uk")
    assert found is not None
    assert "Бад-Пірмонт" in found.data.body
    assert found.data.signatory_position == "Міський голова"


def test_the_oblast_is_named_once(office: Office, place: Municipality) -> None:
    found = propose(home=office.oblast, place=place, kind="proposal", language="uk")
    assert found is not None
    assert found.data.body.count(office.oblast.full_name) == 1


@pytest.mark.parametrize(
    ("country", "languages", "expected"),
    [("DE", [], "de"), ("JP", [], "en"), ("CH", ["fr"], "fr"), ("PL", ["de", "pl"], "pl")],
)
def test_the_language_of_the_place(country: str, languages: list[str], expected: str) -> None:
    assert language_of(country, languages) == expected


def test_each_draft_has_a_number(draft: Letter, place: Municipality) -> None:
    year = timezone.localdate().year
    assert draft.reference == f"PL-LET-{year}-0001"
    other = draw_up(actor=None, home=draft.home, place=place, kind="proposal", data=data())
    assert other.reference == f"PL-LET-{year}-0002"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"body": "Hallo {mayer}"}, "body"),
        ({"body": "x" * 100_000}, "body"),
        ({"subject": "x" * 201}, "subject"),
        ({"subject": "{nope}"}, "subject"),
        ({"recipient_email": "nobody"}, "recipient_email"),
        ({"language": "xx"}, "language"),
        ({"body": "   "}, "body"),
    ],
)
def test_bad_input_is_refused_by_field(
    changes: dict[str, Any], field: str, community: Community, place: Municipality
) -> None:
    with pytest.raises(InvalidLetter) as refusal:
        draw_up(
            actor=None,
            home=community,
            place=place,
            kind="proposal",
            data=replace(data(), **changes),
        )
    assert field in refusal.value.errors
    assert not Letter.objects.exists()


def test_markup_stays_text(community: Community, place: Municipality) -> None:
    nasty = '#import "x" {{ 7*7 }} <w:p/> *b* 😀'
    letter = draw_up(
        actor=None,
        home=community,
        place=place,
        kind="proposal",
        data=replace(data(), subject=nasty, body=nasty),
    )
    assert letter.body == nasty
    content = render_docx(paper_of(letter))
    texts = [one.text for one in docx.Document(io.BytesIO(content)).paragraphs]
    assert sum("{{ 7*7 }} <w:p/> *b* 😀" in text for text in texts) == 2
    assert render_pdf(paper_of(letter)).startswith(b"%PDF-")


def test_rewriting(draft: Letter, head: User) -> None:
    events = event_model_of(Letter).objects.count()
    rewrite(actor=head, letter=draft, data=data())
    assert event_model_of(Letter).objects.count() == events, "the same words leave no history"
    changed = rewrite(actor=head, letter=draft, data=replace(data(), body="An {mayor} {contact}"))
    assert changed.body == "An {mayor} rada@mosty.example, +380 5355 000 01"
    assert event_model_of(Letter).objects.count() == events + 1


# Sending


def test_sending_makes_a_link(draft: Letter, head: User) -> None:
    sent = mark_sent(actor=head, letter=draft, by="post")
    today = timezone.localdate()
    assert (sent.status, sent.sent_on) == (LetterStatus.SENT, today)
    assert sent.follow_up_on == today + dt.timedelta(days=21)
    assert sent.link is not None
    assert (sent.link.stage, sent.link.visibility) == ("letter", "internal")
    assert sent.link.municipality.partner_id is None


def test_sending_moves_a_first_contact(headed: Community, place: Municipality, head: User) -> None:
    link = TwinLinkFactory.create(community=headed, municipality=place, stage="contact")
    letter = draw_up(actor=head, home=headed, place=place, kind="proposal", data=data())
    assert letter.link == link
    mark_sent(actor=head, letter=letter)
    link.refresh_from_db()
    assert link.stage == "letter"
    assert letter.reference in link.stages.get().note


@pytest.mark.parametrize("stage", ["letter", "talks", "active", "dormant"])
def test_sending_never_moves_back(stage: str, headed: Community, place: Any, head: User) -> None:
    link = TwinLinkFactory.create(community=headed, municipality=place, stage=stage)
    letter = draw_up(actor=head, home=headed, place=place, kind="proposal", data=data())
    assert mark_sent(actor=head, letter=letter).link == link
    link.refresh_from_db()
    assert link.stage == stage
    assert TwinLink.objects.count() == 1


def test_sending_is_refused_while_words_are_missing(draft: Letter, head: User) -> None:
    rewrite(actor=head, letter=draft, data=replace(data(), body="Zum {event} am {event_date}"))
    with pytest.raises(LetterUnfinished) as refusal:
        mark_sent(actor=head, letter=draft)
    assert refusal.value.names == ["event", "event_date"]
    assert set(refusal.value.names) <= set(BY_HAND)
    draft.refresh_from_db()
    assert draft.status == "draft"
    assert not TwinLink.objects.exists()


def test_what_went_out_stays_as_it_was(draft: Letter, head: User) -> None:
    sent = mark_sent(actor=head, letter=draft)
    before = paper_of(sent)
    save_letterhead(actor=head, home=sent.home, data=replace(HEAD, email="new@mosty.example"))
    sent.refresh_from_db()
    assert paper_of(sent) == before
    with pytest.raises(WrongLetterStep):
        rewrite(actor=head, letter=sent, data=data())


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"on": dt.date(2999, 1, 1)}, "on"),
        ({"by": "pigeon"}, "sent_by"),
        ({"follow_up_on": dt.date(2020, 1, 1)}, ""),
    ],
)
def test_bad_sending(changes: dict[str, Any], field: str, draft: Letter, head: User) -> None:
    with pytest.raises(Refusal) as refusal:
        mark_sent(actor=head, letter=draft, **changes)
    assert isinstance(refusal.value, InvalidLetter)
    assert field in refusal.value.errors
    draft.refresh_from_db()
    assert draft.status == "draft"


@each("source", LetterStatus.values)
@each("target", LetterStatus.values)
def test_the_whole_table(source: str, target: str) -> None:
    letter = Letter(status=source)
    if target in letter_workflow.STEPS[source]:
        letter_workflow.move(letter, target)
        assert letter.status == target
    else:
        with pytest.raises(WrongLetterStep):
            letter_workflow.move(letter, target)


def test_closing_and_putting_off(draft: Letter, head: User) -> None:
    today = timezone.localdate()
    with pytest.raises(WrongLetterStep):
        follow_up(actor=head, letter=draft, follow_up_on=today + dt.timedelta(days=1))
    sent = mark_sent(actor=head, letter=draft, on=today - dt.timedelta(days=30))
    assert list(Letter.objects.overdue()) == [sent]
    with pytest.raises(InvalidLetter):
        follow_up(actor=head, letter=sent, follow_up_on=today)
    follow_up(actor=head, letter=sent, follow_up_on=today + dt.timedelta(days=7))
    assert not Letter.objects.overdue().exists()
    with pytest.raises(InvalidLetter):
        close(actor=head, letter=sent, status="answered", on=today - dt.timedelta(days=31))
    done = close(actor=head, letter=sent, status="answered", note="Ja!")
    assert (done.status, done.note, done.closed_on) == ("answered", "Ja!", today)
    with pytest.raises(WrongLetterStep):
        close(actor=head, letter=done, status="withdrawn")


# Letterheads


def test_a_broken_picture_is_refused(community: Community) -> None:
    for content in (b"", b"GIF89a", b"\x89PNG\r\n\x1a\nnonsense", b"x" * 600_000):
        with pytest.raises(InvalidLetter) as refusal:
            save_letterhead(actor=None, home=community, data=HEAD, arms=content)
        assert "arms" in refusal.value.errors


# Many in one go


def test_many_letters(headed: Community, head: User) -> None:
    places = [MunicipalityFactory.create(country=code) for code in ("DE", "PL", "JP")]
    batch = start_batch(
        actor=head, home=headed, kind="proposal", places=[(one, "") for one in places]
    )
    write_batch(batch)
    batch.refresh_from_db()
    assert batch.status == "done"
    assert sorted(one.language for one in batch.letters.all()) == ["de", "en", "pl"]
    with batch.file.open("rb") as file, zipfile.ZipFile(file) as archive:
        names = archive.namelist()
    assert len(names) == 6
    write_batch(batch)
    assert batch.letters.count() == 3, "done twice is done once"


def test_old_files_go(headed: Community, head: User) -> None:
    place = MunicipalityFactory.create()
    batch = start_batch(actor=head, home=headed, kind="proposal", places=[(place, "")])
    write_batch(batch)
    assert forget_old_letter_files() == 0
    type(batch).objects.update(finished_at=timezone.now() - dt.timedelta(days=31))
    assert forget_old_letter_files() == 1
    assert forget_old_letter_files() == 0
    batch.refresh_from_db()
    assert not batch.file
    assert batch.letters.count() == 1


def test_an_office_copies_a_text(office: Office, head: User) -> None:
    common = LetterTemplate.objects.get(office=None, kind="proposal", language="de")
    own = copy_template(actor=head, template=common, office=office)
    assert (own.body, own.office) == (common.body, office)
    with pytest.raises(InvalidLetter):
        copy_template(actor=head, template=common, office=office)


def test_one_failure_does_not_lose_the_others(
    headed: Community, head: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = MunicipalityFactory.create_batch(3)
    batch = start_batch(
        actor=head, home=headed, kind="proposal", places=[(one, "") for one in places]
    )
    real = propose

    def broken(**values: Any) -> Any:
        if values["place"] == places[1]:
            raise RuntimeError("broken")
        return real(**values)

    monkeypatch.setattr(letter_batches, "propose", broken)
    write_batch(batch)
    batch.refresh_from_db()
    assert batch.status == "done"
    assert batch.letters.count() == 2
    assert [bool(one.problem) for one in batch.items.order_by("pk")] == [False, True, False]


def test_an_interrupted_batch_goes_on(
    headed: Community, head: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = MunicipalityFactory.create_batch(3)
    batch = start_batch(
        actor=head, home=headed, kind="proposal", places=[(one, "") for one in places]
    )
    real = propose

    def killed(**values: Any) -> Any:
        if values["place"] == places[1]:
            raise KeyboardInterrupt
        return real(**values)

    monkeypatch.setattr(letter_batches, "propose", killed)
    with pytest.raises(KeyboardInterrupt):
        write_batch(batch)
    assert batch.letters.count() == 1
    monkeypatch.setattr(letter_batches, "propose", real)
    type(batch).objects.update(touched_at=timezone.now() - dt.timedelta(minutes=5))
    assert take_up_forgotten_letters() == 1
    batch.refresh_from_db()
    assert batch.status == "done"
    assert batch.letters.count() == 3


def test_an_unfinished_letter_is_not_in_the_file(community: Community, head: User) -> None:
    """Without a letterhead nobody knows where to answer."""
    place = MunicipalityFactory.create()
    batch = start_batch(actor=head, home=community, kind="proposal", places=[(place, "")])
    write_batch(batch)
    item = batch.items.get()
    assert item.letter is not None
    assert item.problem["en"]


def test_too_many_and_none(community: Community, head: User) -> None:
    with pytest.raises(NobodyToWriteTo):
        start_batch(actor=head, home=community, kind="proposal", places=[])
    places = [(one, "") for one in MunicipalityFactory.create_batch(51)]
    with pytest.raises(TooManyLetters) as refusal:
        start_batch(actor=head, home=community, kind="proposal", places=places)
    assert "51" in str(refusal.value)
    assert "50" in str(refusal.value)
