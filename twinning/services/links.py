"""Keeping twin links: entering, leading through the stages, logging, changing, ending."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from copy import copy
from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import acting
from common.codelists.enums import Visibility
from common.intake.refusals import ChangedMeanwhile
from common.intake.texts import one_line
from common.intake.values import Errors, wrong_values
from communities.models import Oblast, Office
from partners.data import data_of as partner_data_of
from partners.enums import PartnerStatus
from partners.models import Agreement, Partner
from partners.services.partners import change_partner
from partners.services.statuses import set_status
from twinning import workflow
from twinning.exceptions import (
    ActivityLogged,
    AgreementNamed,
    InvalidLink,
    LinkExists,
    LinkHasEnded,
    NothingToTakeBack,
)
from twinning.inexact_dates import told_date
from twinning.link_agreements import agreements_of
from twinning.link_data import COLUMNS, TwinLinkData, data_of
from twinning.link_enums import ActivityKind, LinkStage, Precision
from twinning.link_people import people_of
from twinning.models import Municipality, TwinActivity, TwinLink, TwinLinkPerson, TwinLinkStage
from twinning.services.municipalities import start_relations

NOT_CHECKED = {"public_id", "updated_at"}
LONGEST_NOTE = 500
# The oldest ties of Ukrainian cities are of the twentieth century: what is older is a slip.
FIRST_DAY = dt.date(1900, 1, 1)


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
    the first stage; without it `since_on`. Refuses: InvalidLink, LinkExists, WrongStage.
    """
    data = data.cleaned()
    link = TwinLink()
    workflow.begin(link, stage)
    _fill(link, data)
    if on:
        _refuse_strange_days(on)
    with acting(actor=actor):
        link.save()
        _name_people(link, data.people)
        precision = Precision.DAY.value if on else data.since_precision
        _record(actor, link, on or data.since_on, precision, note)
        _make_partner(actor, link)
    return link


@transaction.atomic
def change_twin_link(
    *,
    actor: User | None,
    link: TwinLink,
    data: TwinLinkData,
    seen: dt.datetime | None = None,
) -> TwinLink:
    """Make the link as `data` says; the same data again change nothing.

    `seen` is the `updated_at` that the actor had before the eyes; without it nothing is compared.
    Refuses: ChangedMeanwhile, InvalidLink, LinkExists.
    """
    link = _locked(link)
    if seen is not None and link.updated_at != seen:
        raise ChangedMeanwhile
    data = data.cleaned()
    if data == data_of(link):
        return link
    _fill(link, data)
    with acting(actor=actor):
        link.save()
        _name_people(link, data.people)
        _make_partner(actor, link)
    return link


def check_twin_link(
    *, data: TwinLinkData, link: TwinLink | None = None, stage: str = LinkStage.CONTACT
) -> None:
    """Say what registering or changing would refuse, and change nothing.

    Refuses: InvalidLink, LinkExists, WrongStage.
    """
    trial = copy(link) if link else TwinLink()
    if link is None:
        workflow.begin(trial, stage)
    _fill(trial, data.cleaned())


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
    """Write down what the two did together.

    Refuses: InvalidLink, LinkHasEnded, ActivityLogged (the same words of the same day: somebody
    pressed the button twice).
    """
    link = _locked(link)
    if link.stage == LinkStage.ENDED and (link.ended_on is None or on > link.ended_on):
        raise LinkHasEnded
    _refuse_strange_days(on)
    if link.activities.filter(on=on, kind=kind, what=one_line(what)).exists():
        raise ActivityLogged
    activity = TwinActivity(
        link=link, on=on, kind=kind, what=one_line(what), what_en=one_line(what_en), by=actor
    )
    _check(activity)
    with acting(actor=actor):
        activity.save()
        _touch(link)
    return activity


@transaction.atomic
def take_back_stage(
    *, actor: User | None, link: TwinLink, reason: str, step: int | None = None
) -> TwinLink:
    """Undo the last step: the link is at the stage before it again; the step stays, struck out.

    `step` is the key of the step that the actor had before the eyes; without it nothing is
    compared. Refuses: NothingToTakeBack (it has only its first stage: `correct_first_stage`),
    ChangedMeanwhile, InvalidLink (no reason; a link like it lives already).
    """
    link = _locked(link)
    steps = _last_steps(link, step)
    if len(steps) < 2 or steps[0].stage != link.stage:
        raise NothingToTakeBack
    wrong, before = steps
    workflow.go_back(link, before.stage, ended_on=before.on)
    _check(link, NOT_CHECKED)
    with acting(actor=actor):
        _strike(actor, wrong, reason)
        _save_stage(link)
    return link


@transaction.atomic
def correct_first_stage(
    *,
    actor: User | None,
    link: TwinLink,
    stage: str,
    on: dt.date | None = None,
    precision: str = Precision.DAY,
    reason: str,
    step: int | None = None,
) -> TwinLink:
    """The link came into the register at another stage; the wrong one stays, struck out.

    `step` as for `take_back_stage`. Refuses: ChangedMeanwhile (also: there are later steps),
    WrongStage, InvalidLink (no reason, a strange day).
    """
    link = _locked(link)
    steps = _last_steps(link, step)
    if len(steps) != 1:
        raise ChangedMeanwhile
    if on:
        _refuse_strange_days(on)
    workflow.begin(link, stage)
    _check(link, NOT_CHECKED)
    with acting(actor=actor):
        _strike(actor, steps[0], reason)
        _save_stage(link)
        _record(actor, link, on, precision, "")
        _make_partner(actor, link)
    return link


