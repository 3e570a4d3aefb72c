"""The portal's look: template tags, form rendering, static files, the component page."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DesignConfig(AppConfig):
    name = "common.design"
    label = "design"
    verbose_name = _("Look of the portal")
