"""Letters to places abroad: drawing up, saving, sending, what came of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import acting
from common.codelists.enums import Visibility
from common.intake.texts import many_lines, one_line
from common.intake.values import Errors, wrong_values
from common.references.allocation import allocate
from communities.models import Community, Oblast
from communities.prefixes import reference_prefix
from twinning import letter_workflow
from twinning.letter_enums import LetterStatus, SentBy
from twinning.letter_exceptions import InvalidLetter, UnknownField, WrongLetterStep
from twinning.letter_fields import Filled, fill, refuse_unfinished, refuse_unknown, values_of
from twinning.letter_paper import kept_form
from twinning.letter_sender import profile_of, sender_of
from twinning.link_data import TwinLinkData
from twinning.link_enums import LinkStage
from twinning.models import Letter, LetterBatch, Municipality, TwinLink
from twinning.models.letters import LANGUAGES, LONGEST_SUBJECT
from twinning.services.letter_templates import template_for
from twinning.services.links import register_twin_link, take_stage

SERIES = "LET"
FOLLOW_UP_AFTER = dt.timedelta(days=21)


@dataclass(frozen=True, kw_only=True)
class LetterData:
    """All that people write of a letter."""

    language: str
    subject: str
    body: str
    recipient_name: str = ""
    recipient_address: str = ""
    recipient_email: str = ""
    signatory_name: str = ""
    signatory_position: str = ""
    dated_on: dt.date = field(default_factory=timezone.localdate)

    def cleaned(self) -> LetterData:
        return replace(
            self,
            subject=one_line(self.subject),
            body=many_lines(self.body),
            recipient_name=one_line(self.recipient_name),
            recipient_address=many_lines(self.recipient_address),
            recipient_email=one_line(self.recipient_email),
            signatory_name=one_line(self.signatory_name),
            signatory_position=one_line(self.signatory_position),
        )


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """A letter as the portal would write it, with what it could not know.

    `language`: of the template, English where the wanted one has none. `profile_language`: of the
    text about the sender, empty when there is none or the letter holds none.
    """

    data: LetterData
    wanted: str
    profile_language: str
    left_out: tuple[str, ...]
    to_write: tuple[str, ...]


def propose(
    *,
    home: Community | Oblast,
    place: Municipality,
    kind: str,
    language: str,
    recipient_name: str = "",
) -> Proposed | None:
    """Fill the template in; nothing is saved. None when there is no template of the kind."""
    template = template_for(home, kind, language)
    if template is None:
        return None
    spoken = template.language
    sender, profile = sender_of(home, spoken), profile_of(home, spoken)
    values = values_of(
        home=home,
        place=place,
        language=spoken,
        sender=sender,
        profile=profile,
        recipient=recipient_name,
        dated_on=timezone.localdate(),
    )
    subject, body = fill(template.subject, values), fill(template.body, values)
    data = LetterData(
        language=spoken,
        subject=_said_once(subject, home, values).text[:LONGEST_SUBJECT],
        body=_said_once(body, home, values).text,
        recipient_name=recipient_name,
        signatory_name=sender.signatory_name,
        signatory_position=sender.signatory_position,
    )
    return Proposed(
        data=data,
        wanted=language,
        profile_language=profile.language if profile.text and "{profile}" in template.body else "",
        left_out=tuple(dict.fromkeys((*subject.left_out, *body.left_out))),
        to_write=tuple(dict.fromkeys((*subject.to_write, *body.to_write))),
    )


def _said_once(filled: Filled, home: Community | Oblast, values: dict[str, str]) -> Filled:
    """«Полтавська область (Полтавська область, Україна)» is said once."""
    if isinstance(home, Community):
        return filled
    name = values["community"]
    return replace(filled, text=filled.text.replace(f"{name} ({name}, ", f"{name} ("))


@transaction.atomic
def draw_up(
    *,
    actor: User | None,
    home: Community | Oblast,
    place: Municipality,
    kind: str,
    data: LetterData,
    link: TwinLink | None = None,
    batch: LetterBatch | None = None,
) -> Letter:
    """Keep a new draft; it gets its number now. Refuses InvalidLetter."""
    letter = Letter(
        community=home if isinstance(home, Community) else None,
        oblast=home if isinstance(home, Oblast) else None,
        municipality=place,
        kind=kind,
        link=link or _living_link(home, place),
        batch=batch,
        author=actor,
    )
    _write(letter, data)
    letter.reference = allocate(
        prefix=reference_prefix(letter.home_oblast.code),
        series=SERIES,
        year=timezone.localdate().year,
    )
    with acting(actor=actor):
        letter.save()
    return letter


@transaction.atomic
def rewrite(*, actor: User | None, letter: Letter, data: LetterData) -> Letter:
    """Change a draft; the same words again change nothing. Refuses: WrongLetterStep (it went
    out), InvalidLetter.
    """
    letter = _locked(letter)
    if letter.status != LetterStatus.DRAFT:
        raise WrongLetterStep
    before = data_of(letter)
    _write(letter, data)
    if data_of(letter) != before:
        letter.updated_at = timezone.now()
        with acting(actor=actor):
            letter.save()
    return letter


def data_of(letter: Letter) -> LetterData:
    return LetterData(**{name: getattr(letter, name) for name in LetterData.__annotations__})


def _write(letter: Letter, data: LetterData) -> None:
    """Fields that the author put into the text are filled; those that nobody knows stay."""
    data = data.cleaned()
    _refuse_unwritable(data)
    values = values_of(
        home=letter.home,
        place=letter.municipality,
        language=data.language,
        sender=sender_of(letter.home, data.language),
        profile=profile_of(letter.home, data.language),
        recipient=data.recipient_name,
        dated_on=data.dated_on,
    )
    values["signatory"] = data.signatory_name or values["signatory"]
    values["position"] = data.signatory_position or values["position"]
    data = replace(data, subject=fill(data.subject, values).text, body=fill(data.body, values).text)
    for name in LetterData.__annotations__:
        setattr(letter, name, getattr(data, name))
    _check(letter)


def _refuse_unwritable(data: LetterData) -> None:
    errors: Errors = {}
    if data.language not in LANGUAGES:
        errors["language"] = [_("Letters cannot be set in this language yet.")]
    for name in ("subject", "body"):
        try:
            refuse_unknown(getattr(data, name))
        except UnknownField as refusal:
            errors[name] = [str(refusal)]
    if errors:
        raise InvalidLetter(errors)


def _check(letter: Letter) -> None:
    exclude = {"reference", "public_id", "author", "link", "batch"}
    errors = wrong_values(letter, exclude=exclude)
    if errors:
        raise InvalidLetter(errors)


# Sending


@transaction.atomic
def mark_sent(
    *,
    actor: User | None,
    letter: Letter,
    on: dt.date | None = None,
    by: str = SentBy.EMAIL,
    follow_up_on: dt.date | None = None,
    note: str = "",
) -> Letter:
    """Record that the author has sent it, keep the paper as it is, move the link on.

    A first contact becomes «letter sent»; without a link one is made, for officials and the
    community only; a link that has come further stays where it is. `on` is today, `follow_up_on`
    21 days later if not said. Refuses: WrongLetterStep, LetterUnfinished, InvalidLetter.
    """
    letter = _locked(letter)
    letter_workflow.move(letter, LetterStatus.SENT)
    refuse_unfinished(letter.subject, letter.body)
    letter.sent_on = on or timezone.localdate()
    letter.follow_up_on = follow_up_on or letter.sent_on + FOLLOW_UP_AFTER
    letter.sent_by, letter.note = by, one_line(note)
    if letter.sent_on > timezone.localdate():
        raise InvalidLetter({"on": [_("This day is yet to come.")]})
    _check(letter)
    letter.as_sent = kept_form(letter)
    with acting(actor=actor):
        letter.link = _moved_link(actor, letter)
        letter.updated_at = timezone.now()
        letter.save()
    return letter


def _moved_link(actor: User | None, letter: Letter) -> TwinLink:
    assert letter.sent_on is not None
    link = letter.link if letter.link and letter.link.stage != LinkStage.ENDED else None
    link = link or _living_link(letter.home, letter.municipality)
    note = _("Letter %(reference)s") % {"reference": letter.reference}
    if link is None:
        return register_twin_link(
            actor=actor,
            data=TwinLinkData(
                municipality=letter.municipality,
                community=letter.community,
                oblast=letter.oblast,
                visibility=Visibility.INTERNAL,
            ),
            stage=LinkStage.LETTER,
            on=letter.sent_on,
            note=note,
        )
    if link.stage == LinkStage.CONTACT:
        return take_stage(
            actor=actor, link=link, stage=LinkStage.LETTER, on=letter.sent_on, note=note
        )
    return link


def _living_link(home: Community | Oblast, place: Municipality) -> TwinLink | None:
    side = "community" if isinstance(home, Community) else "oblast"
    rows = TwinLink.objects.alive().filter(**{side: home}, municipality=place)
    found: TwinLink | None = rows.order_by("pk").first()
    return found


@transaction.atomic
def close(
    *,
    actor: User | None,
    letter: Letter,
    status: str,
    on: dt.date | None = None,
    note: str = "",
) -> Letter:
    """An answer came, none did, or the letter is withdrawn. Refuses: WrongLetterStep,
    InvalidLetter (a day to come, a day before the letter went out).
    """
    letter = _locked(letter)
    if status not in letter_workflow.CLOSING:
        raise WrongLetterStep
    letter_workflow.move(letter, status)
    letter.closed_on = on or timezone.localdate()
    if letter.closed_on > timezone.localdate():
        raise InvalidLetter({"on": [_("This day is yet to come.")]})
    if letter.sent_on and letter.closed_on < letter.sent_on:
        raise InvalidLetter({"on": [_("The letter went out later than this day.")]})
    letter.note = one_line(note) or letter.note
    letter.updated_at = timezone.now()
    _check(letter)
    with acting(actor=actor):
        letter.save()
    return letter


@transaction.atomic
def follow_up(*, actor: User | None, letter: Letter, follow_up_on: dt.date) -> Letter:
    """Put off the day to ask again. Refuses: WrongLetterStep (nothing is waited for),
    InvalidLetter (a day that has passed).
    """
    letter = _locked(letter)
    if letter.status != LetterStatus.SENT:
        raise WrongLetterStep
    if follow_up_on <= timezone.localdate():
        raise InvalidLetter({"follow_up_on": [_("Choose a day that is yet to come.")]})
    letter.follow_up_on, letter.updated_at = follow_up_on, timezone.now()
    with acting(actor=actor):
        letter.save(update_fields=["follow_up_on", "updated_at"])
    return letter


def _locked(letter: Letter) -> Letter:
    rows = Letter.objects.select_related("community__oblast", "oblast", "municipality", "link")
    found: Letter = rows.select_for_update(of=("self",)).get(pk=letter.pk)
    return found
