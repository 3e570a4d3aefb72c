from __future__ import annotations

from django.urls import path

from common.operations.views import readyz

urlpatterns = [path("", readyz, name="readyz")]
