"""Other projects that belong to this one, and the conditions it is given under."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.audit.tracking import tracked
from projects.enums import ConditionKind, RelationKind
from projects.models.projects import Project


@tracked(in_bulk=True)
class RelatedProject(models.Model):
    """A project of this register, or an activity known by its IATI identifier only."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="relations")
    kind = models.CharField(_("relation"), max_length=1, choices=RelationKind.choices)
    other = models.ForeignKey(
        Project,
        verbose_name=_("project"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="relations_from_others",
    )
    identifier = models.CharField(_("IATI identifier"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("related project")
        verbose_name_plural = _("related projects")
        ordering = ("kind", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=RelationKind.values), name="relatedproject_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(identifier="", other__isnull=False)
                | (Q(other=None) & ~Q(identifier="")),
                name="relatedproject_names_one",
                violation_error_message=_(
                    "Name a project of the register, or the identifier of another activity."
                ),
            ),
            models.CheckConstraint(
                condition=Q(other=None) | ~Q(other=F("project")),
                name="relatedproject_not_itself",
                violation_error_code="other",
                violation_error_message=_("A project is not related to itself."),
            ),
            models.UniqueConstraint(
                fields=("project", "kind", "other", "identifier"),
                nulls_distinct=False,
                name="relatedproject_once",
                violation_error_message=_("This project is named already."),
            ),
        )

    def __str__(self) -> str:
        return str(self.other or self.identifier)


@tracked(in_bulk=True)
class ProjectCondition(models.Model):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="conditions")
    kind = models.CharField(_("kind"), max_length=1, choices=ConditionKind.choices)
    text = models.CharField(_("condition"), max_length=1000)
    text_en = models.CharField(_("condition in English"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("condition of a project")
        verbose_name_plural = _("conditions of projects")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=ConditionKind.values), name="projectcondition_kind_is_known"
            ),
        )

    def __str__(self) -> str:
        return self.text
