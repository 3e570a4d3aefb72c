"""What people type about letters. The services have the last word."""

from __future__ import annotations

from typing import Any

from babel import Locale
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.design.formats import current_language
from common.design.languages import wording
from common.documents.languages import WRITINGS
from communities.models import Community, Oblast
from partners.agreement_fields import CommunityChoice
from twinning import letter_workflow
from twinning.letter_enums import LetterKind, LetterStatus, SentBy
from twinning.letter_words import language_of
from twinning.link_forms import DATE, PlaceChoice
from twinning.link_permissions import coordinated_communities, keeps_oblast
from twinning.models import Letter, LetterTemplate
from twinning.models.letters import LONGEST_BODY, LONGEST_SUBJECT
from twinning.services.letterheads import COLUMNS, LetterheadData
from twinning.services.letters import FOLLOW_UP_AFTER, LetterData


def language_choices() -> list[tuple[str, str]]:
    """By name in the language of the page; the most used ones first."""
    names = Locale(current_language()).languages
    return [(code, str(names[code])) for code in WRITINGS]


def language_name(code: str) -> str:
    return dict(language_choices()).get(code, code)


class HomeForm(forms.Form):
    """In whose name one writes: a community, or the oblast of the own office."""

    community = CommunityChoice(label=_("Community"), required=False)
    oblast = forms.ModelChoiceField(
        label=pgettext_lazy("territory", "Oblast"),
        queryset=Oblast.objects.none(),
        to_field_name="code",
        required=False,
        help_text=_("Instead of a community: a letter in the name of the whole oblast."),
    )

    def __init__(self, data: Any = None, *, user: Any, **options: Any) -> None:
        super().__init__(data, **options)
        mine = [one.pk for one in Oblast.objects.in_force() if keeps_oblast(user, one.pk)]
        if not mine:
            del self.fields["oblast"]
            self._offer_own(user)
            return
        rows = Oblast.objects.filter(pk__in=mine).in_ukrainian_order()
        self.fields["oblast"].queryset = rows  # type: ignore[attr-defined]
        self.fields["oblast"].label_from_instance = (  # type: ignore[attr-defined]
            lambda one: wording(one, "full_name").text
        )

    def _offer_own(self, user: Any) -> None:
        """A coordinator chooses among the own communities: mostly there is one."""
        own = Community.objects.filter(pk__in=coordinated_communities(user)).in_ukrainian_order()
        choice = forms.ModelChoiceField(
            label=_("Community"), queryset=own, to_field_name="code", empty_label=None
        )
        choice.label_from_instance = lambda one: wording(one, "full_name").text  # type: ignore[assignment]
        self.fields["community"] = choice

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if not self.errors and bool(values.get("community")) == bool(values.get("oblast")):
            self.add_error("community", _("Name a community or an oblast, one of the two."))
        return values

    @property
    def home(self) -> Community | Oblast:
        home: Community | Oblast = self.cleaned_data["community"] or self.cleaned_data["oblast"]
        return home


class LetterStartForm(HomeForm):
    """The question that stands in the address: who, to whom, what, in which language."""

    municipality = PlaceChoice(label=_("Place abroad"))
    kind = forms.ChoiceField(label=_("Kind of letter"), choices=LetterKind.choices)
    language = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            ("", _("the language of the place")),
            *language_choices(),
        ]

    @property
    def language_wanted(self) -> str:
        place = self.cleaned_data["municipality"]
        chosen: str = self.cleaned_data["language"]
        return chosen or language_of(str(place.country), place.languages)


