"""What happens to an idea: the steps that it took, the interest of partners in it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.audit.tracking import tracked
from partners.models import Partner
from projects.idea_enums import OPEN_INTEREST, IdeaStatus, InterestStatus
from projects.idea_querysets import InterestQuerySet
from projects.models.ideas import ProjectIdea
from projects.models.taken_steps import TakenStep, taken_by


@tracked()
class IdeaStep(TakenStep):
    idea = models.ForeignKey(ProjectIdea, on_delete=models.CASCADE, related_name="steps")
    status = models.CharField(_("status"), max_length=10, choices=IdeaStatus.choices)
    author = taken_by("idea_steps")
    note = models.CharField(_("note"), max_length=2000, blank=True)

    class Meta(TakenStep.Meta):
        verbose_name = _("step of an idea")
        verbose_name_plural = _("steps of ideas")
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=IdeaStatus.values), name="ideastep_status_is_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.idea_id}: {self.code}"


@tracked(exclude=("contact_wishes",))
class IdeaInterest(models.Model):
    """A partner says that the idea interests it; what came of it is recorded."""

    public_id = models.UUIDField(
        _("public identifier"), default=uuid.uuid4, unique=True, editable=False
    )
    idea = models.ForeignKey(
        ProjectIdea, verbose_name=_("idea"), on_delete=models.PROTECT, related_name="interests"
    )
    partner = models.ForeignKey(
        Partner,
        verbose_name=_("partner"),
        on_delete=models.PROTECT,
        related_name="idea_interests",
    )
    message = models.TextField(_("message"), max_length=3000)
    contact_wishes = models.CharField(_("how to reach the partner"), max_length=500, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("registered by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="idea_interests",
    )
    status = models.CharField(
        _("outcome"),
        max_length=8,
        choices=InterestStatus.choices,
        default=InterestStatus.NEW,
        editable=False,
    )
    outcome_note = models.CharField(_("about the outcome"), max_length=1000, blank=True)
    outcome_on = models.DateField(_("date of the outcome"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = InterestQuerySet.as_manager()

    class Meta:
        verbose_name = _("interest in an idea")
        verbose_name_plural = _("interests in ideas")
        ordering = ("-created_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=InterestStatus.values), name="ideainterest_status_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(status=InterestStatus.ENDED) | ~Q(outcome_note=""),
                name="ideainterest_ended_with_reason",
                violation_error_code="outcome_note",
                violation_error_message=_("Say why it was not continued."),
            ),
            models.UniqueConstraint(
                fields=("idea", "partner"),
                condition=Q(status__in=OPEN_INTEREST),
                name="ideainterest_open_once",
                violation_error_message=_("This partner’s interest is registered already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.partner}: {self.idea}"
