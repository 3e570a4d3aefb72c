"""What an address of a register asks for, understood once.

The parameters of an address are checked, and turned into fields, order and filters, by the same
code for everybody. For who has no name nothing else comes into it than the address, so a process
keeps what it has understood: many read the same lists, and one reads a list page by page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.http import QueryDict
from django.utils.encoding import iri_to_uri

from common.registers.changes.objects import EVERYBODY
from common.registers.choosing import Choice, choice_asked
from common.registers.conditions import filters_chosen, is_plain_address
from common.registers.formats import JSON
from common.registers.kept import is_given, places_of
from common.registers.parameters import (
    page_size,
    refuse_relevance_alone,
    refuse_unusable_of_list,
    refuse_unusable_of_object,
    wants_count,
)
from common.registers.register import Register, registers

MOST_KEPT = 2000
# Stands for a cursor, which is another one on each page; nothing else in an address can be it.
SOMEWHERE = uuid4().hex

# Each parameter with its values, in the order of the address.
Asked = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class ObjectReading:
    """What is asked for of one object."""

    choice: Choice
    places: Sequence[int] | None


@dataclass(frozen=True)
class ListReading(ObjectReading):
    """What is asked for of a list, but where the page begins; `link` leads to a page of it."""

    ordering: str
    size: int
    chosen: str
    is_counted: bool
    link: str

    def link_to(self, cursor: str) -> str:
        return self.link.replace(SOMEWHERE, cursor) if cursor else ""


def list_reading(register: Register, request: Any) -> ListReading | None:
    """None where the list has to be made. Raises BadParameter and BadRequest as the list does."""
    if not is_given(register):
        return None
    asked = tuple(
        (name, tuple(SOMEWHERE if one and name == "cursor" else one for one in values))
        for name, values in request.GET.lists()
    )
    return _list(register.name, f"{request.scheme}://{request.get_host()}{request.path}", asked)


def object_reading(register: Register, request: Any) -> ObjectReading | None:
    """As `list_reading`."""
    if not is_given(register):
        return None
    return _object(register.name, tuple((name, tuple(v)) for name, v in request.GET.lists()))


@lru_cache(MOST_KEPT)
def _list(name: str, address: str, asked: Asked) -> ListReading | None:
    register, parameters = _named(name), _parameters(asked)
    refuse_unusable_of_list(register, parameters)
    refuse_relevance_alone(parameters)
    chosen = filters_chosen(register, parameters)
    if chosen is None:
        return None
    choice = choice_asked(register, parameters, EVERYBODY, whole=False)
    further = {**dict(parameters.lists()), "cursor": [SOMEWHERE]}
    return ListReading(
        choice,
        places_of(register, choice.fields),
        ordering=parameters.get("ordering", ""),
        size=page_size(parameters),
        chosen=chosen,
        is_counted=wants_count(parameters),
        link=f"{iri_to_uri(address)}?{urlencode(further, doseq=True)}",
    )


@lru_cache(MOST_KEPT)
def _object(name: str, asked: Asked) -> ObjectReading | None:
    register, parameters = _named(name), _parameters(asked)
    refuse_unusable_of_object(parameters)
    if parameters.get("format", JSON) != JSON or not is_plain_address(parameters):
        return None
    choice = choice_asked(register, parameters, EVERYBODY, whole=True)
    return ObjectReading(choice, places_of(register, choice.fields))


def _named(name: str) -> Register:
    return next(one for one in registers() if one.name == name)


def _parameters(asked: Asked) -> QueryDict:
    parameters = QueryDict(mutable=True)
    for name, values in asked:
        parameters.setlist(name, list(values))
    return parameters
