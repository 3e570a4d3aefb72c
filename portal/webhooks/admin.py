"""Who is told of what where: for administrators, who help when nothing arrives."""

from __future__ import annotations

from django.contrib import admin
from unfold.admin import ModelAdmin

from common.audit.admin import ReadOnly
from portal.webhooks.models import Delivery, Subscription


@admin.register(Subscription)
class SubscriptionAdmin(ReadOnly, ModelAdmin):
    """Without the salts: the secret is its owner's."""

    list_display = ("name", "owner", "partner", "register", "status", "failing_since")
    list_select_related = ("owner", "partner")
    list_filter = ("status", "register")
    search_fields = ("name", "url", "owner__email")
    ordering = ("-created_at", "-pk")
    fields = (
        *("name", "owner", "partner", "url", "register", "query", "kinds", "status", "trouble"),
        *("created_at", "rotated_at", "former_until", "number", "due_at", "failures"),
        *("failing_since", "accepted_at"),
    )


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly, ModelAdmin):
    list_display = ("event", "subscription", "kind", "status", "attempts", "tried_at")
    list_select_related = ("subscription",)
    list_filter = ("status", "kind")
    search_fields = ("event", "key", "subscription__name")
    ordering = ("-pk",)
    fields = (
        *("event", "subscription", "kind", "key", "is_replay", "status", "made_at", "attempts"),
        *("tried_at", "answer_status", "answer", "closed_at", "body"),
    )
