"""What meetings are about and whom they concern: themes, communities, partners, records."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.audit.tracking import tracked
from common.codelists.models import Theme
from communities.models import Community
from cooperation.models.meetings import Meeting
from cooperation.models.requests import CoordinationRequest
from partners.models import Agreement, Partner
from projects.models import Project


@tracked()
class MeetingTheme(models.Model):
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="meeting_themes")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="meeting_themes")

    class Meta:
        verbose_name = _("theme of a meeting")
        verbose_name_plural = _("themes of meetings")
        constraints = (
            models.UniqueConstraint(fields=("meeting", "theme"), name="meeting_theme_once"),
        )

    def __str__(self) -> str:
        return str(self.theme)


@tracked()
class MeetingCommunity(models.Model):
    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="meeting_communities"
    )
    community = models.ForeignKey(
        Community,
        verbose_name=_("community"),
        on_delete=models.PROTECT,
        related_name="meeting_communities",
    )

    class Meta:
        verbose_name = _("community of a meeting")
        verbose_name_plural = _("communities of meetings")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("meeting", "community"), name="meeting_community_once"),
        )

    def __str__(self) -> str:
        return str(self.community)


@tracked()
class MeetingPartner(models.Model):
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="meeting_partners")
    partner = models.ForeignKey(
        Partner,
        verbose_name=_("partner"),
        on_delete=models.PROTECT,
        related_name="meeting_partners",
    )

    class Meta:
        verbose_name = _("partner of a meeting")
        verbose_name_plural = _("partners of meetings")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("meeting", "partner"), name="meeting_partner_once"),
        )

    def __str__(self) -> str:
        return str(self.partner)


@tracked()
class MeetingProject(models.Model):
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="meeting_projects")
    project = models.ForeignKey(
        Project,
        verbose_name=_("project"),
        on_delete=models.PROTECT,
        related_name="meeting_projects",
    )

    class Meta:
        verbose_name = _("project of a meeting")
        verbose_name_plural = _("projects of meetings")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("meeting", "project"), name="meeting_project_once"),
        )

    def __str__(self) -> str:
        return str(self.project)


@tracked()
class MeetingAgreement(models.Model):
    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="meeting_agreements"
    )
    agreement = models.ForeignKey(
        Agreement,
        verbose_name=_("agreement"),
        on_delete=models.PROTECT,
        related_name="meeting_agreements",
    )

    class Meta:
        verbose_name = _("agreement of a meeting")
        verbose_name_plural = _("agreements of meetings")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("meeting", "agreement"), name="meeting_agreement_once"),
        )

    def __str__(self) -> str:
        return str(self.agreement)


@tracked()
class MeetingRequest(models.Model):
    """A request of a community that the meeting deals with, or because of which it was called."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="meeting_requests")
    request = models.ForeignKey(
        CoordinationRequest,
        verbose_name=_("request"),
        on_delete=models.PROTECT,
        related_name="request_meetings",
    )

    class Meta:
        verbose_name = _("request of a meeting")
        verbose_name_plural = _("requests of meetings")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("meeting", "request"), name="meeting_request_once"),
        )

    def __str__(self) -> str:
        return str(self.request)
