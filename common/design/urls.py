"""Address of the component page."""

from __future__ import annotations

from django.urls import path

from common.design.views import components

app_name = "design"
urlpatterns = [path("", components, name="components")]
