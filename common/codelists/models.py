"""Short lists: themes, which officials keep themselves, and official codes with their names."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.audit.tracking import tracked
from common.design.formats import current_language
from common.search.columns import sort_key


@tracked()
class Theme(models.Model):
    """A direction of work (напрям), shared by every register as a filter."""

    slug = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100)
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    is_archived = models.BooleanField(_("no longer offered"), default=False)
    sort_key = sort_key()

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ("position", "sort_key", "pk")

    def __str__(self) -> str:
        return self.name


class CodelistEntryQuerySet(models.QuerySet["CodelistEntry"]):
    def of_iati(self) -> CodelistEntryQuerySet:
        """Lists of other standards are named with them: `OC4IDS:…`."""
        return self.exclude(codelist__contains=":")


@tracked()
class CodelistEntry(models.Model):
    """One code of an official list (IATI, OC4IDS, 360Giving), with names in both languages.

    Records keep the plain code, never a key of this table: a list may be loaded, renewed or be
    absent without touching them. The Ukrainian name is ours and empty where nobody has written
    one yet; the English name is the official one.
    """

    codelist = models.CharField(_("code list"), max_length=60)
    code = models.CharField(_("code"), max_length=120)
    name = models.CharField(_("name"), max_length=500, blank=True)
    name_en = models.CharField(_("name in English"), max_length=500, blank=True)
    category = models.CharField(_("code of the group"), max_length=120, blank=True)
    position = models.PositiveIntegerField(_("position"), default=0)
    is_withdrawn = models.BooleanField(_("withdrawn"), default=False)
    is_official = models.BooleanField(_("from the published list"), default=False)

    objects = CodelistEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("code")
        verbose_name_plural = _("codes of official lists")
        ordering = ("codelist", "position", "code")
        constraints = (
            models.UniqueConstraint(
                fields=("codelist", "code"),
                name="code_once_in_its_list",
                violation_error_message=_("This code is already in the list."),
            ),
        )

    def __str__(self) -> str:
        name = self.name_en if current_language() == "en" else self.name
        return f"{self.code} {name or self.name_en or self.name}".strip()
