"""Filters that the registers of every app above share: by a community, by a day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from django_filters.constants import EMPTY_VALUES

from common.design.languages import wording
from common.registers.filters import CodeFilter
from communities.models import Community


class ByRows(django_filters.Filter):
    """`through` gives the rows beside a record that name what is asked for, `record` is their key
    to it. Without them the record names it itself.
    """

    def __init__(
        self,
        *args: Any,
        through: Callable[[], Any] | None = None,
        record: str = "",
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.through, self.record = through, record

    def filter(self, rows: Any, value: Any) -> Any:
        if self.through is None or value in EMPTY_VALUES:
            return super().filter(rows, value)
        linked = self.through().filter(**{self.field_name: value})
        return rows.filter(pk__in=linked.values(self.record))


class OfCommunity(ByRows, CodeFilter):
    """By the KATOTTG code of a community that there is or was."""

    def __init__(self, **options: Any) -> None:
        usual: dict[str, Any] = {
            "field_name": "community__code",
            "label": _("KATOTTG code of the community"),
            "known": Community.objects.all,
        }
        super().__init__(**(usual | options))

    def say(self, code: str) -> str:
        found = Community.objects.filter(code=code).first()
        return wording(found, "full_name").text if found else code


def day_filter(field: str, lookup: str, label: Any) -> django_filters.DateFilter:
    return django_filters.DateFilter(
        field_name=field,
        lookup_expr=lookup,
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
