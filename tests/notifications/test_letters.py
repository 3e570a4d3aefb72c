"""Letters and the outbox of a trial."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from common.notifications.letters import compose
from common.notifications.outbox import OutboxBackend, letters


@pytest.fixture
def trial(settings: Any, tmp_path: Path) -> Path:
    settings.IS_TRIAL = True
    settings.OUTBOX_DIR = tmp_path / "outbox"
    return tmp_path / "outbox"


def write(subject: str, text: str = "Текст https://mosty.example/a/") -> None:
    message = EmailMultiAlternatives(subject, text, "from@mosty.example", ["to@mosty.example"])
    message.attach_alternative("<script>alert(1)</script>", "text/html")
    OutboxBackend().send_messages([message])


def test_html_has_the_same_words_and_escapes_them() -> None:
    letter = compose(
        to="a@mosty.example", subject="Рядок\nдругий", text="Так <b>\n\nІ так", language="uk"
    )
    assert letter.subject == "Рядок другий"
    assert "Так &lt;b&gt;" in letter.html
    assert "І так" in letter.html


def test_letters_are_files_newest_first(trial: Path) -> None:
    write("Перший")
    write("Другий")
    assert [one.subject for one in letters()] == ["Другий", "Перший"]
    assert not list(trial.glob("*.part"))
    assert letters()[0].to == "to@mosty.example"


@pytest.mark.django_db
def test_the_pages_of_a_trial(client: Client, trial: Path) -> None:
    assert client.get("/outbox/").status_code == 200
    write("Запрошення <b>")
    page = client.get("/outbox/").content.decode()
    assert "Запрошення &lt;b&gt;" in page
    letter = client.get(f"/outbox/{letters()[0].name}/").content.decode()
    assert '<a href="https://mosty.example/a/"' in letter
    assert "alert(1)" not in letter
    assert client.get("/en/outbox/").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["..", "20260101T000000000000-00000000", "x", "%2e%2e%2fsecret"])
def test_other_files_are_unknown(client: Client, trial: Path, name: str) -> None:
    trial.mkdir(parents=True)
    (trial.parent / "secret.eml").write_text("secret")
    assert client.get(f"/outbox/{name}/").status_code == 404


@pytest.mark.django_db
def test_outside_a_trial_there_is_no_outbox(client: Client, trial: Path, settings: Any) -> None:
    write("Таємний")
    name = letters()[0].name
    settings.IS_TRIAL = False
    assert client.get("/outbox/").status_code == 404
    assert client.get(f"/outbox/{name}/").status_code == 404
