"""Meetings of offices: who meets whom, when, about what, and what was written down."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.audit.tracking import tracked
from common.codelists.enums import Visibility
from common.codelists.models import Theme
from common.search.columns import search_text, sort_key
from communities.models import Community, Office
from cooperation.meeting_enums import MeetingFileKind, MeetingKind, MeetingStatus
from cooperation.meeting_querysets import MeetingFileQuerySet, MeetingQuerySet
from cooperation.meeting_times import KYIV
from cooperation.models.requests import CoordinationRequest
from partners.models import Agreement, Partner
from projects.models import Project
from projects.models.kept_files import DescribedFile
from projects.models.taken_steps import TakenStep, taken_by

MEETING_FOLDER = "private/meetings/"
REMIND_AFTER_DAYS = 3


@tracked()
class Meeting(models.Model):
    """`status` is written by `meeting_workflow` alone; `sequence` counts what calendars are told.

    `announced_at` is empty as long as nobody but the organiser may know of it.
    """

    public_id = models.UUIDField(
        _("public identifier"), default=uuid.uuid4, unique=True, editable=False
    )
    reference = models.CharField(_("reference"), max_length=24, unique=True, editable=False)
    office = models.ForeignKey(
        Office, verbose_name=_("organiser"), on_delete=models.PROTECT, related_name="meetings"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=MeetingKind.choices)
    title = models.CharField(_("title"), max_length=300)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    about = models.TextField(_("what it is about"), blank=True, max_length=4000)
    about_en = models.TextField(_("what it is about, in English"), blank=True, max_length=4000)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    time_zone = models.CharField(_("time zone"), max_length=40, default=KYIV)
    place = models.CharField(_("place"), max_length=300, blank=True)
    place_en = models.CharField(_("place in English"), max_length=300, blank=True)
    shows_place = models.BooleanField(
        _("the place is shown to everybody"),
        default=False,
        help_text=_("Otherwise only participants and officials see it."),
    )
    link = models.URLField(
        _("link to join"),
        max_length=500,
        blank=True,
        help_text=_("Only participants and officials see it."),
    )
    themes = models.ManyToManyField(
        Theme, verbose_name=_("themes"), through="MeetingTheme", related_name="meetings"
    )
    communities = models.ManyToManyField(
        Community,
        verbose_name=_("communities"),
        through="MeetingCommunity",
        related_name="meetings",
    )
    partners = models.ManyToManyField(
        Partner, verbose_name=_("partners"), through="MeetingPartner", related_name="meetings"
    )
    projects = models.ManyToManyField(
        Project, verbose_name=_("projects"), through="MeetingProject", related_name="meetings"
    )
    agreements = models.ManyToManyField(
        Agreement,
        verbose_name=_("agreements"),
        through="MeetingAgreement",
        related_name="meetings",
    )
    requests = models.ManyToManyField(
        CoordinationRequest,
        verbose_name=_("requests"),
        through="MeetingRequest",
        related_name="meetings",
    )
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=MeetingStatus.choices,
        default=MeetingStatus.DRAFT,
        editable=False,
    )
    visibility = models.CharField(
        _("who may see it"),
        max_length=10,
        choices=Visibility.choices,
        default=Visibility.PUBLIC,
    )
    minutes = models.TextField(_("minutes"), blank=True, max_length=30000)
    minutes_en = models.TextField(_("minutes in English"), blank=True, max_length=30000)
    remind_after_days = models.PositiveSmallIntegerField(
        _("remind of the minutes after so many days"), default=REMIND_AFTER_DAYS
    )
    cancel_reason = models.CharField(
        _("why it was cancelled"), max_length=1000, blank=True, editable=False
    )
    sequence = models.PositiveIntegerField(default=0, editable=False)
    announced_at = models.DateTimeField(_("announced at"), null=True, blank=True, editable=False)
    published_at = models.DateTimeField(
        _("minutes published at"), null=True, blank=True, editable=False
    )
    source_note = models.CharField(_("where it came from"), max_length=300, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="entered_meetings",
        editable=False,
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    sort_key = sort_key("title")
    search_text = search_text("title", "title_en", "reference")

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ("-starts_at", "-pk")
        indexes = (
            GinIndex(OpClass("search_text", name="gin_trgm_ops"), name="meeting_titles"),
            models.Index(fields=("starts_at", "id"), name="meeting_order"),
            models.Index(fields=("office", "status"), name="meeting_office_status"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=MeetingStatus.values), name="meeting_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=MeetingKind.values), name="meeting_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="meeting_ends_after_it_begins",
                violation_error_code="ends_at",
                violation_error_message=_("The meeting ends after it has begun."),
            ),
            models.CheckConstraint(
                condition=~Q(status=MeetingStatus.CANCELLED) | ~Q(cancel_reason=""),
                name="meeting_cancelled_with_reason",
                violation_error_message=_("Say why the meeting is cancelled."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=(MeetingStatus.DRAFT, MeetingStatus.CANCELLED))
                | Q(announced_at__isnull=False),
                name="meeting_known_since_a_moment",
                violation_error_message=_("An announced meeting says since when it is known."),
            ),
            models.CheckConstraint(
                condition=~Q(status=MeetingStatus.DRAFT) | Q(announced_at=None),
                name="meeting_draft_is_not_known",
                violation_error_message=_("A draft is not announced yet."),
            ),
            models.CheckConstraint(
                condition=Q(status=MeetingStatus.PUBLISHED, published_at__isnull=False)
                | (~Q(status=MeetingStatus.PUBLISHED) & Q(published_at=None)),
                name="meeting_published_has_moment",
                violation_error_message=_("Published minutes say since when."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("meetings:meeting-detail", kwargs={"reference": self.reference})


@tracked()
class AgendaItem(models.Model):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    title = models.CharField(_("question"), max_length=500)
    title_en = models.CharField(_("question in English"), max_length=500, blank=True)
    speaker = models.CharField(_("who speaks"), max_length=300, blank=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    class Meta:
        verbose_name = _("item of the agenda")
        verbose_name_plural = _("items of agendas")
        ordering = ("number", "pk")

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


@tracked()
class MeetingFile(DescribedFile):
    """A material of the agenda, the signed minutes, or a photograph."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="files")
    item = models.ForeignKey(
        AgendaItem,
        verbose_name=_("item of the agenda"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="files",
    )
    kind = models.CharField(_("what it is"), max_length=10, choices=MeetingFileKind.choices)
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    caption_en = models.CharField(_("caption in English"), max_length=300, blank=True)
    file = models.FileField(_("file"), upload_to=MEETING_FOLDER)

    objects = MeetingFileQuerySet.as_manager()

    class Meta(DescribedFile.Meta):
        verbose_name = _("file of a meeting")
        verbose_name_plural = _("files of meetings")
        constraints = (
            *DescribedFile.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__in=MeetingFileKind.values), name="meetingfile_kind_is_known"
            ),
        )

    def get_absolute_url(self) -> str:
        keys = {"reference": self.meeting.reference, "public_id": self.public_id}
        return reverse("meetings:meeting-file", kwargs=keys)


@tracked()
class MeetingStep(TakenStep):
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="steps")
    status = models.CharField(_("status"), max_length=10, choices=MeetingStatus.choices)
    author = taken_by("meeting_steps")

    class Meta(TakenStep.Meta):
        verbose_name = _("step of a meeting")
        verbose_name_plural = _("steps of meetings")

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.code}"
