"""Filters of calls, one set for page, API, feed, calendar and saved searches."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.design.formats import current_language
from common.design.languages import wording
from communities.filters import day_filter
from communities.models import Oblast
from partners.filters import OfPartner
from projects.call_enums import ApplicantKind, CallState

NOT_OVER, OVER = "open", "past"


class StateFilter(django_filters.MultipleChoiceFilter):
    def filter(self, rows: Any, chosen: Any) -> Any:
        return rows.in_states(chosen) if chosen else rows


class WhenFilter(django_filters.ChoiceFilter):
    """The tab of the page: those to which one may still apply, or those that are over."""

    shown_when_used = True

    def filter(self, rows: Any, chosen: Any) -> Any:
        if chosen == NOT_OVER:
            return rows.not_over()
        return rows.over() if chosen == OVER else rows


class ApplicantFilter(django_filters.MultipleChoiceFilter):
    """Any of the chosen may apply."""

    def filter(self, rows: Any, chosen: Any) -> Any:
        return rows.filter(applicants__overlap=list(chosen)) if chosen else rows


class OblastFilter(django_filters.MultipleChoiceFilter):
    """Calls for one of the oblasts, and those for the whole country."""

    def filter(self, rows: Any, chosen: Any) -> Any:
        if not chosen:
            return rows
        return rows.in_oblasts(Oblast.objects.filter(code__in=chosen).values("pk"))


class ProgrammeFilter(django_filters.CharFilter):
    shown_when_used = True


def _oblasts() -> list[tuple[str, str]]:
    rows = Oblast.objects.in_force().in_ukrainian_order()
    return [(one.code, wording(one, "full_name").text) for one in rows]


def _languages() -> list[tuple[str, str]]:
    from partners.data import language_names  # noqa: PLC0415 - asked when the form is shown
    from projects.models import Call  # noqa: PLC0415 - as above

    used = (
        Call.objects.published()
        .order_by()
        .annotate(one=models.Func("languages", function="unnest", output_field=models.CharField()))
    )
    names = language_names(current_language())
    found = {code: names.get(code, code) for code in used.values_list("one", flat=True).distinct()}
    return sorted(found.items(), key=lambda pair: pair[1])


class LanguageFilter(django_filters.MultipleChoiceFilter):
    def filter(self, rows: Any, chosen: Any) -> Any:
        return rows.filter(languages__overlap=list(chosen)) if chosen else rows


class ShareFilter(django_filters.NumberFilter):
    """An own share of at most so many percent; those that ask for none too."""

    def filter(self, rows: Any, percent: Any) -> Any:
        if percent is None:
            return rows
        return rows.filter(models.Q(own_share=None) | models.Q(own_share__lte=percent))


FILTERS: dict[str, django_filters.Filter] = {
    "when": WhenFilter(
        choices=((NOT_OVER, _("one may still apply")), (OVER, _("over"))), label=_("when")
    ),
    "state": StateFilter(
        choices=CallState.choices, label=_("state"), widget=forms.CheckboxSelectMultiple
    ),
    "applicants": ApplicantFilter(
        choices=ApplicantKind.choices,
        label=_("who may apply"),
        widget=forms.CheckboxSelectMultiple,
    ),
    "oblast": OblastFilter(
        choices=_oblasts, label=_("oblast"), widget=forms.CheckboxSelectMultiple
    ),
    "own_share_max": ShareFilter(
        label=_("own share at most, percent"),
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"min": 0, "max": 100}),
    ),
    "closes_before": day_filter("closes_at", "date__lt", _("deadline before this day")),
    "language": LanguageFilter(
        choices=_languages,
        label=_("language of the application"),
        widget=forms.CheckboxSelectMultiple,
    ),
    "partner": OfPartner(),
    "programme": ProgrammeFilter(
        field_name="programme__slug", label=_("address of the programme"), max_length=80
    ),
}
