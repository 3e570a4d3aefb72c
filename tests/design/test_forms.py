"""How forms come out, and choosing by typing with and without scripts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from django import forms
from django.db.models import QuerySet
from django.utils import translation

from common.codelists.models import Theme
from common.design.widgets import TypingChoiceField, Upload


def find_themes(themes: QuerySet[Theme], text: str) -> QuerySet[Theme]:
    return themes.filter(name__icontains=text).order_by("name")


class Sample(forms.Form):
    name = forms.CharField(label="name of it", help_text="As in the charter.")
    kind = forms.ChoiceField(choices=[("", "–"), ("a", "A")])
    who = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    agreed = forms.BooleanField()
    note = forms.CharField(required=False)
    file = forms.FileField(required=False, widget=Upload)


class ChooseTheme(forms.Form):
    theme = TypingChoiceField(
        Theme.objects.all(), url="/themes/", find=find_themes, to_field_name="slug"
    )


@pytest.fixture(autouse=True)
def _english() -> Iterable[None]:
    with translation.override("en"):
        yield


def test_a_label_stands_above_and_the_hint_describes_the_field() -> None:
    html = str(Sample())
    assert '<label class="field__label" for="id_name">' in html
    assert "Name of it" in html
    assert 'id="id_name_helptext"' in html
    assert 'aria-describedby="id_name_helptext"' in html
    assert html.count("(optional)") == 2
    assert "error-summary" not in html


def test_an_error_is_summed_up_on_top_and_leads_to_its_field() -> None:
    form = Sample({"note": "typed"})
    html = str(form)
    assert html.index("error-summary") < html.index("id_name_helptext")
    for target in ("id_name", "id_kind", "id_who_0", "id_agreed"):
        assert f'href="#{target}"' in html
        assert f'id="{target}"' in html
    assert 'aria-invalid="true"' in html
    assert 'value="typed"' in html


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("kind", "Choose from the list."),
        ("who", "Choose one of these."),
        ("agreed", "Tick the box to go on."),
    ],
)
def test_a_missing_answer_is_asked_for_in_fitting_words(field: str, message: str) -> None:
    assert Sample({}).errors[field] == [message]


@pytest.fixture
def themes(db: None) -> list[Theme]:
    return [
        Theme.objects.create(slug=slug, name=name, name_en=slug.title())
        for slug, name in (("energy", "Енергетика"), ("energy-saving", "Енергетика будинків"))
    ]


def chosen(**data: Any) -> ChooseTheme:
    return ChooseTheme(data)


def label(form: ChooseTheme, theme: Theme) -> str:
    return form.fields["theme"].label_from_instance(theme)  # type: ignore[attr-defined, no-any-return]


def test_a_chosen_suggestion_is_taken(themes: list[Theme]) -> None:
    form = chosen(theme="energy", theme_text=label(ChooseTheme(), themes[0]))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["theme"] == themes[0]


def test_without_scripts_the_typed_name_is_found(themes: list[Theme]) -> None:
    assert chosen(theme_text="будинків").is_valid()


def test_a_text_changed_after_the_choice_counts_more_than_the_choice(themes: list[Theme]) -> None:
    form = chosen(theme="energy", theme_text="будинків")
    assert form.is_valid()
    assert form.cleaned_data["theme"] == themes[1]


def test_an_unknown_name_and_a_vague_one_are_said(themes: list[Theme]) -> None:
    assert "We found no" in chosen(theme_text="космос").errors["theme"][0]
    assert len(str(chosen(theme_text="космос " * 2000).errors["theme"][0])) < 200
    vague = chosen(theme_text="нергетик").errors["theme"][0]
    assert "names several" in vague


def test_what_was_typed_is_shown_again(themes: list[Theme]) -> None:
    html = str(chosen(theme_text="космос")["theme"])
    assert 'value="космос"' in html
    assert 'data-url="/themes/"' in html


def test_an_initial_value_shows_its_name(themes: list[Theme]) -> None:
    html = str(ChooseTheme(initial={"theme": "energy"})["theme"])
    assert 'name="theme" value="energy"' in html
    assert f'value="{label(ChooseTheme(), themes[0])}"' in html
