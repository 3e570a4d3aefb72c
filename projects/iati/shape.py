"""The element table: what stands in which element, how often and in which order.

Our own reading of the schema, written down beside each element. It serves when the official schema
is not loaded, and it gives the sentences when one is: a schema processor only tells error numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from projects.iati import sentences as say
from projects.iati.findings import Finding
from projects.iati.simple_types import is_valid
from projects.iati.xml import line_of

_ATTRIBUTE = re.compile(
    r"(?P<name>[\w:-]+?)(?:=(?P<kind>\w+))?(?:\{(?P<codes>[\w-]+)\})?(?P<must>!)?"
)
_SHOWN = 60


@dataclass(frozen=True)
class Attribute:
    name: str
    kind: str = "string"
    required: bool = False
    codelist: str = ""


@dataclass(frozen=True)
class Shape:
    """`text` is the simple type of the element's own text; None when only elements stand in it."""

    name: str
    attributes: tuple[Attribute, ...] = ()
    children: tuple[Child, ...] = ()
    text: str | None = None

    @cached_property
    def by_name(self) -> dict[str, Attribute]:
        return {one.name: one for one in self.attributes}

    @cached_property
    def places(self) -> dict[str, int]:
        """Where in the order a child stands."""
        return {child.shape.name: place for place, child in enumerate(self.children)}

    @cached_property
    def required(self) -> tuple[Attribute, ...]:
        return tuple(one for one in self.attributes if one.required)


@dataclass(frozen=True)
class Child:
    shape: Shape
    least: int = 0
    most: int | None = None


def element(name: str, attributes: str = "", *children: Child, text: str | None = None) -> Shape:
    """A row of the table. Attributes are words: `name=type{Codelist}!`, `!` for required."""
    return Shape(name, tuple(_attribute(word) for word in attributes.split()), children, text)


def one(shape: Shape) -> Child:
    return Child(shape, 1, 1)


def optional(shape: Shape) -> Child:
    return Child(shape, 0, 1)


def some(shape: Shape) -> Child:
    return Child(shape, 1)


def many(shape: Shape) -> Child:
    return Child(shape)


def _attribute(word: str) -> Attribute:
    found = _ATTRIBUTE.fullmatch(word)
    assert found, word
    return Attribute(
        found["name"], found["kind"] or "string", bool(found["must"]), found["codes"] or ""
    )


def problems(node: etree._Element, shape: Shape, path: str = "") -> Iterator[Finding]:
    """Everything in which the element differs from its row, its children included."""
    path = f"{path}/{shape.name}" if path else shape.name
    yield from own_problems(node, shape, path)
    yield from _text_problems(node, shape, path)
    yield from _order_problems(node, shape, path)
    for child in node.iterchildren(tag=etree.Element):
        place = shape.places.get(str(child.tag))
        if place is not None:
            yield from problems(child, shape.children[place].shape, path)


def own_problems(node: etree._Element, shape: Shape, path: str = "") -> Iterator[Finding]:
    """What is wrong with the attributes of the element."""
    path = path or shape.name
    for wanted in shape.required:
        if wanted.name not in node.attrib:
            yield _at(node, path, say.MISSING_ATTRIBUTE, attribute=wanted.name, element=shape.name)
    for key, value in node.attrib.items():
        name = str(key)
        known = shape.by_name.get(name)
        if known is None:
            # Attributes of other namespaces are the standard's own way of extension.
            if not name.startswith("{"):
                yield _at(node, path, say.UNKNOWN_ATTRIBUTE, attribute=name, element=shape.name)
        elif not is_valid(known.kind, str(value)):
            yield _wrong_value(node, path, f"@{name}", str(value), known.kind)


def _text_problems(node: etree._Element, shape: Shape, path: str) -> Iterator[Finding]:
    if shape.text is None:
        texts = [node.text, *(child.tail for child in node)]
        stray = next((text.strip() for text in texts if text and text.strip()), "")
        if stray:
            yield _at(node, path, say.STRAY_TEXT, element=shape.name, text=_short(stray))
    elif not is_valid(shape.text, node.text or ""):
        yield _wrong_value(node, path, shape.name, node.text or "", shape.text)
    elif any(isinstance(child.tag, str) for child in node):
        yield _at(node, path, say.NO_CHILDREN, element=shape.name)


def _order_problems(node: etree._Element, shape: Shape, path: str) -> Iterator[Finding]:
    """Order and number of the children; elements of other namespaces come after all others."""
    if shape.text is not None:
        return
    counts = [0] * len(shape.children)
    reached, last = 0, ""
    for child in node.iterchildren(tag=etree.Element):
        tag = str(child.tag)
        place = len(counts) if tag.startswith("{") else shape.places.get(tag)
        if place is None:
            yield _at(child, path, say.UNKNOWN_ELEMENT, child=tag, element=shape.name)
            continue
        if place < reached:
            yield _at(child, path, say.WRONG_ORDER, child=tag, before=last, element=shape.name)
        reached, last = max(place, reached), tag if place >= reached else last
        if place < len(counts):
            counts[place] += 1
    yield from _number_problems(node, shape, path, counts)


def _number_problems(
    node: etree._Element, shape: Shape, path: str, counts: list[int]
) -> Iterator[Finding]:
    for child, count in zip(shape.children, counts, strict=True):
        if count < child.least:
            yield _at(node, path, say.MISSING_ELEMENT, child=child.shape.name, element=shape.name)
        if child.most is not None and count > child.most:
            yield _at(
                node, path, say.TOO_MANY, child=child.shape.name, element=shape.name, count=count
            )


def _wrong_value(node: etree._Element, path: str, what: str, value: str, kind: str) -> Finding:
    if not value.strip():
        return _at(node, path, say.EMPTY_VALUE[kind], element=path, what=what)
    return _at(node, path, say.WRONG_VALUE[kind], element=path, what=what, value=_short(value))


def _at(node: etree._Element, path: str, message: str, **values: object) -> Finding:
    return Finding(message, values, element=path, line=line_of(node))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
