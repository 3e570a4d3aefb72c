"""How often letters come, group by group."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst

from common.notifications.enums import Frequency
from common.notifications.groups import groups_for


class ChoiceForm(forms.Form):
    """One question for each group that may reach the person; the fields are named by its code."""

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for group in groups_for(person):
            self.fields[group.code] = forms.ChoiceField(
                label=capfirst(str(group.label)),
                help_text=group.about,
                choices=[(value, capfirst(label)) for value, label in Frequency.choices],
            )
