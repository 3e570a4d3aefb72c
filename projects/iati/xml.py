"""The few things of lxml whose types its stubs do not know."""

from __future__ import annotations

from typing import Any

from lxml import etree

Node = etree._Element  # noqa: SLF001 - lxml has no public name for the class of its elements


def line_of(node: etree._Element) -> int:
    """The line of the file that the element begins on, 0 for one that was never in a file."""
    line: Any = node.sourceline
    return line or 0


def pull_parser(events: tuple[str, ...], tags: tuple[str, ...] | None) -> Any:
    """A parser for files from strangers: no entities, no document type, no network."""
    make: Any = etree.XMLPullParser
    return make(
        events=events,
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def log_of(schema: etree.XMLSchema) -> list[Any]:
    """What the schema had against the last thing it validated."""
    log: Any = schema.error_log
    return list(log)


def code_of(error: etree.XMLSyntaxError) -> int:
    """The parser's number of the error, 0 when it gives none."""
    known: Any = error
    return known.code or 0
