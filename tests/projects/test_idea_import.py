"""Tables of ideas: rows become drafts, known ones are changed, bad ones are named."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from common.codelists.models import CodelistEntry
from common.exchange.imports import importer
from common.exchange.jobs import check_table, start, take_in, upload_table
from common.exchange.models import ImportJob
from communities.models import Community
from projects.models import ProjectIdea
from tests.factories.ideas import idea as make_idea
from tests.factories.ideas import theme as make_theme

HEAD = "Назва;Громада;Напрям;Готовність;Вартість;Валюта;Співфінансування, %;ЦСР;Початок;Проблема\n"


@pytest.fixture(autouse=True)
def _lists(db: None) -> None:
    make_theme()
    CodelistEntry.objects.get_or_create(
        codelist="UNSDG-Goals", code="4", defaults={"name": "Якісна освіта", "name_en": "Education"}
    )


def checked(actor: User, text: str, head: str = HEAD) -> ImportJob:
    file = SimpleUploadedFile("ідеї.csv", (head + text).encode())
    job = upload_table(actor=actor, door=importer("ideas"), file=file)
    check_table(job)
    job.refresh_from_db()
    return job


def gone_in(actor: User, text: str, head: str = HEAD) -> ImportJob:
    job = start(checked(actor, text, head))
    take_in(job)
    job.refresh_from_db()
    return job


def said(job: ImportJob) -> list[tuple[str, list[str]]]:
    return [
        (row.outcome, [one["column"] for one in row.problems if one["level"] != "warning"])
        for row in job.rows.order_by("number")
    ]


def test_a_row_becomes_a_draft(coordinator: User, community: Community) -> None:
    row = "Ремонт школи;;Освіта;проєктна документація;1 250 000,50;грн;10%;4;01.03.2027;Дах тече\n"
    row = row.replace("проєктна документація", "design")
    gone_in(coordinator, row)
    idea = ProjectIdea.objects.get()
    assert (idea.community, idea.status, idea.author) == (community, "draft", coordinator)
    assert (idea.amount, idea.currency) == (Decimal("1250000.50"), "UAH")
    assert (idea.readiness, idea.own_percent, idea.sdg_goals) == ("design", Decimal(10), ["4"])
    assert [one.slug for one in idea.themes.all()] == ["education"]
    assert idea.source_note == "ідеї.csv"
    assert idea.events.last().pgh_context["source"] == "import"  # type: ignore[attr-defined]
    assert said(checked(coordinator, row)) == [("unchanged", [])]
    assert said(checked(coordinator, row.replace("Дах тече", "Вікна"))) == [("changed", [])]


def test_bad_cells_are_named(coordinator: User, community: Community) -> None:
    rows = (
        ";;;;;;;;;\n"
        "А;;фізкульт;soon;багато;XXX;200%;99;завтра;\n"
        f"{'я' * 301};;;;;;;;;\n"
        "Нескінченна;;;;1e999;;;;;\n"
        "Чужа;UA00000000000000000;;;;;;;;\n"
    )
    found = said(checked(coordinator, rows))
    outcomes = {outcome for outcome, _columns in found}
    assert outcomes == {"error"}
    share = said(checked(coordinator, "Частка;;;;;;140%;;;\n"))
    assert share == [("error", ["own_percent"])]
    columns = {column.partition(":")[0] for _outcome, names in found for column in names}
    assert {"title", "themes", "readiness", "cost", "sdg_goals", "starts_on"} <= columns
    assert "community" in columns


def test_others_communities_are_refused(
    coordinator: User, officer: User, community: Community, community_elsewhere: Community
) -> None:
    theirs = f"Чужа;{community_elsewhere.code};;;;;;;;\n"
    assert said(checked(coordinator, theirs)) == [("error", ["community"])]
    assert said(checked(officer, theirs)) == [("error", ["community"])]
    assert said(checked(officer, f"Своя;{community.code};;;;;;;;\n")) == [("new", [])]


def test_what_is_with_the_office_is_not_changed_by_its_community(
    coordinator: User, officer: User, community: Community
) -> None:
    make_idea(community=community, title="Ремонт школи", status="submitted")
    row = f"Ремонт школи;{community.code};;ready;;;;;;\n"
    assert said(checked(coordinator, row))[0][0] == "error"
    assert said(checked(officer, row)) == [("changed", [])]


def test_our_own_download_changes_nothing(officer: User, community: Community) -> None:
    make_idea(
        community=community, themes=[make_theme()], sdg_goals=["4"], own_percent=Decimal("12.5")
    )
    browser = Client()
    browser.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = browser.get("/ideas/download.csv")
    text = b"".join(answer).decode("utf-8-sig") if answer.streaming else answer.content.decode()
    head, rest = text.split("\n", 1)
    assert len(next(csv.reader(io.StringIO(head)))) > 10
    assert said(checked(officer, rest, head + "\n")) == [("unchanged", [])]


def test_the_same_row_twice(coordinator: User, community: Community) -> None:
    found = said(checked(coordinator, "Одна;;;;;;;;;\nодна;;;;;;;;;\n"))
    assert found == [("new", []), ("error", ["title"])]
