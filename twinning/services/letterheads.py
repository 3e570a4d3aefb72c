"""Keeping letterheads: whose letters they are, how to answer, who signs."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, fields, replace

import typst
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.audit.context import acting
from common.documents.document import Document, Head, Picture
from common.documents.pdf import render_pdf
from common.intake.photos import without_traces
from common.intake.refusals import Refusal
from common.intake.texts import one_line
from common.intake.uploads import ENDINGS, JPEG, PNG, UploadRefused, accepted
from common.intake.values import wrong_values
from communities.models import Community, Oblast
from twinning.letter_exceptions import InvalidLetter
from twinning.letter_sender import letterhead_of, office_of
from twinning.models import Letterhead

LARGEST_ARMS = 500 * 1024


class NoOffice(Refusal):
    def __init__(self) -> None:
        super().__init__(_("This oblast has no office on the portal yet."))


@dataclass(frozen=True, kw_only=True)
class LetterheadData:
    address: str = ""
    address_en: str = ""
    email: str = ""
    phone: str = ""
    signatory_name: str = ""
    signatory_name_en: str = ""
    signatory_position: str = ""
    signatory_position_en: str = ""

    def cleaned(self) -> LetterheadData:
        return replace(
            self, **{one.name: one_line(getattr(self, one.name)) for one in fields(self)}
        )


COLUMNS = tuple(one.name for one in fields(LetterheadData))


def letterhead_data_of(head: Letterhead) -> LetterheadData:
    return LetterheadData(**{name: getattr(head, name) for name in COLUMNS})


@transaction.atomic
def save_letterhead(
    *,
    actor: User | None,
    home: Community | Oblast,
    data: LetterheadData,
    arms: bytes | None = None,
    without_arms: bool = False,
) -> Letterhead:
    """Keep the letterhead; the same again changes nothing. `arms`: a PNG or JPEG.

    A former picture stays in the store: letters that went out name it. Refuses: NoOffice,
    InvalidLetter (lengths, the e-mail, a picture that is too large or cannot be set).
    """
    head = letterhead_of(home) or _new(home)
    data = data.cleaned()
    if head.pk and data == letterhead_data_of(head) and arms is None and not without_arms:
        return head
    for name in COLUMNS:
        setattr(head, name, getattr(data, name))
    if without_arms:
        head.arms = ""
    _check(head)
    if arms is not None:
        content, ending = _settable(arms)
        head.arms.save(f"{uuid.uuid4().hex}.{ending}", ContentFile(content), save=False)
    head.updated_at = timezone.now()
    with acting(actor=actor):
        head.save()
    return head


def _new(home: Community | Oblast) -> Letterhead:
    if isinstance(home, Community):
        return Letterhead(community=home)
    office = office_of(home)
    if office is None:
        raise NoOffice
    return Letterhead(office=office)


def _check(head: Letterhead) -> None:
    errors = wrong_values(head, exclude={"arms", "community", "office", "public_id"})
    if errors:
        raise InvalidLetter(errors)


def _settable(content: bytes) -> tuple[bytes, str]:
    """A picture that a letter can really be set with, without what cameras write into it."""
    if len(content) > LARGEST_ARMS:
        raise InvalidLetter({"arms": [_("The picture is larger than 500 KB.")]})
    try:
        taken = accepted(name="arms", content=content, types=(PNG, JPEG), largest=LARGEST_ARMS)
        clean = without_traces(taken.content, taken.content_type)
        ending = ENDINGS[taken.content_type]
        picture = Picture(content=clean, kind=ending, description="")
        render_pdf(
            Document(language="en", title="x", head=Head(name="x", picture=picture), blocks=())
        )
    except UploadRefused as refusal:
        raise InvalidLetter({"arms": [str(refusal)]}) from refusal
    except (typst.TypstError, RuntimeError) as error:
        message = _("The picture is damaged: it cannot be read.")
        raise InvalidLetter({"arms": [message]}) from error
    return clean, ending
