"""A document as PDF: typst sets a fixed template, the texts come as JSON that it never parses.

Fonts are those inside typst, so that a bare machine without a network gives the same paper.
"""

from __future__ import annotations

import json
import logging
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import typst

from common.documents.document import Document
from common.documents.languages import writing

logger = logging.getLogger(__name__)

TEMPLATE = Path(__file__).parent / "templates" / "document.typ"
# Readable by machines and by voice: tagged, with title and language.
STANDARD = "ua-1"


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()


def render_pdf(document: Document) -> bytes:
    """PDF/UA. Signs that no font of ours holds become boxes, and the paper is plain PDF then."""
    paper = document.typeset()
    inputs = {"paper": json.dumps(as_data(paper), ensure_ascii=False)}
    try:
        return _compiled(inputs, [STANDARD])
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        logger.info("document_without_glyphs")
        return _compiled(inputs, [])


def _compiled(inputs: dict[str, str], standards: list[Any]) -> bytes:
    made: Any = typst.compile(
        _template(),
        format="pdf",
        sys_inputs=inputs,
        pdf_standards=standards,
        ignore_system_fonts=True,
    )
    assert isinstance(made, bytes)
    return made


def as_data(paper: Document) -> dict[str, Any]:
    """What the template reads."""
    how = writing(paper.language)
    picture = paper.head.picture
    return {
        "language": paper.language,
        "region": how.region,
        "addressee_right": how.addressee_right,
        "title": paper.title,
        "head": {
            "name": paper.head.name,
            "over": paper.head.over,
            "lines": list(paper.head.lines),
        },
        # As numbers: JSON knows no bytes, and a picture needs no file this way.
        "picture": {
            "content": list(picture.content),
            "format": picture.kind,
            "description": picture.description,
        }
        if picture
        else None,
        "dated": paper.dated,
        "reference": paper.reference,
        "addressee": list(paper.addressee),
        "subject": paper.subject,
        "blocks": list(_grouped(paper)),
        "signatures": [{"name": one.name, "position": one.position} for one in paper.signatures],
    }


def _grouped(paper: Document) -> Any:
    """Items that follow each other are one list."""
    for kind, blocks in groupby(paper.blocks, key=lambda one: one.kind):
        lines = [one.text.split("\n") for one in blocks]
        if kind == "item":
            yield {"kind": "items", "items": lines}
        else:
            yield from ({"kind": kind, "lines": one} for one in lines)
