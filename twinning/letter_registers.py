"""The register of letters, said once: its page and downloads. It is not open data: no API."""

from __future__ import annotations

from functools import cache
from typing import Any

from babel import Locale
from django.db.models import Case, F, Func, Q, TextField, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.codelists.countries import country_codes
from common.documents.languages import WRITINGS
from common.registers.expressions import JsonObject, NullIfEmpty, codes
from common.registers.fields import Field, FieldKind
from common.registers.register import Register, with_search
from common.search.described import Searched
from communities.registers import level_of, oblast_json
from twinning.letter_enums import LetterKind, LetterStatus, SentBy
from twinning.link_filters import AnswerFilter
from twinning.link_registers import search_sides
from twinning.models import Letter


@cache
def letter_kinds() -> dict[str, Any]:
    return codes(LetterKind, "mosty-letter-kind")


@cache
def letter_statuses() -> dict[str, Any]:
    return codes(LetterStatus, "mosty-letter-status")


@cache
def ways_of_sending() -> dict[str, Any]:
    return codes(SentBy, "mosty-letter-sent-by")


@cache
def letter_languages() -> dict[str, Any]:
    names = {code: Locale(code).languages for code in ("uk", "en")}
    return {
        code: {
            "code": code,
            "name": {language: str(names[language][code]) for language in names},
            "scheme": "ISO 639-1",
        }
        for code in WRITINGS
    }


def _letters() -> Any:
    return Letter.objects.with_orders()


def _search(rows: Any, words: str) -> Any:
    by_number = rows.filter(reference__icontains=words.strip())
    return by_number if by_number.exists() else search_sides(rows, words)


def _place_json() -> JsonObject:
    english = Coalesce(
        NullIfEmpty(F("municipality__name_en")), F("municipality__name"), output_field=TextField()
    )
    ukrainian = Coalesce(
        NullIfEmpty(F("municipality__name_uk")), F("municipality__name"), output_field=TextField()
    )
    return JsonObject(id=F("municipality__public_id"), name=JsonObject(uk=ukrainian, en=english))


def _oblast_json() -> Any:
    return Case(
        When(community__isnull=False, then=oblast_json("community__oblast")),
        default=oblast_json("oblast"),
    )


def _overdue() -> Q:
    return Q(status=LetterStatus.SENT, follow_up_on__lte=timezone.localdate())


def _standing_filter() -> AnswerFilter:
    return AnswerFilter(
        {
            "overdue": _overdue,
            "waiting": lambda: Q(status=LetterStatus.SENT),
            "drafts": lambda: Q(status=LetterStatus.DRAFT),
        },
        choices=[
            ("overdue", _("it is time to ask again")),
            ("waiting", _("waits for an answer")),
            ("drafts", _("not sent yet")),
        ],
        label=_("what to do"),
    )


LETTERS = Register(
    name="letters",
    singular="Letter",
    title=pgettext_lazy("to places abroad", "Letters"),
    about=_(
        "Letters of communities and oblasts to places abroad. Those without an answer come first, "
        "as soon as it is time to ask again."
    ),
    model=Letter,
    queryset=_letters,
    key="public_id",
    default_sort="follow_up_on",
    level_of=level_of,
    search=_search,
    searched=Searched(
        names=("home", "municipality", "country"),
        codes=("reference",),
        texts=("subject",),
    ),
    extra_filters={"standing": _standing_filter()},
    page="letters:letter-list",
    fields=(
        Field(name="id", label=_("identifier"), kind=FieldKind.UUID, source="public_id"),
        Field(name="reference", label=_("number"), sort="reference"),
        Field(
            name="home",
            label=_("community or oblast"),
            kind=FieldKind.BILINGUAL,
            expression=lambda: JsonObject(
                uk=Coalesce("community__name", "oblast__name"),
                en=Coalesce("community__name_en", "oblast__name_en"),
            ),
            sort="home_order",
        ),
        Field(
            name="oblast",
            label=pgettext_lazy("territory", "oblast"),
            kind=FieldKind.REFERENCE,
            expression=_oblast_json,
        ),
        Field(
            name="municipality",
            label=_("place abroad"),
            kind=FieldKind.REFERENCE,
            expression=_place_json,
            sort="municipality__sort_key",
        ),
        Field(
            name="country",
            label=_("country"),
            kind=FieldKind.COUNTRY,
            source="municipality__country",
            choices=country_codes,
            filterable=True,
        ),
        Field(
            name="kind",
            label=_("kind"),
            kind=FieldKind.CODE,
            choices=letter_kinds,
            filterable=True,
        ),
        Field(
            name="language",
            label=_("language"),
            kind=FieldKind.CODE,
            choices=letter_languages,
        ),
        Field(name="subject", label=_("subject")),
        Field(name="recipient_name", label=_("to whom")),
        Field(
            name="status",
            label=_("status"),
            kind=FieldKind.CODE,
            choices=letter_statuses,
            filterable=True,
        ),
        Field(name="sent_on", label=_("sent on"), kind=FieldKind.DATE),
        Field(
            name="sent_by", label=_("how it was sent"), kind=FieldKind.CODE, choices=ways_of_sending
        ),
        Field(
            name="follow_up_on",
            label=_("ask again on"),
            expression=lambda: Func(
                F("follow_up_on"),
                Value("YYYY-MM-DD"),
                function="to_char",
                output_field=TextField(),
            ),
            sort="due_order",
        ),
        Field(name="closed_on", label=_("closed on"), kind=FieldKind.DATE),
        Field(
            name="author",
            label=_("author"),
            expression=lambda: NullIfEmpty(F("author__full_name")),
        ),
        Field(
            name="updated_at",
            label=_("updated at"),
            kind=FieldKind.MOMENT,
            sort="updated_at",
        ),
    ),
)
with_search(LETTERS)
