"""What people type about twin links."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from accounts.permissions import is_administrator
from common.codelists.enums import Visibility
from common.design.languages import wording
from common.design.widgets import TypingChoiceField
from common.intake.forms import SeenField
from common.search.names import search_names
from communities.models import Community, Oblast
from communities.permissions import curated_oblasts
from partners.agreement_fields import CommunityChoice
from partners.models import Agreement, ContactPerson
from twinning.inexact_dates import read_date, typed_date
from twinning.link_data import TwinLinkData, data_of
from twinning.link_enums import ActivityKind, LinkKind, LinkStage
from twinning.link_people import people_of_places
from twinning.link_permissions import (
    can_change_sides,
    coordinated_communities,
    keeps_link,
    keeps_oblast,
)
from twinning.models import Municipality, TwinActivity, TwinLink, TwinLinkStage
from twinning.services.links import FIRST_DAY
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
        "long_ago": _("This day is too long ago: look at the year."),
    }

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if not text:
            return ""
        try:
            day, _precision = read_date(text)
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["unreadable"]) from error
        if day and day > timezone.localdate():
            raise forms.ValidationError(self.error_messages["future"])
        if day and day < FIRST_DAY:
            raise forms.ValidationError(self.error_messages["long_ago"])
        return text


class AgreementChoice(TypingChoiceField):
    """An agreement by its reference or a part of its title."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            Agreement.objects.none(),
            url=lambda: reverse("twinning:agreement-choices"),
            find=search_names,
            to_field_name="public_id",
            **options,
        )

    def label_from_instance(self, obj: Any) -> str:
        return agreement_label(obj)


def agreement_label(agreement: Agreement) -> str:
    """«PL-AGR-2026-0007 · Угода про партнерство»."""
    return f"{agreement.reference} · {wording(agreement, 'title').text}"


class PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """A handful of colleagues by name."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.full_name or obj)


class ContactField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        position = wording(obj, "position").text
        return ", ".join(part for part in (obj.full_name, position) if part)


class TwinLinkForm(forms.Form):
    """Entering a link (with `user`) and changing one (with `link`).

    `known` is the link that stands in the way, once a service has said so.
    """

    known: TwinLink | None = None
    community = CommunityChoice(label=_("Community"), required=False)
    oblast = forms.ModelChoiceField(
        label=pgettext_lazy("territory", "Oblast"),
        queryset=Oblast.objects.none(),
        to_field_name="code",
        required=False,
        empty_label="—",
        help_text=_("Only for a link of the whole oblast, such as twin regions."),
    )
    municipality = PlaceChoice(label=_("Place abroad"))
    kind = forms.ChoiceField(label=_("Kind"), choices=LinkKind.choices)
    stage = forms.ChoiceField(label=_("Stage"), choices=LinkStage.choices)
    since = SinceField(
        label=_("Since"), required=False, max_length=10, help_text=_("A year or a day.")
    )
    agreement = AgreementChoice(
        label=_("Agreement"),
        required=False,
        help_text=_("The document on which the link rests: its reference or a part of its title."),
    )
    people = PeopleField(
        User.objects.none(),
        label=_("People responsible"),
        required=False,
        help_text=_("Of the oblast’s office and of the community."),
    )
    contact = ContactField(
        ContactPerson.objects.none(),
        label=_("Contact person at the partner"),
        required=False,
        empty_label="—",
        help_text=_("Only officials see it."),
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

    seen = SeenField()

    def __init__(
        self, data: Any = None, *, user: Any, link: TwinLink | None = None, initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial_of(link) if link else initial)
        self.link, self.user = link, user
        if link:
            self._change(link)
        elif is_administrator(user) or _has_office(user):
            self._offer_stages(FIRST)
        else:
            self._propose()
        self._offer_oblasts()
        self._offer_people()
        self._offer_contacts()
        self._field("agreement").queryset = Agreement.objects.visible_to(user).current()

    def _field(self, name: str) -> Any:
        return self.fields[name]

    def _drop(self, *names: str) -> None:
        for name in names:
            self.fields.pop(name, None)

    def _change(self, link: TwinLink) -> None:
        """What a coordinator may not say of a link that the office has taken over is left out."""
        self._drop("stage")
        if not can_change_sides(self.user, link):
            self._drop("community", "oblast", "municipality", "kind", "visibility")
        elif not keeps_link(self.user, link):
            self._propose()

    def _propose(self) -> None:
        """A coordinator: the own community, the first stages, seen by everybody or not yet."""
        self._drop("oblast")
        self._field("community").required = True
        if "stage" in self.fields:
            self._offer_stages(PROPOSED)

    def _offer_stages(self, stages: Collection[str]) -> None:
        offered = [(code, label) for code, label in LinkStage.choices if code in stages]
        self._field("stage").choices = offered

    def _offer_oblasts(self) -> None:
        if "oblast" not in self.fields:
            return
        mine = {one.pk for one in Oblast.objects.in_force() if keeps_oblast(self.user, one.pk)}
        if self.link and self.link.oblast_id:
            mine.add(self.link.oblast_id)
        field = self._field("oblast")
        field.queryset = Oblast.objects.filter(pk__in=mine).in_ukrainian_order()
        field.label_from_instance = lambda one: wording(one, "full_name").text

    def _offer_people(self) -> None:
        """Of a new link the colleagues are known, the community's people after it is chosen."""
        communities = coordinated_communities(self.user)
        oblasts = curated_oblasts(self.user) | set(
            Community.objects.filter(pk__in=communities).values_list("oblast_id", flat=True)
        )
        if self.link:
            oblasts = {self.link.home_oblast.pk}
            communities = {self.link.community_id} if self.link.community_id else set()
        elif self.initial.get("community"):
            known = Community.objects.filter(code=self.initial["community"])
            communities |= set(known.values_list("pk", flat=True))
        found = people_of_places(oblasts, communities)
        held = self.link.persons.values_list("user_id", flat=True) if self.link else []
        self._field("people").queryset = found | User.objects.filter(pk__in=list(held))
        if not self._field("people").queryset.exists():
            self._drop("people")

    def _offer_contacts(self) -> None:
        place = self.link.municipality if self.link else self._asked_place()
        partner = place.partner_id if place else None
        rows = ContactPerson.objects.visible_to(self.user).filter(partner=partner)
        self._field("contact").queryset = rows
        if not partner or not rows.exists():
            self._drop("contact")

    def _asked_place(self) -> Municipality | None:
        try:
            return Municipality.objects.filter(public_id=self.initial["municipality"]).first()
        except (KeyError, ValidationError):
            return None

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        asked = "community" in self.fields
        if (
            asked
            and not self.errors
            and bool(values.get("community")) == bool(values.get("oblast"))
        ):
            self.add_error("community", _("Name a community or an oblast, one of the two."))
        return values

    def data_for_service(self) -> TwinLinkData:
        """What is typed; of a link what the form does not ask stays as it is."""
        given = self.cleaned_data
        plain = ("municipality", "kind", "visibility", "source", "note", "note_en", "agreement")
        typed: dict[str, Any] = {name: given[name] for name in plain if name in self.fields}
        if "contact" in self.fields:
            typed["contact"] = given["contact"]
        if "people" in self.fields:
            typed["people"] = tuple(given["people"].order_by("pk"))
        if "community" in self.fields:
            typed |= {"community": given["community"], "oblast": given.get("oblast")}
        typed["since_on"], typed["since_precision"] = read_date(given["since"])
        return replace(data_of(self.link), **typed) if self.link else TwinLinkData(**typed)


