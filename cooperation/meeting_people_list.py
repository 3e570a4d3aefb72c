"""Participants as a list, a line for each: typed, or pasted from a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from common.exchange.vocabulary import word_key
from common.intake.forms import RefusableForm
from common.intake.texts import one_line
from cooperation.meeting_data import PersonData
from cooperation.meeting_enums import Side
from cooperation.models import Meeting
from projects.record_forms import long

LARGEST_LIST = 30_000
MOST_LINES = 100
# A person with a position; more cells than these leave in doubt what is what.
MOST_WORDS = 3
LENGTHS = (200, 200, 300)
# The heading of a table that was pasted with it.
HEADINGS = frozenset({"піб", "піп", "прізвище", "учасник", "ім'я", "name", "full name"})


class PeopleListForm(RefusableForm):
    people = long(
        _("Participants"),
        LARGEST_LIST,
        rows=10,
        help_text=_(
            "One person per line: name; position; organisation; e-mail. A table can be pasted as "
            "it is. The office, communities and partners that the meeting names are recognised."
        ),
    )
    language = forms.ChoiceField(
        label=_("Language of letters"),
        choices=[("uk", _("Ukrainian")), ("en", _("English"))],
        initial="uk",
    )

    def __init__(self, data: Any, files: Any, *, meeting: Meeting, **_options: Any) -> None:
        super().__init__(data)
        self.meeting = meeting
        self.fields["people"].required = True

    def clean(self) -> dict[str, Any]:
        """Every line that cannot be understood is named at once."""
        given = super().clean() or self.cleaned_data
        if "people" not in given:
            return given
        lines = list(_lines(given["people"]))
        if len(lines) > MOST_LINES:
            self.add_error("people", _now("At most 100 people at once."))
            return given
        self.found: list[PersonData] = []
        sides = dict(_sides(self.meeting))
        for number, cells in lines:
            try:
                self.found.append(_person(cells, sides, given.get("language", "uk")))
            except ValidationError as error:
                said = {"number": number, "reason": " ".join(error.messages)}
                self.add_error("people", _now("Line %(number)s: %(reason)s") % said)
        return given


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(text.splitlines(), start=1):
        cells = [one_line(one) for one in line.split(_sign_of(line))]
        is_heading = number == 1 and word_key(cells[0]) in HEADINGS
        if any(cells) and not is_heading:
            yield number, cells


def _sign_of(line: str) -> str:
    """Of a table, of a list as the form asks for it, or of a sentence that ends in an address."""
    signs = [one for one in "\t;" if one in line]
    return signs[0] if signs else ("," if "@" in line.rpartition(",")[2] else ";")


def _sides(meeting: Meeting) -> Iterator[tuple[str, dict[str, Any]]]:
    """What the meeting names, by each of its names."""
    named = (
        (Side.OFFICE, [meeting.office]),
        (Side.COMMUNITY, meeting.communities.all()),
        (Side.PARTNER, meeting.partners.all()),
    )
    for side, records in named:
        for one in records:
            for name in ("name", "name_en", "full_name", "full_name_en"):
                if getattr(one, name, ""):
                    yield word_key(getattr(one, name)), {"side": side, side.value: one}


def _person(cells: list[str], sides: dict[str, dict[str, Any]], language: str) -> PersonData:
    """Raises ValidationError with what is wrong with the line."""
    email = next((one for one in cells if "@" in one), "")
    words = [one for one in cells if "@" not in one]
    while words and not words[-1]:
        words.pop()
    if not 1 < len(words) <= MOST_WORDS:
        raise ValidationError(_now("put a semicolon between name; position; organisation; e-mail."))
    if email:
        validate_email(email)
    name, *position, organisation = words
    if not organisation:
        raise ValidationError(_now("say whom the person speaks for."))
    if any(
        len(one) > most for one, most in zip((name, *position, organisation), LENGTHS, strict=False)
    ):
        raise ValidationError(_now("this is too long for a name."))
    speaks = sides.get(word_key(organisation), {"side": Side.OTHER, "organisation": organisation})
    return PersonData(
        **speaks,
        full_name=name,
        position=position[0] if position else "",
        email=email,
        language=language,
    )
