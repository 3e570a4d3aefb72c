"""Documents and photographs of aid received."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.intake.texts import one_line
from common.intake.uploads import DOCX, JPEG, PDF, PNG
from partners.exceptions import InvalidData
from partners.programme_enums import RecordStatus
from partners.record_workflow import RecordArchived
from projects.aid_enums import AidFileKind
from projects.models import AidDelivery, AidFile
from projects.services.aid import locked
from projects.services.kept_files import Given, keep_file, withdraw

TYPES = (PDF, DOCX, JPEG, PNG)
PHOTO_TYPES = (JPEG, PNG)


@transaction.atomic
def attach_aid_file(
    *,
    actor: User | None,
    delivery: AidDelivery,
    kind: str,
    given: Given,
    caption: str = "",
    caption_en: str = "",
) -> AidFile:
    """Keep a file with the delivery. Refuses: RecordArchived, InvalidData (a photograph without
    a caption: those who do not see it must learn what it shows).
    """
    delivery = locked(delivery)
    if delivery.record_status == RecordStatus.ARCHIVED:
        raise RecordArchived
    is_photo = kind == AidFileKind.PHOTO
    if is_photo and not one_line(caption):
        raise InvalidData({"caption": [_("Say what the photograph shows.")]})
    made = AidFile(
        delivery=delivery, kind=kind, caption=one_line(caption), caption_en=one_line(caption_en)
    )
    return keep_file(
        made, given, actor=actor, types=PHOTO_TYPES if is_photo else TYPES, about="kind"
    )


@transaction.atomic
def withdraw_aid_file(*, actor: User | None, file: AidFile) -> AidFile:
    found: AidFile = AidFile.objects.select_for_update().get(pk=file.pk)
    withdraw(found, actor=actor)
    return found
