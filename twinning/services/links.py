"""Keeping twin links: entering, leading through the stages, logging, changing, ending."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, fields, replace

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import acting
from common.codelists.enums import Visibility
from common.intake.texts import many_lines, one_line
from communities.models import Community, Oblast, Office
from partners.data import data_of as partner_data_of
from partners.enums import PartnerStatus
from partners.models import Partner
from partners.services.partners import change_partner
from partners.services.statuses import set_status
from twinning import workflow
from twinning.exceptions import InvalidLink, LinkHasEnded
from twinning.link_enums import ActivityKind, LinkKind, LinkStage, Precision
from twinning.models import Municipality, TwinActivity, TwinLink, TwinLinkPerson, TwinLinkStage
from twinning.services.municipalities import start_relations

NOT_CHECKED = {"public_id", "updated_at"}
LONGEST_NOTE = 500


@dataclass(frozen=True, kw_only=True)
class TwinLinkData:
    """All that people say of a link but its stage, which has steps of its own."""

    municipality: Municipality
    community: Community | None = None
    oblast: Oblast | None = None
    kind: str = LinkKind.TWIN_CITY.value
    since_on: dt.date | None = None
    since_precision: str = Precision.DAY.value
    visibility: str = Visibility.PUBLIC.value
    office: Office | None = None
    people: tuple[User, ...] = field(default=())
    source: str = ""
    note: str = ""
    note_en: str = ""

    def cleaned(self) -> TwinLinkData:
        precision = self.since_precision if self.since_on else Precision.DAY.value
        since = self.since_on
        if since and precision == Precision.YEAR:
            since = since.replace(month=1, day=1)
        return replace(
            self,
            since_on=since,
            since_precision=precision,
            people=tuple(dict.fromkeys(self.people)),
            source=one_line(self.source),
            note=many_lines(self.note),
            note_en=many_lines(self.note_en),
        )


COLUMNS = tuple(one.name for one in fields(TwinLinkData) if one.name != "people")


def data_of(link: TwinLink) -> TwinLinkData:
    """The link as it is now, to change a few fields with `dataclasses.replace`."""
    people = tuple(link.people.order_by("pk"))
    return TwinLinkData(**{name: getattr(link, name) for name in COLUMNS}, people=people)


@transaction.atomic
def register_twin_link(
    *,
    actor: User | None,
    data: TwinLinkData,
    stage: str = LinkStage.CONTACT,
    on: dt.date | None = None,
    note: str = "",
) -> TwinLink:
    """Put a link into the register; a public one makes the place abroad a partner.

    The place gets its record among the partners (`start_relations`), the oblast is added to where
    the partner works, and from a memorandum on the partner counts as active. `on` is the day of
    the first stage; without it `since_on`. Refuses: InvalidLink, WrongStage.
    """
    data = data.cleaned()
    link = TwinLink()
    workflow.begin(link, stage)
    _fill(link, data)
    with acting(actor=actor):
        link.save()
        _name_people(link, data.people)
        precision = Precision.DAY.value if on else data.since_precision
        _record(actor, link, on or data.since_on, precision, note)
        _make_partner(actor, link)
    return link


@transaction.atomic
def change_twin_link(*, actor: User | None, link: TwinLink, data: TwinLinkData) -> TwinLink:
    """Make the link as `data` says; the same data again change nothing. Refuses InvalidLink."""
    link = _locked(link)
    data = data.cleaned()
    if data == data_of(link):
        return link
    _fill(link, data)
    with acting(actor=actor):
        link.save()
        _name_people(link, data.people)
        _make_partner(actor, link)
    return link


@transaction.atomic
def take_stage(
    *, actor: User | None, link: TwinLink, stage: str, on: dt.date | None = None, note: str = ""
) -> TwinLink:
    """Lead the link to another stage. Ending has a service of its own.

    `on` is today if not said. Refuses: WrongStage, EndComesApart, InvalidLink (a day to come; a
    link like it lives already).
    """
    return _moved(actor, link, stage, on or timezone.localdate(), note)


@transaction.atomic
def end_twin_link(
    *, actor: User | None, link: TwinLink, on: dt.date | None = None, note: str = ""
) -> TwinLink:
    """The relations are over. Refuses: WrongStage, InvalidLink (before it began, a day to come)."""
    return _moved(actor, link, LinkStage.ENDED, on or timezone.localdate(), note)


@transaction.atomic
def log_activity(
    *,
    actor: User | None,
    link: TwinLink,
    on: dt.date,
    what: str,
    what_en: str = "",
    kind: str = ActivityKind.OTHER,
) -> TwinActivity:
    """Write down what the two did together. Refuses: InvalidLink, LinkHasEnded."""
    link = _locked(link)
    if link.stage == LinkStage.ENDED and (link.ended_on is None or on > link.ended_on):
        raise LinkHasEnded
    _refuse_days_to_come(on)
    activity = TwinActivity(
        link=link, on=on, kind=kind, what=one_line(what), what_en=one_line(what_en), by=actor
    )
    _check(activity, set())
    with acting(actor=actor):
        activity.save()
        _touch(link)
    return activity


def _moved(actor: User | None, link: TwinLink, stage: str, on: dt.date, note: str) -> TwinLink:
    link = _locked(link)
    _refuse_days_to_come(on)
    workflow.move(link, stage, ended_on=on if stage == LinkStage.ENDED else None)
    _check(link, NOT_CHECKED)
    with acting(actor=actor):
        link.updated_at = timezone.now()
        link.save(update_fields=["stage", "ended_on", "updated_at"])
        _record(actor, link, on, Precision.DAY.value, note)
        _make_partner(actor, link)
    return link


def _locked(link: TwinLink) -> TwinLink:
    found: TwinLink = TwinLink.objects.select_for_update().get(pk=link.pk)
    return found


def _fill(link: TwinLink, data: TwinLinkData) -> None:
    for name in COLUMNS:
        setattr(link, name, getattr(data, name))
    link.updated_at = timezone.now()
    if data.since_on:
        _refuse_days_to_come(data.since_on, "since_on")
    _check(link, NOT_CHECKED)


def _check(row: TwinLink | TwinActivity, exclude: set[str]) -> None:
    """Lengths, choices and the named constraints of the table, said before PostgreSQL says them."""
    errors: dict[str, list[str]] = {}
    for check in (row.clean_fields, row.validate_constraints):
        try:
            check(exclude=exclude)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                errors.setdefault("" if name == NON_FIELD_ERRORS else name, []).extend(messages)
    if errors:
        raise InvalidLink(errors)


def _refuse_days_to_come(on: dt.date, name: str = "on") -> None:
    if on > timezone.localdate():
        raise InvalidLink({name: [_("This day is yet to come.")]})


def _record(
    actor: User | None, link: TwinLink, on: dt.date | None, precision: str, note: str
) -> None:
    note = one_line(note)
    if len(note) > LONGEST_NOTE:
        text = _("The text is longer than %(longest)s characters.")
        raise InvalidLink({"note": [text % {"longest": LONGEST_NOTE}]})
    TwinLinkStage.objects.create(
        link=link, stage=link.stage, on=on, precision=precision, by=actor, note=note
    )


def _name_people(link: TwinLink, people: tuple[User, ...]) -> None:
    held = set(link.persons.values_list("user_id", flat=True))
    wanted = {one.pk for one in people}
    if held - wanted:
        link.persons.filter(user__in=held - wanted).delete()
    TwinLinkPerson.objects.bulk_create(
        TwinLinkPerson(link=link, user_id=key) for key in sorted(wanted - held)
    )


def _touch(link: TwinLink) -> None:
    link.updated_at = timezone.now()
    link.save(update_fields=["updated_at"])


def _make_partner(actor: User | None, link: TwinLink) -> None:
    """What is not public yet tells nobody that relations have begun."""
    if link.visibility != Visibility.PUBLIC or link.stage == LinkStage.ENDED:
        return
    place = Municipality.objects.select_related("partner").get(pk=link.municipality_id)
    office = link.office or Office.objects.filter(oblast=link.home_oblast).first()
    partner = place.partner or start_relations(actor=actor, municipality=place, office=office)
    if partner.merged_into_id or partner.status == PartnerStatus.ARCHIVED:
        return
    _add_oblast(actor, partner, link.home_oblast)
    if link.stage in workflow.SIGNED and partner.status == PartnerStatus.CANDIDATE:
        set_status(actor=actor, partner=partner, status=PartnerStatus.ACTIVE)


def _add_oblast(actor: User | None, partner: Partner, oblast: Oblast) -> None:
    data = partner_data_of(partner)
    if oblast not in data.oblasts:
        change_partner(
            actor=actor, partner=partner, data=replace(data, oblasts=(*data.oblasts, oblast))
        )
