"""Forms in the portal's hand: label above, hint, error that says how to mend, summary on top."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.forms import (
    BaseForm,
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    Field,
    HiddenInput,
    RadioSelect,
    Select,
    SelectMultiple,
)
from django.forms.renderers import TemplatesSetting
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

# An error says how to mend, and that depends on what one does with the field. First fit wins.
REQUIRED: tuple[tuple[type, Any], ...] = (
    (CheckboxInput, _("Tick the box to go on.")),
    (CheckboxSelectMultiple, _("Choose at least one.")),
    (SelectMultiple, _("Choose at least one.")),
    (RadioSelect, _("Choose one of these.")),
    (Select, _("Choose from the list.")),
)


class PortalBoundField(BoundField):
    """Also knows an example of the value, and asks for a missing one in fitting words."""

    def __init__(self, form: BaseForm, field: Field, name: str) -> None:
        super().__init__(form, field, name)
        # A browser would cut what is pasted without a word: the form says that it is too long.
        field.widget.attrs.pop("maxlength", None)
        if field.error_messages.get("required") == Field.default_error_messages["required"]:
            field.error_messages["required"] = required_message(field)

    @property
    def example(self) -> str:
        return str(getattr(self.field, "example", ""))

    @property
    def folds(self) -> bool:
        """More boxes than a phone shows at once: there they stand folded, with their number."""
        return bool(getattr(self.field, "folds", False))

    @property
    def chosen_count(self) -> int:
        """How many boxes are ticked."""
        return len(self.value() or ())

    @property
    def is_choice(self) -> bool:
        return isinstance(self.field.widget, CheckboxInput)


class PortalRenderer(TemplatesSetting):
    """`{{ form }}` and `{{ field.as_field_group }}` come out in our style; set as FORM_RENDERER."""

    form_template_name = "components/forms/form.html"
    field_template_name = "components/forms/field.html"
    formset_template_name = "components/forms/formset.html"
    bound_field_class = PortalBoundField


def required_message(field: Field) -> Any:
    for widget, message in REQUIRED:
        if isinstance(field.widget, widget):
            return message
    return field.error_messages["required"]


@dataclass(frozen=True, slots=True)
class ErrorLink:
    """An error and the field it leads to; errors of the whole form lead nowhere."""

    target: str
    label: str
    message: str


def error_links(form: BaseForm) -> Iterator[ErrorLink]:
    if not form.is_bound:
        return
    for message in form.non_field_errors():
        yield ErrorLink("", "", str(message))
    for field in form:
        hidden = isinstance(field.field.widget, HiddenInput)
        for message in field.errors:
            label = capfirst(str(field.label))
            yield ErrorLink("" if hidden else first_id(field), label, str(message))


def first_id(field: BoundField) -> str:
    """The element to land on: the first of several inputs, else the field's only one."""
    if field.use_fieldset and field.auto_id:
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id
