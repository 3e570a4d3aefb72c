"""Filters of the register of projects that are not columns of its table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import django_filters
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.codelists.countries import country_codes
from common.codelists.entries import SDG_GOALS, SECTOR, choices_of, names_of
from common.codelists.enums import Visibility
from common.design.formats import current_language
from common.design.languages import wording
from common.registers.fields import text_in
from common.registers.filters import YearsFilter
from communities.filters import ByRows, OfCommunity
from communities.models import Oblast
from communities.register_parts import oblasts
from partners.filters import OfPartner
from partners.models import Partner
from projects.enums import RoleKind
from projects.models import Project, ProjectRole, ProjectSDG, ProjectSector, ProjectTerritory
from projects.models.classification import DAC


def public_projects() -> Any:
    return Project.objects.visible_to(AnonymousUser())


class OfProject(ByRows, django_filters.CharFilter):
    """By the identifier of a project, or by its reference; of those that `known` gives."""

    shown_when_used = True

    def __init__(self, *, known: Callable[[], Any] = public_projects, **options: Any) -> None:
        usual: dict[str, Any] = {
            "field_name": "project",
            "label": _("identifier or reference of the project"),
            "max_length": 40,
        }
        super().__init__(**(usual | options))
        self.known = known

    def filter(self, rows: Any, key: Any) -> Any:
        if not key:
            return rows
        project = self.known().filter(_by_key(key)).first()
        return super().filter(rows, project) if project else rows.none()


def _by_key(key: str) -> Q:
    try:
        return Q(public_id=UUID(key))
    except ValueError:
        return Q(reference__iexact=key)


class OblastFilter(django_filters.ModelMultipleChoiceFilter):
    """Projects that name the oblast, a raion or a community of it."""

    def filter(self, rows: Any, chosen: Any) -> Any:
        if not chosen:
            return rows
        linked = ProjectTerritory.objects.filter(oblast__in=chosen)
        return rows.filter(pk__in=linked.values("project"))

    def say(self, value: str) -> str:
        found = Oblast.objects.filter(code=value).first()
        return wording(found, "full_name").text if found else value


class CommunityFilter(OfCommunity):
    """By the KATOTTG code of a community where the project works or that has a role in it."""

    def filter(self, rows: Any, code: Any) -> Any:
        if not code:
            return rows
        place = ProjectTerritory.objects.filter(community__code=code).values("project")
        role = ProjectRole.objects.filter(community__code=code).values("project")
        return rows.filter(Q(pk__in=place) | Q(pk__in=role))


class PartnerFilter(OfPartner):
    """A partner with any role, or with one of those that `role` names."""

    # Set by the filter set that it belongs to.
    parent: Any

    def filter(self, rows: Any, key: Any) -> Any:
        if not key:
            return rows
        linked = ProjectRole.objects.filter(partner__public_id=key)
        roles = [one for one in self.parent.data.getlist("role") if one in RoleKind.values]
        if roles:
            linked = linked.filter(role__in=roles)
        return rows.filter(pk__in=linked.values("project"))


def roles_of_countries() -> Any:
    """Roles of partners whose country everybody may know: what one may filter by is for all."""
    public = Partner.objects.filter(visibility=Visibility.PUBLIC).current().exclude(country="")
    return ProjectRole.objects.filter(partner__in=public.values("pk"))


class CountryFilter(django_filters.MultipleChoiceFilter):
    """Projects in which a partner of the country has a role."""

    def filter(self, rows: Any, chosen: Any) -> Any:
        if not chosen:
            return rows
        linked = roles_of_countries().filter(partner__country__in=chosen)
        return rows.filter(pk__in=linked.values("project"))


def _country_choices() -> list[tuple[str, str]]:
    """Countries of partners with a role in any project."""
    codes = set(
        roles_of_countries().order_by().values_list("partner__country", flat=True).distinct()
    )
    language = current_language()
    named = [(code, text_in(country_codes()[code]["name"], language)) for code in codes]
    return sorted(named, key=lambda pair: pair[1])


class RunningSinceFilter(django_filters.DateFilter):
    """Projects that run on the day or begin later."""

    shown_when_used = True

    def filter(self, rows: Any, day: Any) -> Any:
        return rows.since(day) if day else rows


class KnownCostFilter(django_filters.RangeFilter):
    """A cost that has no value in hryvnias, sorted as nought, is in no range."""

    def filter(self, rows: Any, asked: Any) -> Any:
        found = super().filter(rows, asked)
        return found.filter(hryvnias__gt=0) if asked else found


class RoleFilter(django_filters.MultipleChoiceFilter):
    """Says in which roles the partner of the filter `partner` is looked for."""

    shown_when_used = True

    def filter(self, rows: Any, chosen: Any) -> Any:
        return rows


class _Codes(forms.MultipleChoiceField):
    """Codes of a list that may grow: an unknown one finds nothing, which is no error."""

    def valid_value(self, value: Any) -> bool:
        return str(value).isdigit() and len(str(value)) <= 5


class SectorFilter(django_filters.MultipleChoiceFilter):
    """DAC sectors of five digits, or groups of them by their first three."""

    field_class = _Codes

    def filter(self, rows: Any, chosen: Any) -> Any:
        if not chosen:
            return rows
        rule = Q()
        for code in chosen:
            rule |= Q(code=code) if len(code) == 5 else Q(code__startswith=code)
        linked = ProjectSector.objects.filter(rule, vocabulary=DAC)
        return rows.filter(pk__in=linked.values("project"))

    def say(self, value: str) -> str:
        names = names_of(SECTOR if len(value) == 5 else "SectorCategory")
        return f"{value} {names.get(value, '')}".strip()


def _sector_choices() -> list[tuple[str, str]]:
    """Sectors in use, by their names."""
    used = ProjectSector.objects.filter(vocabulary=DAC).order_by().values_list("code", flat=True)
    names = names_of(SECTOR)
    language = current_language()
    found = [
        (code, names[code].in_language(language) if code in names else code)
        for code in set(used.distinct())
    ]
    return sorted(found, key=lambda pair: pair[1])


class SDGFilter(django_filters.MultipleChoiceFilter):
    """Projects that serve any of the goals, or a target of one."""

    def filter(self, rows: Any, chosen: Any) -> Any:
        if not chosen:
            return rows
        linked = ProjectSDG.objects.filter(goal__in=[int(one) for one in chosen])
        return rows.filter(pk__in=linked.values("project"))


def _goal_choices() -> list[tuple[str, str]]:
    return choices_of(SDG_GOALS) or [(str(goal), str(goal)) for goal in range(1, 18)]


FILTERS: dict[str, django_filters.Filter] = {
    "oblast": OblastFilter(
        queryset=lambda _request: oblasts(),
        to_field_name="code",
        label=pgettext_lazy("territory", "oblast"),
        widget=forms.CheckboxSelectMultiple,
    ),
    "community": CommunityFilter(label=_("community")),
    "sector": SectorFilter(
        choices=_sector_choices, label=_("sector"), widget=forms.CheckboxSelectMultiple
    ),
    "sdg": SDGFilter(
        choices=_goal_choices,
        label=_("Sustainable Development Goal"),
        widget=forms.CheckboxSelectMultiple,
    ),
    "partner": PartnerFilter(label=_("partner")),
    "role": RoleFilter(
        choices=RoleKind.choices,
        label=_("role of the partner"),
        widget=forms.CheckboxSelectMultiple,
    ),
    "country": CountryFilter(
        choices=_country_choices,
        label=_("country of a partner"),
        widget=forms.CheckboxSelectMultiple,
    ),
    "running_since": RunningSinceFilter(label=_("runs on or after")),
    "start_year": YearsFilter(field_name="starts_on__year", label=_("year of the start")),
    "amount": KnownCostFilter(field_name="hryvnias", label=_("cost in hryvnias")),
}
