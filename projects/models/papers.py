"""Documents and photographs of a project."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.audit.tracking import tracked
from common.codelists.enums import Visibility
from projects.models.projects import Project
from projects.querysets import DocumentQuerySet, PartQuerySet

# Below the media folder; only views that ask `visible_to` read there.
PRIVATE_FOLDER = "private/projects/"
PHOTO_FOLDER = "private/project-photos/"


@tracked(in_bulk=True)
class ProjectDocument(models.Model):
    """A file that the portal keeps, or the address of one that stands elsewhere."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="documents")
    category = models.CharField(
        _("what it is"), max_length=3, help_text=_("Code of IATI DocumentCategory.")
    )
    title = models.CharField(_("title"), max_length=300)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    description = models.CharField(_("description"), max_length=1000, blank=True)
    description_en = models.CharField(_("description in English"), max_length=1000, blank=True)
    language = models.CharField(_("language"), max_length=2, blank=True)
    dated_on = models.DateField(_("date"), null=True, blank=True)
    url = models.URLField(_("address"), blank=True, max_length=1000)
    file = models.FileField(_("file"), upload_to=PRIVATE_FOLDER, blank=True)
    name = models.CharField(_("name of the file"), max_length=200, blank=True)
    content_type = models.CharField(_("format"), max_length=100, blank=True)
    size = models.PositiveIntegerField(_("size"), default=0, editable=False)
    visibility = models.CharField(
        _("who may see it"),
        max_length=10,
        choices=Visibility.choices,
        default=Visibility.INTERNAL,
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="project_documents",
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), default=timezone.now, editable=False)
    is_withdrawn = models.BooleanField(_("withdrawn"), default=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document of a project")
        verbose_name_plural = _("documents of projects")
        ordering = ("category", "-dated_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=(~Q(url="") & Q(file="")) | (Q(url="") & ~Q(file="")),
                name="projectdocument_file_or_address",
                violation_error_code="url",
                violation_error_message=_("Give either a file or an address on the web."),
            ),
            models.CheckConstraint(
                condition=Q(url="") | Q(url__regex=r"^https?://"),
                name="projectdocument_address_is_http",
                violation_error_code="url",
                violation_error_message=_("An address begins with https:// or http://."),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        if self.url:
            return self.url
        keys = {"reference": self.project.reference, "public_id": self.public_id}
        return reverse("projects:project-document", kwargs=keys)


@tracked()
class ProjectPhoto(models.Model):
    """Shown to everybody only when somebody has looked whether it gives a place away."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="photos")
    file = models.FileField(_("file"), upload_to=PHOTO_FOLDER)
    content_type = models.CharField(_("format"), max_length=100, blank=True, editable=False)
    width = models.PositiveIntegerField(_("width"), null=True, blank=True, editable=False)
    height = models.PositiveIntegerField(_("height"), null=True, blank=True, editable=False)
    caption = models.CharField(_("what it shows"), max_length=500)
    caption_en = models.CharField(_("what it shows, in English"), max_length=500, blank=True)
    credit = models.CharField(_("author"), max_length=200, blank=True)
    taken_on = models.DateField(_("taken on"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    is_published = models.BooleanField(_("shown to everybody"), default=False)
    uploaded_at = models.DateTimeField(_("uploaded at"), default=timezone.now, editable=False)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("photograph of a project")
        verbose_name_plural = _("photographs of projects")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.caption
