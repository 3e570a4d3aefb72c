from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from common.audit.tracking import tracked
from partners.enums import PartnerRole
from partners.models.partners import Partner


@tracked()
class PartnerMembership(Membership):
    partner = models.ForeignKey(
        Partner, verbose_name=_("partner"), on_delete=models.PROTECT, related_name="memberships"
    )

    class Meta(Membership.Meta):
        verbose_name = _("role in a partner")
        verbose_name_plural = _("roles in partners")
        ordering = ("partner", "role", "pk")
        constraints = (
            *Membership.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(role__in=PartnerRole.values),
                name="partnermembership_role_is_known",
            ),
            models.UniqueConstraint(
                fields=("user", "partner", "role", "starts_on"),
                name="partnermembership_once",
                violation_error_message=_("This person has this role already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {PartnerRole(self.role).label}"
