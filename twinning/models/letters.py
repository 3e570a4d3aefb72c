"""Letters to places abroad, what they are made from, and many of them in one go."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.audit.tracking import tracked
from common.documents.languages import WRITINGS
from communities.models import Community, Oblast, Office
from twinning.letter_enums import BatchStatus, LetterKind, LetterStatus, SentBy
from twinning.letter_querysets import LetterBatchQuerySet, LetterQuerySet, LetterTemplateQuerySet
from twinning.models.links import TwinLink
from twinning.models.municipalities import Municipality

LONGEST_BODY = 12_000
LONGEST_SUBJECT = 200
LANGUAGES = tuple(WRITINGS)
# What was sent has a day and a way on which it went; a draft has none.
WENT_OUT = (LetterStatus.SENT, LetterStatus.ANSWERED, LetterStatus.NO_ANSWER)


@tracked()
class LetterTemplate(models.Model):
    """Texts from which letters are drawn up. Without an office: shipped with the portal.

    `shipped` holds the digest of the file from which the texts come, so that a new edition of
    the file replaces them only while nobody has edited them.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey(
        Office,
        verbose_name=_("office"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="letter_templates",
        help_text=_("Its own text, which comes before the common one. Empty: for all offices."),
    )
    kind = models.CharField(_("kind"), max_length=16, choices=LetterKind.choices)
    language = models.CharField(_("language"), max_length=2)
    subject = models.CharField(_("subject"), max_length=LONGEST_SUBJECT)
    body = models.TextField(_("text"), max_length=LONGEST_BODY)
    is_active = models.BooleanField(_("in use"), default=True)
    shipped = models.CharField(max_length=64, blank=True, editable=False)
    updated_at = models.DateTimeField(_("updated at"), default=timezone.now, editable=False)

    objects = LetterTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("template of a letter")
        verbose_name_plural = _("templates of letters")
        ordering = ("kind", "language", "office", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("office", "kind", "language"),
                nulls_distinct=False,
                name="lettertemplate_once",
                violation_error_message=_("There is a template of this kind and language already."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=LetterKind.values),
                name="lettertemplate_kind_is_known",
                violation_error_message=_("There is no such kind of letter."),
            ),
            models.CheckConstraint(
                condition=Q(language__in=LANGUAGES),
                name="lettertemplate_language_is_known",
                violation_error_message=_("Letters cannot be set in this language yet."),
            ),
        )

    def __str__(self) -> str:
        return f"{LetterKind(self.kind).label} ({self.language})"


