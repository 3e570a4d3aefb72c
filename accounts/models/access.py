"""The two ways into a role: somebody invites, or somebody asks."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import AccessRequestStatus, InvitationStatus
from accounts.querysets import AccessRequestQuerySet, InvitationQuerySet
from common.audit.tracking import tracked


class Scoped(models.Model):
    """A role in an office, a community or a partner, named without knowing those models.

    `kind` is the code of a `accounts.memberships.MembershipKind`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("where"), max_length=20)
    scope_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    scope_id = models.BigIntegerField()
    scope = GenericForeignKey("scope_type", "scope_id")
    role = models.CharField(_("role"), max_length=20)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)

    class Meta:
        abstract = True


@tracked(exclude=("token_digest",))
class Invitation(Scoped):
    """An invitation by e-mail. The token itself is only in the letter; here is its SHA-256."""

    email = models.EmailField(_("e-mail"))
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    language = models.CharField(
        _("language of the letter"), max_length=2, choices=settings.LANGUAGES, default="uk"
    )
    message = models.TextField(_("a few words to the person"), blank=True, max_length=1000)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="invitations_sent"
    )
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="invitations_accepted",
    )
    revoked_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    # Set by a task some hours after `expires_at`, so that the role can be offered again.
    closed_at = models.DateTimeField(_("closed as expired at"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ("-created_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("email", "scope_type", "scope_id", "role"),
                condition=Q(accepted_at=None, revoked_at=None, closed_at=None),
                name="invitation_open_once",
                violation_error_message=_("This person has an open invitation to this role."),
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")),
                name="invitation_email_in_lower_case",
                violation_error_message=_("An e-mail address is kept in lower case."),
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="invitation_expires_after_creation",
                violation_error_message=_("An invitation expires after it is made."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None, closed_at=None),
                name="invitation_accepted_or_closed_not_both",
                violation_error_message=_("An invitation is accepted or closed, not both."),
            ),
        )

    def __str__(self) -> str:
        return self.email

    @property
    def status(self) -> InvitationStatus:
        if self.accepted_at:
            return InvitationStatus.ACCEPTED
        if self.revoked_at:
            return InvitationStatus.REVOKED
        if self.closed_at or self.expires_at <= timezone.now():
            return InvitationStatus.EXPIRED
        return InvitationStatus.OPEN

    @property
    def is_open(self) -> bool:
        return self.status == InvitationStatus.OPEN


@tracked()
class AccessRequest(Scoped):
    """A person asks for a role and says why; an official of the territory decides."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="access_requests"
    )
    reason = models.TextField(_("why you need access"), max_length=2000)
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=AccessRequestStatus.choices,
        default=AccessRequestStatus.WAITING,
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decision_note = models.TextField(_("answer to the person"), blank=True, max_length=2000)

    objects = AccessRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("access request")
        verbose_name_plural = _("access requests")
        ordering = ("-created_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "scope_type", "scope_id", "role"),
                condition=Q(status="waiting"),
                name="access_request_waiting_once",
                violation_error_message=_("You have asked for this role already."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="access_request_has_reason",
                violation_error_message=_("Say why you need access."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=AccessRequestStatus.values),
                name="access_request_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(status=AccessRequestStatus.WAITING, decided_at=None)
                | (~Q(status=AccessRequestStatus.WAITING) & Q(decided_at__isnull=False)),
                name="access_request_decided_at_with_decision",
                violation_error_message=_("A decided request has the moment of the decision."),
            ),
            models.CheckConstraint(
                condition=~Q(status=AccessRequestStatus.REFUSED) | ~Q(decision_note=""),
                name="access_request_refused_with_answer",
                violation_error_message=_("Say why you refuse."),
            ),
        )
        indexes = (models.Index(fields=("status", "-created_at"), name="access_request_by_status"),)

    def __str__(self) -> str:
        return f"{self.user} → {self.role}"

    def get_absolute_url(self) -> str:
        return reverse("accounts:access-request-detail", kwargs={"public_id": self.public_id})

    @property
    def is_waiting(self) -> bool:
        return self.status == AccessRequestStatus.WAITING
