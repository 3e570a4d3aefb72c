"""Form fields that the forms of agreements share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import astuple
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from common.design.languages import wording
from common.design.widgets import TypingChoiceField
from common.search.names import search_names
from communities.models import Community, Raion
from partners.agreement_data import Signatory

LONGEST_NAME = 200
USUAL_WORDS = re.compile(
    r"\b((міська|селищна|сільська)\s+)?територіальна\s+громада\b|\bрайон\b"
    r"|\b(urban|settlement|rural)?\s*community\b|\braion\b",
    re.IGNORECASE,
)
SIGNATORIES_HELP = _(
    "One person per line: name, comma, position. The same in English may follow after a bar: "
    "Олена Іваненко, міська голова | Olena Ivanenko, Mayor"
)


def date_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


def text_field(label: Any, largest: int, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=largest, **{"required": False, **options})


def long_field(label: Any, largest: int, rows: int = 4, **options: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=largest, required=False, widget=area, **options)


def community_label(community: Any) -> str:
    """With the oblast: nine communities are «Миколаївська»."""
    parts = (wording(community, "full_name").text, wording(community.oblast, "full_name").text)
    return ", ".join(parts)


def find_territories(rows: Any, text: str) -> Any:
    """By a part of the name, or by the whole label, whose usual words are in no name."""
    named = USUAL_WORDS.sub("", text.partition(",")[0])
    return search_names(rows, named if named.strip() else text)


class CommunityChoice(TypingChoiceField):
    """A community chosen by typing."""

    def __init__(self, **options: Any) -> None:
        rows = Community.objects.in_force().select_related("oblast").in_ukrainian_order()
        super().__init__(
            rows,
            url=lambda: reverse("agreements:community-choices"),
            find=find_territories,
            to_field_name="code",
            **options,
        )

    def label_from_instance(self, obj: Any) -> str:
        return community_label(obj)


class RaionChoice(TypingChoiceField):
    """A raion chosen by typing."""

    def __init__(self, **options: Any) -> None:
        rows = Raion.objects.in_force().select_related("oblast").in_ukrainian_order()
        super().__init__(
            rows,
            url=lambda: reverse("agreements:raion-choices"),
            find=find_territories,
            to_field_name="code",
            **options,
        )

    def label_from_instance(self, obj: Any) -> str:
        return community_label(obj)


class SignatoriesField(forms.CharField):
    """One person per line: the name, a comma, the position; the same in English after a bar."""

    def __init__(self, side: str, **options: Any) -> None:
        self.side = side
        options.setdefault("widget", forms.Textarea(attrs={"rows": 2}))
        super().__init__(required=False, max_length=2000, **options)

    def to_python(self, value: Any) -> Any:
        lines = (super().to_python(value) or "").splitlines()
        return tuple(self._signatory(line) for line in lines if line.strip())

    def _signatory(self, line: str) -> Signatory:
        ours, _bar, english = line.partition("|")
        name, _comma, position = ours.partition(",")
        name_en, _comma, position_en = english.partition(",")
        said = Signatory(self.side, name, position, name_en, position_en).cleaned()
        if max(len(text) for text in astuple(said)) > LONGEST_NAME:
            raise ValidationError(_now("A line is too long: name, comma, position."))
        if not said.full_name:
            raise ValidationError(_now("A line begins with the name: name, comma, position."))
        return said


def lines_of(people: Iterable[Signatory], side: str) -> str:
    """As `SignatoriesField` reads them."""
    return "\n".join(_line(one) for one in people if one.side == side)


def _line(person: Signatory) -> str:
    ours = ", ".join(filter(None, (person.full_name, person.position)))
    english = ", ".join(filter(None, (person.full_name_en, person.position_en)))
    if person.position_en and not person.full_name_en:
        english = f"{person.full_name}, {person.position_en}"
    return " | ".join(filter(None, (ours, english)))
