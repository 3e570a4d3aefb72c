"""Places abroad: candidates from a gazetteer, and those that relations have begun with."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from common.audit.tracking import tracked
from common.search.columns import search_text, sort_key
from partners.models import Partner
from twinning.enums import (
    Association,
    Listing,
    MunicipalityKind,
    MunicipalityOrigin,
    MunicipalityTag,
)
from twinning.querysets import MunicipalityQuerySet

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def _codes(choices: type[models.TextChoices], label: _StrPromise) -> ArrayField:  # type: ignore[type-arg]
    one = models.CharField(max_length=40, choices=choices.choices)
    return ArrayField(one, verbose_name=label, default=list, blank=True)


@tracked()
class Municipality(models.Model):
    """A city, town or region abroad, in relations or only a candidate.

    `partner` is set when relations begin. Rows of the gazetteer are made without history (its
    edition says what they were); whatever happens to them later is kept, as of every record.
    """

    public_id = models.UUIDField(
        _("public identifier"), default=uuid.uuid4, unique=True, editable=False
    )
    kind = models.CharField(_("kind"), max_length=10, choices=MunicipalityKind.choices)
    country = CountryField(_("country"))
    name = models.CharField(_("own name"), max_length=200)
    name_uk = models.CharField(_("name in Ukrainian"), max_length=200, blank=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    other_names = models.CharField(
        _("other names"), max_length=400, blank=True, help_text=_("Separated by semicolons.")
    )
    region_code = models.CharField(_("code of the region"), max_length=20, blank=True)
    region = models.CharField(_("upper unit"), max_length=120, blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    spellings = models.PositiveSmallIntegerField(
        _("spellings of the name"),
        default=0,
        editable=False,
        help_text=_("In how many ways the world writes the name: how well the place is known."),
    )
    is_suburban = models.BooleanField(
        _("part of another municipality"),
        default=False,
        help_text=_("A suburb, quarter or village that probably has no council of its own."),
    )
    website = models.URLField(_("website"), blank=True)
    languages = ArrayField(
        models.CharField(max_length=2),
        verbose_name=_("languages"),
        default=list,
        blank=True,
        help_text=_("Two-letter codes of the languages in which one can write to the place."),
    )
    tags = _codes(MunicipalityTag, _("profile"))
    associations = _codes(Association, _("member of"))
    listed_on = _codes(Listing, _("listed on"))
    geonames_id = models.PositiveIntegerField(
        _("GeoNames number"), null=True, blank=True, unique=True
    )
    partner = models.OneToOneField(
        Partner,
        verbose_name=_("partner"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="municipality",
        help_text=_("The record in the register of partners, once relations have begun."),
    )
    origin = models.CharField(
        _("origin of the record"),
        max_length=10,
        choices=MunicipalityOrigin.choices,
        default=MunicipalityOrigin.MANUAL,
        editable=False,
    )
    is_edited = models.BooleanField(
        _("kept by people"),
        default=True,
        editable=False,
        help_text=_("A new edition of the gazetteer leaves the record alone."),
    )
    updated_at = models.DateTimeField(_("updated at"), default=timezone.now, editable=False)
    sort_key = sort_key()
    search_text = search_text("name", "name_uk", "name_en", "other_names")

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = _("municipality abroad")
        verbose_name_plural = _("municipalities abroad")
        ordering = ("sort_key", "pk")
        indexes = (
            GinIndex(OpClass("search_text", name="gin_trgm_ops"), name="municipality_names"),
            models.Index(fields=("sort_key", "id"), name="municipality_order"),
            models.Index(Coalesce("population", 0), "id", name="municipality_size"),
            models.Index(fields=("country", "region_code"), name="municipality_country"),
            models.Index(fields=("-updated_at", "-id"), name="municipality_updated"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                # Said twice, since a comparison with null is no refusal.
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="municipality_place_is_on_earth",
                violation_error_message=_(
                    "Latitude (-90 to 90) and longitude (-180 to 180) go together."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(country="UA"),
                name="municipality_is_abroad",
                violation_error_message=_("Places of Ukraine are among the communities."),
            ),
            models.CheckConstraint(
                condition=Q(website="") | Q(website__regex=r"^https?://"),
                name="municipality_website_is_http",
                violation_error_message=_("A website begins with https:// or http://."),
            ),
            models.CheckConstraint(
                condition=Q(partner=None) | Q(is_edited=True),
                name="municipality_in_relations_is_kept",
                violation_error_message=_("A place in relations is kept by people."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.country.code})"

    def get_absolute_url(self) -> str:
        return reverse("twinning:municipality-detail", kwargs={"public_id": self.public_id})

    @property
    def is_candidate(self) -> bool:
        """Nobody has begun relations through the portal."""
        return self.partner_id is None

    @property
    def title(self) -> str:
        """What `wording` shows in Ukrainian; the own name where nobody knows a Ukrainian one."""
        return self.name_uk or self.name

    @property
    def title_en(self) -> str:
        return self.name_en or self.name


class GazetteerEdition(models.Model):
    """Which edition of `twinning/data/municipalities.csv.gz` is in the table."""

    digest = models.CharField(_("digest of the file"), max_length=64, unique=True)
    rows = models.PositiveIntegerField(_("rows"))
    loaded_at = models.DateTimeField(_("loaded at"), default=timezone.now)

    class Meta:
        verbose_name = _("edition of the gazetteer")
        verbose_name_plural = _("editions of the gazetteer")
        ordering = ("-loaded_at", "-pk")

    def __str__(self) -> str:
        return f"{self.loaded_at:%Y-%m-%d} ({self.rows})"
