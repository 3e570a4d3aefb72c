"""Finding the messages to translate, in Python and in templates, without GNU gettext."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.extract import extract_python
from django.conf import settings
from django.utils.translation.template import templatize

OURS = (
    "accounts",
    "common",
    "communities",
    "config",
    "cooperation",
    "partners",
    "portal",
    "projects",
    "templates",
    "twinning",
)
# What these say to people is translated here where their own catalogues do not.
LIBRARIES = ("unfold",)
# What may be said in other words than the library's own translation says it.
OVERRIDDEN = ("allauth", "django", "django_countries", "rest_framework", "unfold")
# Parts of libraries that are not installed, and tests.
UNUSED = {"tests", "import_export", "guardian", "simple_history", "constance", "location_field"}
TEMPLATES = {".html", ".txt"}

# Name of the function → which of its arguments are message, plural, context.
ARGUMENTS = {
    "gettext": (0, None, None),
    "gettext_lazy": (0, None, None),
    "gettext_noop": (0, None, None),
    "ngettext": (0, 1, None),
    "ngettext_lazy": (0, 1, None),
    "pgettext": (1, None, 0),
    "pgettext_lazy": (1, None, 0),
    "npgettext": (1, 2, 0),
    "npgettext_lazy": (1, 2, 0),
}
KEYWORDS = {
    "gettext": None,
    "_": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


@dataclass(frozen=True, order=True)
class Message:
    """`context` and `plural` are empty where there is none."""

    text: str
    plural: str = ""
    context: str = ""


@cache
def messages_of_project() -> dict[Message, str]:
    """Every message of our code with the first place where it stands."""
    return _messages(Path(settings.BASE_DIR) / name for name in OURS)


@cache
def messages_of_libraries(names: tuple[str, ...] = LIBRARIES) -> dict[Message, str]:
    return _messages(folder for name in names for folder in folders_of(name))


def folders_of(name: str) -> list[Path]:
    spec = find_spec(name)
    places = spec.submodule_search_locations if spec else None
    return [Path(place) for place in places or ()]


def _messages(folders: Iterable[Path]) -> dict[Message, str]:
    found: dict[Message, str] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            for message in _messages_in(path):
                found.setdefault(message, path.name)
    return found


def _messages_in(path: Path) -> Iterator[Message]:
    if UNUSED & set(path.parts):
        return
    if path.suffix == ".py":
        yield from messages_in_python(path.read_text(encoding="utf-8"))
    elif path.suffix in TEMPLATES and "templates" in path.parts:
        yield from messages_in_template(path.read_text(encoding="utf-8"))


def messages_in_python(source: str) -> Iterator[Message]:
    """Calls of gettext under whatever name the module has imported it."""
    tree = ast.parse(source)
    names = _imported(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = _function(node.func, names)
            message = _called(node, function) if function else None
            if message:
                yield message


def _imported(tree: ast.Module) -> dict[str, str]:
    return {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
    }


def _function(node: ast.expr, names: dict[str, str]) -> str:
    """`_(…)` and `translation.gettext(…)`, as the name that Django gives the function."""
    if isinstance(node, ast.Name):
        return names.get(node.id, "")
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return node.attr if node.value.id == "translation" else ""
    return ""


def _called(node: ast.Call, function: str) -> Message | None:
    if function not in ARGUMENTS:
        return None
    texts = [_constant(argument) for argument in node.args]

    def at(place: int | None) -> str:
        return texts[place] if place is not None and place < len(texts) else ""

    text, plural, context = (at(place) for place in ARGUMENTS[function])
    return Message(text, plural, context) if text else None


def _constant(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return ""


def messages_in_template(source: str) -> Iterator[Message]:
    """Django turns a template into pseudo Python; indentation would confuse the tokeniser."""
    pseudo = "\n".join(line.strip() for line in templatize(source).splitlines())
    stream = BytesIO(pseudo.encode())
    for _line, function, texts, _comments in extract_python(stream, KEYWORDS, [], {}):
        message = _extracted(str(function), texts)
        if message:
            yield message


def _extracted(function: str, texts: Any) -> Message | None:
    parts = [texts] if isinstance(texts, str) else [text or "" for text in texts]
    arguments = ARGUMENTS["gettext" if function == "_" else function]

    def at(place: int | None) -> str:
        return parts[place] if place is not None and place < len(parts) else ""

    text, plural, context = (at(place) for place in arguments)
    return Message(text, plural, context) if text else None
