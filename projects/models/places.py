"""Where a project works: units of territory with shares, and exact places."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.audit.tracking import tracked
from communities.models import Community, Oblast, Raion
from projects.enums import LocationClass, LocationExactness, LocationReach, TerritoryLevel
from projects.models.projects import Project
from projects.querysets import PartQuerySet

UKRAINE = "UA"


@tracked(in_bulk=True)
class ProjectTerritory(models.Model):
    """A unit of territory. `oblast` and `raion` are also those that a smaller unit lies in.

    `percentage` is the unit's share of the money. Shares that are missing divide the rest
    equally (see `projects.shares`).
    """

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, db_index=False, related_name="territories"
    )
    level = models.CharField(_("level"), max_length=10, choices=TerritoryLevel.choices)
    country = models.CharField(_("country"), max_length=2, default=UKRAINE, blank=True)
    region_vocabulary = models.CharField(_("list of regions"), max_length=2, blank=True)
    region_code = models.CharField(_("region of the world"), max_length=20, blank=True)
    oblast = models.ForeignKey(
        Oblast,
        verbose_name=_("oblast"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="project_territories",
    )
    raion = models.ForeignKey(
        Raion,
        verbose_name=_("raion"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="project_territories",
    )
    community = models.ForeignKey(
        Community,
        verbose_name=_("community"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="project_territories",
    )
    percentage = models.DecimalField(
        _("share, %"), max_digits=5, decimal_places=2, null=True, blank=True
    )

    class Meta:
        verbose_name = _("territory of a project")
        verbose_name_plural = _("territories of projects")
        ordering = ("pk",)
        indexes = (
            models.Index(fields=("oblast", "project"), name="projectterritory_oblast"),
            models.Index(fields=("community", "project"), name="projectterritory_community"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    level=TerritoryLevel.COMMUNITY,
                    community__isnull=False,
                    raion__isnull=False,
                    oblast__isnull=False,
                    country=UKRAINE,
                )
                | Q(
                    level=TerritoryLevel.RAION,
                    community=None,
                    raion__isnull=False,
                    oblast__isnull=False,
                    country=UKRAINE,
                )
                | Q(
                    level=TerritoryLevel.OBLAST,
                    community=None,
                    raion=None,
                    oblast__isnull=False,
                    country=UKRAINE,
                )
                | (
                    Q(level=TerritoryLevel.COUNTRY, community=None, raion=None, oblast=None)
                    & Q(country__regex=r"^[A-Z]{2}$")
                )
                | (
                    Q(level=TerritoryLevel.REGION, community=None, raion=None, oblast=None)
                    & Q(country="")
                    & ~Q(region_code="")
                ),
                name="projectterritory_unit_of_its_level",
                violation_error_message=_("Name the unit of territory that belongs to the level."),
            ),
            models.CheckConstraint(
                condition=Q(percentage=None) | Q(percentage__range=(0, 100)),
                name="projectterritory_share_is_percentage",
                violation_error_code="percentage",
                violation_error_message=_("A share is from 0 to 100 per cent."),
            ),
            models.UniqueConstraint(
                fields=(
                    "project",
                    "level",
                    "country",
                    "region_vocabulary",
                    "region_code",
                    "oblast",
                    "raion",
                    "community",
                ),
                nulls_distinct=False,
                name="projectterritory_once",
                violation_error_message=_("This territory is named already."),
            ),
        )

    def __str__(self) -> str:
        unit = self.community or self.raion or self.oblast
        return str(unit or self.country or self.region_code)


@tracked(in_bulk=True)
class ProjectLocation(models.Model):
    """An exact place. Under martial law nobody but officials sees it unless it is published."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="locations")
    name = models.CharField(_("name"), max_length=300)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)
    description = models.TextField(_("description"), blank=True, max_length=2000)
    description_en = models.TextField(_("description in English"), blank=True, max_length=2000)
    activity = models.TextField(_("what is done here"), blank=True, max_length=2000)
    activity_en = models.TextField(_("what is done here, in English"), blank=True, max_length=2000)
    community = models.ForeignKey(
        Community,
        verbose_name=_("community"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="project_locations",
    )
    settlement_code = models.CharField(
        _("KATOTTG code of the settlement"), max_length=19, blank=True
    )
    gazetteer = models.CharField(_("list of places"), max_length=2, blank=True)
    gazetteer_code = models.CharField(_("code in the list of places"), max_length=40, blank=True)
    latitude = models.DecimalField(
        _("latitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    reach = models.CharField(
        _("reach"),
        max_length=1,
        choices=LocationReach.choices,
        default=LocationReach.ACTIVITY,
        blank=True,
    )
    exactness = models.CharField(
        _("exactness"), max_length=1, choices=LocationExactness.choices, blank=True
    )
    location_class = models.CharField(
        _("what kind of place"), max_length=1, choices=LocationClass.choices, blank=True
    )
    feature = models.CharField(_("feature designation"), max_length=5, blank=True)
    is_published = models.BooleanField(
        _("shown to everybody"),
        default=False,
        help_text=_(
            "Leave it off for what may become a target: the project is shown without its place."
        ),
    )

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("place of a project")
        verbose_name_plural = _("places of projects")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="projectlocation_has_both_coordinates",
                violation_error_message=_(
                    "Latitude (from -90 to 90) and longitude (from -180 to 180) go together."
                ),
            ),
            models.CheckConstraint(
                condition=Q(settlement_code="") | Q(settlement_code__regex=r"^UA\d{17}$"),
                name="projectlocation_code_is_katottg",
                violation_error_code="settlement_code",
                violation_error_message=_("A KATOTTG code is UA and 17 digits."),
            ),
        )

    def __str__(self) -> str:
        return self.name
