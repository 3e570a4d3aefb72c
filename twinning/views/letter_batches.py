"""Many letters in one go: choosing, progress, the file; and letterheads."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from kombu.exceptions import OperationalError

from accounts.views.common import signed_in
from common.design.languages import wording
from common.design.parts import Link
from common.intake.forms import tell
from common.intake.refusals import Refusal
from communities.models import Community, Oblast
from twinning import letter_permissions as permissions
from twinning.letter_enums import BatchStatus, LetterKind
from twinning.letter_forms import AddPlaceForm, BatchForm, LetterheadForm, language_choices
from twinning.letter_remarks import remarks_of
from twinning.letter_sender import Profile, letterhead_of, profile_of
from twinning.letter_words import language_of
from twinning.models import LetterBatch, LetterBatchItem, Letterhead, Municipality
from twinning.services.letter_batches import MOST_LETTERS, start_batch, take_up_again
from twinning.services.letterheads import letterhead_data_of, save_letterhead
from twinning.tasks import is_forgotten, write_letters
from twinning.views.letters import crumbs_of

# More than may be written are still shown, so that the person can choose among them.
MOST_SHOWN = 200


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def letter_many(request: HttpRequest) -> HttpResponse:
    """The places come in the address (`place`), from the finder or added one by one."""
    if not permissions.can_write_letters(request.user):
        raise PermissionDenied
    posted = request.method == "POST"
    form = _form(request, posted=posted)
    places = _places(request.POST if posted else request.GET)
    if posted and form.is_valid():
        if not permissions.can_write_for(request.user, form.home):
            raise PermissionDenied
        try:
            batch = start_batch(
                actor=signed_in(request),
                home=form.home,
                kind=form.cleaned_data["kind"],
                places=[(one, _language(request, one)) for one in places],
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            _send(request, batch)
            return redirect(batch.get_absolute_url())
    return _choosing(request, form, places)


def _form(request: HttpRequest, *, posted: bool) -> BatchForm:
    if posted:
        return BatchForm(request.POST, user=request.user)
    names = ("community", "oblast", "kind")
    known = {name: request.GET[name] for name in names if request.GET.get(name)}
    return BatchForm(user=request.user, initial=known)


def _places(data: Any) -> list[Municipality]:
    """Those named in the address, in its order; keys that name nothing are passed over."""
    keys = [key for key in dict.fromkeys(data.getlist("place")) if _is_key(key)]
    added = data.get("add", "")
    if _is_key(added) and added not in keys:
        keys.append(added)
    found = {
        str(one.public_id): one
        for one in Municipality.objects.filter(public_id__in=keys[: MOST_SHOWN + 1])
    }
    return [found[key] for key in keys if key in found]


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _language(request: HttpRequest, place: Municipality) -> str:
    chosen = request.POST.get(f"language-{place.public_id}", "")
    return chosen if chosen in dict(language_choices()) else ""


def _choosing(request: HttpRequest, form: BatchForm, places: list[Municipality]) -> HttpResponse:
    heading = _("Write to several places")
    context = {
        "form": form,
        "places": [
            (one, _language(request, one) or language_of(str(one.country), one.languages))
            for one in places
        ],
        "languages": language_choices(),
        "most": MOST_LETTERS,
        "too_many": len(places) > MOST_LETTERS,
        "add_form": AddPlaceForm(),
        "heading_text": heading,
        "crumbs": crumbs_of(Link(heading, "")),
        "kept": [str(one.public_id) for one in places],
    }
    status = 400 if form.is_bound else 200
    return render(request, "letters/letter_many.html", context, status=status)


def _send(request: HttpRequest, batch: LetterBatch) -> None:
    try:
        transaction.on_commit(lambda: write_letters.delay(batch.pk))
    except OperationalError:
        messages.warning(request, _("No worker answers. The letters are written a little later."))


def find_batch(request: HttpRequest, public_id: UUID) -> LetterBatch:
    rows = LetterBatch.objects.visible_to(request.user).select_related(
        "community__oblast", "oblast", "author"
    )
    found: LetterBatch = get_object_or_404(rows, public_id=public_id)
    return found


@login_required
@require_safe
def letter_batch(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Progress, then the result. Without scripts the page is loaded anew by the person."""
    batch = find_batch(request, public_id)
    items = list(batch.items.select_related("municipality", "letter"))
    profile = cache(partial(profile_of, batch.home))
    done = [one for one in items if one.done_at]
    context = {
        "batch": batch,
        "items": [(one, _remarks(one, profile)) for one in items],
        "done": len(done),
        "total": len(items),
        "in_file": sum(1 for one in done if one.letter_id and not one.problem),
        "is_running": batch.status == BatchStatus.RUNNING,
        "is_forgotten": is_forgotten(batch),
        "may_change": permissions.can_change_batch(request.user, batch),
        "title": LetterKind(batch.kind).label,
        "home": wording(batch.home, "full_name").text,
        "crumbs": crumbs_of(Link(_("Many letters"), "")),
    }
    template = "_batch_progress" if request.headers.get("HX-Request") else "letter_batch"
    return render(request, f"letters/{template}.html", context)


def _remarks(item: LetterBatchItem, profile: Callable[[str], Profile]) -> list[str]:
    """What the author should look at in the letter, once it is written."""
    letter = item.letter
    return remarks_of(letter, profile(letter.language), wanted=item.language) if letter else []


@login_required
@require_POST
def letter_batch_resume(request: HttpRequest, public_id: UUID) -> HttpResponse:
    batch = find_batch(request, public_id)
    if not permissions.can_change_batch(request.user, batch):
        raise PermissionDenied
    if batch.status == BatchStatus.RUNNING:
        _send(request, take_up_again(batch))
    return redirect(batch.get_absolute_url())


@login_required
@require_safe
def letter_batch_file(request: HttpRequest, public_id: UUID) -> FileResponse:
    batch = find_batch(request, public_id)
    if not batch.file:
        raise Http404
    try:
        file = batch.file.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    name = f"letters-{batch.created_at:%Y-%m-%d}.zip"
    answer = FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
    answer["Cache-Control"] = "private, no-store"
    return answer


# Letterheads


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def letterhead(request: HttpRequest, code: str) -> HttpResponse:
    home = _home(code)
    if not permissions.can_write_for(request.user, home):
        raise PermissionDenied
    head = letterhead_of(home)
    form = LetterheadForm(
        request.POST or None,
        request.FILES or None,
        initial=vars(letterhead_data_of(head or Letterhead())),
        has_arms=bool(head and head.arms),
    )
    if form.is_valid():
        try:
            _save(request, home, form)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("The letterhead is saved."))
            return redirect(request.get_full_path())
    context = {
        "form": form,
        "head": head,
        "home": home,
        "home_name": wording(home, "full_name").text,
        "crumbs": crumbs_of(Link(_("Letterhead"), "")),
    }
    return render(request, "letters/letterhead.html", context)


def _save(request: HttpRequest, home: Community | Oblast, form: LetterheadForm) -> None:
    file = form.cleaned_data["arms"]
    save_letterhead(
        actor=signed_in(request),
        home=home,
        data=form.data_for_service(),
        arms=file.read() if file else None,
        without_arms=form.cleaned_data.get("without_arms", False) and not file,
    )


def _home(code: str) -> Community | Oblast:
    community = Community.objects.select_related("oblast").filter(code=code).first()
    return community or get_object_or_404(Oblast, code=code)
