"""Rows of a register in templates: texts and names in the language of the page."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from common.design.formats import current_language
from common.design.remembered import Remembered
from common.registers.fields import text_in

if TYPE_CHECKING:
    from django.template.base import NodeList, Parser, Token

    from common.registers.pages import ListPage

register = template.Library()
# Rows of pages that a process remembers, a kilobyte each.
MOST_ROWS = 3000
_rows: Remembered[str] = Remembered(MOST_ROWS)


@register.filter
def by_language(texts: Mapping[str, Any] | None) -> str:
    """`{{ row.name|by_language }}`: the text in the page's language, else in the other one."""
    return text_in(texts)


@register.filter
def named(value: Mapping[str, Any] | None) -> str:
    """`{{ row.kind|named }}`: the name of a code or of a linked record."""
    return by_language(value["name"]) if value else ""


@register.filter
def language_of(texts: Mapping[str, Any] | None) -> str:
    """The language of the text that `by_language` chose, when it is not the page's own."""
    wanted = current_language()
    if not texts or texts.get(wanted):
        return ""
    return "en" if wanted == "uk" else "uk"


@register.simple_tag
def hidden_inputs(request: Any, *names: str) -> SafeString:
    """Keep parameters of the address in a form that sends others."""
    found = SafeString("")
    for name in names:
        for value in request.GET.getlist(name):
            found += format_html('<input type="hidden" name="{}" value="{}">', name, value)
    return found


@register.tag
def rows_of(parser: Parser, token: Token) -> RowsNode:
    """`{% rows_of list %}…{{ row.name|by_language }}…{% endrows_of %}`: each row of the page.

    What stands in between knows `row` and nothing else of the page. So it follows from the record
    as the reader sees it, the language and the day, and is rendered once for all to whom these are
    the same. See `ListPage.rows_alone` for the lists whose rows follow from more.
    """
    _name, listed = token.split_contents()
    inside = parser.parse(("endrows_of",))
    parser.delete_first_token()
    return RowsNode(parser.compile_filter(listed), inside)


class RowsNode(template.Node):
    def __init__(self, listed: Any, nodelist: NodeList) -> None:
        self.listed = listed
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        page: ListPage = self.listed.resolve(context)
        if not page.rows_alone:
            return self._joined(self._in_page(context, text) for text in page.texts)
        return self._joined(self._remembered(context, text) for text in page.texts)

    def _remembered(self, context: template.Context, text: bytes) -> str:
        # The template itself: when it is read anew, its rows are others.
        key = (context.template, current_language(), timezone.localdate(), _digest(text))
        return _rows.get(key, lambda: self._alone(context, text))

    @staticmethod
    def _joined(shown: Any) -> SafeString:
        # Out of the template engine, which has escaped it already.
        return mark_safe("\n".join(shown))  # noqa: S308

    def _alone(self, context: template.Context, text: bytes) -> str:
        return self.nodelist.render(context.new({"row": json.loads(text)})).strip()

    def _in_page(self, context: template.Context, text: bytes) -> str:
        with context.push(row=json.loads(text)):
            return self.nodelist.render(context).strip()


def _digest(text: bytes) -> bytes:
    return hashlib.blake2b(text, digest_size=16).digest()
