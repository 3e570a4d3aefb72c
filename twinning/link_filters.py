"""What twin links are narrowed by; and the filters that they add to the registers of communities
and of places abroad.
"""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.registers.filters import add_filter
from communities.register_parts import oblasts
from communities.registers import COMMUNITIES
from partners.models import Agreement
from twinning.link_enums import LinkStage
from twinning.link_querysets import AGREED, BEGUN
from twinning.models import TwinLink
from twinning.registers import MUNICIPALITIES


class OblastFilter(django_filters.ModelMultipleChoiceFilter):
    """Links of the oblasts and of their communities."""

    def filter(self, rows: Any, chosen: Any) -> Any:
        return rows.of_oblasts(chosen) if chosen else rows


class AnswerFilter(django_filters.ChoiceFilter):
    """A choice each of whose values is a condition on the row."""

    def __init__(self, conditions: dict[str, Any], **options: Any) -> None:
        self.conditions = conditions
        super().__init__(**{"empty_label": pgettext_lazy("filter", "any"), **options})

    def filter(self, rows: Any, answer: Any) -> Any:
        return rows.filter(self.conditions[answer]()) if answer else rows


def oblast_filter() -> OblastFilter:
    return OblastFilter(
        queryset=lambda request: oblasts(),
        to_field_name="code",
        label=pgettext_lazy("territory", "oblast"),
        widget=forms.CheckboxSelectMultiple,
    )


class AgreementFilter(django_filters.UUIDFilter):
    """Set by the pages of agreements. What is not public is named by nothing but its key."""

    shown_when_used = True

    def say(self, key: str) -> str:
        try:
            found = Agreement.objects.visible_to(AnonymousUser()).filter(public_id=key).first()
        except ValidationError:
            found = None
        return found.reference if found else key


def standing_filter() -> AnswerFilter:
    return AnswerFilter(
        {
            "agreed": lambda: Q(stage__in=AGREED),
            "begun": lambda: Q(stage__in=BEGUN),
            "ended": lambda: Q(stage=LinkStage.ENDED),
        },
        choices=[
            ("agreed", _("from a memorandum on")),
            ("begun", _("not signed yet")),
            ("ended", pgettext_lazy("stage of a twin link", "ended")),
        ],
        label=_("how far"),
    )


def quiet_filter() -> AnswerFilter:
    """Active links whose log has nothing of the last year: asleep, perhaps?"""
    return AnswerFilter(
        {"true": lambda: Q(pk__in=TwinLink.objects.quiet().order_by().values("pk"))},
        choices=[("true", _("yes"))],
        label=_("no joint activity for a year"),
    )


class BegunFrom(django_filters.DateFilter):
    """Since a day: what the figures of an oblast count. People type years, beside it."""

    shown_when_used = True


def begun_from_filter() -> BegunFrom:
    return BegunFrom(
        field_name="since_on",
        lookup_expr="gte",
        label=_("begun on or after"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )


def side_filter() -> AnswerFilter:
    return AnswerFilter(
        {
            "community": lambda: Q(community__isnull=False),
            "oblast": lambda: Q(oblast__isnull=False),
        },
        choices=[
            ("community", _("community")),
            ("oblast", pgettext_lazy("territory", "oblast")),
        ],
        label=_("on our side"),
    )


def _twinned_communities() -> Any:
    return TwinLink.objects.public().agreed().filter(community__isnull=False)


class TwinnedWithFilter(django_filters.ModelMultipleChoiceFilter):
    """Places that are twins of communities of the oblast, by what everybody may see."""

    def filter(self, rows: Any, chosen: Any) -> Any:
        if not chosen:
            return rows
        links = _twinned_communities().filter(community__oblast__in=chosen)
        return rows.filter(pk__in=links.order_by().values("municipality"))


def add_filters() -> None:
    """Called in `AppConfig.ready()`, before anybody makes the filters of these registers."""
    add_filter(
        COMMUNITIES,
        "twin_links",
        AnswerFilter(
            {
                "true": lambda: Q(pk__in=_twinned_communities().order_by().values("community")),
                "false": lambda: ~Q(pk__in=_twinned_communities().order_by().values("community")),
            },
            choices=[("true", _("yes")), ("false", _("no"))],
            label=_("has twins abroad"),
        ),
    )
    add_filter(
        MUNICIPALITIES,
        "twin",
        AnswerFilter(
            {
                "true": lambda: Q(pk__in=_twinned_communities().order_by().values("municipality")),
                "false": lambda: (
                    ~Q(pk__in=_twinned_communities().order_by().values("municipality"))
                ),
            },
            choices=[("true", _("yes")), ("false", _("no"))],
            label=_("twin of a Ukrainian community"),
        ),
    )
    add_filter(
        MUNICIPALITIES,
        "twinned_with",
        TwinnedWithFilter(
            queryset=lambda request: oblasts(),
            to_field_name="code",
            label=_("twin of communities of the oblast"),
            widget=forms.CheckboxSelectMultiple,
        ),
    )
