"""Which part of a history one wants to see, and which two versions to compare."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from common.audit.context import Source
from common.audit.history import Asked, Change


def _day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class HistoryFilter(forms.Form):
    """A wrong value filters nothing and is told beside its field."""

    actor = forms.TypedChoiceField(
        label=gettext_lazy("Who"), required=False, coerce=int, empty_value=None
    )
    source = forms.ChoiceField(label=gettext_lazy("Through which door"), required=False)
    since = forms.DateField(label=gettext_lazy("From"), required=False, widget=_day_input())
    until = forms.DateField(label=gettext_lazy("To"), required=False, widget=_day_input())

    def __init__(self, *args: Any, actors: Iterable[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self._choices("actor", [("", _("everybody")), *((one.pk, str(one)) for one in actors)])
        self._choices("source", [("", pgettext("door of a change", "any")), *Source.choices])

    def _choices(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def asked(self) -> Asked:
        self.is_valid()
        data = self.cleaned_data
        return Asked(
            actor=data.get("actor"),
            source=data.get("source", ""),
            since=_midnight(data.get("since")),
            until=_midnight(data.get("until"), days=1),
        )

    def active(self) -> list[tuple[str, str, str]]:
        """(name, label, value in words) of the filters in use."""
        self.is_valid()
        return [
            (name, str(field.label), self._in_words(name))
            for name, field in self.fields.items()
            if self.cleaned_data.get(name)
        ]

    def _in_words(self, name: str) -> str:
        value, field = self.cleaned_data[name], self.fields[name]
        if isinstance(field, forms.ChoiceField):
            return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
        return f"{value:%d.%m.%Y}"


def _midnight(day: dt.date | None, *, days: int = 0) -> dt.datetime | None:
    if day is None:
        return None
    try:
        return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days), dt.time.min))
    except (OverflowError, ValueError):
        return None


class JournalFilter(HistoryFilter):
    """Of all records together."""

    kind = forms.ChoiceField(label=gettext_lazy("Of what"), required=False)

    def __init__(self, *args: Any, entries: Iterable[Any], **options: Any) -> None:
        super().__init__(*args, actors=(), **options)
        del self.fields["actor"]
        self.order_fields(["kind", "source", "since", "until"])
        self._choices("kind", [("", _("everything")), *((one.kind, one.label) for one in entries)])


class ComparedVersions(forms.Form):
    """The older version, and the newer one (empty: today's)."""

    old = forms.TypedChoiceField(label=gettext_lazy("Older version"), coerce=int)
    new = forms.TypedChoiceField(
        label=gettext_lazy("Newer version"), coerce=int, required=False, empty_value=None
    )

    def __init__(self, *args: Any, changes: Iterable[Change], **options: Any) -> None:
        super().__init__(*args, **options)
        versions = [(one.version, version_label(one)) for one in changes]
        for name, choices in (("old", versions), ("new", [("", _("as it is now")), *versions])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


def version_label(change: Change) -> str:
    """Short enough for a select box on a phone: 21.11.2026, 14:05."""
    when = f"{timezone.localtime(change.moment):%d.%m.%Y, %H:%M}"
    return " · ".join(one for one in (when, change.who) if one)
