"""What people type of a meeting as it is planned, and how it becomes what the services take."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from itertools import chain
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.codelists.enums import Visibility
from common.codelists.models import Theme
from common.design.languages import wording
from common.intake.forms import RefusableForm, SeenField
from communities.models import Office
from communities.permissions import offices_to_enter_for
from cooperation.meeting_data import ItemData, MeetingData, meeting_data_of
from cooperation.meeting_enums import COMING, MeetingKind
from cooperation.meeting_times import (
    IMPOSSIBLE,
    KYIV,
    NOT_THERE,
    ZONES,
    NoSuchTimeError,
    in_zone,
    is_possible,
    moment_of,
    wrong_times,
)
from cooperation.models import Meeting
from cooperation.models.meetings import REMIND_AFTER_DAYS
from partners.agreement_fields import date_field
from partners.form_fields import NamedMany
from projects.linked_fields import add_rooms, chosen, firsts
from projects.record_forms import english, long, text
from projects.record_sections import tell_user

MOST_NEW_ITEMS = 30
# What the meeting names, each chosen by typing: name of the field → label.
NAMED = {
    "communities": _("Community"),
    "partners": _("Partner"),
    "projects": _("Project"),
    "agreements": _("Agreement"),
    "requests": _("Request"),
}


def _clock(label: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, input_formats=["%H:%M", "%H:%M:%S", "%H.%M"])


class MeetingForm(RefusableForm):
    """A meeting as its office plans it; hours are those of the chosen time zone."""

    office = forms.ModelChoiceField(
        Office.objects.none(), label=_("Organiser"), to_field_name="slug", empty_label=None
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=MeetingKind.choices)
    title = text(_("Title in Ukrainian"), 300, required=True)
    title_en = english(_("Title in English"), 300)
    about = long(_("What it is about, in Ukrainian"), 4000)
    about_en = long(_("What it is about, in English"), 4000, attrs={"lang": "en"})
    day = date_field(_("Day"), required=True)
    begins = _clock(_("Begins at"))
    ends = _clock(_("Ends at"))
    last_day = date_field(
        _("Last day"), help_text=_("Only when it lasts longer than a day, such as a visit.")
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        initial=KYIV,
        help_text=_("The hours above are those of this place."),
    )
    place = text(_("Place in Ukrainian"), 300)
    place_en = english(_("Place in English"), 300)
    shows_place = forms.BooleanField(
        label=_("Show the place to everybody"),
        required=False,
        help_text=_("Otherwise only participants and officials see it."),
    )
    link = forms.URLField(
        label=_("Link to join online"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Only participants and officials see it."),
    )
    items = long(
        _("Agenda"),
        6000,
        rows=5,
        help_text=_(
            "One question per line; the same in English may follow after a bar: Підсумки року | "
            "Results of the year. Speakers and materials are added afterwards."
        ),
    )
    themes = NamedMany(
        Theme.objects.none(), label=_("Themes"), required=False, to_field_name="slug"
    )
    visibility = forms.ChoiceField(
        label=_("Who may see it"),
        choices=Visibility.choices,
        initial=Visibility.PUBLIC,
        widget=forms.RadioSelect,
        help_text=_("Nobody but your office sees it before it is announced."),
    )
    remind_after_days = forms.IntegerField(
        label=_("Remind of the minutes after so many days"),
        min_value=0,
        max_value=365,
        initial=REMIND_AFTER_DAYS,
    )
    seen = SeenField()

    def __init__(
        self,
        *args: Any,
        user: Any,
        meeting: Meeting | None = None,
        known: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> None:
        """`known` fills a new form in, from the record for which somebody plans the meeting."""
        self.meeting = meeting
        before = meeting_data_of(meeting) if meeting else None
        initial = _initial(meeting) if meeting else dict(known or {})
        super().__init__(*args, **{**options, "initial": initial})
        fields: dict[str, Any] = self.fields
        offices = offices_to_enter_for(user)
        fields["office"].queryset = offices
        fields["office"].label_from_instance = lambda one: wording(one, "name").text
        fields["themes"].queryset = Theme.objects.filter(is_archived=False)
        zones = dict(ZONES)
        if meeting and meeting.time_zone not in zones:
            zones[meeting.time_zone] = meeting.time_zone  # type: ignore[assignment]
        fields["time_zone"].choices = list(zones.items())
        self.rooms = add_rooms(self, NAMED, vars(before) if before else known or {})
        tell_user(self, user)
        for name in ("office", "items") if meeting else ("seen",):
            del self.fields[name]
        if meeting and meeting.status not in COMING:
            del self.fields["remind_after_days"]

    @property
    def sets(self) -> list[tuple[str, Any, list[forms.BoundField]]]:
        """The fields in named sections, as the page shows them: (anchor, legend, fields)."""
        groups: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
            ("what", pgettext_lazy("meeting", "What it is"), WHAT),
            ("when", _("When and where"), WHEN),
            ("with", _("With whom and about what"), tuple(chain(*self.rooms.values()))),
            ("agenda", _("Agenda"), ("items",)),
            ("more", _("Themes and publication"), ("themes", "visibility", "remind_after_days")),
        )
        found = [
            (anchor, legend, [self[name] for name in names if name in self.fields])
            for anchor, legend, names in groups
        ]
        return [one for one in found if one[2]]

    def clean(self) -> dict[str, Any]:
        """Days and hours are told beside the other mistakes, not after they are mended."""
        given = super().clean() or {}
        for name in ("day", "last_day"):
            if given.get(name) and not is_possible(given[name]):
                self.add_error(name, str(IMPOSSIBLE))
        if given.get("day") and given.get("last_day") and given["last_day"] < given["day"]:
            self.add_error("last_day", _now("The last day is not before the first."))
        needed = ("day", "begins", "ends", "time_zone")
        if "last_day" in given and all(given.get(name) is not None for name in needed):
            given["starts_at"] = self._moment("begins", given["day"], given)
            given["ends_at"] = self._moment("ends", given["last_day"] or given["day"], given)
        if given.get("starts_at") and given.get("ends_at"):
            for name, texts in wrong_times(given["starts_at"], given["ends_at"]):
                self.refuse({name: texts})
        return given

    def _moment(self, name: str, day: dt.date, given: dict[str, Any]) -> dt.datetime | None:
        try:
            return moment_of(day, given[name], given["time_zone"])
        except NoSuchTimeError:
            self.add_error(name, str(NOT_THERE))
        return None

    @property
    def places(self) -> Mapping[str, str]:
        """The service speaks of moments, the form of a day and hours."""
        return {"starts_at": "day", "ends_at": "ends", **firsts(self.rooms)}

    def data_for(self) -> MeetingData:
        given = self.cleaned_data
        days = given.get("remind_after_days")
        meeting = self.meeting
        linked: dict[str, Any] = chosen(given, self.rooms)
        return MeetingData(
            **{name: given[name] for name in PLAIN},
            remind_after_days=days
            if days is not None
            else (meeting.remind_after_days if meeting else REMIND_AFTER_DAYS),
            source_note=meeting.source_note if meeting else "",
            themes=tuple(given["themes"]),
            **linked,
        )

    def agenda(self) -> list[ItemData]:
        lines = [line.partition("|") for line in self.cleaned_data.get("items", "").splitlines()]
        return [
            ItemData(title=ours, title_en=english) for ours, _bar, english in lines if ours.strip()
        ]

    def clean_items(self) -> str:
        lines: str = self.cleaned_data["items"]
        if len(lines.splitlines()) > MOST_NEW_ITEMS:
            raise ValidationError(_now("At most 30 questions at once."))
        if any(len(part.strip()) > 500 for line in lines.splitlines() for part in line.split("|")):
            raise ValidationError(_now("A question has at most 500 characters."))
        return lines


WHAT = ("office", "kind", "title", "title_en", "about", "about_en")
WHEN = (
    "day",
    "begins",
    "ends",
    "last_day",
    "time_zone",
    "place",
    "place_en",
    "shows_place",
    "link",
)
PLAIN = (
    "kind",
    "title",
    "title_en",
    "about",
    "about_en",
    "starts_at",
    "ends_at",
    "time_zone",
    "place",
    "place_en",
    "shows_place",
    "link",
    "visibility",
)


def _initial(meeting: Meeting) -> dict[str, Any]:
    starts = in_zone(meeting.starts_at, meeting.time_zone)
    ends = in_zone(meeting.ends_at, meeting.time_zone)
    names = [name for name in PLAIN if name not in {"starts_at", "ends_at"}]
    return {
        **{name: getattr(meeting, name) for name in names},
        "day": starts.date(),
        "begins": starts.time(),
        "ends": ends.time(),
        "last_day": ends.date() if ends.date() != starts.date() else None,
        "remind_after_days": meeting.remind_after_days,
        "themes": [one.slug for one in meeting.themes.all()],
        "seen": meeting.updated_at.isoformat(),
    }
