"""Rows of a register in templates: texts and names in the language of the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common.design.formats import current_language
from common.registers.fields import text_in

register = template.Library()


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