def _has_office(user: Any) -> bool:
    return not coordinated_communities(user) or bool(curated_oblasts(user))


def initial_of(link: TwinLink) -> dict[str, Any]:
    plain = ("kind", "visibility", "source", "note", "note_en")
    return {name: getattr(link, name) for name in plain} | {
        "community": link.community.code if link.community else None,
        "oblast": link.oblast.code if link.oblast else None,
        "municipality": link.municipality.public_id,
        "since": typed_date(link.since_on, link.since_precision),
        "agreement": link.agreement.public_id if link.agreement else None,
        "people": [one.pk for one in link.people.all()],
        "contact": link.contact_id,
        "seen": link.updated_at.isoformat(),
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


class TakeBackForm(forms.Form):
    """Undoing `step`, the last one. When it is the first one too, it is said where the link
    really began: `stages` are those that this person may say.
    """

    step = forms.IntegerField(widget=forms.HiddenInput, required=False)
    stage = forms.ChoiceField(label=_("It really began at the stage"))
    since = SinceField(
        label=_("On"), required=False, max_length=10, help_text=_("A year or a day.")
    )
    reason = forms.CharField(label=_("Why the step is taken back"), max_length=500)

    def __init__(
        self,
        data: Any = None,
        *,
        step: TwinLinkStage,
        stages: Collection[str] = (),
        reason: str = "",
    ) -> None:
        since = typed_date(step.on, step.precision)
        known = {"step": step.pk, "stage": step.stage, "since": since, "reason": reason}
        super().__init__(data, auto_id="back-%s", initial=known)
        self.is_first = bool(stages)
        offered = [(code, label) for code, label in LinkStage.choices if code in stages]
        self.fields["stage"].choices = offered  # type: ignore[attr-defined]
        if not self.is_first:
            del self.fields["stage"], self.fields["since"]

    def said(self) -> dict[str, Any]:
        """What the service is told."""
        said = dict(self.cleaned_data)
        if self.is_first:
            said["on"], said["precision"] = read_date(said.pop("since"))
        return said


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
