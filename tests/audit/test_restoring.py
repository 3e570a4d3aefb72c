"""Bringing an earlier version back: what returns, what stays, what is refused."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from accounts.models import User
from common.audit.context import Source, acting
from common.audit.history import Kind, history
from common.audit.registry import history_of
from common.audit.services import RestoreRefused, plan_restore, restore_version
from common.codelists.models import Theme
from communities.models import Community, Oblast
from partners.enums import PartnerStatus
from partners.models import Partner, PartnerIdentifier, PartnerOblast, PartnerTheme
from partners.services.merging import merge_partners
from partners.services.statuses import archive_partner
from tests.factories.partners import PartnerFactory

pytestmark = pytest.mark.django_db


def moment_now() -> datetime:
    """By the database's clock, which stamps the history."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment


def entry_of(record: Any) -> Any:
    entry = history_of(type(record))
    assert entry is not None
    return entry


def newest(record: Any) -> Any:
    entry = entry_of(record)
    return history(entry, record, entry.owned_by()).changes[0]


@pytest.fixture
def whole(partner: Partner, theme: Theme, poltava: Oblast) -> tuple[Partner, datetime]:
    """A partner with everything, the moment when it was so, and all of it changed since."""
    PartnerTheme.objects.create(partner=partner, theme=theme)
    PartnerOblast.objects.create(partner=partner, oblast=poltava)
    PartnerIdentifier.objects.create(partner=partner, scheme="iati", value="XM-DAC-41114")
    Partner.objects.filter(pk=partner.pk).update(languages=["en", "uk"], country="DK")
    moment = moment_now()
    with acting(source=Source.IMPORT):
        other = Theme.objects.create(slug="health", name="Охорона здоров’я", name_en="Health")
        PartnerTheme.objects.filter(partner=partner).update(theme=other)
        PartnerOblast.objects.filter(partner=partner).delete()
        PartnerIdentifier.objects.filter(partner=partner).update(value="XM-DAC-99999")
        Partner.objects.filter(pk=partner.pk).update(
            name_en="Wrong", languages=[], country="", website="https://wrong.example"
        )
    partner.refresh_from_db()
    return partner, moment


def test_the_whole_record_comes_back_as_one_action(
    whole: tuple[Partner, datetime], officer: User, theme: Theme, poltava: Oblast
) -> None:
    partner, moment = whole
    with acting(actor=officer, source=Source.PAGE):
        restore_version(actor=officer, obj=partner, moment=moment)

    partner = Partner.objects.get(pk=partner.pk)
    assert (partner.name_en, partner.languages, partner.country.code) == (
        "Bridges Foundation",
        ["en", "uk"],
        "DK",
    )
    assert list(partner.themes.all()) == [theme]
    assert list(partner.oblasts.all()) == [poltava]
    assert [one.value for one in partner.identifiers.all()] == ["XM-DAC-41114"]
    change = newest(partner)
    assert (change.kind, change.actor, change.source) == (Kind.RESTORED, officer, Source.PAGE)
    assert change.note
    assert {"XM-DAC-41114", "Bridges Foundation"} <= {
        word for line in change.fields for word in line.new.split(", ")
    }


def test_the_plan_is_what_the_restore_does(whole: tuple[Partner, datetime], officer: User) -> None:
    partner, moment = whole
    plan = plan_restore(entry_of(partner), partner, moment)
    assert plan is not None
    assert plan.obstacles == []

    restore_version(actor=officer, obj=partner, moment=moment)

    def told(lines: Any) -> set[str]:
        return {one.new for one in lines if one.new}

    assert told(plan.changes) == told(newest(partner).fields)


def test_a_restore_can_be_undone(whole: tuple[Partner, datetime], officer: User) -> None:
    partner, moment = whole
    before = moment_now()
    restore_version(actor=officer, obj=partner, moment=moment)
    restore_version(actor=officer, obj=partner, moment=before)

    partner = Partner.objects.get(pk=partner.pk)
    assert partner.name_en == "Wrong"
    assert [one.value for one in partner.identifiers.all()] == ["XM-DAC-99999"]
    assert not partner.oblasts.exists()


def test_an_identifier_taken_by_another_partner_is_refused(
    whole: tuple[Partner, datetime], officer: User
) -> None:
    partner, moment = whole
    other = PartnerFactory.create()
    PartnerIdentifier.objects.create(partner=other, scheme="iati", value="XM-DAC-41114")

    with pytest.raises(RestoreRefused, match="XM-DAC-41114"):
        restore_version(actor=officer, obj=partner, moment=moment)

    assert Partner.objects.get(pk=partner.pk).name_en == "Wrong"


def test_an_archived_partner_comes_back_with_its_status(partner: Partner, officer: User) -> None:
    Partner.objects.filter(pk=partner.pk).update(status=PartnerStatus.ACTIVE)
    moment = moment_now()
    partner.refresh_from_db()
    archive_partner(actor=officer, partner=partner, reason="помилково")

    restore_version(actor=officer, obj=partner, moment=moment)

    partner.refresh_from_db()
    assert (partner.status, partner.archive_reason) == (PartnerStatus.ACTIVE, "")


