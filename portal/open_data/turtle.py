"""A graph as Turtle. It is given as the nodes of JSON-LD: flat, each with its `@id`.

Terms are `{"@id": …}`, `{"@value": …, "@language": …}`, `{"@value": …, "@type": …}` or a text;
names of classes and properties are prefixed (`dct:title`). No more of JSON-LD is read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Node = Mapping[str, Any]


def turtle(prefixes: Mapping[str, str], nodes: Sequence[Node]) -> str:
    heads = "".join(f"@prefix {name}: <{address}> .\n" for name, address in prefixes.items())
    return heads + "".join(_block(node) for node in nodes)


def _block(node: Node) -> str:
    return f"\n<{node['@id']}>\n    " + " ;\n    ".join(_lines(node)) + " .\n"


def _lines(node: Node) -> Iterator[str]:
    yield f"a {node['@type']}"
    for name, said in node.items():
        terms = said if isinstance(said, list) else [said]
        if terms and not name.startswith("@"):
            yield f"{name} {', '.join(map(_term, terms))}"


def _term(said: Any) -> str:
    if isinstance(said, str):
        return _text(said)
    if "@id" in said:
        return f"<{said['@id']}>"
    if "@language" in said:
        return f"{_text(said['@value'])}@{said['@language']}"
    return f"{_text(said['@value'])}^^{said['@type']}"


def _text(said: str) -> str:
    """What JSON escapes Turtle escapes in the same way."""
    return json.dumps(said, ensure_ascii=False)
