"""Who takes part in a project, under which numbers it is known, whom to ask."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.audit.tracking import tracked
from common.codelists.enums import OrganisationType
from communities.models import Community, Oblast, Office
from partners.models import ContactPerson, Partner
from projects.enums import WORLDWIDE_IDENTIFIERS, ContactKind, IdentifierKind, RoleKind
from projects.models.projects import Project
from projects.querysets import PartQuerySet


@tracked(in_bulk=True)
class ProjectIdentifier(models.Model):
    """The project's number in another register. One such number names one project."""

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, db_index=False, related_name="identifiers"
    )
    kind = models.CharField(_("register"), max_length=16, choices=IdentifierKind.choices)
    value = models.CharField(_("identifier"), max_length=200)
    issued_on = models.DateField(_("date"), null=True, blank=True)
    iati_type = models.CharField(_("IATI type"), max_length=3, blank=True)
    owner_ref = models.CharField(_("identifier of its owner"), max_length=200, blank=True)
    owner_name = models.CharField(_("whose number it is"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("identifier of a project")
        verbose_name_plural = _("identifiers of projects")
        ordering = ("kind", "value", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=IdentifierKind.values), name="projectidentifier_kind_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(value=""),
                name="projectidentifier_has_value",
                violation_error_code="value",
                violation_error_message=_("Give the number itself."),
            ),
            models.UniqueConstraint(
                fields=("kind", "value"),
                condition=Q(kind__in=WORLDWIDE_IDENTIFIERS),
                name="projectidentifier_names_one_project",
                violation_error_code="value",
                violation_error_message=_("Another project has this identifier already."),
            ),
            models.UniqueConstraint(
                fields=("project", "kind", "owner_ref", "owner_name", "value"),
                name="projectidentifier_once",
                violation_error_code="value",
                violation_error_message=_("The project has this identifier already."),
            ),
        )

    def __str__(self) -> str:
        return f"{IdentifierKind(self.kind).label}: {self.value}"


ONE_PARTY = (
    Q(community=None, oblast=None, office=None, name="", partner__isnull=False)
    | Q(partner=None, oblast=None, office=None, name="", community__isnull=False)
    | Q(partner=None, community=None, office=None, name="", oblast__isnull=False)
    | Q(partner=None, community=None, oblast=None, name="", office__isnull=False)
    | (Q(partner=None, community=None, oblast=None, office=None) & ~Q(name=""))
)


@tracked(in_bulk=True)
class ProjectRole(models.Model):
    """A partner, community, oblast (its administration) or office, or a body only named.

    `share` is that of the money: per cent of what all with this role give or get.
    """

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, db_index=False, related_name="roles"
    )
    role = models.CharField(_("role"), max_length=12, choices=RoleKind.choices)
    partner = models.ForeignKey(
        Partner,
        verbose_name=_("partner"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="project_roles",
    )
    community = models.ForeignKey(
        Community,
        verbose_name=_("community"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="project_roles",
    )
    oblast = models.ForeignKey(
        Oblast,
        verbose_name=_("oblast administration"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="project_roles",
    )
    office = models.ForeignKey(
        Office,
        verbose_name=_("regional office"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="project_roles",
    )
    name = models.CharField(_("name"), max_length=300, blank=True)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)
    org_ref = models.CharField(_("identifier of the organisation"), max_length=200, blank=True)
    org_type = models.CharField(
        _("IATI organisation type"), max_length=2, choices=OrganisationType.choices, blank=True
    )
    activity_ref = models.CharField(_("its own activity identifier"), max_length=200, blank=True)
    crs_channel = models.CharField(_("CRS channel code"), max_length=5, blank=True)
    share = models.DecimalField(
        _("share, %"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    number = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("role in a project")
        verbose_name_plural = _("roles in projects")
        ordering = ("number", "pk")
        # A role has one of the four, most of a file's have none.
        indexes = tuple(
            models.Index(
                fields=(body, "role"),
                condition=Q(**{f"{body}__isnull": False}),
                name=f"projectrole_{body}",
            )
            for body in ("partner", "community", "oblast", "office")
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(role__in=RoleKind.values), name="projectrole_role_is_known"
            ),
            models.CheckConstraint(
                condition=ONE_PARTY,
                name="projectrole_names_one",
                violation_error_message=_(
                    "A role belongs to one: a partner, a community, an oblast, an office, or a "
                    "body that is only named."
                ),
            ),
            models.CheckConstraint(
                condition=Q(share=None) | Q(share__range=(0, 100)),
                name="projectrole_share_is_percentage",
                violation_error_code="share",
                violation_error_message=_("A share is from 0 to 100 per cent."),
            ),
            models.UniqueConstraint(
                fields=("project", "role", "partner", "community", "oblast", "office", "name"),
                nulls_distinct=False,
                name="projectrole_once",
                violation_error_message=_("This organisation has this role already."),
            ),
        )

    def __str__(self) -> str:
        return f"{RoleKind(self.role).label}: {self.body or self.name}"

    @property
    def body(self) -> Partner | Community | Oblast | Office | None:
        return self.partner or self.community or self.oblast or self.office


@tracked(in_bulk=True)
class ProjectContact(models.Model):
    """Whom to ask. A person is personal data and never public; a body's address may be."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="contacts")
    kind = models.CharField(
        _("for what"), max_length=1, choices=ContactKind.choices, default=ContactKind.GENERAL
    )
    person = models.ForeignKey(
        ContactPerson,
        verbose_name=_("contact person"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="project_contacts",
    )
    organisation = models.CharField(_("organisation"), max_length=300, blank=True)
    organisation_en = models.CharField(_("organisation in English"), max_length=300, blank=True)
    department = models.CharField(_("department"), max_length=300, blank=True)
    department_en = models.CharField(_("department in English"), max_length=300, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("website"), blank=True, max_length=500)
    address = models.CharField(_("postal address"), max_length=300, blank=True)
    is_published = models.BooleanField(_("shown to everybody"), default=False)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact of a project")
        verbose_name_plural = _("contacts of projects")
        ordering = ("kind", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(person=None) | Q(is_published=False),
                name="projectcontact_person_is_not_public",
                violation_error_code="is_published",
                violation_error_message=_("A contact person is personal data: never published."),
            ),
        )

    def __str__(self) -> str:
        return self.organisation or str(self.person or self.email)
