"""What a project is about: themes, sectors, Sustainable Development Goals, markers, aid types."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.audit.tracking import tracked
from common.codelists.models import Theme
from communities.models import StrategicGoal
from projects.models.projects import Project

DAC = "1"


@tracked()
class ProjectTheme(models.Model):
    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, db_index=False, related_name="project_themes"
    )
    theme = models.ForeignKey(
        Theme, on_delete=models.PROTECT, db_index=False, related_name="project_themes"
    )

    class Meta:
        verbose_name = _("theme of a project")
        verbose_name_plural = _("themes of projects")
        constraints = (
            models.UniqueConstraint(fields=("project", "theme"), name="project_theme_once"),
        )
        indexes = (models.Index(fields=("theme", "project"), name="projecttheme_theme"),)

    def __str__(self) -> str:
        return str(self.theme)


@tracked(in_bulk=True)
class ProjectSector(models.Model):
    """A sector of some list; of each list the shares are 100 per cent together, if given."""

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, db_index=False, related_name="sectors"
    )
    vocabulary = models.CharField(
        _("list"), max_length=3, default=DAC, help_text=_("IATI SectorVocabulary; 1 is OECD DAC.")
    )
    vocabulary_uri = models.URLField(_("address of the list"), blank=True, max_length=500)
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=300, blank=True)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)
    percentage = models.DecimalField(
        _("share, %"), max_digits=5, decimal_places=2, null=True, blank=True
    )

    class Meta:
        verbose_name = _("sector of a project")
        verbose_name_plural = _("sectors of projects")
        ordering = ("vocabulary", "pk")
        indexes = (models.Index(fields=("vocabulary", "code"), name="projectsector_code"),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(vocabulary=DAC) | Q(code__regex=r"^\d{5}$"),
                name="projectsector_dac_is_five_digits",
                violation_error_code="code",
                violation_error_message=_("A DAC sector is five digits."),
            ),
            models.CheckConstraint(
                condition=Q(percentage=None) | Q(percentage__range=(0, 100)),
                name="projectsector_share_is_percentage",
                violation_error_code="percentage",
                violation_error_message=_("A share is from 0 to 100 per cent."),
            ),
            models.UniqueConstraint(
                fields=("project", "vocabulary", "code"),
                name="projectsector_once",
                violation_error_message=_("This sector is named already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()


@tracked(in_bulk=True)
class ProjectSDG(models.Model):
    """A Sustainable Development Goal, or one target of it ("11.2", "11.b")."""

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, db_index=False, related_name="sdgs"
    )
    goal = models.PositiveSmallIntegerField(
        _("goal"), validators=[MinValueValidator(1), MaxValueValidator(17)]
    )
    target = models.CharField(_("target"), max_length=6, blank=True)

    class Meta:
        verbose_name = _("Sustainable Development Goal of a project")
        verbose_name_plural = _("Sustainable Development Goals of projects")
        ordering = ("goal", "target", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(goal__range=(1, 17)),
                name="projectsdg_goal_is_known",
                violation_error_code="goal",
                violation_error_message=_("The goals are numbered 1 to 17."),
            ),
            models.CheckConstraint(
                condition=Q(target="") | Q(target__regex=r"^\d{1,2}\.[0-9a-d]{1,2}$"),
                name="projectsdg_target_is_formed",
                violation_error_code="target",
                violation_error_message=_("A target is written like 11.2 or 11.b."),
            ),
            models.UniqueConstraint(
                fields=("project", "goal", "target"),
                name="projectsdg_once",
                violation_error_message=_("This goal is named already."),
            ),
        )

    def __str__(self) -> str:
        return self.target or str(self.goal)


@tracked(in_bulk=True)
class PolicyMarker(models.Model):
    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, db_index=False, related_name="policy_markers"
    )
    vocabulary = models.CharField(_("list"), max_length=2, default=DAC)
    vocabulary_uri = models.URLField(_("address of the list"), blank=True, max_length=500)
    code = models.CharField(_("code"), max_length=40)
    significance = models.CharField(_("significance"), max_length=1, blank=True)
    name = models.CharField(_("name"), max_length=300, blank=True)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("policy marker")
        verbose_name_plural = _("policy markers")
        ordering = ("vocabulary", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(vocabulary=DAC) | Q(significance__regex=r"^[0-4]$"),
                name="policymarker_has_significance",
                violation_error_code="significance",
                violation_error_message=_("Say how significant the marker is: from 0 to 4."),
            ),
            models.UniqueConstraint(
                fields=("project", "vocabulary", "code"),
                name="policymarker_once",
                violation_error_message=_("This marker is named already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()


@tracked(in_bulk=True)
class ProjectAidType(models.Model):
    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, db_index=False, related_name="aid_types"
    )
    vocabulary = models.CharField(_("list"), max_length=2, default=DAC)
    code = models.CharField(_("code"), max_length=10)

    class Meta:
        verbose_name = _("aid type of a project")
        verbose_name_plural = _("aid types of projects")
        ordering = ("vocabulary", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("project", "vocabulary", "code"),
                name="projectaidtype_once",
                violation_error_message=_("This aid type is named already."),
            ),
        )

    def __str__(self) -> str:
        return self.code


@tracked(in_bulk=True)
class HumanitarianScope(models.Model):
    """The emergency or appeal that a humanitarian project answers (IATI humanitarian-scope)."""

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, db_index=False, related_name="humanitarian_scopes"
    )
    kind = models.CharField(_("kind"), max_length=1)
    vocabulary = models.CharField(_("list"), max_length=2)
    vocabulary_uri = models.URLField(_("address of the list"), blank=True, max_length=500)
    code = models.CharField(_("code"), max_length=60)
    name = models.CharField(_("name"), max_length=300, blank=True)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("humanitarian scope")
        verbose_name_plural = _("humanitarian scopes")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("project", "kind", "vocabulary", "code"), name="humanitarianscope_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()


@tracked()
class ProjectGoal(models.Model):
    """A goal of an oblast's strategy that the project serves."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="project_goals")
    goal = models.ForeignKey(
        StrategicGoal,
        verbose_name=_("strategic goal"),
        on_delete=models.PROTECT,
        related_name="project_goals",
    )

    class Meta:
        verbose_name = _("strategic goal of a project")
        verbose_name_plural = _("strategic goals of projects")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("project", "goal"),
                name="projectgoal_once",
                violation_error_message=_("This goal is named already."),
            ),
        )

    def __str__(self) -> str:
        return str(self.goal)
