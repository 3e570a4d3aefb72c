"""What people want to be told of calls, what they have been told, and which links open.

None of these is tracked. Saved searches are a person's own, who may delete them for good; the
other two are notes of the machine.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.call_enums import Frequency, LinkState
from projects.models.calls import Call


class SavedSearch(models.Model):
    """A list of calls as filtered by a person, with letters about what is new in it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="saved_searches",
    )
    name = models.CharField(_("name"), max_length=120)
    query = models.TextField(_("filters"), blank=True, max_length=2000)
    frequency = models.CharField(
        _("letters"), max_length=8, choices=Frequency.choices, default=Frequency.WEEKLY
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    checked_on = models.DateField(_("last looked through on"), default=timezone.localdate)
    last_sent_at = models.DateTimeField(_("last letter"), null=True, blank=True)

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ("created_at", "pk")
        indexes = (models.Index(fields=("frequency", "checked_on"), name="savedsearch_due"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(frequency__in=Frequency.values), name="savedsearch_frequency_is_known"
            ),
            models.UniqueConstraint(
                fields=("owner", "query"),
                name="savedsearch_once",
                violation_error_message=_("You have saved these filters already."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class CallAlert(models.Model):
    """This person has been told of this call; nobody is told twice."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="call_alerts"
    )
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="alerts")
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("call told by letter")
        verbose_name_plural = _("calls told by letter")
        constraints = (models.UniqueConstraint(fields=("person", "call"), name="callalert_once"),)

    def __str__(self) -> str:
        return f"{self.person}: {self.call}"


class LinkCheck(models.Model):
    """What came of opening an address the last time. `failing_since` is null while it opens."""

    url = models.CharField(_("address"), max_length=1000, unique=True)
    state = models.CharField(_("state"), max_length=12, choices=LinkState.choices)
    status_code = models.PositiveSmallIntegerField(_("answer"), null=True, blank=True)
    leads_to = models.CharField(_("leads to"), max_length=1000, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    checked_at = models.DateTimeField(_("checked at"))
    failing_since = models.DateTimeField(_("does not open since"), null=True, blank=True)
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0)

    class Meta:
        verbose_name = _("check of a link")
        verbose_name_plural = _("checks of links")
        ordering = ("-checked_at", "pk")

    def __str__(self) -> str:
        return f"{self.url}: {self.state}"