class LetterForm(forms.Form):
    """The text of a letter and whatever stands around it."""

    language = forms.CharField(widget=forms.HiddenInput)
    subject = forms.CharField(label=_("Subject"), max_length=LONGEST_SUBJECT)
    body = forms.CharField(
        label=_("Text"),
        max_length=LONGEST_BODY,
        widget=forms.Textarea(attrs={"rows": 20}),
        help_text=_(
            "An empty line begins a paragraph, a dash before a line makes an item of a list. "
            "Quotes and dashes become those of the language by themselves."
        ),
    )
    recipient_name = forms.CharField(
        label=_("To whom"),
        required=False,
        max_length=200,
        help_text=_("Name and position, in the language of the letter."),
    )
    recipient_address = forms.CharField(
        label=_("Postal address"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    recipient_email = forms.EmailField(label=_("E-mail of the recipient"), required=False)
    signatory_name = forms.CharField(label=_("Who signs"), required=False, max_length=150)
    signatory_position = forms.CharField(label=_("Position"), required=False, max_length=200)
    dated_on = forms.DateField(label=_("Date of the letter"), widget=DATE)

    def __init__(self, data: Any = None, *, language: str, **options: Any) -> None:
        super().__init__(data, **options)
        for name in ("subject", "body", "recipient_name", "signatory_name", "signatory_position"):
            self.fields[name].widget.attrs |= {"lang": language, "spellcheck": "true"}

    def clean_language(self) -> str:
        code: str = self.cleaned_data["language"]
        if code not in WRITINGS:
            raise forms.ValidationError(_("Letters cannot be set in this language yet."))
        return code

    def data_for_service(self) -> LetterData:
        return LetterData(**self.cleaned_data)


class SendForm(forms.Form):
    """The author has sent it: when, how, when to ask again."""

    by = forms.ChoiceField(label=_("How it was sent"), choices=SentBy.choices)
    on = forms.DateField(label=_("Sent on"), widget=DATE)
    follow_up_on = forms.DateField(
        label=_("Ask again on"),
        widget=DATE,
        help_text=_("If no answer comes until then, the letter stands first in the list."),
    )

    def __init__(self, data: Any = None) -> None:
        today = timezone.localdate()
        start = {"on": today, "follow_up_on": today + FOLLOW_UP_AFTER}
        super().__init__(data, initial=start, auto_id="send-%s")


class CloseForm(forms.Form):
    """What came of the letter; only steps that lead on from where it is."""

    status = forms.ChoiceField(label=_("What came of it"))
    on = forms.DateField(label=_("On"), widget=DATE)
    note = forms.CharField(label=_("Note"), required=False, max_length=500)

    def __init__(self, data: Any = None, *, letter: Letter) -> None:
        super().__init__(data, initial={"on": timezone.localdate()}, auto_id="close-%s")
        labels = dict(LetterStatus.choices)
        self.fields["status"].choices = [  # type: ignore[attr-defined]
            (code, labels[code]) for code in letter_workflow.closings_from(letter.status)
        ]


class FollowUpForm(forms.Form):
    """Asked again: the next day to look."""

    follow_up_on = forms.DateField(label=_("Ask again on"), widget=DATE)

    def __init__(self, data: Any = None) -> None:
        later = timezone.localdate() + FOLLOW_UP_AFTER
        super().__init__(data, initial={"follow_up_on": later}, auto_id="again-%s")


class LetterheadForm(forms.Form):
    address = forms.CharField(label=_("Postal address"), required=False, max_length=300)
    address_en = forms.CharField(
        label=_("Postal address in English"),
        required=False,
        max_length=300,
        help_text=_("Empty: the Ukrainian one in Latin letters."),
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=40)
    signatory_name = forms.CharField(label=_("Who signs"), required=False, max_length=150)
    signatory_name_en = forms.CharField(
        label=_("Who signs, in Latin letters"),
        required=False,
        max_length=150,
        help_text=_("Empty: by the official transliteration."),
    )
    signatory_position = forms.CharField(label=_("Position"), required=False, max_length=200)
    signatory_position_en = forms.CharField(
        label=_("Position in English"),
        required=False,
        max_length=200,
        help_text=_("The heads of communities are known in every language of letters."),
    )
    arms = forms.FileField(
        label=_("Coat of arms or logo"),
        required=False,
        help_text=_("PNG or JPEG, up to 500 KB."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )
    without_arms = forms.BooleanField(label=_("Take the picture away"), required=False)

    def __init__(self, *args: Any, has_arms: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not has_arms:
            del self.fields["without_arms"]

    def data_for_service(self) -> LetterheadData:
        return LetterheadData(**{name: self.cleaned_data[name] for name in COLUMNS})


class TemplateForm(forms.ModelForm):  # type: ignore[type-arg]
    """For the administration; fields are checked by the service."""

    language = forms.ChoiceField(label=_("Language"))

    class Meta:
        model = LetterTemplate
        fields = ("office", "kind", "language", "subject", "body", "is_active")
        widgets = {"body": forms.Textarea(attrs={"rows": 24, "cols": 90})}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["language"].choices = language_choices()  # type: ignore[attr-defined]


class BatchForm(HomeForm):
    """Who writes what to the chosen places; the places are checkboxes of the page."""

    # The others need words that only the author can write into each letter.
    kind = forms.ChoiceField(
        label=_("Kind of letter"),
        choices=[(one.value, one.label) for one in (LetterKind.INTRODUCTION, LetterKind.PROPOSAL)],
    )


class AddPlaceForm(forms.Form):
    """One more place, by typing."""

    add = PlaceChoice(label=_("Add a place abroad"), required=False)
