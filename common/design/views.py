"""The component page: every part of the portal's look, with an invented example."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from common.design.parts import (
    Cell,
    Change,
    Chip,
    Event,
    Fact,
    Link,
    Pill,
    Preview,
    PreviewRow,
    Step,
)
from common.design.widgets import Combobox, Upload


def suggestions_url() -> str:
    return f"{reverse('design:components')}?suggest=1"


class SampleForm(forms.Form):
    """Each kind of field once."""

    name = forms.CharField(
        label=lazy("Name in Ukrainian"),
        help_text=lazy("As in the founding document, without quotes."),
    )
    country = forms.CharField(
        label=lazy("Country"),
        help_text=lazy("Begin to type and choose from the list."),
        required=False,
        widget=Combobox(suggestions_url),
    )
    founded_on = forms.DateField(
        label=lazy("Founded on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    kind = forms.ChoiceField(
        label=lazy("Kind of partner"),
        choices=[
            ("", lazy("Choose one")),
            ("foundation", lazy("Foundation")),
            ("city", lazy("Foreign city")),
        ],
    )
    visibility = forms.ChoiceField(
        label=lazy("Who may see it"),
        choices=[("public", lazy("Everyone")), ("internal", lazy("Only for office staff"))],
        widget=forms.RadioSelect,
    )
    themes = forms.MultipleChoiceField(
        label=lazy("Directions"),
        required=False,
        choices=[("energy", lazy("Energy")), ("health", lazy("Health care"))],
        widget=forms.CheckboxSelectMultiple,
    )
    email = forms.EmailField(label=lazy("E-mail"), required=False)
    about = forms.CharField(label=lazy("Description"), required=False, widget=forms.Textarea)
    logo = forms.FileField(
        label=lazy("Logo"),
        required=False,
        help_text=lazy("PNG or SVG, up to 2 MB. Choose a file or drop it here."),
        widget=Upload,
    )
    agreed = forms.BooleanField(
        label=lazy("The person agreed that we keep these details"),
        help_text=lazy("Without consent we may not keep them."),
    )


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    if "suggest" in request.GET:
        return suggest(request.GET.get("q", ""))
    return render(request, "components/page.html", sample_context())


def suggest(text: str) -> JsonResponse:
    """Three invented answers for the combobox of the component page."""
    names = [_("Denmark"), _("Germany"), _("Sweden")]
    found = [name for name in names if text.lower() in name.lower()]
    results = [{"value": name, "label": name, "hint": _("Europe")} for name in found]
    return JsonResponse({"results": results})


def sample_context() -> dict[str, Any]:
    wrong = SampleForm({"name": "", "email": "office@", "kind": ""})
    return {
        "form": SampleForm(prefix="plain"),
        "wrong_form": wrong,
        "pages": Paginator(range(128), 25).page(2),
        "untranslated": {"name": "Менська громада", "name_en": ""},
        "today": dt.date(2026, 11, 21),
        "pills": sample_pills(),
        **sample_links(),
        **sample_records(),
    }


def sample_pills() -> list[Pill]:
    return [
        Pill(pgettext("state", "Active"), "good"),
        Pill(pgettext("state", "Waits for an answer"), "wait"),
        Pill(pgettext("state", "Overdue"), "bad"),
        Pill(pgettext("state", "New"), "info"),
        Pill(pgettext("state", "Archived"), "quiet"),
    ]


def sample_links() -> dict[str, Any]:
    here = reverse("design:components")
    return {
        "home": Link(_("Home"), "/"),
        "here": Link(_("Parts of the portal"), here),
        "contents": [
            Link(_("Words and states"), "#words"),
            Link(_("Lists"), "#lists"),
            Link(_("One record"), "#record"),
            Link(_("Forms"), "#forms"),
            Link(_("Figures and maps"), "#figures"),
        ],
        "sorting": [
            Link(pgettext("sorting", "name"), here, current=True),
            Link(_("recently changed"), f"{here}?sort=-updated_at"),
        ],
        "tabs": [
            Link(_("Overview"), here, current=True),
            Link(_("Agreements"), f"{here}?tab=agreements", count=8),
            Link(_("History"), f"{here}?tab=history"),
        ],
        "views": [
            Link(_("Table"), here, current=True),
            Link(_("Cards"), f"{here}?view=cards"),
        ],
        "files": [
            Link("XLSX", f"{here}?format=xlsx", note=_("128 rows")),
            Link("CSV", f"{here}?format=csv", note=_("128 rows")),
        ],
        "chips": [
            Chip(_("Country"), _("Denmark"), here),
            Chip(_("Direction"), _("Energy"), here),
        ],
        "steps": [
            Step(_("Who"), "done", here),
            Step(_("What for"), "current"),
            Step(_("Review and send"), "next"),
        ],
    }


def sample_records() -> dict[str, Any]:
    moment = dt.datetime(2026, 11, 21, 9, 30, tzinfo=dt.UTC)
    return {
        "key_facts": [
            Fact(_("Country"), _("Denmark")),
            Fact(_("Kind"), _("Foundation")),
            Fact(_("Works in"), _("4 oblasts")),
        ],
        "facts": [
            Fact(_("Website"), "example.org", "https://example.org/"),
            Fact(_("Identifier"), "DK-CVR-10000000"),
            Fact(_("Left out when empty"), ""),
        ],
        "events": [
            Event(
                _("Status changed"),
                moment,
                who=_("Officer of the Sumy office"),
                source=pgettext("source of a change", "page"),
                changes=[
                    Change(_("Status"), pgettext("state", "Candidate"), pgettext("state", "Active"))
                ],
                url="#record",
                url_label=_("Restore the earlier version"),
            ),
            Event(
                _("Record created"),
                moment - dt.timedelta(days=12),
                source=pgettext("source of a change", "import"),
            ),
        ],
        "preview": Preview(
            _("The first rows of the file"),
            [_("Name"), _("Country"), _("Website")],
            [
                PreviewRow(
                    2,
                    [Cell(_("Fund of good neighbours")), Cell("DK"), Cell("example.org")],
                    Pill(_("Will be added"), "good"),
                ),
                PreviewRow(
                    3,
                    [
                        Cell(_("City of Lakes")),
                        Cell("Danmark", _("No such country. Write the two-letter code: DK.")),
                        Cell(""),
                    ],
                    Pill(_("Needs mending"), "bad"),
                ),
            ],
        ),
    }
