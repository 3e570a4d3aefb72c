"""The page of one agreement: facts, parties, procedure, files, what happened."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.audit.registry import history_url, may_see_history
from common.design.formats import current_language, long_date, number
from common.design.languages import wording
from common.design.parts import Change, Event, Fact, Link
from communities.permissions import is_official
from partners import agreement_permissions as permissions
from partners import agreement_workflow as workflow
from partners.agreement_clock import clock_of
from partners.agreement_data import agreement_data_of
from partners.agreement_enums import AmendmentKind, Side
from partners.agreement_words import (
    agreement_pill,
    clock_facts,
    numbered,
    party_name,
    party_url,
    term_words,
    way,
)
from partners.data import language_names
from partners.models import (
    Agreement,
    AgreementAmendment,
    AgreementFile,
    AgreementSignatory,
    AgreementStep,
    Partner,
)
from partners.related import sections_of_agreement
from partners.services.agreement_corrections import is_correctable, last_step, why_step_stays
from partners.services.agreement_steps import WAS_IN_FORCE
from partners.services.agreements import warnings_of
from partners.views.agreements import crumbs_of, find_agreement

# Steps that nobody should take by a hasty click on the first button.
BACKWARDS = frozenset({workflow.RETURN.code, workflow.TERMINATE.code})


@require_safe
def agreement_detail(request: HttpRequest, reference: str) -> HttpResponse:
    agreement = find_agreement(request, reference)
    user = request.user
    parties = list(agreement.parties.select_related("oblast", "community__oblast", "raion"))
    partners = list(Partner.objects.visible_to(user).filter(agreements=agreement).order_by("pk"))
    files = AgreementFile.objects.visible_to(user).filter(agreement=agreement)
    clock = clock_of(agreement)
    may_change = permissions.can_change_agreement(user, agreement)
    context = {
        "agreement": agreement,
        "crumbs": crumbs_of(agreement),
        "status": agreement_pill(agreement.status),
        "key_facts": _key_facts(agreement),
        "facts": _facts(agreement),
        "parties": [Link(party_name(one), party_url(one)) for one in parties],
        "partners": partners,
        "hidden_partners": agreement.counterparts.count() - len(partners),
        "signatories": _signatories(agreement),
        "themes": list(agreement.themes.all()),
        "way": way(agreement),
        "clock": clock,
        "clock_facts": clock_facts(clock) if clock else [],
        "events": _events(agreement, sees_people=is_official(user), may_change=may_change),
        "files": [_file_line(one, may_change=may_change) for one in files],
        "sees_keeping": is_official(user),
        "keeping": _keeping(agreement),
        "related": sections_of_agreement(agreement, user),
        "warnings": warnings_of(agreement_data_of(agreement)) if may_change else [],
        "history_url": history_url(agreement) if may_see_history(user, agreement) else "",
        **_actions(agreement, may_change=may_change),
        **_undoing(agreement, user),
    }
    context["contents"] = _contents(context)
    return render(request, "agreements/agreement_detail.html", context)


def _key_facts(agreement: Agreement) -> list[Fact]:
    return [
        Fact(_("Kind"), agreement.get_kind_display()),
        Fact(_("Signed on"), long_date(agreement.signed_on) if agreement.signed_on else ""),
        Fact(_("Last day"), long_date(agreement.expires_on) if agreement.expires_on else ""),
    ]


def _facts(agreement: Agreement) -> list[Fact]:
    names = language_names("uk" if _is_ukrainian() else "en")
    spoken = ", ".join(names.get(code, code) for code in agreement.languages)
    return [
        Fact(_("Reference"), agreement.reference),
        Fact(_("Place of signing"), agreement.signed_place),
        Fact(
            _("In force since"),
            long_date(agreement.effective_on) if agreement.effective_on else "",
        ),
        Fact(_("Term"), term_words(agreement)),
        Fact(
            _("Order of the ministry"),
            numbered(agreement.ministry_order_no, agreement.ministry_order_on),
        ),
        Fact(
            _("Decision of the council"),
            numbered(agreement.council_decision_no, agreement.council_decision_on),
        ),
        Fact(
            _("In the state register"),
            numbered(agreement.registration_no, agreement.registered_on),
        ),
        Fact(_("Ended on"), long_date(agreement.ended_on) if agreement.ended_on else ""),
        Fact(_("Why it ended"), agreement.end_reason),
        Fact(_("Languages of the text"), spoken),
    ]


def _is_ukrainian() -> bool:
    return current_language() == "uk"


def _keeping(agreement: Agreement) -> list[Fact]:
    office = agreement.office
    return [
        Fact(
            _("Kept by"),
            wording(office or agreement.oblast, "name" if office else "full_name").text,
            (office or agreement.oblast).get_absolute_url(),
        ),
        Fact(_("Who may see it"), agreement.get_visibility_display()),
        Fact(_("Origin of the record"), agreement.get_source_display()),
        Fact(_("Where the data come from"), agreement.source_note),
        Fact(_("Entered on"), long_date(agreement.created_at)),
    ]


def _signatories(agreement: Agreement) -> list[tuple[str, list[str]]]:
    """Names with positions in the reader's language where it is known."""
    people = list(agreement.signatories.all())
    sides = [
        (str(side.label), [_signatory(one) for one in people if one.side == side]) for side in Side
    ]
    return [(label, found) for label, found in sides if found]


