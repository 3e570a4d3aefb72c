"""What people type to enter a project, to attach its papers and to merge two records."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.permissions import is_administrator
from common.codelists.entries import grouped_choices_of
from common.codelists.enums import Visibility
from common.design.formats import current_language
from common.design.languages import wording
from common.design.widgets import Upload
from common.intake.forms import RefusableForm
from communities.models import Oblast
from communities.permissions import curated_oblasts
from partners.agreement_fields import date_field
from partners.data import language_names
from projects.choosing import KeyField
from projects.data import ProjectData
from projects.enums import ActivityStatus, IdentifierKind, ProjectKind
from projects.models import ProjectPhoto
from projects.project_rows import chosen
from projects.record_forms import english, text, visibility_field
from projects.record_sections import tell_user
from projects.rows import Number
from projects.services import Paper
from projects.services.documents import LARGEST_FILE, LARGEST_PHOTO


class NewProjectForm(RefusableForm):
    """Enough to begin, and to tell whether the project is in the register already."""

    places = {"identifiers": "number"}

    oblast = forms.ModelChoiceField(
        Oblast.objects.none(),
        label=_("Oblast whose office keeps the record"),
        to_field_name="code",
        empty_label=None,
    )
    kind = chosen(_("Kind"), ProjectKind.choices)
    title = text(_("Title in Ukrainian"), 500, required=True)
    title_en = english(_("Title in English"), 500)
    status = forms.ChoiceField(
        label=_("Status"), choices=ActivityStatus.choices, initial=ActivityStatus.IMPLEMENTATION
    )
    number_kind = chosen(_("Number in another register"), IdentifierKind.choices, required=False)
    number = text(
        _("This number"),
        200,
        help_text=_("State registration, IATI or DREAM: so that no project is entered twice."),
    )

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **{"use_required_attribute": False, **options})
        field: Any = self.fields["oblast"]
        rows = Oblast.objects.in_force().in_ukrainian_order()
        field.queryset = (
            rows if is_administrator(user) else rows.filter(pk__in=curated_oblasts(user))
        )
        field.label_from_instance = lambda one: wording(one, "full_name").text

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("number") and not given.get("number_kind"):
            self.add_error("number_kind", _now("Say whose number it is."))
        if given.get("number_kind") and not given.get("number"):
            self.add_error("number", _now("Give the number itself."))
        return given

    def data_for(self) -> ProjectData:
        names = ("kind", "title", "title_en", "status")
        return ProjectData(**{name: self.cleaned_data[name] for name in names})

    def numbers(self) -> list[Number]:
        kind, value = self.cleaned_data["number_kind"], self.cleaned_data["number"]
        return [Number(kind=kind, value=value)] if value else []


def paper_kinds() -> list[tuple[str, Any]]:
    return [("", "—"), *grouped_choices_of("DocumentCategory", "DocumentCategory-category")]


class DocumentForm(RefusableForm):
    """A file that the portal keeps, or the address of one that stands elsewhere."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        widget=Upload(),
        help_text=_("PDF, DOCX, XLSX or JPEG, at most 20 MB."),
    )
    url = text(_("or its address on the web"), 1000)
    category = forms.ChoiceField(label=_("What it is"), choices=paper_kinds)
    title = text(_("Title in Ukrainian"), 300, required=True)
    title_en = english(_("Title in English"), 300)
    description = text(_("Description"), 1000)
    language = forms.ChoiceField(label=_("Language"), required=False)
    dated_on = date_field(_("Date"))
    visibility = visibility_field(
        help_text=_("Papers with signatures and names: publish them only when that is agreed.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"use_required_attribute": False, **options})
        names = language_names(current_language())
        language: Any = self.fields["language"]
        language.choices = [("", "—"), *sorted(names.items(), key=lambda pair: pair[1])]
        self.fields["visibility"].initial = Visibility.INTERNAL

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST_FILE:
            raise ValidationError(_now("The file is larger than 20 MB."))
        return file

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("file") and not given.get("url") and "file" not in self.errors:
            self.add_error("file", _now("Choose a file, or give its address on the web."))
        if given.get("file") and given.get("url"):
            self.add_error("url", _now("Give either a file or an address on the web."))
        return given

    def paper(self) -> Paper:
        names = (
            "category",
            "title",
            "title_en",
            "description",
            "language",
            "dated_on",
            "visibility",
        )
        return Paper(**{name: self.cleaned_data[name] for name in names})


class PhotoForm(RefusableForm):
    """What the photograph shows is read to those who do not see it."""

    file = forms.FileField(
        label=_("Photograph"),
        widget=Upload(attrs={"accept": ".jpg,.jpeg,.png"}),
        help_text=_(
            "JPEG or PNG, at most 10 MB. What a camera wrote into it, such as the place, is taken "
            "out."
        ),
    )
    caption = text(
        _("What it shows"),
        500,
        required=True,
        help_text=_("For those who do not see the photograph. Name no exact place."),
    )
    caption_en = english(_("What it shows, in English"), 500)
    credit = text(_("Author"), 200)
    taken_on = date_field(_("Taken on"))
    is_published = forms.BooleanField(
        label=_("Show it to everybody"),
        required=False,
        help_text=_("Look first whether it gives away where it was taken."),
    )

    def __init__(self, *args: Any, photo: ProjectPhoto | None = None, **options: Any) -> None:
        if photo:
            names = ("caption", "caption_en", "credit", "taken_on", "is_published")
            options["initial"] = {name: getattr(photo, name) for name in names}
        super().__init__(*args, **{"use_required_attribute": False, **options})
        if photo:
            del self.fields["file"]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_PHOTO:
            raise ValidationError(_now("The photograph is larger than 10 MB."))
        return file


class MergeForm(forms.Form):
    other = KeyField("projects", label=_("The other record of the same project"))

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        tell_user(self, user)
