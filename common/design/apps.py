"""The portal's look: template tags, form rendering, static files, the component page."""

from __future__ import annotations

from django.apps import AppConfig
from django.core import validators
from django.utils.translation import gettext_lazy as _


class DesignConfig(AppConfig):
    name = "common.design"
    label = "design"
    verbose_name = _("Look of the portal")

    def ready(self) -> None:
        """What Django says of values out of bounds, in the words of the portal, in every form."""
        validators.MinValueValidator.message = _("Write %(limit_value)s or more.")
        validators.MaxValueValidator.message = _("Write %(limit_value)s or less.")
        validators.MaxLengthValidator.message = _(
            "At most %(limit_value)s characters, this text has %(show_value)s."
        )
