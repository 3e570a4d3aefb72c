from __future__ import annotations

from django.urls import path

from common.registers.api import views_of
from projects.idea_registers import IDEAS

ideas, idea = views_of(IDEAS)

urlpatterns = [
    path("ideas/", ideas, name="idea-list"),
    path("ideas/<uuid:key>/", idea, name="idea-detail"),
]
