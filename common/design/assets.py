"""Static files for weak lines: one style sheet and one script, hashed and compressed.

The sources stay split by component and work as they are in any browser. Collecting
static files inlines their `@import` and `import` lines, so that a page asks for one of each.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

Paths = dict[str, tuple[Storage, str]]

CSS_IMPORT = re.compile(r'@import "(?P<name>[^"]+)" layer\((?P<layer>[\w-]+)\);')
JS_IMPORT = re.compile(r'^import "\./(?P<name>[^"]+)";$', re.MULTILINE)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SPACE = re.compile(r"\s+")
AROUND_PUNCTUATION = re.compile(r" ?([{};,]) ?")

BUNDLES = ("css/portal.css", "js/portal.js")


def squeeze_css(text: str) -> str:
    """Drop comments and blanks; our style sheets hold no strings in which these matter."""
    text = SPACE.sub(" ", COMMENT.sub("", text))
    return AROUND_PUNCTUATION.sub(r"\1", text).replace(";}", "}").replace(": ", ":").strip()


def inline_css(text: str, read: Callable[[str], str]) -> str:
    """Replace each `@import "x" layer(y);` by `@layer y {…}`."""

    def block(match: re.Match[str]) -> str:
        return f"@layer {match['layer']} {{{read(match['name'])}}}"

    return squeeze_css(CSS_IMPORT.sub(block, text))


def inline_js(text: str, read: Callable[[str], str]) -> str:
    """Replace each `import "./x";` by the module in a block, so that its names stay its own."""

    def block(match: re.Match[str]) -> str:
        return f"{{\n{read(match['name'])}}}"

    return JS_IMPORT.sub(block, text)


class PortalStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashed names, gzip and brotli beside each file, bundles inlined."""

    def post_process(self, *args: Any, **kwargs: Any) -> Iterator[Any]:
        paths: Paths = args[0] if args else kwargs["paths"]
        if not kwargs.get("dry_run"):
            for name in BUNDLES:
                if name in paths:
                    self._bundle(name, paths)
        yield from super().post_process(*args, **kwargs)  # type: ignore[no-untyped-call]

    def _bundle(self, name: str, paths: Paths) -> None:
        """Write the bundle over its collected entry file and let hashing read that one."""
        folder = PurePosixPath(name).parent

        def read(part: str) -> str:
            return read_source(paths, str(folder / part))

        inline = inline_css if name.endswith(".css") else inline_js
        text = inline(read_source(paths, name), read)
        self.delete(name)
        self.save(name, ContentFile(text.encode()))
        paths[name] = (self, name)


def read_source(paths: Paths, name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        content: bytes = file.read()
    return content.decode()
