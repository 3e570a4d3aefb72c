"""What people type about places abroad, and what the finder is asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from partners.agreement_fields import CommunityChoice
from partners.data import language_names
from twinning.enums import Association, Listing, MunicipalityKind, MunicipalityTag
from twinning.models import Municipality
from twinning.services.municipalities import LISTS, MunicipalityData
from twinning.similarity.weights import LARGEST_WEIGHT, Weights


def country_choices(codes: set[str] | None = None) -> list[tuple[str, str]]:
    """Countries in the order of the page's language; only those of `codes` if given."""
    chosen = [
        (str(code), str(name))
        for code, name in countries
        if code != "UA" and (codes is None or code in codes)
    ]
    return sorted(chosen, key=lambda pair: [ALPHABET.find(sign) for sign in pair[1].lower()])


# Latin letters first, then Ukrainian ones in their own order; other signs before all.
ALPHABET = "abcdefghijklmnopqrstuvwxyz" + "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"


class WeightField(forms.FloatField):
    """A slider; without scripts and styles it is a number."""

    def __init__(self, **options: Any) -> None:
        slider = forms.NumberInput(
            attrs={"type": "range", "step": "0.5", "min": "0", "max": f"{LARGEST_WEIGHT:g}"}
        )
        super().__init__(
            min_value=0,
            max_value=LARGEST_WEIGHT,
            required=False,
            initial=1,
            widget=slider,
            localize=False,
            **options,
        )


class FinderForm(forms.Form):
    """A GET form: the whole question is in the address."""

    community = CommunityChoice(label=_("Community"))
    country = forms.ChoiceField(label=_("Country"), required=False)
    size = WeightField(
        label=_("Like size"), help_text=_("How much it matters that both have as many people.")
    )
    standing = WeightField(
        label=_("Size of the place"),
        help_text=_("Larger cities have more links; small ones answer more readily."),
    )
    ties = WeightField(
        label=_("Existing ties"),
        help_text=_(
            "Prefer countries that have links with Ukraine, above all with your oblast, and places "
            "near the partners of your oblast."
        ),
    )
    nearness = WeightField(
        label=_("Nearness"), help_text=_("Push back what is farther than 2,000 km.")
    )

    def __init__(self, data: Any = None, *, countries_in_use: set[str]) -> None:
        super().__init__(data)
        choices = [("", _("All countries")), *country_choices(countries_in_use)]
        self.fields["country"].choices = choices  # type: ignore[attr-defined]

    def weights(self) -> Weights:
        given = {name: str(self.cleaned_data.get(name) or "") for name in WEIGHTS}
        zero = {name for name in WEIGHTS if self.cleaned_data.get(name) == 0}
        return Weights.read({name: "0" if name in zero else given[name] for name in WEIGHTS})


WEIGHTS = ("size", "standing", "ties", "nearness")


class MunicipalityForm(forms.ModelForm):  # type: ignore[type-arg]
    """Checked here field by field; the service has the last word."""

    country = forms.ChoiceField(label=_("country"))
    languages = forms.MultipleChoiceField(
        label=_("languages"), required=False, widget=forms.SelectMultiple(attrs={"size": 6})
    )
    tags = forms.MultipleChoiceField(
        label=_("profile"),
        required=False,
        choices=MunicipalityTag.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    associations = forms.MultipleChoiceField(
        label=_("member of"),
        required=False,
        choices=Association.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    listed_on = forms.MultipleChoiceField(
        label=_("listed on"),
        required=False,
        choices=Listing.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Municipality
        fields = (
            *("name", "name_uk", "name_en", "other_names", "kind", "country", "region"),
            *("population", "latitude", "longitude", "is_suburban", "website", "languages"),
            *("tags", "associations", "listed_on"),
        )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["country"].choices = country_choices()  # type: ignore[attr-defined]
        names = sorted(language_names("uk").items(), key=lambda pair: pair[1])
        self.fields["languages"].choices = names  # type: ignore[attr-defined]
        self.fields["kind"].choices = MunicipalityKind.choices  # type: ignore[attr-defined]
        self.initial["country"] = str(self.instance.country or "")

    def data_for_service(self) -> MunicipalityData:
        # Not `self.Meta`: the administration puts its own fields there.
        values = {name: self.cleaned_data[name] for name in MunicipalityForm.Meta.fields}
        return MunicipalityData(**values | {name: tuple(values[name]) for name in LISTS})

    def _post_clean(self) -> None:
        """Constraints are the service's business: it works on the locked record."""
