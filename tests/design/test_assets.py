"""One style sheet and one script reach the reader."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import get_finders
from django.test import override_settings

from common.design.assets import PortalStaticFilesStorage, inline_css, inline_js

MOST_CSS_BYTES = 12_000
MOST_JS_BYTES = 6_000


def test_imported_styles_stand_in_their_layer() -> None:
    text = '@layer a, b;\n@import "x.css" layer(b);\n'
    parts = {"x.css": "/* why */\np {\n  color: red;\n}\n"}
    assert inline_css(text, parts.__getitem__) == "@layer a,b;@layer b{p{color:red}}"


def test_imported_modules_keep_their_names_to_themselves() -> None:
    text = 'import "./a.js";\nimport "./b.js";\n'
    parts = {"a.js": "const x = 1;\n", "b.js": "const x = 2;\n"}
    assert inline_js(text, parts.__getitem__) == "{\nconst x = 1;\n}\n{\nconst x = 2;\n}\n"


@pytest.fixture
def collected(tmp_path: Path) -> PortalStaticFilesStorage:
    """Our own static files as collecting them leaves them."""
    with override_settings(STATIC_ROOT=str(tmp_path)):
        storage = PortalStaticFilesStorage(location=str(tmp_path))
        paths = {}
        for finder in get_finders():
            for path, source in finder.list([]):
                if path.startswith(("css/", "js/", "img/")) and path not in paths:
                    paths[path] = (source, path)
                    with source.open(path) as file:
                        storage.save(path, file)
        problems = [
            done for _, _, done in storage.post_process(paths) if isinstance(done, Exception)
        ]
    assert not problems
    return storage


@pytest.mark.parametrize(
    ("name", "limit"), [("css/portal.css", MOST_CSS_BYTES), ("js/portal.js", MOST_JS_BYTES)]
)
def test_each_bundle_is_whole_hashed_and_small(
    collected: PortalStaticFilesStorage, name: str, limit: int
) -> None:
    hashed = collected.hashed_files[name]
    text = Path(collected.path(hashed)).read_text()
    assert hashed != name
    assert "import " not in text
    assert Path(collected.path(hashed) + ".br").stat().st_size <= limit


def test_the_style_sheet_carries_every_part(collected: PortalStaticFilesStorage) -> None:
    text = Path(collected.path(collected.hashed_files["css/portal.css"])).read_text()
    for layer in ("tokens", "base", "frame", "components", "forms", "tools", "print"):
        assert f"@layer {layer}{{" in text
