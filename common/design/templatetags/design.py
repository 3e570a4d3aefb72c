"""The components as template tags. How to use each: the component page, /components/."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from common.design import formats, languages
from common.design.forms import ErrorLink, error_links
from common.design.parts import Chip, Event, Fact, Link, Pill, Preview, Step, Tone
from common.design.romanisation import person_name

register = template.Library()

Context = dict[str, Any]


def block(name: str, content: str, **context: object) -> SafeString:
    """Render a component that wraps what stands between its tags."""
    # The content comes out of the template engine, which has escaped it already.
    inner = mark_safe(content.strip())  # noqa: S308
    return mark_safe(render_to_string(f"components/{name}.html", {"content": inner, **context}))  # noqa: S308


# Words and numbers


register.filter("person_name", person_name)


@register.filter
def long_date(value: dt.date | dt.datetime | None) -> str:
    return formats.long_date(value) if value else ""


@register.filter
def moment(value: dt.datetime | None) -> str:
    return formats.moment(value) if value else ""


@register.filter
def number(value: formats.Number | None, places: int | None = None) -> str:
    return "" if value is None else formats.number(value, places)


@register.filter
def quoted(value: object) -> str:
    return formats.quoted(str(value)) if value else ""


@register.simple_tag
def day(value: dt.date | dt.datetime | None) -> SafeString:
    """A date in words inside `<time>`."""
    if not value:
        return SafeString("")
    machine = formats.local(value).isoformat()
    return format_html('<time datetime="{}">{}</time>', machine, formats.long_date(value))


@register.simple_tag
def bilingual(thing: object, name: str = "name") -> SafeString:
    """The text in the page's language; else in the other one, marked and said so."""
    words = languages.wording(thing, name)
    if not words.is_fallback:
        return format_html("{}", words.text)
    return format_html(
        '<span lang="{}">{}</span> <span class="translated">({})</span>',
        words.language,
        words.text,
        languages.NOTES[words.language],
    )


@register.filter
def in_language(thing: object, name: str) -> str:
    """The bare text of `bilingual`, for titles and attributes."""
    return languages.wording(thing, name).text


@register.simple_tag(takes_context=True)
def alternates(context: template.Context) -> list[languages.Alternate]:
    request = context.get("request")
    return languages.alternates(request) if isinstance(request, HttpRequest) else []


@register.simple_tag
def page_words() -> dict[str, str]:
    """What the scripts say, in the page's language."""
    return {
        "saved": gettext("Draft saved on this device at"),
        "restored": gettext("We put back the draft saved on this device at"),
        "discard": gettext("Discard the draft"),
        "sent": gettext("Saved as a draft under the number"),
        "left_out": gettext("Not saved yet, please look at:"),
        "copied": gettext("Copied"),
        "searching": gettext("Searching…"),
        "nothing": gettext("Nothing found. Try another spelling or fewer letters."),
        "offline": gettext("No connection. What you typed stays here; try again."),
        "signed_out": gettext("You are signed out. What you typed stays here: save, and sign in."),
        "found": gettext("Suggestions:"),
    }


# Parts without content


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*links: Sequence[str] | Link) -> Context:
    """`{% breadcrumbs home partners %}`: links or `(label, url)` pairs, the page itself last."""
    return {"links": [as_link(link) for link in links]}


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumb_list(links: Iterable[Sequence[str] | Link]) -> Context:
    return {"links": [as_link(link) for link in links]}


def as_link(link: Sequence[str] | Link) -> Link:
    return link if isinstance(link, Link) else Link(link[0], link[1])


@register.inclusion_tag("components/pill.html")
def pill(label: str | Pill, tone: Tone = "quiet") -> Context:
    return {"pill": label if isinstance(label, Pill) else Pill(str(label), tone)}


@register.inclusion_tag("components/facts.html")
def facts(items: Iterable[Fact], *, key: bool = False) -> Context:
    """A definition list; `key=True` sets the two or three that matter side by side."""
    return {"facts": [item for item in items if not is_empty(item.value)], "key": key}


def is_empty(value: object) -> bool:
    return value is None or value == ""


@register.inclusion_tag("components/chips.html")
def chips(items: Sequence[Chip], clear_url: str = "") -> Context:
    return {"chips": items, "clear_url": clear_url}


@register.inclusion_tag("components/sort.html")
def sort_control(items: Sequence[Link]) -> Context:
    return {"links": items}


@register.inclusion_tag("components/tabs.html")
def tabs(items: Sequence[Link], label: str) -> Context:
    return {"links": items, "label": label, "kind": "tabs"}


@register.inclusion_tag("components/tabs.html")
def switch(items: Sequence[Link], label: str) -> Context:
    """The same list as table or cards."""
    return {"links": items, "label": label, "kind": "switch"}


