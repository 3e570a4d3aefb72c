"""What people type of news, and how it becomes what the services take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.codelists.models import Theme
from common.design.languages import wording
from common.design.widgets import Upload
from common.intake.forms import RefusableForm, SeenField
from communities.models import Office
from communities.permissions import offices_to_enter_for
from partners.form_fields import NamedMany
from portal.news.data import COLUMNS, NewsData, news_data_of
from portal.news.enums import NewsFileKind
from portal.news.models import NewsItem
from projects.linked_fields import add_rooms, chosen, firsts
from projects.record_forms import DescribedFileForm, english, long, text, visibility_field
from projects.record_sections import tell_user

# What news are about, each chosen by typing: name of the field → label.
NAMED = {
    "communities": _("Community"),
    "partners": _("Partner"),
    "projects": _("Project"),
    "agreements": _("Agreement"),
    "meetings": _("Meeting"),
}
WORDS = ("office", "title", "summary", "text")
ENGLISH = ("title_en", "summary_en", "text_en")


class NewsForm(RefusableForm):
    office = forms.ModelChoiceField(
        Office.objects.none(), label=_("Office"), to_field_name="slug", empty_label=None
    )
    title = text(pgettext_lazy("news", "Title in Ukrainian"), 300, required=True)
    title_en = english(pgettext_lazy("news", "Title in English"), 300)
    summary = long(
        _("In short, in Ukrainian"),
        500,
        rows=3,
        help_text=_("One or two sentences: they stand in lists, in letters and in search engines."),
    )
    summary_en = long(_("In short, in English"), 500, rows=3, attrs={"lang": "en"})
    text = long(
        _("Text in Ukrainian"),
        20000,
        rows=12,
        help_text=_("An empty line parts paragraphs. Photographs are attached afterwards."),
    )
    text_en = long(_("Text in English"), 20000, rows=12, attrs={"lang": "en"})
    themes = NamedMany(
        Theme.objects.none(), label=_("Themes"), required=False, to_field_name="slug"
    )
    visibility = visibility_field(help_text=_("Only your office sees it before it is published."))
    seen = SeenField()

    def __init__(self, *args: Any, user: Any, item: NewsItem | None = None, **options: Any) -> None:
        self.item = item
        before = news_data_of(item) if item else None
        initial = _initial(item) if item else {}
        super().__init__(*args, **{**options, "initial": initial})
        fields: dict[str, Any] = self.fields
        fields["text"].required = True
        fields["office"].queryset = offices_to_enter_for(user)
        fields["office"].label_from_instance = lambda one: wording(one, "name").text
        fields["themes"].queryset = Theme.objects.filter(is_archived=False)
        self.rooms = add_rooms(self, NAMED, vars(before) if before else {})
        tell_user(self, user)
        del self.fields["office" if item else "seen"]

    @property
    def sets(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields in named sections, as the page shows them."""
        linked = tuple(name for names in self.rooms.values() for name in names)
        groups: tuple[tuple[Any, tuple[str, ...]], ...] = (
            (pgettext_lazy("news", "What happened"), WORDS),
            (_("The same in English"), ENGLISH),
            (_("Themes and publication"), ("themes", "visibility")),
            (pgettext_lazy("news", "What it is about"), linked),
        )
        return [
            (legend, [self[name] for name in names if name in self.fields])
            for legend, names in groups
        ]

    @property
    def places(self) -> Mapping[str, str]:
        return firsts(self.rooms)

    def data_for(self) -> NewsData:
        given = self.cleaned_data
        plain = {name: given[name] for name in COLUMNS if name in given}
        return NewsData(
            **plain,
            source_note=self.item.source_note if self.item else "",
            themes=tuple(given["themes"]),
            **chosen(given, self.rooms),  # type: ignore[arg-type]
        )


def _initial(item: NewsItem) -> dict[str, Any]:
    return {
        **{name: getattr(item, name) for name in COLUMNS},
        "themes": [one.slug for one in item.themes.all()],
        "seen": item.updated_at.isoformat(),
    }


class NewsFileForm(DescribedFileForm):
    kind = forms.ChoiceField(
        label=pgettext_lazy("file", "What it is"),
        choices=NewsFileKind.choices,
        initial=NewsFileKind.PHOTO,
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label=_("File"),
        widget=Upload(attrs={"accept": ".pdf,.docx,.jpg,.jpeg,.png"}),
        help_text=_(
            "PDF, DOCX, JPEG or PNG, at most 20 MB. What a camera wrote into a photograph, such as "
            "the place, is taken out."
        ),
    )
    field_order = ("kind", "file")