@tracked()
class Letterhead(models.Model):
    """What stands at the head and at the foot of letters of a community or an office."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    community = models.OneToOneField(
        Community,
        verbose_name=_("community"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="letterhead",
    )
    office = models.OneToOneField(
        Office,
        verbose_name=_("office"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="letterhead",
    )
    address = models.CharField(_("postal address"), max_length=300, blank=True)
    address_en = models.CharField(_("postal address in English"), max_length=300, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    signatory_name = models.CharField(_("who signs"), max_length=150, blank=True)
    signatory_name_en = models.CharField(
        _("who signs, in Latin letters"), max_length=150, blank=True
    )
    signatory_position = models.CharField(_("position"), max_length=200, blank=True)
    signatory_position_en = models.CharField(_("position in English"), max_length=200, blank=True)
    arms = models.FileField(
        _("coat of arms or logo"),
        upload_to="twinning/arms",
        blank=True,
        help_text=_("PNG or JPEG, up to 500 KB."),
    )
    updated_at = models.DateTimeField(_("updated at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("letterhead")
        verbose_name_plural = _("letterheads")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(community=None, office__isnull=False)
                | Q(community__isnull=False, office=None),
                name="letterhead_of_community_or_office",
                violation_error_message=_("Name a community or an office, one of the two."),
            ),
        )

    def __str__(self) -> str:
        return str(self.community or self.office)


class LetterBatch(models.Model):
    """Many letters of one kind in one go. A worker writes them; `file` holds them all.

    Not kept in the history: it is a job, and each letter has a history of its own.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    community = models.ForeignKey(
        Community, on_delete=models.PROTECT, null=True, blank=True, related_name="letter_batches"
    )
    oblast = models.ForeignKey(
        Oblast, on_delete=models.PROTECT, null=True, blank=True, related_name="letter_batches"
    )
    kind = models.CharField(_("kind"), max_length=16, choices=LetterKind.choices)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="letter_batches"
    )
    status = models.CharField(
        _("status"), max_length=10, choices=BatchStatus.choices, default=BatchStatus.RUNNING
    )
    file = models.FileField(_("file"), upload_to="private/letters/", blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    touched_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = LetterBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("many letters")
        verbose_name_plural = _("many letters")
        ordering = ("-created_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(community=None, oblast__isnull=False)
                | Q(community__isnull=False, oblast=None),
                name="letterbatch_of_community_or_oblast",
                violation_error_message=_("Name a community or an oblast, one of the two."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.home}: {LetterKind(self.kind).label}"

    def get_absolute_url(self) -> str:
        return reverse("twinning:letter-batch", kwargs={"public_id": self.public_id})

    @property
    def home(self) -> Community | Oblast:
        home: Community | Oblast | None = self.community or self.oblast
        assert home is not None
        return home


@tracked()
class Letter(models.Model):
    """A letter to a place abroad. `status` is written by `letter_workflow` alone.

    `as_sent` keeps the whole paper as it went out: letterheads change, sent letters do not.
    """

    public_id = models.UUIDField(
        _("public identifier"), default=uuid.uuid4, unique=True, editable=False
    )
    reference = models.CharField(_("number"), max_length=24, unique=True, editable=False)
    community = models.ForeignKey(
        Community,
        verbose_name=_("community"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="letters",
    )
    oblast = models.ForeignKey(
        Oblast,
        verbose_name=pgettext_lazy("territory", "oblast"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="letters",
    )
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("place abroad"),
        on_delete=models.PROTECT,
        related_name="letters",
    )
    link = models.ForeignKey(
        TwinLink,
        verbose_name=_("twin link"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="letters",
    )
    batch = models.ForeignKey(
        LetterBatch,
        verbose_name=_("many letters"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="letters",
    )
    kind = models.CharField(_("kind"), max_length=16, choices=LetterKind.choices)
    language = models.CharField(_("language"), max_length=2)
    subject = models.CharField(_("subject"), max_length=LONGEST_SUBJECT)
    body = models.TextField(_("text"), max_length=LONGEST_BODY)
    recipient_name = models.CharField(_("to whom"), max_length=200, blank=True)
    recipient_address = models.TextField(_("postal address"), max_length=400, blank=True)
    recipient_email = models.EmailField(_("e-mail"), blank=True)
    signatory_name = models.CharField(_("who signs"), max_length=150, blank=True)
    signatory_position = models.CharField(_("position"), max_length=200, blank=True)
    dated_on = models.DateField(_("date of the letter"), default=timezone.localdate)
    status = models.CharField(
        _("status"), max_length=10, choices=LetterStatus.choices, default=LetterStatus.DRAFT
    )
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    sent_by = models.CharField(
        _("how it was sent"), max_length=10, choices=SentBy.choices, blank=True
    )
    follow_up_on = models.DateField(_("ask again on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    as_sent = models.JSONField(null=True, blank=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="letters",
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("updated at"), default=timezone.now, editable=False)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("to a place abroad", "letter")
        verbose_name_plural = pgettext_lazy("to places abroad", "letters")
        ordering = ("-updated_at", "-pk")
        indexes = (
            models.Index(fields=("status", "follow_up_on"), name="letter_follow_up"),
            models.Index(fields=("-updated_at", "-id"), name="letter_updated"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(community=None, oblast__isnull=False)
                | Q(community__isnull=False, oblast=None),
                name="letter_of_community_or_oblast",
                violation_error_message=_("Name a community or an oblast, one of the two."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=LetterKind.values)
                & Q(status__in=LetterStatus.values)
                & Q(language__in=LANGUAGES),
                name="letter_kind_status_and_language_are_known",
                violation_error_message=_("There is no such kind, state or language of letters."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=WENT_OUT, sent_on__isnull=False, sent_by__in=SentBy.values)
                | Q(status=LetterStatus.WITHDRAWN)
                | Q(status=LetterStatus.DRAFT, sent_on=None, sent_by=""),
                name="letter_sent_has_a_day_and_a_way",
                violation_error_message=_("What was sent has a day and a way on which it went."),
            ),
            models.CheckConstraint(
                condition=~Q(status=LetterStatus.SENT) | Q(follow_up_on__isnull=False),
                name="letter_sent_is_followed_up",
                violation_error_message=_("Say when to ask again if no answer comes."),
            ),
            models.CheckConstraint(
                condition=Q(follow_up_on=None)
                | Q(sent_on=None)
                | Q(follow_up_on__gt=models.F("sent_on")),
                name="letter_follow_up_comes_after_sending",
                violation_error_message=_("The day to ask again comes after the day of sending."),
            ),
        )

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("twinning:letter-detail", kwargs={"public_id": self.public_id})

    @property
    def home(self) -> Community | Oblast:
        """Our side."""
        home: Community | Oblast | None = self.community or self.oblast
        assert home is not None
        return home

    @property
    def home_oblast(self) -> Oblast:
        home: Oblast = self.community.oblast if self.community else self.home  # type: ignore[assignment]
        return home


class LetterBatchItem(models.Model):
    """One place of a batch. A letter, or the reason why there is none, is written once."""

    batch = models.ForeignKey(LetterBatch, on_delete=models.CASCADE, related_name="items")
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="letter_batch_items"
    )
    language = models.CharField(_("language"), max_length=2)
    letter = models.OneToOneField(
        Letter, on_delete=models.PROTECT, null=True, blank=True, related_name="batch_item"
    )
    # In both languages of the portal, as {"uk": …, "en": …}; empty while all is well.
    problem = models.JSONField(default=dict, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("one of many letters")
        verbose_name_plural = _("each of many letters")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("batch", "municipality"),
                name="letterbatchitem_once_a_place",
                violation_error_message=_("This place is among those chosen already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.batch}: {self.municipality}"
