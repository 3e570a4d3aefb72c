"""The territory of Ukraine down to communities, identified by KATOTTG codes.

Source: the ministry's codifier of administrative-territorial units (order 290 of 26.11.2020).
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.audit.tracking import tracked
from common.design.languages import wording
from common.search.columns import search_text, sort_key
from communities.enums import CommunityKind, OblastKind
from communities.querysets import TerritoryQuerySet

CODE_PATTERN = r"^UA\d{17}$"


def _names_index(name: str) -> GinIndex:
    return GinIndex(OpClass("search_text", name="gin_trgm_ops"), name=name)


class Territory(models.Model):
    """What oblasts, raions and communities share. Withdrawn units are kept and marked."""

    code = models.CharField(_("KATOTTG code"), max_length=19, unique=True)
    former_codes = ArrayField(
        models.CharField(max_length=19), verbose_name=_("former codes"), default=list, blank=True
    )
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    is_withdrawn = models.BooleanField(_("withdrawn"), default=False)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("sort_key", "code")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=Q(code__regex=CODE_PATTERN),
                name="%(class)s_code_is_katottg",
                violation_error_message=_("A KATOTTG code is UA and 17 digits."),
            ),
            models.CheckConstraint(
                condition=Q(is_withdrawn=True) | Q(withdrawn_on=None),
                name="%(class)s_withdrawn_on_only_if_withdrawn",
                violation_error_message=_("Only a withdrawn unit has a date of withdrawal."),
            ),
        )

    def __str__(self) -> str:
        return wording(self, "name").text

    @property
    def tail(self) -> str:
        """The last five digits: unique in the whole codifier and kept when a unit is recoded."""
        return self.code[-5:]


@tracked()
class Oblast(Territory):
    """First level: 24 oblasts, Crimea, and the cities of Kyiv and Sevastopol."""

    kind = models.CharField(
        _("kind"), max_length=1, choices=OblastKind.choices, default=OblastKind.OBLAST
    )
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    iso_code = models.CharField(_("ISO 3166-2 code"), max_length=6, unique=True)
    sort_key = sort_key()
    search_text = search_text("name", "name_en")

    class Meta(Territory.Meta):
        verbose_name = pgettext_lazy("territory", "oblast")
        verbose_name_plural = _("oblasts")
        indexes = (_names_index("oblast_names"),)

    def get_absolute_url(self) -> str:
        return reverse("communities:oblast-detail", kwargs={"slug": self.slug})

    @property
    def full_name(self) -> str:
        """«Полтавська область», but «Київ» and «Автономна Республіка Крим» as they are."""
        if self.kind == OblastKind.OBLAST and self.name.endswith("ька"):
            return f"{self.name} область"
        return self.name

    @property
    def full_name_en(self) -> str:
        """`name_en` holds the whole English name already: "Poltava Oblast"."""
        return self.name_en


@tracked()
class Raion(Territory):
    oblast = models.ForeignKey(
        Oblast, verbose_name=_("oblast"), on_delete=models.PROTECT, related_name="raions"
    )
    sort_key = sort_key()
    search_text = search_text("name", "name_en")

    class Meta(Territory.Meta):
        verbose_name = pgettext_lazy("territory", "raion")
        verbose_name_plural = _("raions")
        indexes = (_names_index("raion_names"),)

    @property
    def full_name(self) -> str:
        return f"{self.name} район"

    @property
    def full_name_en(self) -> str:
        return f"{self.name_en} Raion"

    @property
    def label_when_chosen(self) -> str:
        """With the oblast: nine communities are «Миколаївська»."""
        return f"{self.full_name}, {self.oblast.full_name}"


@tracked()
class Community(Territory):
    """A territorial community (hromada)."""

    oblast = models.ForeignKey(
        Oblast, verbose_name=_("oblast"), on_delete=models.PROTECT, related_name="communities"
    )
    raion = models.ForeignKey(
        Raion, verbose_name=_("raion"), on_delete=models.PROTECT, related_name="communities"
    )
    kind = models.CharField(_("type"), max_length=10, choices=CommunityKind.choices, blank=True)
    centre_code = models.CharField(_("KATOTTG code of the centre"), max_length=19, blank=True)
    centre_name = models.CharField(_("centre"), max_length=120, blank=True)
    centre_name_en = models.CharField(_("centre in English"), max_length=120, blank=True)
    latitude = models.DecimalField(
        _("latitude of the centre"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude of the centre"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    centre_population = models.PositiveIntegerField(
        _("population of the centre"), null=True, blank=True
    )
    area_km2 = models.DecimalField(
        _("area, km²"), max_digits=8, decimal_places=1, null=True, blank=True
    )
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_on = models.DateField(_("population as of"), null=True, blank=True)
    website = models.URLField(_("website"), blank=True)
    about = models.TextField(_("about the community"), blank=True, max_length=4000)
    about_en = models.TextField(_("about the community in English"), blank=True, max_length=4000)
    sort_key = sort_key()
    search_text = search_text("name", "name_en", "centre_name", "centre_name_en")

    class Meta(Territory.Meta):
        verbose_name = _("community")
        verbose_name_plural = _("communities")
        indexes = (
            _names_index("community_names"),
            models.Index(fields=("oblast", "sort_key"), name="community_oblast_order"),
            models.Index(fields=("population",), name="community_population"),
        )
        constraints = (
            *Territory.Meta.constraints,
            models.CheckConstraint(
                # A comparison with nothing is "unknown", which a check lets pass: ask for both.
                condition=Q(latitude=None, longitude=None)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(44, 53),
                    longitude__range=(22, 41),
                ),
                name="community_place_is_in_ukraine",
                violation_error_message=_(
                    "Latitude and longitude go together and lie within Ukraine."
                ),
            ),
        )

    def get_absolute_url(self) -> str:
        return reverse("communities:community-detail", kwargs={"code": self.code})

    @property
    def size(self) -> int | None:
        """People of the community; while nobody has brought them in, those of its centre."""
        return self.population or self.centre_population

    @property
    def full_name(self) -> str:
        """«Миргородська міська територіальна громада»."""
        kinds = {"urban": "міська ", "settlement": "селищна ", "rural": "сільська "}
        return f"{self.name} {kinds.get(self.kind, '')}територіальна громада"

    @property
    def full_name_en(self) -> str:
        """ "Myrhorodska urban community"."""
        kind = f"{self.kind} " if self.kind else ""
        return f"{self.name_en} {kind}community"

    @property
    def label_when_chosen(self) -> str:
        """With the oblast: nine communities are «Миколаївська»."""
        return f"{self.full_name}, {self.oblast.full_name}"
