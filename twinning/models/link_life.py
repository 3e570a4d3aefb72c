"""What happens to a twin link: the stages that it took, and what the two did together."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.audit.tracking import tracked
from twinning.link_enums import ActivityKind, LinkStage, Precision
from twinning.link_querysets import StageQuerySet
from twinning.models.links import TwinLink


@tracked()
class TwinLinkStage(models.Model):
    """One step of a link: the stage it reached, when, by whom and why.

    A wrong step is taken back with a reason and stays here, since nothing is deleted.
    """

    link = models.ForeignKey(
        TwinLink, verbose_name=_("twin link"), on_delete=models.CASCADE, related_name="stages"
    )
    stage = models.CharField(_("stage"), max_length=12, choices=LinkStage.choices)
    on = models.DateField(_("on"), null=True, blank=True)
    precision = models.CharField(
        _("how exactly the date is known"),
        max_length=4,
        choices=Precision.choices,
        default=Precision.DAY,
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    taken_back_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("taken back by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    taken_back_reason = models.CharField(_("why it was taken back"), max_length=500, blank=True)

    objects = StageQuerySet.as_manager()

    class Meta:
        verbose_name = _("stage of a twin link")
        verbose_name_plural = _("stages of twin links")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(stage__in=LinkStage.values),
                name="twinlinkstage_is_known",
                violation_error_message=_("There is no such stage of a link."),
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at=None, taken_back_reason="")
                | (Q(taken_back_at__isnull=False) & ~Q(taken_back_reason="")),
                name="twinlinkstage_taken_back_with_reason",
                violation_error_message=_("Say why the step is taken back."),
            ),
        )

    def __str__(self) -> str:
        return str(LinkStage(self.stage).label)


@tracked()
class TwinActivity(models.Model):
    """Something that the two sides did together."""

    link = models.ForeignKey(
        TwinLink, verbose_name=_("twin link"), on_delete=models.CASCADE, related_name="activities"
    )
    on = models.DateField(_("on"))
    kind = models.CharField(
        _("kind"), max_length=10, choices=ActivityKind.choices, default=ActivityKind.OTHER
    )
    what = models.CharField(_("what was done"), max_length=300)
    what_en = models.CharField(_("what was done, in English"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("joint activity")
        verbose_name_plural = _("joint activities")
        ordering = ("-on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=ActivityKind.values),
                name="twinactivity_kind_is_known",
                violation_error_message=_("There is no such kind of joint activity."),
            ),
            models.CheckConstraint(
                condition=~Q(what=""),
                name="twinactivity_says_what",
                violation_error_message=_("Say what was done."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.on}: {self.what}"
