"""Parts of a page that are the same on many pages, rendered once by each process."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, cast

from django import template
from django.db.models import Model
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.utils.safestring import SafeString, mark_safe

from common.design.formats import current_language
from common.design.remembered import Remembered

register = template.Library()
MOST_PARTS = 500
_parts: Remembered[str] = Remembered(MOST_PARTS)


@register.tag
def remembered(parser: Parser, token: Token) -> RememberedNode:
    """`{% remembered menu=navigation %}…{% endremembered %}`: rendered once for each menu.

    What stands in between knows the language and the values named here, and nothing else of the
    page: neither the reader nor the request. So it cannot show one reader what is another's.
    """
    values = token_kwargs(token.split_contents()[1:], parser)
    inside = parser.parse(("endremembered",))
    parser.delete_first_token()
    return RememberedNode(values, inside)


class RememberedNode(template.Node):
    def __init__(self, values: Mapping[str, FilterExpression], nodelist: NodeList) -> None:
        self.values = values
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        known = {name: _fixed(one.resolve(context)) for name, one in self.values.items()}
        # The node itself: a template that is read anew has others. And what is equal may be said in
        # two ways, as 1 and True are.
        kinds = map(_kind, known.values())
        key = (self, current_language(), *known.values(), *kinds)
        # Out of the template engine, which has escaped it already.
        return mark_safe(_parts.get(key, lambda: self.nodelist.render(context.new(known))))  # noqa: S308


def _fixed(value: Any) -> Hashable:
    """Lists of links and the like, as what can be compared with those of another page."""
    if isinstance(value, list | tuple):
        return tuple(map(_fixed, value))
    if isinstance(value, Model):
        raise TypeError("A record is known by its key, whatever it says: name its texts instead.")
    return cast("Hashable", value)


def _kind(value: Hashable) -> Hashable:
    return tuple(map(_kind, value)) if isinstance(value, tuple) else type(value)
