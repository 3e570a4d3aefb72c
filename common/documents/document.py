"""What a paper consists of: plain texts, which never become markup of any kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from common.documents.typography import typeset

BlockKind = Literal["paragraph", "heading", "item"]
ITEM = re.compile(r"^\s*[-–—•*]\s+")


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A coat of arms or a logo. `kind` is the ending of a file: png or jpg."""

    content: bytes
    kind: str
    description: str


@dataclass(frozen=True, kw_only=True)
class Head:
    """The letterhead: whose paper it is and how to reach them."""

    name: str
    over: str = ""
    lines: tuple[str, ...] = ()
    picture: Picture | None = None


@dataclass(frozen=True)
class Block:
    """One piece of the text; `text` may hold line breaks."""

    kind: BlockKind
    text: str


@dataclass(frozen=True, kw_only=True)
class Signature:
    name: str
    position: str = ""


@dataclass(frozen=True, kw_only=True)
class Document:
    """`language` is a two-letter code. Empty parts are left out of the paper."""

    language: str
    title: str
    head: Head
    blocks: tuple[Block, ...]
    dated: str = ""
    reference: str = ""
    addressee: tuple[str, ...] = ()
    subject: str = ""
    signatures: tuple[Signature, ...] = ()

    def typeset(self) -> Document:
        """The same with the quotes, dashes and unbreakable spaces of the language."""

        def right(text: str) -> str:
            return typeset(text, self.language)

        head = replace(
            self.head,
            name=right(self.head.name),
            over=right(self.head.over),
            lines=tuple(map(right, self.head.lines)),
        )
        return replace(
            self,
            title=right(self.title),
            subject=right(self.subject),
            head=head,
            addressee=tuple(map(right, self.addressee)),
            blocks=tuple(Block(one.kind, right(one.text)) for one in self.blocks),
            signatures=tuple(
                Signature(name=right(one.name), position=right(one.position))
                for one in self.signatures
            ),
        )


def blocks_of(text: str) -> tuple[Block, ...]:
    """Typed text as blocks: an empty line parts paragraphs, a dash before a line makes an item."""
    return tuple(block for part in re.split(r"\n\s*\n", text.strip()) for block in _parted(part))


def _parted(part: str) -> Iterator[Block]:
    lines: list[str] = []
    for line in part.splitlines():
        if not ITEM.match(line):
            lines.append(line.strip())
            continue
        if lines:
            yield Block("paragraph", "\n".join(lines))
            lines = []
        yield Block("item", ITEM.sub("", line).strip())
    if lines:
        yield Block("paragraph", "\n".join(lines))
