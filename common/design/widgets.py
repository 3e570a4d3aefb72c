"""Widgets that Django lacks: choose by typing, a file with room to drop it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.datastructures import MultiValueDict
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

Files = MultiValueDict[str, Any]

if TYPE_CHECKING:
    ModelChoiceField = forms.ModelChoiceField[Any]
else:
    ModelChoiceField = forms.ModelChoiceField


# Among so many a typed label is looked for; so many are told when it is not there.
COMPARED = 50
NAMED = 4
# Of a text pasted by mistake the beginning says which field it went into.
LONGEST_QUOTED = 80


class Typed(NamedTuple):
    """What came from the two inputs of a combobox: the chosen key and the visible text."""

    key: str
    text: str


class Combobox(forms.Widget):
    """A text input that suggests while one types.

    The script asks `url` with `?q=` and expects `{"results": [{"value", "label", "hint"}]}`.
    Without scripts the visible text is sent alone, and the field finds the record by it.
    """

    template_name = "components/forms/combobox.html"

    def __init__(self, url: str | Callable[[], str], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.url = url
        self.label_of: Callable[[Any], str] = str

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        typed = value if isinstance(value, Typed) else self.shown(value)
        context["widget"]["url"] = self.url() if callable(self.url) else self.url
        context["widget"]["typed"] = typed
        return context

    def shown(self, value: Any) -> Typed:
        if value is None or value == "":
            return Typed("", "")
        return Typed(str(value), self.label_of(value))

    def value_from_datadict(self, data: Mapping[str, Any], files: Files, name: str) -> Typed:
        key, text = ((data.get(each) or "").replace("\x00", "") for each in (name, f"{name}_text"))
        return Typed(key, text.strip())

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Files, name: str) -> bool:
        return name not in data and f"{name}_text" not in data


class TypingChoiceField(ModelChoiceField):
    """A foreign key chosen by typing, never from a box of thousands.

    `find` gives the records that a typed text may mean, for readers without scripts:
    exactly one is taken, several or none are said.
    """

    default_error_messages = {
        "unknown": _("We found no “%(text)s”. Type a part of the name and choose from the list."),
        "several": _("“%(text)s” names several: %(names)s. Type the full name."),
    }

    def __init__(
        self,
        queryset: QuerySet[Any],
        *,
        url: str | Callable[[], str],
        find: Callable[[QuerySet[Any], str], QuerySet[Any]],
        **options: Any,
    ) -> None:
        self.find = find
        super().__init__(queryset, widget=Combobox(url), **options)
        self.widget.label_of = self.label_of_key

    def label_of_key(self, key: Any) -> str:
        if "\x00" in str(key):
            return ""
        try:
            record = self.records().filter(**{self.to_field_name or "pk": key}).first()
        except (ValueError, ValidationError):
            # An address may ask for a key that is none, such as a UUID cut short.
            return ""
        return self.label_from_instance(record) if record else ""

    def records(self) -> QuerySet[Any]:
        assert self.queryset is not None
        return self.queryset.all()

    def to_python(self, value: Any) -> Model | None:
        if not isinstance(value, Typed):
            return super().to_python(value)
        if value.key and value.text in {"", self.label_of_key(value.key)}:
            return super().to_python(value.key)
        return self.resolve(value.text) if value.text else None

    def resolve(self, text: str) -> Model:
        found: list[Model] = list(self.find(self.records(), text)[:COMPARED])
        exact = [one for one in found if self.label_from_instance(one).lower() == text.lower()]
        if len(exact or found) == 1:
            return (exact or found)[0]
        names = ", ".join(self.label_from_instance(one) for one in found[:NAMED])
        code = "several" if found else "unknown"
        message = self.error_messages[code]
        said = Truncator(text).chars(LONGEST_QUOTED)
        raise ValidationError(message, code=code, params={"text": said, "names": names})

    def has_changed(self, initial: Any, data: Any) -> bool:
        key = data.key if isinstance(data, Typed) else data
        return super().has_changed(initial, key)


class Upload(forms.ClearableFileInput):
    """A file input with a frame to drop the file on."""

    template_name = "components/forms/upload.html"


class SeveralFiles(Upload):
    """As `Upload`, for several files at once: its value is the list of them."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Mapping[str, Any], files: Files, name: str) -> list[Any]:
        return list(files.getlist(name)) if isinstance(files, MultiValueDict) else []
