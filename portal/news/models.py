"""News of offices, what they are about, and their photographs and documents."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.audit.tracking import tracked
from common.codelists.enums import Visibility
from common.codelists.models import Theme
from common.search.columns import search_text, sort_key
from communities.models import Community, Office
from cooperation.models import Meeting
from partners.models import Agreement, Partner
from partners.programme_enums import RecordStatus
from portal.news.enums import NewsFileKind
from portal.news.querysets import NewsFileQuerySet, NewsQuerySet
from projects.models import Project
from projects.models.kept_files import DescribedFile

NEWS_FOLDER = "private/news/"


@tracked()
class NewsItem(models.Model):
    """`record_status` is written by `partners.record_workflow` alone.

    `published_at` is the moment of the last publication, empty while it is not public; `dated_at`
    is that, or when it was begun: what lists sort by. `told_at`: subscribers have been written to.
    """

    public_id = models.UUIDField(
        _("public identifier"), default=uuid.uuid4, unique=True, editable=False
    )
    reference = models.CharField(_("reference"), max_length=24, unique=True, editable=False)
    office = models.ForeignKey(
        Office, verbose_name=_("regional office"), on_delete=models.PROTECT, related_name="news"
    )
    title = models.CharField(_("title"), max_length=300)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    summary = models.CharField(_("in short"), max_length=500, blank=True)
    summary_en = models.CharField(_("in short, in English"), max_length=500, blank=True)
    text = models.TextField(_("text"), max_length=20000)
    text_en = models.TextField(_("text in English"), blank=True, max_length=20000)
    themes = models.ManyToManyField(
        Theme, verbose_name=_("themes"), through="NewsTheme", related_name="news"
    )
    communities = models.ManyToManyField(
        Community, verbose_name=_("communities"), through="NewsCommunity", related_name="news"
    )
    partners = models.ManyToManyField(
        Partner, verbose_name=_("partners"), through="NewsPartner", related_name="news"
    )
    projects = models.ManyToManyField(
        Project, verbose_name=_("projects"), through="NewsProject", related_name="news"
    )
    agreements = models.ManyToManyField(
        Agreement, verbose_name=_("agreements"), through="NewsAgreement", related_name="news"
    )
    meetings = models.ManyToManyField(
        Meeting, verbose_name=_("meetings"), through="NewsMeeting", related_name="news"
    )
    record_status = models.CharField(
        _("state of the record"),
        max_length=10,
        choices=RecordStatus.choices,
        default=RecordStatus.DRAFT,
        editable=False,
    )
    archive_reason = models.CharField(_("why archived"), max_length=500, blank=True, editable=False)
    visibility = models.CharField(
        _("who may see it"),
        max_length=10,
        choices=Visibility.choices,
        default=Visibility.PUBLIC,
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    told_at = models.DateTimeField(_("subscribers told at"), null=True, blank=True, editable=False)
    source_note = models.CharField(_("where it came from"), max_length=300, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="entered_news",
        editable=False,
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    dated_at = models.GeneratedField(
        expression=Coalesce("published_at", "created_at"),
        output_field=models.DateTimeField(),
        db_persist=True,
        editable=False,
    )
    sort_key = sort_key("title")
    search_text = search_text("title", "title_en", "summary", "summary_en", "reference")

    objects = NewsQuerySet.as_manager()

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news")
        ordering = ("-dated_at", "-pk")
        indexes = (
            GinIndex(OpClass("search_text", name="gin_trgm_ops"), name="news_titles"),
            models.Index(fields=("dated_at", "id"), name="news_order"),
            models.Index(fields=("office", "dated_at"), name="news_of_office"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(record_status__in=RecordStatus.values), name="news_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(record_status=RecordStatus.PUBLISHED, published_at__isnull=False)
                | (~Q(record_status=RecordStatus.PUBLISHED) & Q(published_at=None)),
                name="news_published_has_moment",
                violation_error_message=_("Published news says since when it is out."),
            ),
            models.CheckConstraint(
                condition=~Q(record_status=RecordStatus.ARCHIVED) | ~Q(archive_reason=""),
                name="news_archived_with_reason",
                violation_error_message=_("Say why the record is archived."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("news:news-detail", kwargs={"reference": self.reference})


@tracked()
class NewsFile(DescribedFile):
    """A photograph, or a document such as a press release."""

    news = models.ForeignKey(NewsItem, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(_("what it is"), max_length=10, choices=NewsFileKind.choices)
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    caption_en = models.CharField(_("caption in English"), max_length=300, blank=True)
    file = models.FileField(_("file"), upload_to=NEWS_FOLDER)

    objects = NewsFileQuerySet.as_manager()

    class Meta(DescribedFile.Meta):
        verbose_name = _("file of news")
        verbose_name_plural = _("files of news")
        constraints = (
            *DescribedFile.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__in=NewsFileKind.values), name="newsfile_kind_is_known"
            ),
        )

    def get_absolute_url(self) -> str:
        keys = {"reference": self.news.reference, "public_id": self.public_id}
        return reverse("news:news-file", kwargs=keys)


class NewsLink(models.Model):
    """Something that a news item is about."""

    news = models.ForeignKey(NewsItem, on_delete=models.CASCADE, related_name="%(class)s_rows")

    class Meta:
        abstract = True
        ordering = ("pk",)


@tracked()
class NewsTheme(NewsLink):
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="+")

    class Meta(NewsLink.Meta):
        constraints = (models.UniqueConstraint(fields=("news", "theme"), name="news_theme_once"),)

    def __str__(self) -> str:
        return str(self.theme)


@tracked()
class NewsCommunity(NewsLink):
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")

    class Meta(NewsLink.Meta):
        constraints = (
            models.UniqueConstraint(fields=("news", "community"), name="news_community_once"),
        )

    def __str__(self) -> str:
        return str(self.community)


@tracked()
class NewsPartner(NewsLink):
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")

    class Meta(NewsLink.Meta):
        constraints = (
            models.UniqueConstraint(fields=("news", "partner"), name="news_partner_once"),
        )

    def __str__(self) -> str:
        return str(self.partner)


@tracked()
class NewsProject(NewsLink):
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")

    class Meta(NewsLink.Meta):
        constraints = (
            models.UniqueConstraint(fields=("news", "project"), name="news_project_once"),
        )

    def __str__(self) -> str:
        return str(self.project)


@tracked()
class NewsAgreement(NewsLink):
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")

    class Meta(NewsLink.Meta):
        constraints = (
            models.UniqueConstraint(fields=("news", "agreement"), name="news_agreement_once"),
        )

    def __str__(self) -> str:
        return str(self.agreement)


@tracked()
class NewsMeeting(NewsLink):
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")

    class Meta(NewsLink.Meta):
        constraints = (
            models.UniqueConstraint(fields=("news", "meeting"), name="news_meeting_once"),
        )

    def __str__(self) -> str:
        return str(self.meeting)
