"""What people type about meetings, and how it becomes what the services take."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from itertools import chain
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from common.codelists.enums import Visibility
from common.codelists.models import Theme
from common.design.languages import wording
from common.design.widgets import Upload
from common.intake.forms import RefusableForm, SeenField
from communities.models import Office
from communities.permissions import offices_to_enter_for
from cooperation import decision_workflow, meeting_workflow
from cooperation.meeting_data import (
    DecisionData,
    ItemData,
    MeetingData,
    PersonData,
    TaskData,
    item_data_of,
    meeting_data_of,
    person_data_of,
    task_data_of,
)
from cooperation.meeting_enums import (
    ANSWERS,
    COMING,
    MeetingFileKind,
    MeetingKind,
    OwnerKind,
    Presence,
    Side,
)
from cooperation.meeting_times import (
    KYIV,
    NOT_THERE,
    ZONES,
    NoSuchTimeError,
    in_zone,
    moment_of,
)
from cooperation.models import (
    AgendaItem,
    Decision,
    Meeting,
    MeetingTask,
    Participant,
)
from cooperation.models.meetings import REMIND_AFTER_DAYS
from partners.agreement_fields import date_field
from partners.forms import NamedMany
from projects.choosing import KeyField
from projects.record_forms import english, long, text
from projects.record_sections import as_shown, tell_user
from projects.services.kept_files import LARGEST_FILE, Given

ROOM = 2
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
        self.rooms = {name: self._make_room(name, before, known or {}) for name in NAMED}
        tell_user(self, user)
        for name in ("office", "items") if meeting else ("seen",):
            del self.fields[name]
        if meeting and meeting.status not in COMING:
            del self.fields["remind_after_days"]

    def _make_room(
        self, name: str, before: MeetingData | None, known: Mapping[str, Any]
    ) -> list[str]:
        held = list(getattr(before, name)) if before else list(known.get(name, ()))
        names = [f"{name}_{place}" for place in range(1, len(held) + ROOM + 1)]
        for place, one in enumerate(names):
            self.fields[one] = KeyField(name, label=NAMED[name], required=False)
            if place < len(held):
                self.initial.setdefault(one, as_shown(self.fields[one], held[place]))
        return names

    @property
    def sets(self) -> list[tuple[str, Any, list[forms.BoundField]]]:
        """The fields in named sections, as the page shows them: (anchor, legend, fields)."""
        groups: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
            ("what", _("What it is"), WHAT),
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
        given = super().clean() or {}
        needed = ("day", "begins", "ends", "time_zone")
        if all(given.get(name) is not None for name in needed):
            given["starts_at"] = self._moment("begins", given["day"], given)
            given["ends_at"] = self._moment("ends", given.get("last_day") or given["day"], given)
        return given

    def _moment(self, name: str, day: dt.date, given: dict[str, Any]) -> dt.datetime | None:
        try:
            return moment_of(day, given[name], given["time_zone"])
        except NoSuchTimeError:
            self.add_error(name, str(NOT_THERE))
        except OverflowError:
            self.add_error("day", _now("This day cannot be right."))
        return None

    @property
    def places(self) -> Mapping[str, str]:
        """The service speaks of moments, the form of a day and hours."""
        firsts = {name: names[0] for name, names in self.rooms.items()}
        return {"starts_at": "day", "ends_at": "ends", **firsts}

    def data_for(self) -> MeetingData:
        given = self.cleaned_data
        days = given.get("remind_after_days")
        meeting = self.meeting
        linked: dict[str, Any] = {
            name: tuple(given[one] for one in names if given.get(one))
            for name, names in self.rooms.items()
        }
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


class MeetingStepForm(RefusableForm):
    note = long(_("Why"), meeting_workflow.LARGEST_NOTE)

    def __init__(self, data: Any, *, step: meeting_workflow.Step) -> None:
        super().__init__(data)
        if step.needs_note:
            self.fields["note"].required = True
        else:
            del self.fields["note"]

    @property
    def words(self) -> str:
        return str(self.cleaned_data.get("note", ""))


class MinutesForm(RefusableForm):
    minutes = long(
        _("Minutes in Ukrainian"),
        30000,
        rows=14,
        help_text=_("What was said, question by question. An empty line parts paragraphs."),
    )
    minutes_en = long(_("Minutes in English"), 30000, rows=10, attrs={"lang": "en"})
    seen = SeenField()

    def __init__(self, data: Any, *, meeting: Meeting) -> None:
        super().__init__(
            data,
            initial={
                "minutes": meeting.minutes,
                "minutes_en": meeting.minutes_en,
                "seen": meeting.updated_at.isoformat(),
            },
        )


class AttendanceForm(RefusableForm):
    came = forms.ModelMultipleChoiceField(
        Participant.objects.none(),
        label=_("Who came"),
        required=False,
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Those whom you do not mark did not come."),
    )

    def __init__(self, data: Any, *, meeting: Meeting) -> None:
        # Whoever accepted is expected; after the first marking it is known who came.
        people = list(meeting.participants.select_related("office", "community", "partner"))
        marked = {Presence.CAME, Presence.ABSENT} & {one.status for one in people}
        chosen = Presence.CAME if marked else Presence.ACCEPTED
        super().__init__(
            data,
            initial={"came": [one.public_id for one in people if one.status == chosen]},
        )
        fields: dict[str, Any] = self.fields
        rows = meeting.participants.select_related("office", "community", "partner")
        fields["came"].queryset = rows.order_by("side", "pk")
        fields["came"].label_from_instance = _person_label


def _person_label(person: Participant) -> str:
    from cooperation.meeting_words import represented  # noqa: PLC0415 - of pages, not of data

    return ", ".join(filter(None, (person.full_name, represented(person))))


class AnswerForm(RefusableForm):
    status = forms.ChoiceField(
        label=_("Will you come?"),
        choices=[
            (Presence.ACCEPTED.value, _("Yes, I will come")),
            (Presence.DECLINED.value, _("No, I cannot come")),
        ],
        widget=forms.RadioSelect,
    )
    note = text(
        _("A word to the organiser"), 500, help_text=_("If you like: who comes instead of you.")
    )

    @staticmethod
    def asked(value: str) -> dict[str, str]:
        """The answer on which one clicked in the letter."""
        return {"status": value} if value in {one.value for one in ANSWERS} else {}


# Parts of a meeting, each with a form of its own


class ItemForm(RefusableForm):
    number = forms.IntegerField(
        label=_("Number"), required=False, min_value=1, max_value=999, help_text=_("Empty: last.")
    )
    title = text(_("Question in Ukrainian"), 500, required=True)
    title_en = english(_("Question in English"), 500)
    speaker = text(_("Who speaks"), 300)

    def __init__(self, data: Any, files: Any, *, part: AgendaItem | None, **_options: Any) -> None:
        super().__init__(data, initial=vars(item_data_of(part)) if part else {})

    def data_for(self) -> ItemData:
        return ItemData(**self.cleaned_data)


class PartForm(RefusableForm):
    """Chosen records as their fields show them."""

    def _shown(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {name: as_shown(self.base_fields.get(name), one) for name, one in values.items()}


class PersonForm(PartForm):
    side = forms.ChoiceField(label=_("Speaks for"), choices=Side.choices, widget=forms.RadioSelect)
    office = forms.ModelChoiceField(
        Office.objects.none(), label=_("Regional office"), required=False, to_field_name="slug"
    )
    community = KeyField("communities", label=_("Community"), required=False)
    partner = KeyField("partners", label=_("Partner"), required=False)
    organisation = text(
        _("Department or another organisation"), 300, help_text=_("As it calls itself.")
    )
    full_name = text(_("Full name"), 200)
    position = text(_("Position"), 200)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        help_text=_("To this address goes the invitation; no account is needed to answer it."),
    )
    language = forms.ChoiceField(
        label=_("Language of letters"),
        choices=[("uk", _("Ukrainian")), ("en", _("English"))],
        initial="uk",
    )

    def __init__(
        self, data: Any, files: Any, *, part: Participant | None, user: Any, **_options: Any
    ) -> None:
        super().__init__(data, initial=self._shown(vars(person_data_of(part))) if part else {})
        fields: dict[str, Any] = self.fields
        fields["office"].queryset = Office.objects.in_ukrainian_order()
        fields["office"].label_from_instance = lambda one: wording(one, "name").text
        tell_user(self, user)

    def data_for(self) -> PersonData:
        return PersonData(**self.cleaned_data)


class DecisionForm(RefusableForm):
    text = long(_("Decision in Ukrainian"), 4000)
    text_en = long(_("Decision in English"), 4000, attrs={"lang": "en"})
    item = forms.ModelChoiceField(
        AgendaItem.objects.none(),
        label=_("On which question"),
        required=False,
        to_field_name="public_id",
    )

    def __init__(
        self, data: Any, files: Any, *, part: Decision | None, meeting: Meeting, **_options: Any
    ) -> None:
        initial: dict[str, Any] = {}
        if part:
            initial = {"text": part.text, "text_en": part.text_en}
            initial["item"] = part.agenda_item.public_id if part.agenda_item else None
        super().__init__(data, initial=initial)
        fields: dict[str, Any] = self.fields
        fields["text"].required = True
        fields["item"].queryset = meeting.agenda.all()

    def data_for(self) -> DecisionData:
        return DecisionData(**self.cleaned_data)


class TaskForm(PartForm):
    decision = forms.ModelChoiceField(
        Decision.objects.none(),
        label=_("By which decision"),
        to_field_name="public_id",
        empty_label=None,
    )
    what = text(_("What is to be done, in Ukrainian"), 1000, required=True)
    what_en = english(_("What is to be done, in English"), 1000)
    owner_kind = forms.ChoiceField(
        label=_("Who does it"), choices=OwnerKind.choices, widget=forms.RadioSelect
    )
    office = forms.ModelChoiceField(
        Office.objects.none(), label=_("Regional office"), required=False, to_field_name="slug"
    )
    department = text(_("Department"), 300, help_text=_("Of the oblast administration."))
    community = KeyField("communities", label=_("Community"), required=False)
    partner = KeyField("partners", label=_("Partner"), required=False)
    due_on = date_field(_("Until which day"))

    def __init__(
        self,
        data: Any,
        files: Any,
        *,
        part: MeetingTask | None,
        meeting: Meeting,
        user: Any,
        asked: str = "",
        **_options: Any,
    ) -> None:
        first = {"office": meeting.office.slug, "decision": asked}
        initial = self._shown(vars(task_data_of(part))) if part else first
        super().__init__(data, initial=initial)
        fields: dict[str, Any] = self.fields
        fields["office"].queryset = Office.objects.in_ukrainian_order()
        fields["office"].label_from_instance = lambda one: wording(one, "name").text
        fields["decision"].queryset = meeting.decisions.all()
        fields["decision"].label_from_instance = str
        if part:
            del fields["decision"]
        tell_user(self, user)

    def data_for(self) -> TaskData:
        given = {name: value for name, value in self.cleaned_data.items() if name != "decision"}
        return TaskData(**given)


class MeetingFileForm(RefusableForm):
    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=MeetingFileKind.choices,
        initial=MeetingFileKind.MATERIAL,
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label=_("File"),
        widget=Upload(attrs={"accept": ".pdf,.docx,.xlsx,.jpg,.jpeg,.png"}),
        help_text=_(
            "PDF, DOCX, XLSX, JPEG or PNG, at most 20 MB. The place that a camera writes into a "
            "photograph is taken out."
        ),
    )
    item = forms.ModelChoiceField(
        AgendaItem.objects.none(),
        label=_("To which question"),
        required=False,
        to_field_name="public_id",
        help_text=_("For a material. Empty: to the whole meeting."),
    )
    alt = text(
        _("What the photograph shows"),
        300,
        help_text=_("For people who do not see it. Not needed for a document."),
    )
    alt_en = english(_("What the photograph shows, in English"), 300)
    caption = text(_("Caption"), 300, help_text=_("Printed under the photograph."))
    caption_en = english(_("Caption in English"), 300)
    visibility = forms.ChoiceField(
        label=_("Who may see it"),
        choices=Visibility.choices,
        initial=Visibility.PUBLIC,
        widget=forms.RadioSelect,
    )

    def __init__(
        self, data: Any, files: Any, *, part: None, meeting: Meeting, **_options: Any
    ) -> None:
        super().__init__(data, files)
        fields: dict[str, Any] = self.fields
        fields["item"].queryset = meeting.agenda.all()

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise ValidationError(_now("The file is larger than 20 MB."))
        return file

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("kind") == MeetingFileKind.PHOTO and not given.get("alt", "").strip():
            self.add_error("alt", _now("Say in words what the photograph shows."))
        return given

    def given(self) -> Given:
        file = self.cleaned_data["file"]
        return Given(file.name, file.read(), self.cleaned_data["visibility"])


class TaskStepForm(RefusableForm):
    result = long(_("In words"), decision_workflow.LARGEST_RESULT, rows=3)
    due_on = date_field(_("Until which day"), required=True)

    def __init__(self, data: Any, *, step: decision_workflow.Step) -> None:
        super().__init__(data)
        self.fields["result"].required = True
        self.fields["result"].label = step.asks
        if not step.needs_day:
            del self.fields["due_on"]
