"""The registers of offices and raions: what other registers link to, for programs and tables."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.registers.fields import Field, FieldKind
from common.registers.register import Register, register
from common.search.described import Searched
from common.search.names import search_names
from communities.models import Oblast, Office, Raion
from communities.register_parts import oblasts
from communities.registers import API, level_of, oblast_json


def _search_offices(rows: Any, words: str) -> Any:
    """An office is found by the name of its oblast."""
    return rows.filter(oblast__in=search_names(Oblast.objects.in_force(), words).values("pk"))


def _oblast(**options: Any) -> Field:
    return Field(
        name="oblast",
        label=pgettext_lazy("territory", "oblast"),
        kind=FieldKind.REFERENCE,
        expression=oblast_json,
        extra={"codes": True},
        required=True,
        filterable=True,
        filter_queryset=oblasts,
        filter_lookup="oblast",
        filter_key="code",
        **options,
    )


OFFICES = register(
    Register(
        name="offices",
        singular="Office",
        title=_("Regional offices"),
        about=_(
            "Regional offices of international cooperation: which oblast each serves and how to "
            "reach it."
        ),
        model=Office,
        queryset=Office.objects.all,
        key="slug",
        default_sort="oblast",
        level_of=level_of,
        search=_search_offices,
        searched=Searched(
            names=("name", "oblast"),
            codes=("edrpou",),
            texts=("about",),
        ),
        api_path=f"{API}offices/",
        fields=(
            Field(name="slug", label=_("address"), required=True),
            Field(name="name", label=_("name"), kind=FieldKind.BILINGUAL, required=True),
            _oblast(sort="oblast__sort_key"),
            Field(name="edrpou", label=_("EDRPOU code")),
            Field(name="postal_address", label=_("postal address")),
            Field(name="phone", label=_("telephone")),
            Field(name="email", label=_("e-mail")),
            Field(name="website", label=_("website"), kind=FieldKind.URL),
            Field(
                name="about", label=_("about the office"), kind=FieldKind.BILINGUAL, in_list=False
            ),
            Field(name="updated_at", label=_("updated at"), kind=FieldKind.MOMENT, required=True),
        ),
    )
)

RAIONS = register(
    Register(
        name="raions",
        singular="Raion",
        title=_("Raions"),
        about=_("Second-level units of the state codifier KATOTTG, with the oblast of each."),
        model=Raion,
        queryset=Raion.objects.in_force,
        key="code",
        default_sort="name",
        level_of=level_of,
        search=search_names,
        searched=Searched(
            names=("name",),
            codes=("code",),
        ),
        api_path=f"{API}raions/",
        fields=(
            Field(name="code", label=_("KATOTTG code"), required=True, sort="code"),
            Field(
                name="name",
                label=_("name"),
                kind=FieldKind.BILINGUAL,
                required=True,
                sort="sort_key",
            ),
            _oblast(),
            Field(name="updated_at", label=_("updated at"), kind=FieldKind.MOMENT, required=True),
        ),
    )
)
