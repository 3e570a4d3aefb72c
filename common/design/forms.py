"""Forms in the portal's hand: label above, hint, error that says how to mend, summary on top."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.forms import BaseForm, BoundField, CheckboxInput, HiddenInput
from django.forms.renderers import TemplatesSetting


class PortalBoundField(BoundField):
    """Also names the example among what describes the field."""

    @property
    def example(self) -> str:
        return str(getattr(self.field, "example", ""))

    @property
    def is_choice(self) -> bool:
        return isinstance(self.field.widget, CheckboxInput)


class PortalRenderer(TemplatesSetting):
    """`{{ form }}` and `{{ field.as_field_group }}` come out in our style; set as FORM_RENDERER."""

    form_template_name = "components/forms/form.html"
    field_template_name = "components/forms/field.html"
    bound_field_class = PortalBoundField


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
            yield ErrorLink("" if hidden else first_id(field), str(field.label), str(message))


def first_id(field: BoundField) -> str:
    """The element to land on: the first of several inputs, else the field's only one."""
    if field.use_fieldset and field.auto_id:
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id
