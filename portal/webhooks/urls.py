from __future__ import annotations

from django.urls import path

from portal.webhooks import views

app_name = "webhooks"

urlpatterns = [
    path("", views.webhook_list, name="webhook-list"),
    path("new/", views.choose_register, name="webhook-choose"),
    path("new/<slug:name>/", views.webhook_new, name="webhook-new"),
    path("<uuid:public_id>/", views.webhook_detail, name="webhook-detail"),
    path("<uuid:public_id>/edit/", views.webhook_edit, name="webhook-edit"),
    path("<uuid:public_id>/secret/", views.webhook_secret, name="webhook-secret"),
    path("<uuid:public_id>/delete/", views.webhook_delete, name="webhook-delete"),
    path("<uuid:public_id>/replay/", views.webhook_replay, name="webhook-replay"),
    path("<uuid:public_id>/test/", views.webhook_test, name="webhook-test"),
    path("<uuid:public_id>/steps/<slug:code>/", views.webhook_step, name="webhook-step"),
    path("calls/<uuid:public_id>/", views.call_detail, name="call-detail"),
    path("calls/<uuid:public_id>/replay/", views.call_replay, name="call-replay"),
]
