"""People of meetings: who takes part and answers, and the secret address of one's calendar."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.audit.tracking import tracked
from communities.models import Community, Office
from cooperation.meeting_enums import Presence, Side
from cooperation.meeting_querysets import ParticipantQuerySet
from cooperation.models.meetings import Meeting
from partners.models import Partner

# Personal data: shown to those who meet and to officials, and out of the history.
PERSONAL = ("full_name", "position", "email", "language", "answer_note", "answer_number")
# What an answer writes; all else is typed by the organiser.
ANSWER = ("status", "answered_at", "answer_note", "answer_number")


@tracked(exclude=PERSONAL)
class Participant(models.Model):
    """A person at a meeting, and whom the person speaks for.

    Whoever has an e-mail address is invited by a letter with a link that takes one answer:
    `answer_number` is the number of the link that is good now.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="participants")
    side = models.CharField(_("speaks for"), max_length=10, choices=Side.choices)
    office = models.ForeignKey(
        Office,
        verbose_name=_("regional office"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meeting_participants",
    )
    community = models.ForeignKey(
        Community,
        verbose_name=_("community"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meeting_participants",
    )
    partner = models.ForeignKey(
        Partner,
        verbose_name=_("partner"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meeting_participants",
    )
    organisation = models.CharField(_("organisation"), max_length=300, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meeting_participants",
        editable=False,
    )
    full_name = models.CharField(_("full name"), max_length=200, blank=True)
    position = models.CharField(_("position"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(
        _("language of letters"), max_length=2, choices=settings.LANGUAGES, default="uk"
    )
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=Presence.choices,
        default=Presence.INVITED,
        editable=False,
    )
    answer_note = models.CharField(_("note to the answer"), max_length=500, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True, editable=False)
    answer_number = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant of a meeting")
        verbose_name_plural = _("participants of meetings")
        ordering = ("side", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(side=Side.OFFICE, office__isnull=False, community=None, partner=None)
                | Q(side=Side.COMMUNITY, community__isnull=False, office=None, partner=None)
                | Q(side=Side.PARTNER, partner__isnull=False, office=None, community=None)
                | (
                    Q(side=Side.OTHER, office=None, community=None, partner=None)
                    & ~Q(organisation="")
                ),
                name="participant_speaks_for_one",
                violation_error_code="side",
                violation_error_message=_("Say whom the person speaks for."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=Presence.values), name="participant_status_is_known"
            ),
            models.UniqueConstraint(
                fields=("meeting", "email"),
                condition=~Q(email=""),
                name="participant_address_once",
                violation_error_code="email",
                violation_error_message=_("Somebody with this e-mail is among the participants."),
            ),
        )

    def __str__(self) -> str:
        return self.full_name or str(self.represented)

    @property
    def represented(self) -> Office | Community | Partner | str:
        """The organisation that the person speaks for."""
        return self.office or self.community or self.partner or self.organisation


class CalendarAddress(models.Model):
    """How often a person has changed the secret address of the own calendar."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="calendar_address",
    )
    number = models.PositiveIntegerField(_("number"), default=0)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("address of a calendar")
        verbose_name_plural = _("addresses of calendars")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.number}"
