"""What happens to a request, line by line, with whom it mentions and what is attached."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.audit.tracking import tracked
from cooperation.models.requests import CoordinationRequest
from cooperation.request_enums import EntryKind, RequestStatus, Side
from cooperation.request_querysets import RequestEntryQuerySet, RequestFileQuerySet
from projects.models.kept_files import KeptFile

REQUEST_FOLDER = "private/requests/"


@tracked()
class RequestEntry(models.Model):
    """A line of the timeline: what happened, by whom, with which words. Never changed."""

    request = models.ForeignKey(
        CoordinationRequest, on_delete=models.CASCADE, related_name="entries"
    )
    kind = models.CharField(_("what happened"), max_length=11, choices=EntryKind.choices)
    code = models.CharField(_("step"), max_length=20, blank=True)
    status = models.CharField(_("status"), max_length=11, choices=RequestStatus.choices)
    text = models.TextField(_("text"), blank=True, max_length=4000)
    is_internal = models.BooleanField(_("for officials only"), default=False)
    mentioned = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("mentioned"),
        through="RequestMention",
        related_name="+",
        blank=True,
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="request_entries",
    )
    side = models.CharField(_("side"), max_length=9, choices=Side.choices, blank=True)
    made_at = models.DateTimeField(_("when"), default=timezone.now)

    objects = RequestEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of a request’s timeline")
        verbose_name_plural = _("lines of requests’ timelines")
        ordering = ("made_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=EntryKind.values), name="requestentry_kind_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(kind=EntryKind.NOTE) | ~Q(text=""),
                name="requestentry_note_says_something",
                violation_error_message=_("Write something."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.request_id}: {self.kind} {self.code}".strip()


@tracked()
class RequestMention(models.Model):
    entry = models.ForeignKey(RequestEntry, on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="request_mentions"
    )

    class Meta:
        verbose_name = _("mention in a timeline")
        verbose_name_plural = _("mentions in timelines")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("entry", "person"), name="requestmention_once"),
        )

    def __str__(self) -> str:
        return str(self.person)


@tracked()
class RequestFile(KeptFile):
    """A document or photograph of the request, or attached to a line of its timeline."""

    request = models.ForeignKey(CoordinationRequest, on_delete=models.CASCADE, related_name="files")
    entry = models.ForeignKey(
        RequestEntry, on_delete=models.CASCADE, null=True, blank=True, related_name="files"
    )
    is_internal = models.BooleanField(_("for officials only"), default=False)
    file = models.FileField(_("file"), upload_to=REQUEST_FOLDER)

    objects = RequestFileQuerySet.as_manager()

    class Meta(KeptFile.Meta):
        verbose_name = _("file of a request")
        verbose_name_plural = _("files of requests")

    def get_absolute_url(self) -> str:
        keys = {"reference": self.request.reference, "public_id": self.public_id}
        return reverse("requests:request-file", kwargs=keys)
