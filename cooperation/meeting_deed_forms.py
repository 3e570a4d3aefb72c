"""What people type when they do something with a meeting: steps, minutes, who came, answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.intake.forms import RefusableForm, SeenField
from cooperation import meeting_workflow
from cooperation.meeting_enums import ANSWERS, Presence
from cooperation.models import Meeting, Participant
from projects.record_forms import long, text


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
        help_text=_(
            "Before the first time all who did not decline are marked: take the mark off whoever "
            "did not come. Whoever has no mark is noted as absent."
        ),
    )

    def __init__(self, data: Any, *, meeting: Meeting) -> None:
        # Few answer invitations: one press must not make absent all who did not. After the first
        # marking it is known who came.
        people = list(meeting.participants.select_related("office", "community", "partner"))
        marked = {Presence.CAME, Presence.ABSENT} & {one.status for one in people}
        chosen = {Presence.CAME} if marked else {Presence.INVITED, Presence.ACCEPTED}
        super().__init__(
            data,
            initial={"came": [one.public_id for one in people if one.status in chosen]},
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