def _signatory(person: AgreementSignatory) -> str:
    named = (wording(person, "full_name").text, wording(person, "position").text)
    return ", ".join(text for text in named if text)


@dataclass(frozen=True)
class FileLine:
    """A file as the page lists it; `change_url` withdraws it or gives it back."""

    link: Link
    is_withdrawn: bool
    reason: str
    change_url: str = ""


def _file_line(file: AgreementFile, *, may_change: bool) -> FileLine:
    may_change = may_change and not file.agreement.is_archived
    name = "agreements:file-give-back" if file.is_withdrawn else "agreements:file-withdraw"
    keys = {"reference": file.agreement.reference, "public_id": file.public_id}
    return FileLine(
        link=_file_link(file),
        is_withdrawn=file.is_withdrawn,
        reason=file.withdrawal_reason,
        change_url=reverse(name, kwargs=keys) if may_change else "",
    )


def _file_link(file: AgreementFile) -> Link:
    kind = str(file.get_kind_display())
    names = language_names("uk" if _is_ukrainian() else "en")
    spoken = names.get(file.language, file.language)
    size = _("%(size)s KB") % {"size": number(max(1, round(file.size / 1024)))}
    note = ", ".join(filter(None, (kind, spoken, size)))
    return Link(file.name, file.get_absolute_url(), note=note)


def _events(agreement: Agreement, *, sees_people: bool, may_change: bool) -> list[Event]:
    """Steps and amendments, the latest first. Authors, notes and what was taken back are for
    officials.
    """
    # A renewal is told once, as the amendment that holds its new term.
    kept = agreement.steps.exclude(code=workflow.RENEW.code)
    steps = kept.select_related("author", "taken_back_by", "document__agreement")
    amendments = agreement.amendments.select_related("author", "taken_back_by")
    if not sees_people:
        steps, amendments = steps.filter(taken_back_at=None), amendments.filter(taken_back_at=None)
    found = [_step_event(one, sees_people=sees_people) for one in steps]
    may_correct = may_change and not agreement.is_archived
    found += [
        _amendment_event(agreement, one, sees_people=sees_people, may_correct=may_correct)
        for one in amendments
    ]
    # Of one day the last step first too.
    found.reverse()
    found.sort(key=lambda event: _day(event.at), reverse=True)
    return found


