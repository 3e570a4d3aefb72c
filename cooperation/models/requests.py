"""Requests of communities to the office, and what they are about."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.audit.tracking import tracked
from common.codelists.enums import Visibility
from common.codelists.models import Theme
from common.search.columns import search_text, sort_key
from communities.models import Community, Oblast, Office
from cooperation.request_enums import Outcome, RequestKind, RequestStatus, Side, Urgency, WaitingFor
from cooperation.request_querysets import RequestQuerySet
from partners.models import Agreement, Partner
from projects.models import Project, ProjectIdea
from projects.models.projects import CURRENCY_PATTERN
from twinning.models import TwinLink

# Personal data: never public, and out of the history so that it can be forgotten.
CONTACT = ("contact_name", "contact_position", "contact_email", "contact_phone")


@tracked(exclude=CONTACT)
class CoordinationRequest(models.Model):
    """A community asks the office to coordinate.

    `status` and `outcome` are written by `request_workflow` alone; what the deadline is computed
    from by `request_deadlines`.
    """

    public_id = models.UUIDField(
        _("public identifier"), default=uuid.uuid4, unique=True, editable=False
    )
    reference = models.CharField(_("reference"), max_length=24, unique=True, editable=False)
    community = models.ForeignKey(
        Community, verbose_name=_("community"), on_delete=models.PROTECT, related_name="requests"
    )
    oblast = models.ForeignKey(
        Oblast,
        verbose_name=pgettext_lazy("territory", "oblast"),
        on_delete=models.PROTECT,
        related_name="requests",
        editable=False,
    )
    office = models.ForeignKey(
        Office,
        verbose_name=_("office that deals with it"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="requests",
        editable=False,
        help_text=_("Usually that of the community’s oblast; it may hand the request over."),
    )
    kind = models.CharField(_("what is needed"), max_length=12, choices=RequestKind.choices)
    subject = models.CharField(_("subject"), max_length=200)
    subject_en = models.CharField(_("subject in English"), max_length=200, blank=True)
    description = models.TextField(_("description"), blank=True, max_length=6000)
    description_en = models.TextField(_("description in English"), blank=True, max_length=6000)
    themes = models.ManyToManyField(
        Theme, verbose_name=_("themes"), through="RequestTheme", related_name="requests", blank=True
    )
    amount = models.DecimalField(
        _("amount"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    amount_on = models.DateField(
        _("amount as of"), null=True, blank=True, help_text=_("The rate of this day is taken.")
    )
    needed_by = models.DateField(_("needed by"), null=True, blank=True)
    urgency = models.CharField(
        _("urgency"), max_length=8, choices=Urgency.choices, default=Urgency.USUAL
    )
    visibility = models.CharField(
        _("who may see it"),
        max_length=10,
        choices=Visibility.choices,
        default=Visibility.INTERNAL,
        help_text=_("Partners see an accepted request only when it is not for officials alone."),
    )
    # What single kinds ask for; `request_kinds` says which.
    countries = ArrayField(
        models.CharField(max_length=2), verbose_name=_("countries"), default=list, blank=True
    )
    partner = models.ForeignKey(
        Partner,
        verbose_name=_("partner that it is about"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="requests",
    )
    people_count = models.PositiveIntegerField(_("how many people"), null=True, blank=True)
    goods = models.TextField(_("what and how much"), blank=True, max_length=3000)
    deliver_to = models.CharField(_("where to deliver"), max_length=300, blank=True)
    happens_on = models.DateField(_("planned day"), null=True, blank=True)
    from_language = models.CharField(_("from the language"), max_length=3, blank=True)
    to_language = models.CharField(_("into the language"), max_length=3, blank=True)
    contact_name = models.CharField(_("contact person"), max_length=200, blank=True)
    contact_position = models.CharField(_("position"), max_length=200, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=40, blank=True)
    # Where it stands.
    status = models.CharField(
        _("status"),
        max_length=11,
        choices=RequestStatus.choices,
        default=RequestStatus.DRAFT,
        editable=False,
    )
    outcome = models.CharField(
        _("outcome"), max_length=13, choices=Outcome.choices, blank=True, editable=False
    )
    outcome_note = models.CharField(
        _("about the outcome"), max_length=2000, blank=True, editable=False
    )
    to_add = models.CharField(_("what to add"), max_length=2000, blank=True, editable=False)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("officer"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assigned_requests",
        editable=False,
    )
    attention = models.CharField(
        _("whose turn it is"), max_length=9, choices=Side.choices, blank=True, editable=False
    )
    waiting_for = models.CharField(
        _("waits for"), max_length=9, choices=WaitingFor.choices, blank=True, editable=False
    )
    waiting_reason = models.CharField(
        _("why it waits"), max_length=2000, blank=True, editable=False
    )
    waited_from = models.CharField(max_length=11, blank=True, editable=False)
    resume_on = models.DateField(_("goes on from"), null=True, blank=True, editable=False)
    # The deadline and what it was computed from.
    counted_from = models.DateField(_("counted from"), null=True, blank=True, editable=False)
    term_days = models.PositiveSmallIntegerField(
        _("term in working days"), null=True, blank=True, editable=False
    )
    paused_since = models.DateField(_("stands still since"), null=True, blank=True, editable=False)
    paused_days = models.PositiveSmallIntegerField(
        _("working days that it stood still"), default=0, editable=False
    )
    extended_to = models.DateField(_("extended to"), null=True, blank=True, editable=False)
    extended_why = models.CharField(
        _("why it was extended"), max_length=1000, blank=True, editable=False
    )
    due_on = models.DateField(_("deadline"), null=True, blank=True, editable=False)
    chased_until = models.DateField(_("chased, rests until"), null=True, blank=True, editable=False)
    is_quiet = models.BooleanField(
        _("no reminders"), default=False, help_text=_("Automatic reminders about it are off.")
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True, editable=False)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="coordination_requests",
        editable=False,
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    sort_key = sort_key("subject")
    search_text = search_text("subject", "subject_en", "reference")

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to the office")
        verbose_name_plural = _("requests to the office")
        ordering = ("-created_at", "-pk")
        indexes = (
            GinIndex(OpClass("search_text", name="gin_trgm_ops"), name="request_subjects"),
            models.Index(fields=("office", "status"), name="request_office_status"),
            models.Index(fields=("community", "status"), name="request_community_status"),
            models.Index(fields=("assignee", "status"), name="request_assignee_status"),
            models.Index(fields=("status", "due_on"), name="request_status_due"),
            models.Index(fields=("sort_key", "id"), name="request_order"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=RequestKind.values), name="request_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=RequestStatus.values), name="request_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(urgency__in=Urgency.values), name="request_urgency_is_known"
            ),
            models.CheckConstraint(
                condition=Q(attention__in=["", *Side.values]), name="request_attention_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status=RequestStatus.CLOSED, outcome__in=Outcome.values)
                | (~Q(status=RequestStatus.CLOSED) & Q(outcome="")),
                name="request_closed_with_outcome",
                violation_error_message=_("A closed request says how it ended; others do not."),
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", Outcome.FULFILLED, Outcome.WITHDRAWN])
                | ~Q(outcome_note=""),
                name="request_ended_with_reason",
                violation_error_message=_("Say why the request is closed."),
            ),
            models.CheckConstraint(
                condition=~Q(status=RequestStatus.RETURNED) | ~Q(to_add=""),
                name="request_returned_with_reason",
                violation_error_message=_("Say what has to be added."),
            ),
            models.CheckConstraint(
                condition=~Q(status=RequestStatus.WAITING)
                | Q(
                    waiting_for__in=WaitingFor.values,
                    resume_on__isnull=False,
                    waited_from__in=RequestStatus.values,
                ),
                name="request_waits_for_somebody",
                violation_error_message=_("Say for whom it waits, and until when."),
            ),
            models.CheckConstraint(
                condition=Q(amount=None, currency="", amount_on=None)
                | Q(
                    amount__isnull=False,
                    amount__gt=0,
                    currency__regex=CURRENCY_PATTERN,
                    amount_on__isnull=False,
                ),
                name="request_amount_has_currency_and_day",
                violation_error_code="amount",
                violation_error_message=_(
                    "An amount is more than nothing and goes with its currency and its day."
                ),
            ),
            models.CheckConstraint(
                condition=Q(people_count=None) | Q(people_count__isnull=False, people_count__gt=0),
                name="request_people_are_some",
                violation_error_code="people_count",
                violation_error_message=_("How many people: at least one."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.subject}"

    def get_absolute_url(self) -> str:
        return reverse("requests:request-detail", kwargs={"reference": self.reference})


@tracked()
class RequestTheme(models.Model):
    request = models.ForeignKey(
        CoordinationRequest, on_delete=models.CASCADE, related_name="request_themes"
    )
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="request_themes")

    class Meta:
        verbose_name = _("theme of a request")
        verbose_name_plural = _("themes of requests")
        constraints = (
            models.UniqueConstraint(fields=("request", "theme"), name="request_theme_once"),
        )

    def __str__(self) -> str:
        return str(self.theme)


@tracked()
class RequestLink(models.Model):
    """What the request is about or what it led to; one of the four."""

    request = models.ForeignKey(CoordinationRequest, on_delete=models.CASCADE, related_name="links")
    agreement = models.ForeignKey(
        Agreement,
        verbose_name=_("agreement"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="request_links",
    )
    twin_link = models.ForeignKey(
        TwinLink,
        verbose_name=_("twin link"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="request_links",
    )
    project = models.ForeignKey(
        Project,
        verbose_name=_("project"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="request_links",
    )
    idea = models.ForeignKey(
        ProjectIdea,
        verbose_name=_("project idea"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="request_links",
    )
    is_result = models.BooleanField(_("the request led to it"), default=False)

    class Meta:
        verbose_name = _("link of a request")
        verbose_name_plural = _("links of requests")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=(
                    Q(agreement__isnull=False, twin_link=None, project=None, idea=None)
                    | Q(agreement=None, twin_link__isnull=False, project=None, idea=None)
                    | Q(agreement=None, twin_link=None, project__isnull=False, idea=None)
                    | Q(agreement=None, twin_link=None, project=None, idea__isnull=False)
                ),
                name="requestlink_names_one",
                violation_error_message=_("A link names exactly one record."),
            ),
            *(
                models.UniqueConstraint(
                    fields=("request", name),
                    condition=Q(**{f"{name}__isnull": False}),
                    name=f"requestlink_{name}_once",
                    violation_error_message=_("This record is linked already."),
                )
                for name in ("agreement", "twin_link", "project", "idea")
            ),
        )

    def __str__(self) -> str:
        return str(self.record)

    @property
    def record(self) -> Agreement | TwinLink | Project | ProjectIdea | None:
        return self.agreement or self.twin_link or self.project or self.idea