@transaction.atomic
def name_agreement(*, actor: User | None, link: TwinLink, agreement: Agreement) -> TwinLink:
    """The link, of which nobody has said so yet, rests on this agreement.

    Refuses: AgreementNamed, InvalidLink (our side is no party to it).
    """
    data = data_of(_locked(link))
    if data.agreement not in {None, agreement}:
        raise AgreementNamed
    return change_twin_link(actor=actor, link=link, data=replace(data, agreement=agreement))


def _moved(actor: User | None, link: TwinLink, stage: str, on: dt.date, note: str) -> TwinLink:
    link = _locked(link)
    _refuse_strange_days(on)
    _refuse_steps_into_the_past(link, on)
    workflow.move(link, stage, ended_on=on if stage == LinkStage.ENDED else None)
    _check(link, NOT_CHECKED)
    with acting(actor=actor):
        _save_stage(link)
        _record(actor, link, on, Precision.DAY.value, note)
        _make_partner(actor, link)
    return link


def _locked(link: TwinLink) -> TwinLink:
    found: TwinLink = TwinLink.objects.select_for_update().get(pk=link.pk)
    return found


def _fill(link: TwinLink, data: TwinLinkData) -> None:
    held = data_of(link) if link.pk else None
    for name in COLUMNS:
        setattr(link, name, getattr(data, name))
    link.updated_at = timezone.now()
    if data.since_on:
        _refuse_strange_days(data.since_on, "since_on")
    if link.stage != LinkStage.ENDED and (known := _like(link)):
        raise LinkExists(known)
    _check(link, NOT_CHECKED)
    _refuse_strangers(link, data, held)


def _like(link: TwinLink) -> TwinLink | None:
    """The living link of the same two sides and kind."""
    rows = TwinLink.objects.alive().filter(
        community=link.community, oblast=link.oblast, municipality=link.municipality, kind=link.kind
    )
    found: TwinLink | None = rows.exclude(pk=link.pk).first()
    return found


def _refuse_strangers(link: TwinLink, data: TwinLinkData, held: TwinLinkData | None) -> None:
    """The agreement is ours, the contact the partner's, the people of the office or community.

    What the link has had before stays: an office loses people, and nobody need mend its links.
    """
    errors: Errors = {}
    is_moved = held is None or (held.community, held.oblast) != (data.community, data.oblast)
    agreement, contact = data.agreement, data.contact
    is_new = agreement and (is_moved or held is None or held.agreement != agreement)
    if agreement and is_new and not agreements_of(link.home).filter(pk=agreement.pk).exists():
        text = _("%(agreement)s is not an agreement of this community or oblast.")
        errors["agreement"] = [text % {"agreement": agreement.reference}]
    if contact and contact.partner_id != link.municipality.partner_id:
        errors["contact"] = [_("This person belongs to another partner.")]
    new = {one.pk for one in data.people} - {one.pk for one in (held.people if held else ())}
    if new - set(people_of(link.home).filter(pk__in=new).values_list("pk", flat=True)):
        text = _("Choose people of the oblast’s office or of the community.")
        errors["people"] = [text]
    if errors:
        raise InvalidLink(errors)


def _check(row: TwinLink | TwinActivity, exclude: Collection[str] = ()) -> None:
    errors = wrong_values(row, exclude=exclude)
    if errors:
        raise InvalidLink(errors)


def _refuse_strange_days(on: dt.date, name: str = "on") -> None:
    if on > timezone.localdate():
        raise InvalidLink({name: [_("This day is yet to come.")]})
    if on < FIRST_DAY:
        raise InvalidLink({name: [_("This day is too long ago: look at the year.")]})


def _refuse_steps_into_the_past(link: TwinLink, on: dt.date) -> None:
    """A step is not taken before the one that led to it."""
    last = link.stages.standing().order_by("-pk").first()
    if last is None or last.on is None:
        return
    if on.year < last.on.year or (last.precision == Precision.DAY and on < last.on):
        text = _("This is before the stage “%(stage)s” of %(day)s.")
        told = {"stage": last, "day": told_date(last.on, last.precision)}
        raise InvalidLink({"on": [text % told]})


def _note_that_fits(text: str, name: str = "note") -> str:
    """Refuses InvalidLink."""
    note = one_line(text)
    if len(note) > LONGEST_NOTE:
        said = _("The text is longer than %(longest)s characters.")
        raise InvalidLink({name: [said % {"longest": LONGEST_NOTE}]})
    return note


def _last_steps(link: TwinLink, seen: int | None) -> list[TwinLinkStage]:
    """The last one, and the one before it. Refuses ChangedMeanwhile."""
    steps = list(link.stages.standing().order_by("-pk")[:2])
    if seen is not None and [one.pk for one in steps[:1]] != [seen]:
        raise ChangedMeanwhile
    return steps


def _strike(actor: User | None, wrong: TwinLinkStage, reason: str) -> None:
    """Nothing is deleted: the step stays with the reason. Refuses InvalidLink."""
    wrong.taken_back_reason = _note_that_fits(reason, "reason")
    if not wrong.taken_back_reason:
        raise InvalidLink({"reason": [_("Say why the step is taken back.")]})
    wrong.taken_back_at, wrong.taken_back_by = timezone.now(), actor
    wrong.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_reason"])


def _save_stage(link: TwinLink) -> None:
    link.updated_at = timezone.now()
    link.save(update_fields=["stage", "ended_on", "updated_at"])


def _record(
    actor: User | None, link: TwinLink, on: dt.date | None, precision: str, note: str
) -> None:
    note = _note_that_fits(note)
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
