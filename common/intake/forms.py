"""What forms of records share: refusals beside their fields, and which version was seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction
from django.http import QueryDict
from django.utils.dateparse import parse_datetime

from common.intake.refusals import Refusal
from common.intake.values import WrongValues


class SeenField(forms.CharField):
    """The `updated_at` that the person had before the eyes; None when it says nothing sensible."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def clean(self, value: Any) -> datetime | None:
        try:
            return parse_datetime(super().clean(value))
        except ValueError:
            return None


class RefusableForm(forms.Form):
    """Shows what a service refused beside the fields that it is about."""

    @property
    def places(self) -> Mapping[str, str]:
        """What the services call otherwise than the form does: their name → the field."""
        return {}

    def refuse(self, errors: Mapping[str, Sequence[str]]) -> None:
        for name, messages in errors.items():
            target = self.places.get(name, name)
            self.add_error(target if target in self.fields else None, list(messages))


def tell(form: forms.BaseForm, refusal: Exception, places: Mapping[str, str] | None = None) -> None:
    """A refusal in the form: each wrong value beside its field, all else above them."""
    if not isinstance(refusal, WrongValues):
        form.add_error(None, str(refusal))
        return
    for name, texts in refusal.errors.items():
        target = (places or {}).get(name, name)
        form.add_error(target if target in form.fields else None, texts)


def tried(form: Any, service: Callable[[], Any], lets: tuple[type[Refusal], ...] = ()) -> Any:
    """What the service gave; None when the form is to be shown (again); or its refusal.

    `lets` are refusals that the page answers in a way of its own: they are raised on.
    """
    if not form.is_valid():
        return None
    try:
        with transaction.atomic():
            return service()
    except lets:
        raise
    except WrongValues as error:
        form.refuse(error.errors)
    except Refusal as error:
        return error
    return None


def seen_now(said: QueryDict, newest: Any) -> QueryDict:
    """What was typed, said to answer what stands there now: sent once more, it is kept."""
    again = said.copy()
    again["seen"] = newest.updated_at.isoformat()
    return again
