"""What people type about twin links."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.permissions import is_administrator
from common.codelists.enums import Visibility
from common.design.languages import wording
from common.design.widgets import TypingChoiceField
from common.search.names import search_names
from communities.models import Oblast
from twinning.forms import CommunityChoice
from twinning.link_enums import ActivityKind, LinkKind, LinkStage, Precision
from twinning.link_permissions import coordinated_communities, keeps_oblast
from twinning.models import Municipality, TwinActivity, TwinLink
from twinning.models.links import shown_date
from twinning.services.links import TwinLinkData
from twinning.services.questions import YEAR, first_day
from twinning.similarity.reasons import country_name
from twinning.workflow import FIRST, PROPOSED

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def place_label(one: Municipality) -> str:
    """«Фільдерштадт, Німеччина»: with the upper unit, for many places bear one name."""
    parts = (wording(one, "title").text, one.region, country_name(str(one.country)))
    return ", ".join(part for part in parts if part)


def find_places(rows: Any, text: str) -> Any:
    """Those in relations first, then the largest."""
    return search_names(rows, text.partition(",")[0]).order_by("-is_edited", "-population", "pk")


class PlaceChoice(TypingChoiceField):
    """A place abroad by typing."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            Municipality.objects.all(),
            url=lambda: reverse("twinning:place-choices"),
            find=find_places,
            to_field_name="public_id",
            **options,
        )

    def label_from_instance(self, obj: Any) -> str:
        return place_label(obj)


class SinceField(forms.CharField):
    """A year or a day; cleaned to «1988» or «2022-05-01»."""

    default_error_messages = {
        "unreadable": _("Write a year (1988) or a day (2022-05-01)."),
        "future": _("This day is yet to come."),
    }

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if not text:
            return ""
        try:
            day = first_day(text) if len(text) == YEAR else dt.date.fromisoformat(text)
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["unreadable"]) from error
        if day and day > timezone.localdate():
            raise forms.ValidationError(self.error_messages["future"])
        return text


class TwinLinkForm(forms.Form):
    """Entering a link (with `user`) and changing one (with `link`)."""

    community = CommunityChoice(label=_("Community"), required=False)
    oblast = forms.ModelChoiceField(
        label=pgettext_lazy("territory", "Oblast"),
        queryset=Oblast.objects.none(),
        to_field_name="code",
        required=False,
        help_text=_("Only for a link of the whole oblast, such as twin regions."),
    )
    municipality = PlaceChoice(label=_("Place abroad"))
    kind = forms.ChoiceField(label=_("Kind"), choices=LinkKind.choices)
    stage = forms.ChoiceField(label=_("Stage"), choices=LinkStage.choices)
    since = SinceField(
        label=_("Since"), required=False, max_length=10, help_text=_("A year or a day.")
    )
    visibility = forms.ChoiceField(label=_("Who may see it"), choices=Visibility.choices)
    source = forms.CharField(label=_("Source"), required=False, max_length=500)
    note = forms.CharField(
        label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    note_en = forms.CharField(
        label=_("Note in English"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, data: Any = None, *, user: Any, link: TwinLink | None = None, initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial_of(link) if link else initial)
        self.link = link
        self.keeps = link is not None or is_administrator(user) or _has_office(user)
        if link:
            del self.fields["stage"]
        elif not self.keeps:
            self._propose()
        else:
            first = [(code, label) for code, label in LinkStage.choices if code in FIRST]
            self.fields["stage"].choices = first  # type: ignore[attr-defined]
        if "oblast" in self.fields:
            mine = [one.pk for one in Oblast.objects.in_force() if keeps_oblast(user, one.pk)] + (
                [link.oblast_id] if link and link.oblast_id else []
            )
            rows = Oblast.objects.filter(pk__in=mine).in_ukrainian_order()
            self.fields["oblast"].queryset = rows  # type: ignore[attr-defined]
            self.fields["oblast"].label_from_instance = (  # type: ignore[attr-defined]
                lambda one: wording(one, "full_name").text
            )

    def _propose(self) -> None:
        """A coordinator: the own community, the first stages, seen by everybody or not yet."""
        del self.fields["oblast"]
        proposed = [(code, label) for code, label in LinkStage.choices if code in PROPOSED]
        self.fields["stage"].choices = proposed  # type: ignore[attr-defined]
        self.fields["community"].required = True

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if not self.errors and bool(values.get("community")) == bool(values.get("oblast")):
            self.add_error("community", _("Name a community or an oblast, one of the two."))
        return values

    def data_for_service(self) -> TwinLinkData:
        values = self.cleaned_data
        since = values["since"]
        plain = ("community", "municipality", "kind", "visibility", "source", "note", "note_en")
        return TwinLinkData(
            **{name: values[name] for name in plain},
            oblast=values.get("oblast"),
            since_on=first_day(since),
            since_precision=Precision.YEAR if len(since) == YEAR else Precision.DAY,
            office=self.link.office if self.link else None,
            people=tuple(self.link.people.all()) if self.link else (),
        )


def _has_office(user: Any) -> bool:
    return not coordinated_communities(user) or any(
        keeps_oblast(user, key) for key in Oblast.objects.values_list("pk", flat=True)
    )


def initial_of(link: TwinLink) -> dict[str, Any]:
    plain = ("kind", "visibility", "source", "note", "note_en")
    return {name: getattr(link, name) for name in plain} | {
        "community": link.community.code if link.community else None,
        "oblast": link.oblast.code if link.oblast else None,
        "municipality": link.municipality.public_id,
        "since": shown_date(link.since_on, link.since_precision),
    }


class StageForm(forms.Form):
    """The next step; only those that lead on from where the link is."""

    stage = forms.ChoiceField(label=_("Next stage"))
    on = forms.DateField(label=_("On"), widget=DATE)
    note = forms.CharField(label=_("Note"), required=False, max_length=500)

    def __init__(self, data: Any = None, *, stages: list[str]) -> None:
        super().__init__(data, initial={"on": timezone.localdate()}, auto_id="stage-%s")
        labels = dict(LinkStage.choices)
        self.fields["stage"].choices = [(code, labels[code]) for code in stages]  # type: ignore[attr-defined]


class ActivityForm(forms.ModelForm):  # type: ignore[type-arg]
    """Checked here field by field; the service has the last word."""

    class Meta:
        model = TwinActivity
        fields = ("on", "kind", "what", "what_en")
        widgets = {"on": DATE}

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"on": timezone.localdate()}, auto_id="activity-%s")
        self.fields["kind"].choices = ActivityKind.choices  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        """Constraints are the service's business."""


class QuestionForm(forms.Form):
    """Which place abroad the imported link means."""

    municipality = PlaceChoice(label=_("It is this place"))
