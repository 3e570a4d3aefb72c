"""Templates of letters: those shipped with the portal, and offices' own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from common.audit.context import acting
from common.intake.texts import many_lines, one_line
from common.intake.values import wrong_values
from communities.models import Community, Oblast, Office
from twinning.letter_enums import LetterKind
from twinning.letter_exceptions import InvalidLetter, UnknownField
from twinning.letter_fields import refuse_unknown
from twinning.models import LetterTemplate

# One readable file a language; «== kind» begins each text, whose first line is the subject.
SHIPPED = Path(__file__).resolve().parent.parent / "data" / "letters"


@dataclass(frozen=True)
class Shipped:
    kind: str
    language: str
    subject: str
    body: str

    @property
    def digest(self) -> str:
        return digest_of(self.subject, self.body)


def digest_of(subject: str, body: str) -> str:
    return hashlib.sha256(f"{subject}\n\n{body}".encode()).hexdigest()


def shipped() -> Iterator[Shipped]:
    for path in sorted(SHIPPED.glob("*.txt")):
        for part in path.read_text(encoding="utf-8").split("== ")[1:]:
            kind, subject, body = (piece.strip() for piece in part.split("\n", 2))
            yield Shipped(LetterKind(kind).value, path.stem, subject, body)


def load_templates() -> int:
    """Make the shipped templates that are missing, renew those that nobody has edited."""
    known = {(one.kind, one.language): one for one in LetterTemplate.objects.filter(office=None)}
    changed = 0
    for text in shipped():
        one = known.get((text.kind, text.language)) or LetterTemplate(
            kind=text.kind, language=text.language
        )
        if one.pk and (one.shipped == text.digest or _is_edited(one)):
            continue
        one.subject, one.body, one.shipped = text.subject, text.body, text.digest
        one.updated_at = timezone.now()
        one.save()
        changed += 1
    return changed


def _is_edited(template: LetterTemplate) -> bool:
    return digest_of(template.subject, template.body) != template.shipped


@transaction.atomic
def save_template(
    *,
    actor: User | None,
    template: LetterTemplate | None = None,
    office: Office | None,
    kind: str,
    language: str,
    subject: str,
    body: str,
    is_active: bool = True,
) -> LetterTemplate:
    """Keep a template. Refuses InvalidLetter: an unknown merge field, one like it is there."""
    template = template or LetterTemplate()
    template.office, template.kind, template.language = office, kind, language
    template.subject, template.body = one_line(subject), many_lines(body)
    template.is_active, template.updated_at = is_active, timezone.now()
    check_template(template)
    with acting(actor=actor):
        template.save()
    return template


def copy_template(
    *, actor: User | None, template: LetterTemplate, office: Office
) -> LetterTemplate:
    """The office's own text, to be edited. Refuses InvalidLetter: it has one already."""
    return save_template(
        actor=actor,
        office=office,
        kind=template.kind,
        language=template.language,
        subject=template.subject,
        body=template.body,
    )


def check_template(template: LetterTemplate) -> None:
    """Refuses InvalidLetter, field by field."""
    errors = wrong_values(template, exclude={"public_id"})
    for name in ("subject", "body"):
        try:
            refuse_unknown(getattr(template, name))
        except UnknownField as refusal:
            errors.setdefault(name, []).append(str(refusal))
    if errors:
        raise InvalidLetter(errors)


def template_for(home: Community | Oblast, kind: str, language: str) -> LetterTemplate | None:
    """The office's own text before the common one; in English where the language has none."""
    oblast = home.oblast_id if isinstance(home, Community) else home.pk
    rows = LetterTemplate.objects.in_use().filter(kind=kind, language__in=(language, "en"))
    own_or_common = rows.filter(office=None) | rows.filter(office__oblast=oblast)
    found = own_or_common.order_by(F("office").asc(nulls_last=True), "pk")
    return min(found, key=lambda one: one.language != language, default=None)
