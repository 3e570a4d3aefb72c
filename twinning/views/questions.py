"""Imported links whose place abroad is not certain: an official decides."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.views.common import signed_in
from common.design.languages import wording
from common.design.parts import Fact, Link
from common.intake.refusals import Refusal
from communities.views.communities import home_crumb
from twinning.link_forms import QuestionForm, place_label
from twinning.link_permissions import can_decide_question, can_import_links
from twinning.models import TwinLinkQuestion
from twinning.naming import resolve_municipality
from twinning.services.questions import answer, leave_out
from twinning.similarity.reasons import country_name
from twinning.views.links import list_crumb

ON_A_PAGE = 20


@login_required
@require_safe
def question_list(request: HttpRequest) -> HttpResponse:
    if not can_import_links(request.user):
        raise PermissionDenied
    rows = TwinLinkQuestion.objects.visible_to(request.user).waiting()
    rows = rows.select_related("community__oblast", "oblast").order_by("asked_at", "pk")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    crumbs = [home_crumb(), list_crumb(), Link(_("To decide"), "")]
    return render(request, "twinning/question_list.html", {"page": page, "crumbs": crumbs})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def question_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    question = _find(request, public_id)
    if question.decided_at:
        return _decided(request, question)
    form = QuestionForm(request.POST or None)
    if form.is_valid():
        try:
            link = answer(
                actor=signed_in(request),
                question=question,
                municipality=form.cleaned_data["municipality"],
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The link is in the register."))
            return redirect(link.get_absolute_url())
    candidates = resolve_municipality(
        name=question.name, country=question.country, region=question.said.get("region", "")
    ).candidates
    context = {
        "question": question,
        "form": form,
        "facts": facts_of(question),
        "candidates": [(str(one.public_id), place_label(one)) for one in candidates],
        "crumbs": [
            home_crumb(),
            list_crumb(),
            Link(_("To decide"), reverse("twinning:question-list")),
            Link(question.name, ""),
        ],
    }
    return render(request, "twinning/question_detail.html", context)


@login_required
@require_POST
def question_leave(request: HttpRequest, public_id: UUID) -> HttpResponse:
    question = _find(request, public_id)
    try:
        leave_out(actor=signed_in(request), question=question)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is left out, and will not be asked again."))
    return redirect("twinning:question-list")


def _find(request: HttpRequest, public_id: UUID) -> TwinLinkQuestion:
    if not can_import_links(request.user):
        raise PermissionDenied
    rows = TwinLinkQuestion.objects.visible_to(request.user)
    rows = rows.select_related("community__oblast", "oblast", "link", "decided_by")
    found: TwinLinkQuestion = get_object_or_404(rows, public_id=public_id)
    if not can_decide_question(request.user, found):
        raise PermissionDenied
    return found


def _decided(request: HttpRequest, question: TwinLinkQuestion) -> HttpResponse:
    """A colleague was quicker: whoever opens the question sees what came of it."""
    who = str(question.decided_by or "")
    text = _("Somebody has decided this already.")
    messages.info(request, f"{text} {who}".strip())
    link = question.link
    return redirect(link.get_absolute_url() if link else reverse("twinning:question-list"))


def facts_of(question: TwinLinkQuestion) -> list[Fact]:
    home, said = question.home, question.said
    return [
        Fact(_("On our side"), wording(home, "full_name").text, home.get_absolute_url()),
        Fact(_("Country"), country_name(question.country) if question.country else ""),
        Fact(_("Upper unit"), said.get("region", "")),
        Fact(_("Kind"), question.get_kind_display()),
        Fact(_("Since"), said.get("since", "")),
        Fact(_("Source"), said.get("source", "")),
        Fact(_("Table"), question.origin_note),
    ]
