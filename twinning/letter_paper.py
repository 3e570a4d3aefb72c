"""A letter as a paper: what `common.documents` sets as DOCX and PDF."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from common.documents.document import Block, Document, Head, Signature, blocks_of
from common.documents.languages import date_in
from twinning.letter_names import country_in, place_name
from twinning.letter_sender import arms_of, sender_of
from twinning.letter_words import ADDRESSEE_UK, WORDS
from twinning.models import Letter


def paper_of(letter: Letter) -> Document:
    """As it went out, once it has; a draft with the letterhead of today."""
    return _kept(letter.as_sent) if letter.as_sent else drawn_up(letter)


def drawn_up(letter: Letter) -> Document:
    sender = sender_of(letter.home, letter.language)
    head = Head(
        name=sender.name,
        over=sender.over,
        lines=sender.lines,
        picture=arms_of(sender.arms, sender.name),
    )
    signature = Signature(name=letter.signatory_name, position=letter.signatory_position)
    return Document(
        language=letter.language,
        title=letter.subject,
        subject=letter.subject,
        head=head,
        dated=date_in(letter.language, letter.dated_on),
        reference=f"№ {letter.reference}" if letter.language == "uk" else letter.reference,
        addressee=addressee_of(letter),
        blocks=blocks_of(letter.body),
        signatures=(signature,) if letter.signatory_name else (),
    )


def addressee_of(letter: Letter) -> tuple[str, ...]:
    """To whom, the place unless the address names it, the address, the country."""
    language = letter.language
    unknown = ADDRESSEE_UK if language == "uk" else WORDS[language].addressee
    place = place_name(letter.municipality, language)
    lines = (
        letter.recipient_name or unknown,
        "" if place in letter.recipient_address else place,
        *letter.recipient_address.splitlines(),
        country_in(str(letter.municipality.country), language),
    )
    return tuple(line.strip() for line in lines if line.strip())


def kept_form(letter: Letter) -> dict[str, Any]:
    """The paper as JSON. The picture is named, not copied: files are never replaced."""
    paper = drawn_up(letter)
    picture = paper.head.picture
    plain = replace(paper, head=replace(paper.head, picture=None))
    arms = sender_of(letter.home, letter.language).arms if picture else ""
    return {**asdict(plain), "arms": arms}


def _kept(form: dict[str, Any]) -> Document:
    head = form["head"]
    return Document(
        **{name: form[name] for name in ("language", "title", "dated", "reference", "subject")},
        head=Head(
            name=head["name"],
            over=head["over"],
            lines=tuple(head["lines"]),
            picture=arms_of(form["arms"], head["name"]),
        ),
        addressee=tuple(form["addressee"]),
        blocks=tuple(Block(one["kind"], one["text"]) for one in form["blocks"]),
        signatures=tuple(Signature(**one) for one in form["signatures"]),
    )
