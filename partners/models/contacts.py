"""People at partners. Personal data: internal, with consent and an end."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from common.audit.tracking import tracked
from partners.models.partners import Partner
from partners.querysets import ContactPersonQuerySet


# The history of personal data must be forgettable too: only the bare fact of a change is kept.
@tracked(exclude=("full_name", "email", "phone", "note"))
class ContactPerson(models.Model):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    partner = models.ForeignKey(
        Partner, verbose_name=_("partner"), on_delete=models.PROTECT, related_name="contacts"
    )
    full_name = models.CharField(_("full name"), max_length=200)
    position = models.CharField(_("position"), max_length=200, blank=True)
    position_en = models.CharField(_("position in English"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = PhoneNumberField(_("telephone"), blank=True)  # type: ignore[no-untyped-call]
    language = models.CharField(_("language"), max_length=2, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    consent_on = models.DateField(
        _("consent given on"), help_text=_("When the person agreed that we keep these data.")
    )
    retention_until = models.DateField(
        _("keep until"), help_text=_("After this day the personal data are erased.")
    )
    forgotten_at = models.DateTimeField(_("erased at"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)

    objects = ContactPersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact person")
        verbose_name_plural = _("contact persons")
        ordering = ("full_name", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(retention_until__gt=F("consent_on")),
                name="contactperson_kept_after_consent",
                violation_error_message=_("The data are kept until a day after the consent."),
            ),
            models.CheckConstraint(
                condition=~Q(email="") | ~Q(phone="") | Q(forgotten_at__isnull=False),
                name="contactperson_can_be_reached",
                violation_error_message=_("Give an e-mail or a telephone."),
            ),
        )

    def __str__(self) -> str:
        return self.full_name