@register.inclusion_tag("components/downloads.html")
def downloads(items: Sequence[Link]) -> Context:
    return {"links": items}


@register.inclusion_tag("components/contents.html")
def contents(items: Sequence[Link]) -> Context:
    """Contents of a long page: labels and `#anchors`."""
    return {"links": items}


@register.inclusion_tag("components/steps.html")
def steps(items: Sequence[Step]) -> Context:
    return {"steps": items}


@register.inclusion_tag("components/timeline.html")
def timeline(events: Sequence[Event]) -> Context:
    return {"events": events}


@register.inclusion_tag("components/stat.html")
def stat(value: formats.Number | str, label: str, url: str = "") -> Context:
    """A large figure that reads as a sentence with its label."""
    text = value if isinstance(value, str) else formats.number(value)
    return {"value": text, "label": label, "url": url}


@register.inclusion_tag("components/progress.html")
def progress(value: formats.Number, maximum: formats.Number, label: str) -> Context:
    words = {"value": formats.number(value), "maximum": formats.number(maximum)}
    said = gettext("%(value)s of %(maximum)s") % words
    return {"value": str(value), "maximum": str(maximum), "label": label, "said": said}


@register.inclusion_tag("components/import_preview.html")
def import_preview(preview: Preview) -> Context:
    return {"preview": preview}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page[Any], parameter: str = "page") -> Context:
    """Older and newer by link; keeps the filters of the address."""
    request: HttpRequest = context["request"]

    def address(wanted: int) -> str:
        query = request.GET.copy()
        query[parameter] = str(wanted)
        if wanted == 1:
            del query[parameter]
        return f"{request.path}?{query.urlencode()}" if query else request.path

    before = address(page.previous_page_number()) if page.has_previous() else ""
    after = address(page.next_page_number()) if page.has_next() else ""
    return {"page": page, "before": before, "after": after}


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: BaseForm) -> Context:
    """Errors of forms that are laid out by hand; `{{ form }}` brings its own summary."""
    links: list[ErrorLink] = [link for form in forms for link in error_links(form)]
    return {"links": links}


# Parts around content


@register.simple_block_tag
def heading(
    content: str,
    title: str,
    *,
    count: int | None = None,
    lead: str = "",
    kicker: str = "",
    status: Pill | None = None,
) -> SafeString:
    """The page's one `h1`: name, count, state, a sentence; the actions stand between the tags."""
    return block(
        "heading", content, title=title, count=count, lead=lead, kicker=kicker, status=status
    )


@register.simple_block_tag
def fact(content: str, label: str) -> SafeString:
    """One line of `<dl class="facts">` whose value needs markup."""
    return block("fact", content, label=label) if content.strip() else SafeString("")


@register.simple_block_tag
def section(
    content: str, title: str, anchor: str, url: str = "", url_label: str = ""
) -> SafeString:
    return block("section", content, title=title, anchor=anchor, url=url, url_label=url_label)


@register.simple_block_tag
def notice(content: str, tone: Tone = "info", title: str = "") -> SafeString:
    return block("notice", content, tone=tone, title=title)


@register.simple_block_tag
def office_only(content: str, title: str = "") -> SafeString:
    """What only the office's staff sees, fenced off."""
    return block("office_only", content, title=title)


@register.simple_block_tag
def empty_state(content: str, title: str, contact: str = "") -> SafeString:
    """Nothing found: why, which filter to loosen (between the tags), whom to ask."""
    return block("empty_state", content, title=title, contact=contact)


@register.simple_block_tag
def filter_panel(
    content: str, active: int = 0, action: str = "", label: str = "", *, folds: object = True
) -> SafeString:
    """Filters beside the list; above it and folded on a phone, with the number of active ones.

    `folds`: false where there is nothing to see before something has been asked.
    """
    return block("filter_panel", content, active=active, action=action, label=label, folds=folds)


@register.simple_block_tag
def row(
    content: str, title: str, url: str, status: Pill | None = None, lang: str = ""
) -> SafeString:
    """One record of a list: name first; the facts stand between the tags as `<li>`."""
    return block("row", content, title=title, url=url, status=status, lang=lang)


@register.simple_block_tag
def card(content: str, title: str, url: str, level: int = 2) -> SafeString:
    return block("card", content, title=title, url=url, level=level)


@register.simple_block_tag
def table_frame(content: str, label: str) -> SafeString:
    """A table that scrolls by itself on a phone, reachable by keyboard."""
    return block("table_frame", content, label=label)


@register.simple_block_tag
def map_frame(content: str, title: str, source: str) -> SafeString:
    return block("map_frame", content, title=title, source=source)
