"""News: writing, publishing, what is refused, who is told, what merges carry over."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from common.intake.refusals import ChangedMeanwhile
from common.notifications.models import Notice
from common.notifications.telling import choose, send_digests
from communities.models import Community, Office
from partners.exceptions import InvalidData
from partners.models import Partner
from partners.record_workflow import RecordArchived, RecordReasonMissing, WrongRecordStatus
from partners.services.merging import default_choices, merge_partners
from portal.news.data import NewsData
from portal.news.models import NewsItem
from portal.news.services.files import attach_file
from portal.news.services.news import change_news, take_news_step, write_news
from portal.news.telling import FRESH, QUIET_BEFORE, tell_of_news
from projects.services.kept_files import Given
from tests.factories.news import NewsFactory, about, draft
from tests.factories.partners import PartnerFactory

pytestmark = pytest.mark.django_db


def data(**values: Any) -> NewsData:
    return NewsData(**{"title": " Нова  угода ", "text": "Підписано.\n\n\n\nДалі буде.", **values})


def test_news_begin_as_a_draft_with_a_reference(officer: User, office: Office) -> None:
    item = write_news(actor=officer, office=office, data=data())
    assert item.reference == f"PL-NEWS-{timezone.localdate().year}-0001"
    assert (item.title, item.text) == ("Нова угода", "Підписано.\n\nДалі буде.")
    assert (item.record_status, item.published_at) == ("draft", None)


def test_a_button_pressed_twice_writes_once(officer: User, office: Office) -> None:
    first = write_news(actor=officer, office=office, data=data())
    assert write_news(actor=officer, office=office, data=data()) == first
    assert write_news(actor=officer, office=office, data=data(text="Інше.")) != first


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "а" * 301}, "title"),
        ({"text": "\u200b"}, "text"),
        ({"text": "а" * 20001}, "text"),
        ({"summary": "а" * 501}, "summary"),
        ({"visibility": "friends"}, "visibility"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field(
    officer: User, office: Office, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidData) as refused:
        write_news(actor=officer, office=office, data=data(**values))
    assert set(refused.value.errors) == {field}
    assert not NewsItem.objects.exists()


def test_changing_compares_with_what_was_seen(
    officer: User, office: Office, partner: Partner, community: Community
) -> None:
    item = write_news(actor=officer, office=office, data=data(partners=(partner,)))
    seen = item.updated_at
    said = data(communities=(community,))
    changed = change_news(actor=officer, item=item, data=said, seen=seen)
    assert list(changed.communities.all()) == [community]
    assert not changed.partners.exists()
    again = change_news(actor=officer, item=item, data=said, seen=seen)
    assert again.updated_at == changed.updated_at
    with pytest.raises(ChangedMeanwhile):
        change_news(actor=officer, item=item, data=data(title="Інша"), seen=seen)


def test_the_life_of_news(officer: User, office: Office) -> None:
    item = write_news(actor=officer, office=office, data=data())
    item = take_news_step(actor=officer, item=item, code="publish")
    assert item.published_at is not None
    assert item.dated_at == item.published_at
    with pytest.raises(WrongRecordStatus):
        take_news_step(actor=officer, item=item, code="publish")
    with pytest.raises(RecordReasonMissing):
        take_news_step(actor=officer, item=item, code="archive", reason="  ")
    item = take_news_step(actor=officer, item=item, code="archive", reason="Подія не відбулася")
    assert (item.published_at, item.archive_reason) == (None, "Подія не відбулася")
    with pytest.raises(RecordArchived):
        change_news(actor=officer, item=item, data=data(title="Інша"))
    item = take_news_step(actor=officer, item=item, code="restore")
    assert (item.record_status, item.archive_reason) == ("draft", "")
    assert item.events.earliest("pgh_id").pgh_label == "insert"  # type: ignore[attr-defined]


def test_news_of_a_day_to_come_are_none(officer: User, office: Office) -> None:
    item = write_news(actor=officer, office=office, data=data())
    tomorrow = timezone.now() + dt.timedelta(days=1)
    with pytest.raises(InvalidData):
        take_news_step(actor=officer, item=item, code="publish", moment=tomorrow)


def test_a_photograph_says_what_it_shows(officer: User, office: Office) -> None:
    item = write_news(actor=officer, office=office, data=data())
    with pytest.raises(InvalidData) as refused:
        attach_file(actor=officer, item=item, kind="photo", given=Given("a.jpg", b"no picture"))
    assert set(refused.value.errors) == {"file"}
    with pytest.raises(InvalidData) as refused:
        attach_file(actor=officer, item=item, kind="film", given=Given("a.pdf", b"%PDF-1.7\n"))
    assert set(refused.value.errors) == {"kind"}


def test_a_file_sent_twice_is_kept_once(officer: User, office: Office) -> None:
    item = write_news(actor=officer, office=office, data=data())
    paper = Given("a.pdf", b"%PDF-1.7\n")
    kept = attach_file(actor=officer, item=item, kind="document", given=paper)
    assert attach_file(actor=officer, item=item, kind="document", given=paper) == kept
    other = Given("a.pdf", b"%PDF-1.4\n")
    assert attach_file(actor=officer, item=item, kind="document", given=other) != kept
    assert item.files.count() == 2


def test_a_merged_partner_hands_its_news_over(
    administrator: User, office: Office, partner: Partner
) -> None:
    other = PartnerFactory.create()
    alone = about(NewsFactory.create(office=office), partner=other)
    both = about(about(NewsFactory.create(office=office), partner=other), partner=partner)
    merge_partners(
        actor=administrator,
        kept=partner,
        merged=other,
        choices=default_choices(partner, other),
    )
    assert list(alone.partners.all()) == [partner]
    assert partner in both.partners.all()


# Telling


def published(office: Office, ago: dt.timedelta = QUIET_BEFORE, **values: Any) -> NewsItem:
    moment = timezone.now() - ago
    made: NewsItem = NewsFactory.create(office=office, published_at=moment, told_at=None, **values)
    return made


def told(item: NewsItem) -> set[str]:
    rows = Notice.objects.filter(event=f"news {item.public_id}")
    return set(rows.values_list("person__email", flat=True))


def test_only_those_who_chose_news_are_told(
    office: Office, officer: User, coordinator: User, newcomer: User
) -> None:
    choose(person=coordinator, group="news", frequency="weekly")
    choose(person=newcomer, group="news", frequency="never")
    item = published(office)
    assert tell_of_news() == 1
    assert told(item) == {coordinator.email}
    assert tell_of_news() == 0


def test_people_of_other_oblasts_have_their_own_news(
    office: Office, officer_of_sumy: User, coordinator: User, reader: User, newcomer: User
) -> None:
    for person in (officer_of_sumy, coordinator, reader, newcomer):
        choose(person=person, group="news", frequency="daily")
    public = published(office)
    registered = published(office, visibility="registered")
    internal = published(office, visibility="internal")
    tell_of_news()
    assert told(public) == {coordinator.email, reader.email, newcomer.email}
    assert told(registered) == {coordinator.email, reader.email}
    assert told(internal) == set()


def test_drafts_and_what_is_too_new_or_too_old_is_not_told(
    office: Office, coordinator: User
) -> None:
    choose(person=coordinator, group="news", frequency="now")
    draft(office=office)
    published(office, QUIET_BEFORE - dt.timedelta(minutes=1))
    published(office, FRESH + dt.timedelta(minutes=1))
    assert tell_of_news() == 0


def test_the_weekly_letter_names_them(office: Office, coordinator: User, posted: Any) -> None:
    choose(person=coordinator, group="news", frequency="weekly")
    published(office, title="Нова угода з Литвою")
    tell_of_news()
    tuesday, monday = dt.date(2026, 11, 24), dt.date(2026, 11, 30)
    with posted() as box:
        assert send_digests(tuesday) == 0
        assert send_digests(monday) == 1
    assert "Нова угода з Литвою" in box[-1].body