def _step_event(step: AgreementStep, *, sees_people: bool) -> Event:
    labels = {one.code: one.label for one in workflow.STEPS}
    what = str(labels.get(step.code, step.code))
    said = (_number(step.number), step.note if sees_people else "")
    shows = bool(step.document and sees_people)
    return Event(
        what=_("Taken back: %(what)s") % {"what": what} if step.taken_back_at else what,
        at=step.happened_on,
        who=str(step.author or "") if sees_people else "",
        note=_with_reason(" ".join(filter(None, said)), step),
        url=step.document.get_absolute_url() if step.document and shows else "",
        url_label=_("Document") if shows else "",
    )


def _amendment_event(
    agreement: Agreement, amendment: AgreementAmendment, *, sees_people: bool, may_correct: bool
) -> Event:
    what = str(AmendmentKind(amendment.kind).label).capitalize()
    ends = long_date(amendment.expires_on) if amendment.expires_on else ""
    url = ""
    if may_correct and is_correctable(amendment):
        keys = {"reference": agreement.reference, "public_id": amendment.public_id}
        url = reverse("agreements:amendment-edit", kwargs=keys)
    return Event(
        what=_("Taken back: %(what)s") % {"what": what} if amendment.taken_back_at else what,
        at=amendment.happened_on,
        who=str(amendment.author or "") if sees_people else "",
        note=_with_reason(amendment.summary, amendment),
        changes=[Change(_("Last day"), "", ends)] if ends and not amendment.taken_back_at else [],
        url=url,
        url_label=_("Correct") if url else "",
    )


def _with_reason(note: str, row: AgreementStep | AgreementAmendment) -> str:
    """Why and by whom it was taken back, after what was said of it."""
    if row.taken_back_at is None:
        return note
    text = _("Taken back on %(day)s by %(who)s: %(reason)s")
    values = {
        "day": long_date(row.taken_back_at),
        "who": str(row.taken_back_by or ""),
        "reason": row.taken_back_reason,
    }
    return " · ".join(filter(None, (note, text % values)))


def _undoing(agreement: Agreement, user: Any) -> dict[str, Any]:
    """The last step, when the person may take it back, or why that cannot be."""
    last = last_step(agreement) if not agreement.is_archived else None
    if last is None or not permissions.can_take_back(user, agreement, last.author_id):
        return {"last_step": "", "last_step_stays": ""}
    return {
        "last_step": str(workflow.step_called(last.code).label),
        "last_step_stays": why_step_stays(agreement, last),
    }


def _day(moment: dt.date | dt.datetime) -> dt.date:
    return moment.date() if isinstance(moment, dt.datetime) else moment


def _number(text: str) -> str:
    return _("No %(number)s") % {"number": text} if text else ""


def _actions(agreement: Agreement, *, may_change: bool) -> dict[str, Any]:
    is_current = may_change and not agreement.is_archived
    steps = workflow.steps_from(agreement) if is_current else []
    was_in_force = is_current and agreement.status in WAS_IN_FORCE
    return {
        "may_change": is_current,
        "steps": [one for one in steps if one.code not in BACKWARDS],
        "steps_back": [one for one in steps if one.code in BACKWARDS],
        "may_amend": was_in_force,
        "may_archive": is_current,
        "may_restore": may_change and agreement.is_archived,
    }


def _contents(context: dict[str, Any]) -> list[Link]:
    agreement = context["agreement"]
    sections = (
        ("subject", _("Subject"), agreement.subject or agreement.subject_en or context["themes"]),
        ("parties", _("Parties"), True),
        ("procedure", _("Procedure"), context["way"] or context["clock"]),
        ("facts", _("Facts"), True),
        ("files", _("Files"), context["files"] or context["may_change"]),
        ("events", _("What happened"), context["events"]),
        ("keeping", _("How the record is kept"), context["sees_keeping"]),
    )
    found = [Link(label, f"#{anchor}") for anchor, label, shown in sections if shown]
    # As on the page: behind the parties.
    where = next(place for place, link in enumerate(found) if link.url == "#parties") + 1
    found[where:where] = [Link(part.title, f"#{part.anchor}") for part in context["related"]]
    return found
