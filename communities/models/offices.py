"""The tenant: a regional office of international cooperation, and the people of the territory."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from common.audit.tracking import tracked
from common.design.languages import wording
from communities.enums import CommunityRole, OfficeRole
from communities.models.territories import Community, Oblast
from communities.prefixes import reference_prefix
from communities.querysets import OfficeQuerySet


@tracked()
class Office(models.Model):
    """One office serves one oblast."""

    oblast = models.OneToOneField(
        Oblast, verbose_name=_("oblast"), on_delete=models.PROTECT, related_name="office"
    )
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    edrpou = models.CharField(
        _("EDRPOU code"),
        max_length=8,
        blank=True,
        validators=[RegexValidator(r"^\d{8}$", _("EDRPOU is eight digits."))],
    )
    postal_address = models.CharField(_("postal address"), max_length=300, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("website"), blank=True)
    about = models.TextField(_("about the office"), blank=True, max_length=4000)
    about_en = models.TextField(_("about the office in English"), blank=True, max_length=4000)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("regional office")
        verbose_name_plural = _("regional offices")
        ordering = ("oblast__sort_key", "pk")

    def __str__(self) -> str:
        return wording(self, "name").text

    def get_absolute_url(self) -> str:
        return reverse("communities:office-detail", kwargs={"slug": self.slug})

    @property
    def reference_prefix(self) -> str:
        """Two letters with which references of the office's records begin."""
        return reference_prefix(self.oblast.code)


@tracked()
class OfficeMembership(Membership):
    demands_second_factor = True

    office = models.ForeignKey(
        Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="memberships"
    )

    class Meta(Membership.Meta):
        verbose_name = _("role in an office")
        verbose_name_plural = _("roles in offices")
        ordering = ("office", "role", "pk")
        constraints = (
            *Membership.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(role__in=OfficeRole.values),
                name="officemembership_role_is_known",
            ),
            models.UniqueConstraint(
                fields=("user", "office", "role", "starts_on"),
                name="officemembership_once",
                violation_error_message=_("This person has this role already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {OfficeRole(self.role).label}"


@tracked()
class CommunityMembership(Membership):
    community = models.ForeignKey(
        Community, verbose_name=_("community"), on_delete=models.PROTECT, related_name="memberships"
    )

    class Meta(Membership.Meta):
        verbose_name = _("role in a community")
        verbose_name_plural = _("roles in communities")
        ordering = ("community", "role", "pk")
        constraints = (
            *Membership.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(role__in=CommunityRole.values),
                name="communitymembership_role_is_known",
            ),
            models.UniqueConstraint(
                fields=("user", "community", "role", "starts_on"),
                name="communitymembership_once",
                violation_error_message=_("This person has this role already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {CommunityRole(self.role).label}"