def test_a_version_that_was_archived_is_archived_again(partner: Partner, officer: User) -> None:
    Partner.objects.filter(pk=partner.pk).update(status="archived", archive_reason="закрито")
    moment = moment_now()
    Partner.objects.filter(pk=partner.pk).update(status="active", archive_reason="")

    restore_version(actor=officer, obj=partner, moment=moment)

    partner.refresh_from_db()
    assert (partner.status, partner.archive_reason) == (PartnerStatus.ARCHIVED, "закрито")


def test_a_status_that_no_step_leads_to_is_refused(partner: Partner, officer: User) -> None:
    Partner.objects.filter(pk=partner.pk).update(status=PartnerStatus.CANDIDATE)
    moment = moment_now()
    Partner.objects.filter(pk=partner.pk).update(status=PartnerStatus.ACTIVE, name_en="Wrong")

    with pytest.raises(RestoreRefused):
        restore_version(actor=officer, obj=partner, moment=moment)

    partner.refresh_from_db()
    assert (partner.status, partner.name_en) == (PartnerStatus.ACTIVE, "Wrong")


def test_a_merged_record_is_not_restored(partner: Partner, administrator: User) -> None:
    moment = moment_now()
    merge_partners(actor=administrator, kept=PartnerFactory.create(), merged=partner, choices={})

    with pytest.raises(RestoreRefused):
        restore_version(actor=administrator, obj=Partner.objects.get(pk=partner.pk), moment=moment)


def test_only_those_who_keep_the_record_restore_it(
    whole: tuple[Partner, datetime], analyst: User, officer_of_sumy: User
) -> None:
    partner, moment = whole
    for person in (analyst, officer_of_sumy):
        with pytest.raises(PermissionDenied):
            restore_version(actor=person, obj=partner, moment=moment)


def test_nothing_to_restore_is_said(partner: Partner, officer: User) -> None:
    with pytest.raises(RestoreRefused):
        restore_version(actor=officer, obj=partner, moment=moment_now())
    with pytest.raises(RestoreRefused):
        restore_version(
            actor=officer,
            obj=partner,
            moment=datetime(2001, 1, 1, tzinfo=timezone.get_default_timezone()),
        )


def test_a_community_gets_its_profile_back_and_keeps_what_the_codifier_says(
    community: Community, coordinator: User
) -> None:
    Community.objects.filter(pk=community.pk).update(about="Добрий опис")
    moment = moment_now()
    Community.objects.filter(pk=community.pk).update(about="", name="Нова назва")

    plan = plan_restore(entry_of(community), community, moment)
    assert plan is not None
    assert [line.new for line in plan.changes] == ["Добрий опис"]
    assert [line.old for line in plan.left_alone] == ["Нова назва"]
    restore_version(actor=coordinator, obj=community, moment=moment)

    community.refresh_from_db()
    assert (community.about, community.name) == ("Добрий опис", "Нова назва")


def test_rights_do_not_come_back_with_an_account(coordinator: User) -> None:
    User.objects.filter(pk=coordinator.pk).update(is_superuser=True, is_staff=True)
    moment = moment_now()
    User.objects.filter(pk=coordinator.pk).update(
        is_superuser=False, is_staff=False, full_name="Інше Ім’я"
    )
    person = User.objects.get(pk=coordinator.pk)

    restore_version(actor=person, obj=person, moment=moment)

    person.refresh_from_db()
    assert (person.is_superuser, person.is_staff) == (False, False)
    assert person.full_name == "Ірина Координаторка"


def test_a_unique_value_that_is_taken_is_named_before_asking(
    partner: Partner, administrator: User
) -> None:
    """Without a service of its own a record is checked by its model's rules."""
    theme = Theme.objects.create(slug="energy", name="Енергетика", name_en="Energy", position=3)
    moment = moment_now()
    Theme.objects.filter(pk=theme.pk).update(position=99)
    restore_version(actor=administrator, obj=theme, moment=moment)
    theme.refresh_from_db()
    assert theme.position == 3

    User.objects.create_user("a@mosty.example")
    taken = plan_restore(entry_of(theme), theme, moment)
    assert taken is not None
    assert taken.changes == []


def test_what_was_removed_and_born_again_is_told_as_restored(theme: Theme) -> None:
    key = theme.pk
    theme.delete()
    born = Theme.objects.create(pk=key, slug="energy", name="Енергетика", name_en="Energy")

    entry = entry_of(born)
    kinds = [one.kind for one in history(entry, born, []).changes]
    assert kinds == [Kind.RESTORED, Kind.REMOVED, Kind.CREATED]


def test_rewriting_the_same_links_is_no_change(partner: Partner, theme: Theme) -> None:
    PartnerTheme.objects.create(partner=partner, theme=theme)
    with acting(source=Source.PAGE):
        PartnerTheme.objects.filter(partner=partner).delete()
        PartnerTheme.objects.create(partner=partner, theme=theme)

    change = newest(partner)
    assert [line.new for line in change.fields] == ["Енергетика"]
    assert change.source == Source.DATABASE  # the first one, made outside any action


def test_rows_that_moved_to_another_record_left_this_one(partner: Partner) -> None:
    row = PartnerIdentifier.objects.create(partner=partner, scheme="iati", value="XM-DAC-41114")
    other = PartnerFactory.create()
    with acting(source=Source.PAGE):
        PartnerIdentifier.objects.filter(pk=row.pk).update(partner=other)

    assert newest(partner).fields[0].old.endswith("XM-DAC-41114")
    assert newest(other).fields[0].new.endswith("XM-DAC-41114")
