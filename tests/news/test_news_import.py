"""Tables of news: drafts, what came out earlier with its day, bad cells, there and back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from common.notifications.telling import choose
from communities.models import Community, Office
from partners.models import Partner
from portal.news.models import NewsItem
from portal.news.telling import tell_of_news
from tests.exchange.tables import checked, columns_said, gone_in, outcomes, round_trip
from tests.factories.ideas import theme as make_theme
from tests.factories.news import NewsFactory, about
from tests.factories.projects import project as make_project
from tests.tables import each

pytestmark = pytest.mark.django_db
Browse = Callable[[str], Client]
NEWS = "Номер;Заголовок;Текст;Дата;Напрями;Коди громад;Партнери;Проєкти\n"


def test_rows_become_drafts_or_what_came_out_then(
    officer: User, office: Office, community: Community, partner: Partner, newcomer: User
) -> None:
    choose(person=newcomer, group="news", frequency="now")
    make_theme()
    project = make_project()
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    rows = (
        f";Стара новина;Було давно;{yesterday:%d.%m.%Y};Освіта;{community.code};"
        f"{partner.name};{project.reference}\n"
        ";Нова новина;Ще пишемо;;;;;\n"
    )
    gone_in("news", officer, NEWS + rows)
    old, new = NewsItem.objects.order_by("pk")
    assert (old.record_status, new.record_status) == ("published", "draft")
    assert timezone.localdate(old.published_at) == yesterday
    assert [*old.communities.all(), *old.partners.all(), *old.projects.all()] == [
        community,
        partner,
        project,
    ]
    assert (old.author, old.office) == (officer, office)
    assert tell_of_news(timezone.now() + dt.timedelta(hours=1)) == 0
    assert outcomes(checked("news", officer, NEWS + rows)) == ["unchanged", "unchanged"]
    other = NEWS + rows.replace("Ще пишемо", "Дописали")
    assert outcomes(checked("news", officer, other)) == ["unchanged", "changed"]


def test_bad_cells_are_named(officer: User) -> None:
    rows = (
        ";;;;;;;\n"
        ";Т;;01.01.2999;фізкульт;UA00;Ніхто;PL-PRJ-1999-0001\n"
        f";{'я' * 301};т;колись;;;;\n"
        "XX-NEWS-2020-0001;Інша;т;;;;;\n"
    )
    job = checked("news", officer, NEWS + rows)
    assert set(outcomes(job)) == {"error"}
    assert {
        "title", "text", "published_at", "themes", "communities:code", "partners", "projects",
        "reference",
    } <= columns_said(job)  # fmt: skip


def test_news_of_others_and_days_of_publication_stay(
    officer: User, officer_of_sumy: User, office: Office
) -> None:
    item = NewsFactory.create(office=office)
    row = f"{item.reference};Інший заголовок;;;;;;\n"
    assert outcomes(checked("news", officer_of_sumy, NEWS + row)) == ["error"]
    assert outcomes(checked("news", officer, NEWS + row)) == ["changed"]
    day = f"{item.reference};;;01.01.2024;;;;\n"
    assert columns_said(checked("news", officer, NEWS + day)) == {"published_at"}


@each("kind", ["csv", "xlsx"])
@each("language", ["uk", "en"])
def test_a_download_comes_back_unchanged(
    kind: str, language: str, officer: User, browse: Browse, office: Office,
    community: Community, partner: Partner,
) -> None:  # fmt: skip
    item = NewsFactory.create(office=office, title="Насоси; «помпи»", text="Раз;\n\n= два")
    about(item, community=community, partner=partner)
    job = round_trip(
        "news", officer, browse("officer"), reverse("news:news-download", args=[kind]), language
    )
    assert outcomes(job) == ["unchanged"], [(one.problems, one.diff) for one in job.rows.all()]


def test_pages_of_the_import(browse: Browse, office: Office) -> None:
    assert browse("officer").get(reverse("news:import-new")).status_code == 200
    template = browse("officer").get(reverse("news:import-template", args=["xlsx"]))
    assert template.getvalue() if template.streaming else template.content
    for who in ("coordinator", "analyst", "reader"):
        assert browse(who).get(reverse("news:import-new")).status_code == 403
