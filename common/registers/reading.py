"""What an address of a register asks for, understood once, and what is given for it as it is kept.

The parameters of an address are checked, and turned into fields, order and filters, by the same
code for everybody. For who has no name nothing else comes into it than the address, so a process
keeps what it has understood: many read the same lists, and one reads a list page by page.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.http import QueryDict
from django.utils.encoding import iri_to_uri

from common.design.formats import MoreThan
from common.intake.texts import one_line
from common.registers.changes.objects import EVERYBODY
from common.registers.choosing import Choice, choice_asked
from common.registers.conditions import (
    Mark,
    filters_chosen,
    is_plain_address,
    mark_of_key,
    mark_of_made,
    mark_of_state,
    mark_of_text,
)
from common.registers.formats import JSON
from common.registers.kept import (
    ListAsked,
    Places,
    is_given,
    kept_object,
    kept_page,
    kept_state,
    list_asked,
    places_of,
)
from common.registers.parameters import (
    page_size,
    refuse_relevance_alone,
    refuse_unusable_of_list,
    refuse_unusable_of_object,
    wants_count,
)
from common.registers.register import Register, registers
from common.search.finding import capped

MOST_KEPT = 2000
# Stands for a cursor, which is another one on each page; nothing else in an address can be it.
SOMEWHERE = uuid4().hex

# Each parameter with its values, in the order of the address.
Asked = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Given:
    """What is answered: the JSON, its mark, and where to go on from it by relation."""

    body: bytes
    mark: Mark
    links: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ObjectReading:
    """What is asked for of one object."""

    register: Register
    choice: Choice
    places: Places

    def given(self, key: str, _address: str = "") -> Given | None:
        """The object under this key as it is kept; None where it has to be made."""
        found = kept_object(self.register, key)
        if found is None:
            return None
        body = found.text(self.places, self.choice.stamps)
        is_plain = self.choice.is_plain
        return Given(body, mark_of_made(self.register, found) if is_plain else mark_of_text(body))

    def mark(self, key: str, _address: str = "") -> Mark | None:
        """Of what would be given; None where only its own text tells."""
        return mark_of_key(self.register, key) if self.choice.is_plain else None


@dataclass(frozen=True)
class ListReading:
    """What is asked for of a list, but where the page begins; `link` leads to a page of it."""

    register: Register
    choice: Choice
    places: Places
    asked: ListAsked
    is_plain: bool
    is_search: bool
    link: str

    def given(self, cursor: str, address: str) -> Given | None:
        """The page from the cursor on as it is kept; None where it has to be made.

        Raises BadParameter for a cursor, and BadRequest for filters, that cannot be used.
        """
        found = kept_page(self.register, self.asked, cursor)
        if found is None:
            return None
        rows = b", ".join([one.text(self.places, self.choice.stamps) for one in found.objects])
        links = self._link_to(found.page.next), self._link_to(found.page.previous)
        body = page_text(links, rows, found.total, is_search=self.is_search)
        marked = mark_of_state(self.register, found.state, address) if self.is_plain else None
        return Given(body, marked or mark_of_text(body), links_said(*links))

    def mark(self, _cursor: str, address: str) -> Mark | None:
        """Of what would be given; None where only its own text tells."""
        state = kept_state(self.register) if self.is_plain else None
        return mark_of_state(self.register, state, address) if state else None

    def _link_to(self, cursor: str) -> str:
        return self.link.replace(SOMEWHERE, cursor) if cursor else ""


Reading = ObjectReading | ListReading


def links_said(following: str, previous: str) -> dict[str, str]:
    """Links to other pages by relation, those that there are."""
    return {name: link for name, link in (("next", following), ("prev", previous)) if link}


def page_text(links: tuple[str, str], rows: bytes, total: int | None, *, is_search: bool) -> bytes:
    """The JSON of a page. `links` lead to the next and the previous one, if there is one."""
    following, previous = (f'"{link}"' if link else "null" for link in links)
    head = (
        f'{{{_count_said(total, is_search=is_search)}, "next": {following}, '
        f'"previous": {previous}, "results": ['
    )
    return b"%b%b]}" % (head.encode(), rows)


def _count_said(total: int | None, *, is_search: bool) -> str:
    """What is searched for is counted as far as anybody wants to know, and the answer says so."""
    if total is None:
        return '"count": null'
    if not is_search:
        return f'"count": {total}'
    said = total if isinstance(total, MoreThan) else capped(total)
    return f'"count": {said}, "count_is_capped": {json.dumps(isinstance(said, MoreThan))}'


def words_asked(parameters: Mapping[str, str]) -> bool:
    """Whether something is searched for."""
    return bool(one_line(parameters.get("search", "")))


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
        register,
        choice,
        places_of(register, choice.fields),
        list_asked(
            register,
            ordering=parameters.get("ordering", ""),
            size=page_size(parameters),
            filters=chosen,
            is_counted=wants_count(parameters),
        ),
        is_plain=is_plain_address(parameters),
        is_search=words_asked(parameters),
        link=f"{iri_to_uri(address)}?{urlencode(further, doseq=True)}",
    )


@lru_cache(MOST_KEPT)
def _object(name: str, asked: Asked) -> ObjectReading | None:
    register, parameters = _named(name), _parameters(asked)
    refuse_unusable_of_object(parameters)
    if parameters.get("format", JSON) != JSON or not is_plain_address(parameters):
        return None
    choice = choice_asked(register, parameters, EVERYBODY, whole=True)
    return ObjectReading(register, choice, places_of(register, choice.fields))


def _named(name: str) -> Register:
    return next(one for one in registers() if one.name == name)


def _parameters(asked: Asked) -> QueryDict:
    parameters = QueryDict(mutable=True)
    for name, values in asked:
        parameters.setlist(name, list(values))
    return parameters
