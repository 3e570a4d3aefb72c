from __future__ import annotations

from django.urls import path

from common.money import views

app_name = "money"

urlpatterns = [path("", views.rate_list, name="rate-list")]
