"""What people type about ideas, and how it becomes what the services take."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.permissions import is_administrator
from common.codelists.entries import SDG_GOALS, choices_of
from common.codelists.enums import Visibility
from common.codelists.models import Theme
from common.design.languages import wording
from common.intake.forms import RefusableForm, SeenField
from common.money.currencies import HRYVNIA, currency_choices
from communities.models import Community, StrategicGoal
from communities.permissions import communities_of, curated_oblasts
from partners.agreement_fields import CommunityChoice, community_label, date_field
from partners.form_fields import NamedMany
from projects.idea_data import COLUMNS, IdeaData, idea_data_of
from projects.idea_enums import Readiness
from projects.models import ProjectIdea
from projects.record_forms import MoneyField, english, long, money, text

ROOM = 2
ENGLISH = {"lang": "en"}


class GoalsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.number} {wording(obj, 'title').text}"


class IdeaForm(RefusableForm):
    """An idea as people write it: a draft needs nothing but a community and a title."""

    community = forms.ModelChoiceField(
        Community.objects.none(), label=_("Community"), to_field_name="code", empty_label=None
    )
    title = text(
        _("Title in Ukrainian"),
        300,
        required=True,
        help_text=_("What would be done and where, in one line."),
    )
    title_en = english(_("Title in English"), 300)
    themes = NamedMany(
        Theme.objects.none(), label=_("Themes"), required=False, to_field_name="slug"
    )
    problem = long(
        _("Problem, in Ukrainian"),
        4000,
        rows=5,
        help_text=_("Who suffers from what, how many people, since when."),
    )
    problem_en = long(_("Problem, in English"), 4000, rows=5, attrs=ENGLISH)
    solution = long(
        _("Solution, in Ukrainian"),
        4000,
        rows=5,
        help_text=_("What exactly would be done, built or bought."),
    )
    solution_en = long(_("Solution, in English"), 4000, rows=5, attrs=ENGLISH)
    expected_result = long(
        _("Expected result, in Ukrainian"),
        4000,
        rows=5,
        help_text=_("What will be better, in numbers."),
    )
    expected_result_en = long(_("Expected result, in English"), 4000, rows=5, attrs=ENGLISH)
    readiness = forms.ChoiceField(
        label=_("How far it is prepared"),
        choices=[("", "—"), *Readiness.choices],
        required=False,
    )
    amount = money(_("Estimated cost"))
    currency = forms.ChoiceField(label=_("Currency"), required=False, initial=HRYVNIA)
    amount_on = date_field(
        _("Cost as of"), help_text=_("The rate of this day is taken. Empty: today.")
    )
    own_amount = money(
        _("Own share, amount"), help_text=_("What the community pays, in the same currency.")
    )
    own_percent = MoneyField(
        label=_("or own share, per cent"),
        required=False,
        max_digits=5,
        decimal_places=2,
        min_value=0,
        max_value=100,
    )
    starts_on = date_field(_("Planned start"))
    ends_on = date_field(_("Planned end"))
    sdg_goals = forms.MultipleChoiceField(
        label=_("Goals of sustainable development"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    goals = GoalsField(
        StrategicGoal.objects.none(),
        label=_("Goals of the oblast’s strategy"),
        required=False,
        to_field_name="public_id",
    )
    contact_name = text(_("Contact person"), 200)
    contact_position = text(_("Position"), 200)
    contact_email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    contact_phone = text(_("Telephone"), 40, widget=forms.TextInput(attrs={"type": "tel"}))
    visibility = forms.ChoiceField(
        label=_("Who may see it"),
        choices=Visibility.choices,
        initial=Visibility.PUBLIC,
        widget=forms.RadioSelect,
        help_text=_("Nobody but your community and officials sees it before it is published."),
    )
    seen = SeenField()

    def __init__(
        self, *args: Any, user: Any, idea: ProjectIdea | None = None, **options: Any
    ) -> None:
        self.idea = idea
        before = idea_data_of(idea) if idea else None
        initial = _initial(idea, before) if idea and before else {}
        super().__init__(*args, **{"initial": {**initial, **options.pop("initial", {})}, **options})
        fields: dict[str, Any] = self.fields
        fields["themes"].queryset = Theme.objects.filter(is_archived=False)
        fields["currency"].choices = currency_choices()
        fields["sdg_goals"].choices = choices_of(SDG_GOALS)
        self._offer_communities(user, before)
        self._offer_goals(user, before)
        if idea:
            del self.fields["community"]
        else:
            del self.fields["seen"]

    def _offer_communities(self, user: Any, before: IdeaData | None) -> None:
        """A community's people choose among their own; the office types a name of its oblast."""
        fields: dict[str, Any] = self.fields
        rows = Community.objects.in_force().select_related("oblast").in_ukrainian_order()
        own, oblasts = communities_of(user), curated_oblasts(user)
        if is_administrator(user) or oblasts:
            field: Any = CommunityChoice(label=_("Community"))
            field.queryset = rows if is_administrator(user) else rows.filter(oblast__in=oblasts)
            self.fields["community"] = field
        else:
            fields["community"].queryset = rows.filter(pk__in=own)
            fields["community"].label_from_instance = community_label
        held = list(before.together_with) if before else []
        self.together_fields = [f"together_{place}" for place in range(1, len(held) + ROOM + 1)]
        for place, name in enumerate(self.together_fields):
            self.fields[name] = CommunityChoice(label=_("Together with"), required=False)
            if place < len(held):
                self.initial.setdefault(name, held[place].code)

    def _offer_goals(self, user: Any, before: IdeaData | None) -> None:
        """Of the oblasts where the idea is carried out, and those that it has already."""
        fields: dict[str, Any] = self.fields
        if self.idea:
            oblasts = {self.idea.oblast_id, *(one.oblast_id for one in before.together_with)}  # type: ignore[union-attr]
        else:
            mine = Community.objects.filter(pk__in=communities_of(user))
            oblasts = {*curated_oblasts(user), *mine.values_list("oblast", flat=True)}
        rows = StrategicGoal.objects.select_related("strategy").visible_to(user)
        offered = rows.offered().filter(strategy__oblast__in=oblasts).values("pk")
        held = [one.pk for one in before.goals] if before else []
        found = rows.filter(pk__in=offered) | rows.filter(pk__in=held)
        fields["goals"].queryset = found.order_by("strategy", "place")

    @property
    def sets(self) -> list[tuple[str, Any, list[forms.BoundField]]]:
        """The fields in named sections, as the page shows them: (anchor, legend, fields)."""
        texts = ("problem", "solution", "expected_result")
        groups: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
            ("what", _("What it is"), ("community", "title", "title_en", "themes")),
            (
                "why",
                _("Problem, solution, result"),
                tuple(f"{name}{end}" for name in texts for end in ("", "_en")),
            ),
            ("money", _("Readiness and money"), MONEY),
            ("goals", _("Goals that it serves"), ("goals", "sdg_goals")),
            ("together", _("Other communities"), tuple(self.together_fields)),
            ("contact", _("Contact"), CONTACT),
            ("visibility", _("Who may see it"), ("visibility",)),
        )
        return [
            (anchor, legend, [self[name] for name in names if name in self.fields])
            for anchor, legend, names in groups
        ]

    @property
    def wrong_sets(self) -> set[str]:
        """Anchors of the sections with something wrong in them: never folded."""
        return {anchor for anchor, _legend, fields in self.sets if any(f.errors for f in fields)}

    def chosen_community(self) -> Community:
        if self.idea:
            return self.idea.community
        found: Community = self.cleaned_data["community"]
        return found

    def data_for(self) -> IdeaData:
        given = self.cleaned_data
        plain = {name: given[name] for name in COLUMNS if name in given and name != "sdg_goals"}
        return IdeaData(
            **plain,
            source_note=self.idea.source_note if self.idea else "",
            sdg_goals=tuple(given["sdg_goals"]),
            themes=tuple(given["themes"]),
            goals=tuple(given["goals"]),
            together_with=tuple(given[name] for name in self.together_fields if given.get(name)),
        )

    @property
    def places(self) -> dict[str, str]:
        return {"together_with": self.together_fields[0]}


MONEY = (
    "readiness",
    "amount",
    "currency",
    "amount_on",
    "own_amount",
    "own_percent",
    "starts_on",
    "ends_on",
)
CONTACT = ("contact_name", "contact_position", "contact_email", "contact_phone")


def _initial(idea: ProjectIdea, data: IdeaData) -> dict[str, Any]:
    return {
        **{name: getattr(data, name) for name in COLUMNS},
        "currency": data.currency or HRYVNIA,
        "themes": [one.slug for one in data.themes],
        "goals": [one.public_id for one in data.goals],
        "seen": idea.updated_at.isoformat(),
    }
