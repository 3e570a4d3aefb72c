"""Catalogues of translations: found, checked, compiled without GNU gettext."""

from __future__ import annotations

import gettext
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import translation

from common.operations import catalogues
from common.operations.messages import Message, messages_in_python, messages_in_template

HEADER = catalogues.header("uk")


@pytest.fixture
def catalogue(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any) -> Path:
    """A project of one Python file, with an empty Ukrainian catalogue."""
    settings.BASE_DIR = tmp_path
    said = {
        Message("Partner"): "a.py",
        Message("%(count)d row", "%(count)d rows"): "a.py",
        Message("Next", context="page"): "a.html",
    }
    monkeypatch.setattr(catalogues, "messages_of_project", lambda: said)
    monkeypatch.setattr(catalogues, "messages_of_libraries", lambda names=(): {})
    path = catalogues.path_of("uk")
    path.parent.mkdir(parents=True)
    return path


def test_finds_messages_under_any_imported_name() -> None:
    source = """
from django.utils.translation import gettext_lazy as lazy, ngettext, pgettext as p
lazy("One " "text"); ngettext("%d row", "%d rows", n); p("page", "Next"); lazy(variable)
other("Not this")
"""
    assert list(messages_in_python(source)) == [
        Message("One text"),
        Message("%d row", "%d rows"),
        Message("Next", context="page"),
    ]


def test_finds_messages_in_templates() -> None:
    source = """{% load i18n %}
  {% translate "It's here" %}{% trans 'Next' context "page" as next %}
    {% blocktranslate trimmed count n=rows|length with who=user %}
      {{ who }} has
      {{ n }} row
    {% plural %}{{ who }} has {{ n }} rows{% endblocktranslate %}
  {{ _("In a filter")|upper }}"""
    assert set(messages_in_template(source)) == {
        Message("It's here"),
        Message("Next", context="page"),
        Message("%(who)s has %(n)s row", "%(who)s has %(n)s rows"),
        Message("In a filter"),
    }


def test_update_adds_and_drops_and_keeps(catalogue: Path) -> None:
    catalogue.write_text(
        HEADER + 'msgid "Partner"\nmsgstr "Партнер"\n\nmsgid "Gone"\nmsgstr "Нема"\n'
    )
    done = catalogues.update("uk")
    assert (done.dropped, sorted(done.added)) == (["Gone"], ["%(count)d row", "Next"])
    text = catalogue.read_text()
    assert text.startswith(HEADER)
    assert 'msgstr "Партнер"' in text
    assert "Gone" not in text
    catalogues.update("uk")
    assert catalogue.read_text() == text


def test_problems_are_said(catalogue: Path) -> None:
    catalogue.write_text(
        HEADER + '#, fuzzy\nmsgid "Partner"\nmsgstr "Партнер"\n\n'
        'msgid "%(count)d row"\nmsgid_plural "%(count)d rows"\n'
        'msgstr[0] "%(count)d рядок"\nmsgstr[1] "%(how)d рядки"\n'
        'msgstr[2] "%(count)d рядків"\nmsgstr[3] "%(count)d рядка"\n'
    )
    assert [problem.split(":")[0] for problem in catalogues.problems("uk")] == [
        "missing",
        "other placeholders than '%(count)d row'",
        "uncertain (fuzzy)",
    ]


def test_check_fails_and_then_passes(catalogue: Path) -> None:
    with pytest.raises(CommandError, match="3 messages need work"):
        call_command("check_catalogues", stdout=io.StringIO(), stderr=io.StringIO())
    forms = "".join(f'msgstr[{number}] "%(count)d рядків"\n' for number in range(4))
    catalogue.write_text(
        HEADER + 'msgid "Partner"\nmsgstr "Партнер"\n\nmsgctxt "page"\nmsgid "Next"\n'
        f'msgstr "Далі"\n\nmsgid "%(count)d row"\nmsgid_plural "%(count)d rows"\n{forms}'
    )
    call_command("check_catalogues", stdout=io.StringIO())
    call_command("compile_catalogues", stdout=io.StringIO())
    with catalogue.with_suffix(".mo").open("rb") as stream:
        compiled = gettext.GNUTranslations(stream)
    assert compiled.pgettext("page", "Next") == "Далі"
    assert compiled.ngettext("%(count)d row", "%(count)d rows", 5) == "%(count)d рядків"


def test_the_portal_is_wholly_translated() -> None:
    call_command("check_catalogues", stdout=io.StringIO())


def test_the_process_that_compiles_reads_the_new_words(catalogue: Path) -> None:
    catalogue.write_text(HEADER + 'msgid "Quite a new sentence"\nmsgstr "Зовсім нове речення"\n')
    with override_settings(LOCALE_PATHS=[catalogue.parents[2]]), translation.override("uk"):
        assert translation.gettext("Quite a new sentence") == "Quite a new sentence"
        call_command("compile_catalogues", stdout=io.StringIO())
        assert translation.gettext("Quite a new sentence") == "Зовсім нове речення"
