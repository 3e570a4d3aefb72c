"""Relations of communities and oblasts with places abroad: what they are and how they went."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.audit.tracking import tracked
from common.codelists.enums import Visibility
from communities.models import Community, Oblast, Office
from partners.models import Agreement, ContactPerson
from twinning.link_enums import LinkKind, LinkStage, Precision
from twinning.link_querysets import QuestionQuerySet, TwinLinkQuerySet
from twinning.models.municipalities import Municipality

ALIVE = ~Q(stage=LinkStage.ENDED)


@tracked()
class TwinLink(models.Model):
    """A community, or an oblast, with a place abroad. `stage` is written by `workflow` alone.

    `contact` is a person at the partner: personal data, for officials only.
    """

    public_id = models.UUIDField(
        _("public identifier"), default=uuid.uuid4, unique=True, editable=False
    )
    community = models.ForeignKey(
        Community,
        verbose_name=_("community"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="twin_links",
    )
    oblast = models.ForeignKey(
        Oblast,
        verbose_name=pgettext_lazy("territory", "oblast"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="twin_links",
        help_text=_("Only for a link of the whole oblast, such as twin regions."),
    )
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("place abroad"),
        on_delete=models.PROTECT,
        related_name="twin_links",
    )
    kind = models.CharField(
        _("kind"), max_length=12, choices=LinkKind.choices, default=LinkKind.TWIN_CITY
    )
    stage = models.CharField(
        _("stage"), max_length=12, choices=LinkStage.choices, default=LinkStage.CONTACT
    )
    since_on = models.DateField(_("since"), null=True, blank=True)
    since_precision = models.CharField(
        _("how exactly the date is known"),
        max_length=4,
        choices=Precision.choices,
        default=Precision.DAY,
    )
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    visibility = models.CharField(
        _("who may see it"),
        max_length=10,
        choices=Visibility.choices,
        default=Visibility.PUBLIC,
    )
    office = models.ForeignKey(
        Office,
        verbose_name=_("responsible office"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="twin_links",
    )
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("people responsible"),
        through="TwinLinkPerson",
        related_name="twin_links",
        blank=True,
    )
    agreement = models.ForeignKey(
        Agreement,
        verbose_name=_("agreement"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="twin_links",
        help_text=_("The document on which the link rests."),
    )
    contact = models.ForeignKey(
        ContactPerson,
        verbose_name=_("contact person at the partner"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="twin_links",
    )
    source = models.CharField(_("source"), max_length=500, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=2000)
    note_en = models.TextField(_("note in English"), blank=True, max_length=2000)
    updated_at = models.DateTimeField(_("updated at"), default=timezone.now, editable=False)

    objects = TwinLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("twin link")
        verbose_name_plural = _("twin links")
        ordering = ("-updated_at", "-pk")
        indexes = (
            models.Index(fields=("-updated_at", "-id"), name="twinlink_updated"),
            models.Index(fields=("stage",), name="twinlink_stage"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(community=None, oblast__isnull=False)
                | Q(community__isnull=False, oblast=None),
                name="twinlink_of_community_or_oblast",
                violation_error_message=_("Name a community or an oblast, one of the two."),
            ),
            models.UniqueConstraint(
                fields=("community", "municipality", "kind"),
                condition=Q(community__isnull=False) & ALIVE,
                name="twinlink_of_community_once",
                violation_error_message=_("The community has this link with the place already."),
            ),
            models.UniqueConstraint(
                fields=("oblast", "municipality", "kind"),
                condition=Q(oblast__isnull=False) & ALIVE,
                name="twinlink_of_oblast_once",
                violation_error_message=_("The oblast has this link with the place already."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(stage=LinkStage.ENDED),
                name="twinlink_only_ended_has_an_end",
                violation_error_message=_("Only a link that has ended has a day of its end."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None)
                | Q(since_on=None)
                | Q(ended_on__gte=models.F("since_on")),
                name="twinlink_ends_after_it_began",
                violation_error_message=_("A link cannot end before it began."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=LinkKind.values) & Q(stage__in=LinkStage.values),
                name="twinlink_kind_and_stage_are_known",
                violation_error_message=_("There is no such kind or stage of a link."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.home} – {self.municipality}"

    def get_absolute_url(self) -> str:
        return reverse("twinning:link-detail", kwargs={"public_id": self.public_id})

    @property
    def home(self) -> Community | Oblast:
        """Our side."""
        home: Community | Oblast | None = self.community or self.oblast
        assert home is not None
        return home

    @property
    def home_oblast(self) -> Oblast:
        """The oblast itself, or the one in which the community lies."""
        home: Oblast = self.community.oblast if self.community else self.home  # type: ignore[assignment]
        return home


@tracked()
class TwinLinkPerson(models.Model):
    """Who looks after a link."""

    link = models.ForeignKey(
        TwinLink, verbose_name=_("twin link"), on_delete=models.CASCADE, related_name="persons"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="twin_link_duties",
    )

    class Meta:
        verbose_name = _("person responsible for a twin link")
        verbose_name_plural = _("people responsible for twin links")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("link", "user"),
                name="twinlinkperson_once",
                violation_error_message=_("This person is named already."),
            ),
        )

    def __str__(self) -> str:
        return str(self.user)


@tracked()
class TwinLinkQuestion(models.Model):
    """An imported link whose place abroad nobody could be sure of: an official decides.

    Never deleted: once decided it names the link that came of it, or none when it was left out,
    so that the same table brought in again asks nothing twice.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    community = models.ForeignKey(
        Community,
        verbose_name=_("community"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="twin_link_questions",
    )
    oblast = models.ForeignKey(
        Oblast,
        verbose_name=pgettext_lazy("territory", "oblast"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="twin_link_questions",
    )
    name = models.CharField(_("name of the place abroad"), max_length=200)
    country = models.CharField(_("country"), max_length=2, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=LinkKind.choices)
    # Everything else that the row said, in the shape of a checked row of the import.
    said = models.JSONField(_("what the row says"), default=dict)
    origin_note = models.CharField(_("where it comes from"), max_length=300, blank=True)
    link = models.ForeignKey(
        TwinLink,
        verbose_name=_("twin link"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="questions",
    )
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now, editable=False)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question about an imported link")
        verbose_name_plural = _("questions about imported links")
        ordering = ("asked_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(community=None, oblast__isnull=False)
                | Q(community__isnull=False, oblast=None),
                name="twinlinkquestion_of_community_or_oblast",
                violation_error_message=_("Name a community or an oblast, one of the two."),
            ),
            models.UniqueConstraint(
                fields=("community", "oblast", "name", "country", "kind"),
                nulls_distinct=False,
                name="twinlinkquestion_once",
                violation_error_message=_("This question waits already."),
            ),
            models.CheckConstraint(
                condition=Q(link=None) | Q(decided_at__isnull=False),
                name="twinlinkquestion_link_is_a_decision",
                violation_error_message=_("Only a decided question leads to a link."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.home} – {self.name}"

    @property
    def home(self) -> Community | Oblast:
        home: Community | Oblast | None = self.community or self.oblast
        assert home is not None
        return home

    @property
    def home_oblast_id(self) -> int:
        key: int | None = self.community.oblast_id if self.community else self.oblast_id
        assert key is not None
        return key
