"""Letters: the list, one letter, writing, sending, what came of it, its papers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from common.audit.registry import history_url
from common.design.formats import long_date
from common.design.languages import wording
from common.design.parts import Fact, Link
from common.documents.docx import render_docx
from common.documents.pdf import render_pdf
from common.intake.forms import tell
from common.intake.refusals import Refusal
from common.intake.uploads import DOCX, PDF
from common.registers.views import download_view, list_view
from communities.views.communities import home_crumb
from twinning import letter_permissions as permissions
from twinning.letter_enums import LetterStatus
from twinning.letter_fields import FIELDS, fields_in
from twinning.letter_forms import (
    CloseForm,
    FollowUpForm,
    SendForm,
    language_name,
)
from twinning.letter_paper import paper_of
from twinning.letter_registers import LETTERS
from twinning.letter_remarks import remarks_of
from twinning.letter_sender import letterhead_of, profile_of
from twinning.link_forms import place_label
from twinning.models import Letter
from twinning.services.letter_batches import file_stem
from twinning.services.letters import (
    close,
    follow_up,
    mark_sent,
)
from twinning.templatetags.letters import pill_of

SETTERS = {"docx": (render_docx, DOCX), "pdf": (render_pdf, PDF)}


def list_title() -> str:
    return pgettext("to places abroad", "Letters")


def crumbs_of(*more: Link) -> list[Link]:
    here = Link(list_title(), reverse("twinning:letter-list") if more else "")
    return [home_crumb(), here, *more]


letter_list = login_required(
    list_view(
        LETTERS,
        "letters/letter_list.html",
        crumbs_of,
        lambda request: {"may_write": permissions.can_write_letters(request.user)},
    )
)
letter_download = login_required(download_view(LETTERS))


def find_letter(request: HttpRequest, public_id: UUID) -> Letter:
    rows = Letter.objects.visible_to(request.user).with_sides().select_related("link__municipality")
    found: Letter = get_object_or_404(rows, public_id=public_id)
    return found


def find_mine(request: HttpRequest, public_id: UUID) -> Letter:
    """As `find_letter`; 403 unless the person may write for its side."""
    letter = find_letter(request, public_id)
    if not permissions.can_change_letter(request.user, letter):
        raise PermissionDenied
    return letter


# One letter


@login_required
@require_safe
def letter_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _detail(request, find_letter(request, public_id))


def _detail(request: HttpRequest, letter: Letter, status: int = 200, **forms: Any) -> HttpResponse:
    mine = permissions.can_change_letter(request.user, letter)
    is_draft, is_sent = letter.status == LetterStatus.DRAFT, letter.status == LetterStatus.SENT
    unfinished = fields_in(f"{letter.subject}\n{letter.body}")
    closing = CloseForm(letter=letter)
    context = {
        "letter": letter,
        "crumbs": crumbs_of(Link(letter.reference, "")),
        "status": pill_of(letter.status),
        "key_facts": key_facts(letter),
        "facts": more_facts(letter),
        "paper": paper_of(letter).typeset(),
        "unfinished": described(unfinished),
        "remarks": remarks_of(letter, profile_of(letter.home, letter.language)) if mine else [],
        "is_overdue": _is_overdue(letter),
        "may_edit": mine and is_draft,
        "has_head": letterhead_of(letter.home) is not None,
        "send_form": SendForm() if mine and is_draft and not unfinished else None,
        "close_form": closing if mine and closing.fields["status"].choices else None,  # type: ignore[attr-defined]
        "again_form": FollowUpForm() if mine and is_sent else None,
        "history_url": history_url(letter),
        **forms,
    }
    return render(request, "letters/letter_detail.html", context, status=status)


def key_facts(letter: Letter) -> list[Fact]:
    home = letter.home
    return [
        Fact(_("From"), wording(home, "full_name").text, home.get_absolute_url()),
        Fact(_("To"), place_label(letter.municipality), letter.municipality.get_absolute_url()),
        Fact(_("Language"), language_name(letter.language)),
    ]


def more_facts(letter: Letter) -> list[Fact]:
    link = letter.link
    return [
        Fact(_("Kind of letter"), letter.get_kind_display()),
        Fact(_("To whom"), letter.recipient_name),
        Fact(
            _("E-mail of the recipient"),
            letter.recipient_email,
            f"mailto:{letter.recipient_email}" if letter.recipient_email else "",
        ),
        Fact(_("Sent on"), long_date(letter.sent_on) if letter.sent_on else ""),
        Fact(_("How it was sent"), letter.get_sent_by_display() if letter.sent_by else ""),
        Fact(_("Ask again on"), _waiting_until(letter)),
        Fact(_("Closed on"), long_date(letter.closed_on) if letter.closed_on else ""),
        Fact(_("Note"), letter.note),
        Fact(
            _("Twin link"),
            link.get_stage_display() if link else "",
            link.get_absolute_url() if link else "",
        ),
        Fact(_("Author"), letter.author or ""),
    ]


def _waiting_until(letter: Letter) -> str:
    day = letter.follow_up_on
    return long_date(day) if day and letter.status == LetterStatus.SENT else ""


def _is_overdue(letter: Letter) -> bool:
    day = letter.follow_up_on
    return letter.status == LetterStatus.SENT and day is not None and day <= timezone.localdate()


def described(names: list[str]) -> list[tuple[str, str]]:
    return [(f"{{{name}}}", str(FIELDS.get(name, ""))) for name in names]


@login_required
@require_safe
def letter_file(request: HttpRequest, public_id: UUID, file_format: str) -> HttpResponse:
    """The paper. 409 while words are missing: such a letter must not go out by mistake."""
    letter = find_letter(request, public_id)
    if file_format not in SETTERS:
        raise Http404
    if fields_in(f"{letter.subject}\n{letter.body}"):
        return _detail(request, letter, status=409)
    setter, content_type = SETTERS[file_format]
    answer = HttpResponse(setter(paper_of(letter)), content_type=content_type)
    name = f"{file_stem(letter)}.{file_format}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


# Steps


@login_required
@require_POST
def letter_send(request: HttpRequest, public_id: UUID) -> HttpResponse:
    letter = find_mine(request, public_id)
    step = Step("send_form", SendForm(request.POST), _("It is noted that the letter was sent."))
    return step.take(request, letter, mark_sent)


@login_required
@require_POST
def letter_close(request: HttpRequest, public_id: UUID) -> HttpResponse:
    letter = find_mine(request, public_id)
    step = Step("close_form", CloseForm(request.POST, letter=letter), _("Saved."))
    return step.take(request, letter, close)


@login_required
@require_POST
def letter_again(request: HttpRequest, public_id: UUID) -> HttpResponse:
    letter = find_mine(request, public_id)
    step = Step("again_form", FollowUpForm(request.POST), _("Saved."))
    return step.take(request, letter, follow_up)


@dataclass(frozen=True)
class Step:
    """A form of the page of a letter: the service is given what stands in it."""

    name: str
    form: Any
    done: str

    def take(
        self, request: HttpRequest, letter: Letter, service: Callable[..., Letter]
    ) -> HttpResponse:
        """Do it and go back to the letter; a refusal stands beside its field."""
        if not self.form.is_valid():
            return _detail(request, letter, status=400, **{self.name: self.form})
        try:
            service(actor=request.user, letter=letter, **self.form.cleaned_data)
        except Refusal as refusal:
            tell(self.form, refusal)
            return _detail(request, letter, status=refusal.status, **{self.name: self.form})
        messages.success(request, self.done)
        return redirect(letter.get_absolute_url())
