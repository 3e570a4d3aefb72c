"""The parameters of an address of the API: what would be ignored is refused, and named."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

import django_filters
from django.conf import settings
from django.utils.translation import gettext as _

from common.registers.filters import RegisterFilterSet, filters_of, filterset_class
from common.registers.formats import JSON
from common.registers.listing import Listing
from common.registers.paging import BadParameter
from common.registers.problems import BadRequest
from common.registers.register import Register, is_open
from common.search.finding import RELEVANCE

DEFAULT_SIZE = 50
LARGEST_SIZE = 200
EVERY = frozenset({"lang", "format"})
LISTING = frozenset({"search", "ordering"})
PAGING = frozenset({"cursor", "page_size", "count"})
CHOOSING = frozenset({"fields", "expand"})
MIRRORING = frozenset({"updated_since"})
GENERAL = EVERY | LISTING | PAGING | CHOOSING
# Files of our own fields, of which one may choose.
TABLES = frozenset({"csv", "xlsx", "ndjson"})
# Of so many values of a filter the refusal names all.
MOST_NAMED = 60


def parameters_of_list(register: Register) -> frozenset[str]:
    """Filters, and what every list has; mirrors only of what everybody sees."""
    general = GENERAL | MIRRORING if is_open(register) else GENERAL
    return general | filters_of(register)


def refuse_unusable(
    parameters: Any, known: Collection[str], *, several: Collection[str] = frozenset()
) -> None:
    """Raises BadRequest for unknown and doubled parameters and for what is no text."""
    errors = [
        {"parameter": name, "message": message}
        for name in parameters
        for message in _wrong(parameters, name, known, several)
    ]
    if errors:
        raise BadRequest(errors)


def _wrong(
    parameters: Any, name: str, known: Collection[str], several: Collection[str]
) -> Iterator[str]:
    values = parameters.getlist(name)
    if name not in known:
        yield _("There is no such parameter.")
    elif len(values) > 1 and name not in several:
        yield _("Give it once.")
    elif not any(values):
        yield _("It is empty: give a value, or leave it out.")
    elif any("\x00" in value for value in values):
        yield _("The character with the code 0 stands in no text.")
    elif name == "lang" and values[0] not in dict(settings.LANGUAGES):
        yield _("Choose from: %(names)s.") % {"names": ", ".join(dict(settings.LANGUAGES))}


def refuse_unusable_of_list(
    register: Register,
    parameters: Any,
    *,
    more: Collection[str] = (),
    less: Collection[str] = (),
) -> None:
    """`more` and `less` are for an address that tells of the list in its own way."""
    known = (parameters_of_list(register) | set(more)) - set(less)
    refuse_unusable(parameters, known, several=_of_several(filterset_class(register)))
    answer_format = parameters.get("format", JSON)
    if answer_format != JSON:
        chosen = {"expand"} if answer_format in TABLES else CHOOSING
        refuse_together(f"format={answer_format}", sorted(PAGING | chosen), parameters)


def refuse_unusable_of_object(parameters: Any) -> None:
    refuse_unusable(parameters, EVERY | CHOOSING)
    answer_format = parameters.get("format", JSON)
    if answer_format != JSON:
        chosen = {"expand"} if answer_format in TABLES else CHOOSING
        refuse_together(f"format={answer_format}", sorted(chosen), parameters)


@cache
def _of_several(filterset: type[RegisterFilterSet]) -> frozenset[str]:
    filters = filterset.base_filters.items()
    return frozenset(
        name for name, one in filters if isinstance(one, django_filters.MultipleChoiceFilter)
    )


def refuse_together(name: str, others: Collection[str], parameters: Any) -> None:
    for other in others:
        if other in parameters:
            message = _("Cannot be given together with «%(name)s».")
            raise BadParameter(other, message % {"name": name})


def refuse_relevance_alone(parameters: Any) -> None:
    """Raises BadParameter: without words nothing fits better than the rest."""
    if parameters.get("ordering") == RELEVANCE and not parameters.get("search", "").strip():
        raise BadParameter("ordering", _("Only what is searched for is sorted by relevance."))


def refuse_invalid(asked: Listing) -> None:
    """Each filter with a wrong value is named, and the values that there are."""
    if asked.is_valid:
        return
    raise BadRequest(
        [
            {"parameter": parameter, "message": one.message + _choices(asked, parameter)}
            for one in asked.filterset.wrong()
            for parameter, values in one.values.items()
            if values
        ]
    )


def _choices(asked: Listing, name: str) -> str:
    values = values_of(asked.filterset.form.fields.get(name))
    if not 0 < len(values) <= MOST_NAMED:
        return ""
    return " " + _("Choose from: %(names)s.") % {"names": ", ".join(values)}


def values_of(field: Any) -> list[str]:
    """What a choice may be, as it stands in an address."""
    choices = getattr(field, "choices", None)
    if choices is None:
        return []
    given = [getattr(value, "value", value) for value, _label in choices]
    return [str(value) for value in given if value is not None and value != ""]


def page_size(parameters: Any) -> int:
    text = parameters.get("page_size", str(DEFAULT_SIZE))
    if not re.fullmatch(r"[1-9][0-9]{0,2}", text) or int(text) > LARGEST_SIZE:
        raise BadParameter(
            "page_size", _("A page holds 1 to %(largest)s records.") % {"largest": LARGEST_SIZE}
        )
    return int(text)


def wants_count(parameters: Any) -> bool:
    asked = parameters.get("count", "")
    if "count" in parameters and asked != "exact":
        raise BadParameter("count", _("The only value is «exact»."))
    return bool(asked)
