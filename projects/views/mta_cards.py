"""Monitoring cards: the list, one card, filling in, handing in, deciding, the paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.views.common import signed_in
from common.design.formats import current_language, long_date
from common.design.languages import wording
from common.design.parts import Fact, Link
from common.documents.docx import render_docx
from common.documents.pdf import render_pdf
from common.intake.forms import seen_now, tried
from common.intake.refusals import ChangedMeanwhile, Refusal
from common.intake.uploads import DOCX, PDF
from common.registers.views import download_view, list_view
from communities.permissions import is_official
from partners.exceptions import InvalidData
from projects import mta_cards as workflow
from projects import mta_permissions as permissions
from projects.models import MonitoringCard
from projects.mta_exceptions import CardWrongStatus
from projects.mta_forms import CardForm, HalfForm, NoteForm
from projects.mta_paper import SECTIONS, paper_of
from projects.mta_registers import CARDS
from projects.mta_terms import HalfYear
from projects.mta_words import amount_of, pill_of_card, term, way_of_card
from projects.services.mta_cards import (
    ask_for_card,
    fill_in_card,
    last_card_before,
    take_card_step,
)
from projects.views.mta import desk_crumbs, find_allowed, not_done
from projects.views.projects import crumbs_of, find_project
from projects.views.record_pages import METHODS, action_page

SETTERS = {"docx": (render_docx, DOCX), "pdf": (render_pdf, PDF)}
DONE = {
    "submit": gettext_lazy("The card is handed in."),
    "rework": gettext_lazy("The card is a draft again."),
    "accept": gettext_lazy("The card is accepted."),
    "send-back": gettext_lazy("The card is sent back to be mended."),
    "waive": gettext_lazy("No card is asked for this half-year."),
    "demand": gettext_lazy("The card is asked for again."),
}

_list = list_view(
    CARDS,
    "mta/card_list.html",
    lambda: desk_crumbs(Link(str(CARDS.title), "")),
    lambda request: {"may_import": permissions.can_report_any(request.user)},
)
_download = download_view(CARDS)


def _refuse_strangers(request: HttpRequest) -> None:
    """Cards are for officials and for those who receive: nobody else would find any."""
    if not (is_official(request.user) or permissions.is_any_recipient(request.user)):
        raise PermissionDenied


@login_required
@require_safe
def card_list(request: HttpRequest) -> HttpResponse:
    _refuse_strangers(request)
    return _list(request)


@login_required
@require_safe
def card_download(request: HttpRequest, file_format: str) -> HttpResponseBase:
    _refuse_strangers(request)
    answer: HttpResponseBase = _download(request, file_format)
    return answer


def find_card(request: HttpRequest, reference: str, half: str) -> MonitoringCard:
    """404 when there is none that the person may know of."""
    asked = HalfYear.parsed(half)
    if asked is None:
        raise Http404
    project = find_project(request, reference)
    rows = MonitoringCard.objects.visible_to(request.user).filter(project=project)
    card: MonitoringCard | None = rows.filter(starts_on=asked.starts_on).first()
    if card is None:
        raise Http404
    card.project = project
    return card


def find_mine(request: HttpRequest, reference: str, half: str) -> MonitoringCard:
    """As `find_card`; 403 unless the person reports on it."""
    card = find_card(request, reference, half)
    if not permissions.can_report(request.user, card.project):
        raise PermissionDenied
    return card


def card_crumbs(card: MonitoringCard, *more: Link) -> list[Link]:
    url = card.get_absolute_url() if more else ""
    return crumbs_of(card.project, Link(capfirst(str(card.half)), url), *more)


@login_required
@require_safe
def card_detail(request: HttpRequest, reference: str, half: str) -> HttpResponse:
    card = find_card(request, reference, half)
    user = request.user
    may_write = permissions.can_report(user, card.project) and card.status in workflow.WRITABLE
    roles = permissions.roles_in(user, card)
    context = {
        "card": card,
        "project": card.project,
        "crumbs": card_crumbs(card),
        "status": pill_of_card(card),
        "way": way_of_card(card),
        "key_facts": _key_facts(card),
        "sections": [(name, label, getattr(card, name)) for name, label in SECTIONS],
        "money": _money(card),
        "is_empty": card.status == workflow.DUE,
        "steps": workflow.steps_from(card, *roles),
        "for_recipient": workflow.RECIPIENT if workflow.OFFICE in roles else "",
        "may_write": may_write,
        "missing": [text for texts in dict(workflow.missing_in(card)).values() for text in texts]
        if may_write and card.status != workflow.DUE
        else [],
    }
    return render(request, "mta/card_detail.html", context)


def _key_facts(card: MonitoringCard) -> list[Fact]:
    return [
        Fact(_("Project"), wording(card.project, "title").text, card.project.get_absolute_url()),
        Fact(_("Due"), term(card.due_on) if card.is_open else long_date(card.due_on)),
        Fact(_("Handed in on"), long_date(card.submitted_on) if card.submitted_on else ""),
        Fact(_("Decided on"), long_date(card.decided_on) if card.decided_on else ""),
    ]


def _money(card: MonitoringCard) -> list[Fact]:
    return [
        Fact(_("Spent in the half-year"), amount_of(card.spent, card.currency)),
        Fact(_("Spent since the beginning"), amount_of(card.spent_in_all, card.currency)),
        Fact(_("Cost by the estimate"), amount_of(card.project.amount, card.project.currency)),
    ]


@login_required
@require_http_methods(METHODS)
def card_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask for a card that the clock did not ask for."""
    project = find_allowed(request, reference, permissions.can_register)
    form = HalfForm(request.POST or None, project=project)
    made = tried(
        form,
        lambda: ask_for_card(
            actor=signed_in(request), project=project, half=form.cleaned_data["half"]
        ),
    )
    if isinstance(made, Refusal):
        return not_done(request, project, made)
    if made:
        messages.success(request, _("The card is asked for."))
        return redirect(made)
    title = _("Ask for a monitoring card")
    lead = _("Cards are asked for by themselves; here you ask for one of an earlier half-year.")
    crumbs = crumbs_of(project, Link(title, ""))
    return action_page(request, project, crumbs, form, title=title, lead=lead)


