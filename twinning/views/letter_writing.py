"""Writing letters: who to whom, the text filled in to be edited, a look at it, the draft."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.views.common import signed_in
from common.design.languages import wording
from common.design.parts import Fact, Link
from common.intake.forms import tell
from common.intake.refusals import Refusal
from twinning import letter_permissions as permissions
from twinning.letter_enums import LetterStatus
from twinning.letter_exceptions import InvalidLetter
from twinning.letter_fields import FIELDS
from twinning.letter_forms import LetterForm, LetterStartForm, language_name
from twinning.letter_paper import drawn_up
from twinning.letter_remarks import remarks_on
from twinning.letter_sender import letterhead_of
from twinning.link_forms import place_label
from twinning.models import Letter
from twinning.services.letters import LetterData, Proposed, data_of, draw_up, propose, rewrite
from twinning.views.letters import crumbs_of, described, find_mine


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def letter_new(request: HttpRequest) -> HttpResponse:
    """First who writes what to whom, all in the address; then the text, filled in to be edited."""
    if not permissions.can_write_letters(request.user):
        raise PermissionDenied
    start = LetterStartForm(_asked(request), user=request.user, initial=_known(request))
    if not (start.is_bound and start.is_valid()):
        return _start_page(request, start)
    if not permissions.can_write_for(request.user, start.home):
        raise PermissionDenied
    values = start.cleaned_data
    proposed = propose(
        home=start.home,
        place=values["municipality"],
        kind=values["kind"],
        language=start.language_wanted,
    )
    if proposed is None:
        start.add_error("kind", _("There is no template of this kind."))
        return _start_page(request, start)
    return _write_new(request, start, proposed)


def _asked(request: HttpRequest) -> Any:
    """The question is asked once a kind is chosen; until then the address only fills the form."""
    if not request.GET.get("kind"):
        return None
    return with_labels(request.GET.dict(), LetterStartForm(user=request.user))


def with_labels(data: dict[str, str], form: Any) -> dict[str, str]:
    """Places given by their keys alone are named: a link of another page knows only keys."""
    for name in ("municipality", "community"):
        field = form.fields.get(name)
        if data.get(name) and not data.get(f"{name}_text") and hasattr(field, "label_of_key"):
            data[f"{name}_text"] = field.label_of_key(data[name])
    return data


def _known(request: HttpRequest) -> dict[str, Any]:
    names = ("community", "oblast", "municipality", "language")
    return {name: request.GET[name] for name in names if request.GET.get(name)}


def _start_page(request: HttpRequest, form: LetterStartForm) -> HttpResponse:
    heading = _("Write a letter")
    context = {"form": form, "heading_text": heading, "crumbs": crumbs_of(Link(heading, ""))}
    return render(request, "letters/letter_start.html", context)


def _write_new(request: HttpRequest, start: LetterStartForm, proposed: Proposed) -> HttpResponse:
    posted = request.method == "POST"
    form = LetterForm(
        request.POST if posted else None,
        language=proposed.data.language,
        initial=vars(proposed.data),
    )
    place = start.cleaned_data["municipality"]
    if posted and form.is_valid():
        data = form.data_for_service()
        if "preview" in request.POST:
            return _write_page(request, start, proposed, form, preview=_shown(start, data))
        try:
            letter = draw_up(
                actor=signed_in(request),
                home=start.home,
                place=place,
                kind=start.cleaned_data["kind"],
                data=data,
            )
        except InvalidLetter as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("The draft is saved as %(number)s.") % {"number": letter})
            return redirect(letter.get_absolute_url())
    return _write_page(request, start, proposed, form)


def _shown(start: LetterStartForm, data: LetterData) -> Any:
    """How the typed text will look, without saving it."""
    values = start.cleaned_data
    letter = Letter(
        community=values.get("community"),
        oblast=values.get("oblast"),
        municipality=values["municipality"],
        kind=values["kind"],
        **vars(data.cleaned()),
    )
    return drawn_up(letter).typeset()


def _write_page(
    request: HttpRequest,
    start: LetterStartForm,
    proposed: Proposed,
    form: LetterForm,
    preview: Any = None,
) -> HttpResponse:
    heading = _("Write a letter")
    context = {
        "form": form,
        "preview": preview,
        "heading_text": heading,
        "kicker": dict(start.fields["kind"].choices)[start.cleaned_data["kind"]],  # type: ignore[attr-defined]
        "key_facts": [
            Fact(_("From"), wording(start.home, "full_name").text),
            Fact(_("To"), place_label(start.cleaned_data["municipality"])),
            Fact(_("Language"), language_name(proposed.data.language)),
        ],
        "remarks": remarks_on(proposed),
        "to_write": described(list(proposed.to_write)),
        "has_head": letterhead_of(start.home) is not None,
        "head_url": reverse("twinning:letterhead", args=[start.home.code]),
        "fields": described(list(FIELDS)),
        "other_url": f"{reverse('twinning:letter-new')}?{_without_kind(request)}",
        "crumbs": crumbs_of(Link(heading, "")),
    }
    return render(request, "letters/letter_write.html", context)


def _without_kind(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("kind", None)
    return query.urlencode()


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def letter_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    letter = find_mine(request, public_id)
    if letter.status != LetterStatus.DRAFT:
        messages.error(request, _("This letter went out already: it is no longer changed."))
        return redirect(letter.get_absolute_url())
    form = LetterForm(request.POST or None, language=letter.language, initial=vars(data_of(letter)))
    if form.is_valid():
        try:
            rewrite(actor=signed_in(request), letter=letter, data=form.data_for_service())
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("The draft is saved."))
            return redirect(letter.get_absolute_url())
    context = {
        "form": form,
        "letter": letter,
        "fields": described(list(FIELDS)),
        "crumbs": crumbs_of(
            Link(letter.reference, letter.get_absolute_url()), Link(_("Change"), "")
        ),
    }
    return render(request, "letters/letter_edit.html", context)
