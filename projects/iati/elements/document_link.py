"""`document-link`: the address of a public document."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from mimetypes import guess_type

from django.utils.encoding import iri_to_uri
from lxml import etree

from common.codelists.enums import Visibility
from projects.iati.parts import (
    ISO_DATE,
    Defaults,
    Narratives,
    add,
    add_code,
    add_date,
    add_texts,
    attribute,
    clean,
    date_in,
    in_both,
    texts_in,
    texts_shape,
)
from projects.iati.shape import element, many, one, optional, some
from projects.models import Project, ProjectDocument

SHAPE = element(
    "document-link",
    "url=anyURI! format{FileFormat}!",
    one(texts_shape("title")),
    optional(texts_shape("description")),
    some(element("category", "code{DocumentCategory}!")),
    many(element("language", "code{Language}!")),
    optional(element("document-date", ISO_DATE)),
)
PLACE = many(SHAPE)
FIELD = "documents"


@dataclass(frozen=True, slots=True)
class DocumentLink:
    """`file_format` is a media type such as application/pdf."""

    url: str
    file_format: str
    title: Narratives
    categories: tuple[str, ...]
    description: Narratives = ()
    languages: tuple[str, ...] = ()
    day: dt.date | None = None


def of(project: Project, site: str) -> tuple[DocumentLink, ...]:
    """Public documents only; a file that the portal keeps stands at its address here."""
    return tuple(
        _of_row(one_, site)
        for one_ in project.documents.all()
        if one_.visibility == Visibility.PUBLIC and not one_.is_withdrawn
    )


def _of_row(row: ProjectDocument, site: str) -> DocumentLink:
    url = clean(row.url) or site + row.get_absolute_url()
    return DocumentLink(
        iri_to_uri(url),
        row.content_type or media_type(url),
        in_both(row.title, row.title_en),
        (row.category,),
        in_both(row.description, row.description_en),
        (row.language,) if row.language else (),
        row.dated_on,
    )


def media_type(url: str) -> str:
    """What the end of the address says; a page when it says nothing."""
    guessed, _ = guess_type(url.partition("?")[0])
    return guessed or "text/html"


def write(parent: etree._Element, document: DocumentLink) -> None:
    child = add(parent, "document-link", url=document.url, format=document.file_format)
    add_texts(child, "title", document.title)
    add_texts(child, "description", document.description)
    for code in document.categories:
        add_code(child, "category", code)
    for code in document.languages:
        add_code(child, "language", code)
    add_date(child, "document-date", document.day)


def read(node: etree._Element, defaults: Defaults) -> DocumentLink:
    return DocumentLink(
        attribute(node, "url"),
        attribute(node, "format"),
        texts_in(node, "title", defaults.language),
        tuple(attribute(one_, "code") for one_ in node.iterchildren("category")),
        texts_in(node, "description", defaults.language),
        tuple(attribute(one_, "code") for one_ in node.iterchildren("language")),
        date_in(node, "document-date"),
    )
