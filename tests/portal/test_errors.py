"""Addresses that cannot be opened answer with a page that says so."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "said"), [("", "Цю адресу не можна відкрити"), ("/en", "cannot be opened")]
)
def test_an_address_that_only_takes_forms_says_so(browse: Any, language: str, said: str) -> None:
    """As after signing in anew, when the browser opens what a button was to send."""
    answer = browse("officer").get(f"{language}/notices/read/")
    assert answer.status_code == 405
    assert answer["Allow"].startswith("POST")
    assert said in answer.content.decode()
