"""What of the agreements needs an official now: the same for the desk and for the own page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.desk import DeskLine, DeskPage, add_desk_page, add_to_desk
from accounts.models import User
from accounts.permissions import is_administrator
from common.design.formats import number
from communities.models import Office
from communities.permissions import curated_oblasts, is_official, offices_of
from partners.agreement_enums import RowOutcome
from partners.agreement_permissions import can_review_rows, can_see_desk
from partners.agreement_querysets import AgreementQuerySet
from partners.models import Agreement, AgreementRow

SOON = 180


def agreements_of(user: Any) -> AgreementQuerySet:
    """Those of the oblasts where one works, also as an analyst, who changes nothing."""
    rows: AgreementQuerySet = Agreement.objects.all()
    if is_administrator(user):
        return rows
    own = set(Office.objects.filter(pk__in=offices_of(user)).values_list("oblast_id", flat=True))
    return rows.kept_by(own | curated_oblasts(user))


def rows_to_decide() -> Any:
    return AgreementRow.objects.filter(outcome=RowOutcome.REVIEW)


def agreements_waiting(user: User) -> Iterator[DeskLine]:
    if not is_official(user):
        return
    desk, rows = reverse("agreements:desk"), agreements_of(user)
    late = rows.overdue().count()
    text = ngettext(
        "%(count)s agreement: the ministry is late with its answer",
        "%(count)s agreements: the ministry is late with its answer",
        late,
    )
    yield DeskLine(
        label=text % {"count": number(late)}, url=f"{desk}#overdue", count=late, tone="bad"
    )
    ending = rows.expiring_within(SOON).count()
    text = ngettext(
        "%(count)s agreement ends within %(days)s days",
        "%(count)s agreements end within %(days)s days",
        ending,
    )
    yield DeskLine(
        label=text % {"count": number(ending), "days": SOON}, url=f"{desk}#expiring", count=ending
    )
    if can_review_rows(user):
        yield _rows_line(rows_to_decide().count())


def _rows_line(count: int) -> DeskLine:
    text = ngettext(
        "%(count)s row of the state register of agreements waits for a decision",
        "%(count)s rows of the state register of agreements wait for a decision",
        count,
    )
    return DeskLine(
        label=text % {"count": number(count)}, url=reverse("agreements:row-list"), count=count
    )


def fill_desk() -> None:
    add_to_desk(agreements_waiting)
    page = DeskPage(
        label=_("Agreements"), url_name="agreements:desk", may=can_see_desk, position=20
    )
    add_desk_page(page)