@login_required
@require_http_methods(METHODS)
def card_edit(request: HttpRequest, reference: str, half: str) -> HttpResponse:
    """Keep what is written so far, or hand it in at once."""
    card = find_mine(request, reference, half)
    if card.status not in workflow.WRITABLE:
        return not_done(request, card.project, CardWrongStatus())
    form, status = CardForm(request.POST or None, card=card), 200
    hands_in = "submit" in request.POST and workflow.RECIPIENT in permissions.roles_in(
        request.user, card
    )
    if form.is_valid():
        try:
            saved = fill_in_card(
                actor=signed_in(request),
                card=card,
                data=form.data_for(),
                seen=form.cleaned_data["seen"],
            )
            return _written(request, saved, hands_in=hands_in)
        except ChangedMeanwhile:
            newest = find_mine(request, reference, half)
            form, card, status = CardForm(seen_now(request.POST, newest), card=newest), newest, 409
        except InvalidData as error:
            form.refuse(error.errors)
        except Refusal as error:
            return not_done(request, card.project, error)
    return _form_page(request, card, form, status=status)


def _written(request: HttpRequest, card: MonitoringCard, *, hands_in: bool) -> HttpResponse:
    """It is kept. Handing it in may still fail for what it does not say: the form says what."""
    if not hands_in:
        messages.success(request, _("Saved. Hand the card in when it is complete."))
        return redirect(card)
    try:
        take_card_step(actor=signed_in(request), card=card, code=workflow.SUBMIT.code)
    except InvalidData as error:
        messages.info(request, _("What you wrote is kept. The card is not handed in yet."))
        again = CardForm(seen_now(request.POST, card), card=card)
        again.is_valid()
        again.refuse(error.errors)
        return _form_page(request, card, again)
    messages.success(request, DONE["submit"])
    return redirect(card)


def _form_page(
    request: HttpRequest, card: MonitoringCard, form: CardForm, status: int = 200
) -> HttpResponse:
    before = last_card_before(card)
    context = {
        "form": form,
        "card": card,
        "newest": card if status == 409 else None,
        "project": card.project,
        "before": before,
        "before_spent": amount_of(before.spent_in_all, before.currency) if before else "",
        "may_submit": workflow.RECIPIENT in permissions.roles_in(request.user, card),
        "crumbs": card_crumbs(card, Link(_("Fill in"), "")),
    }
    return render(request, "mta/card_form.html", context, status=status)


@login_required
@require_http_methods(METHODS)
def card_step(request: HttpRequest, reference: str, half: str, code: str) -> HttpResponse:
    """A step of the table; those that need a note ask for it first."""
    step = workflow.step_called(code)
    if step is None:
        raise Http404
    card = find_card(request, reference, half)
    if step.who not in permissions.roles_in(request.user, card):
        raise PermissionDenied
    if request.method != "POST" and (not step.needs_note or card.status not in step.sources):
        return redirect(card)
    form: Any = NoteForm(request.POST or None)
    try:
        if not step.needs_note:
            take_card_step(actor=signed_in(request), card=card, code=code)
        elif form.is_valid():
            note = form.cleaned_data["note"]
            take_card_step(actor=signed_in(request), card=card, code=code, note=note)
        else:
            return _note_page(request, card, step, form)
    except InvalidData as error:
        if step.needs_note:
            form.refuse(error.errors)
            return _note_page(request, card, step, form)
        return redirect("mta:card-edit", reference=reference, half=half)
    except Refusal as error:
        return not_done(request, card.project, error)
    messages.success(request, DONE[code])
    return redirect(card)


def _note_page(
    request: HttpRequest, card: MonitoringCard, step: workflow.Step, form: Any
) -> HttpResponse:
    title = str(step.label)
    crumbs = card_crumbs(card, Link(title, ""))
    return action_page(
        request, card.project, crumbs, form, title=title, lead=str(step.help) or title
    )


@login_required
@require_safe
def card_file(request: HttpRequest, reference: str, half: str, file_format: str) -> HttpResponse:
    """The card as a paper, in the language of the page."""
    if file_format not in SETTERS:
        raise Http404
    card = find_card(request, reference, half)
    setter, content_type = SETTERS[file_format]
    paper = paper_of(card, current_language())
    answer = HttpResponse(setter(paper), content_type=content_type)
    name = f"{card.project.reference}-card-{card.half.key}.{file_format}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
