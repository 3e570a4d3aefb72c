"""What is read ahead: one thing that cannot be read leaves the others warm."""

from __future__ import annotations

import pytest
from django.db import connections

from common.operations import warming


def test_what_fails_keeps_nothing_else_cold(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    read: list[str] = []

    def broken() -> None:
        raise LookupError("nothing there")

    monkeypatch.setattr(warming, "_read_ahead", [])
    monkeypatch.setattr(connections, "close_all", lambda: read.append("closed"))
    warming.add_warm_up(broken)
    warming.add_warm_up(lambda: read.append("warm"))
    warming.warm_up()
    assert read == ["warm", "closed"]
    assert "nothing there" in caplog.text
