"""Fields of forms that ask for partners, their languages and their numbers."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _now

from common.design.formats import current_language
from common.design.languages import wording
from common.design.widgets import TypingChoiceField
from common.search.names import search_names
from partners.data import language_names
from partners.identifiers import check_identifier
from partners.models import Partner


class NamedMany(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Themes or oblasts by their codes, named in the page's language."""

    widget = forms.CheckboxSelectMultiple
    # On a phone: two dozen boxes hide all that comes after them.
    folds = True

    def label_from_instance(self, obj: Any) -> str:
        has_full = hasattr(obj, "full_name")
        return wording(obj, "full_name" if has_full else "name").text


class PartnerChoice(TypingChoiceField):
    """A partner chosen by typing."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            Partner.objects.none(),
            url=lambda: reverse("partners:partner-choices"),
            find=search_names,
            to_field_name="slug",
            **options,
        )

    def offer(self, user: Any, *, without: Partner | None = None) -> None:
        rows = Partner.objects.visible_to(user).current().in_ukrainian_order()
        self.queryset = rows.exclude(pk=without.pk) if without else rows

    def label_from_instance(self, obj: Any) -> str:
        return wording(obj, "name").text


class LanguagesField(forms.CharField):
    """Languages by name in Ukrainian or English, or by two-letter code; separated by commas."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str) or value is None:
            return value
        names = language_names(current_language())
        return ", ".join(names.get(code, code) for code in value)

    def to_python(self, value: Any) -> Any:
        words = [
            word.strip().lower() for word in re.split(r"[,;\n]", super().to_python(value) or "")
        ]
        return tuple(self._code(word) for word in words if word)

    def _code(self, word: str) -> str:
        for language in ("uk", "en"):
            for code, name in language_names(language).items():
                if word in {code, name.lower()}:
                    return code
        message = _now("We do not know the language “%(word)s”.")
        raise ValidationError(message, params={"word": word}, code="unknown")


class NumbersField(forms.CharField):
    """Identifiers of one register, several separated by commas."""

    def __init__(self, scheme: str, **options: Any) -> None:
        self.scheme = scheme
        super().__init__(required=False, max_length=500, **options)

    def to_python(self, value: Any) -> Any:
        texts = re.split(r"[,;\n]", super().to_python(value) or "")
        checked = [check_identifier(self.scheme, text) for text in texts if text.strip()]
        wrong = [f"{one.identifier.value}: {one.error}" for one in checked if one.error]
        if wrong:
            raise ValidationError(wrong)
        return tuple(one.identifier for one in checked)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, tuple | list):
            return ", ".join(one.value for one in value)
        return value
