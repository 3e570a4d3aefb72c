"""What became of letters: for administrators, who help when somebody got none."""

from __future__ import annotations

import datetime as dt

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin

from common.audit.admin import ReadOnly
from common.notifications.delivery import send_again
from common.notifications.enums import LetterStatus
from common.notifications.models import DeadAddress, OutgoingLetter, OutgoingLetterQuerySet


@admin.register(OutgoingLetter)
class OutgoingLetterAdmin(ReadOnly, ModelAdmin):
    """Words are not shown: they may hold links that open somebody's account."""

    list_display = ("to", "subject", "status", "attempts", "written_at", "closed_at", "next_try")
    list_filter = ("status",)
    search_fields = ("to", "subject")
    ordering = ("-written_at", "-pk")
    fields = (*list_display, "last_error")
    actions = ("try_again",)
    show_full_result_count = False

    @admin.display(description=_("next try"), ordering="due_at")
    def next_try(self, letter: OutgoingLetter) -> dt.datetime | None:
        """Of a letter that is sent or given up there is none."""
        return letter.due_at if letter.status == LetterStatus.WAITING else None

    @admin.action(description=_("Send again what was given up"))
    def try_again(self, request: HttpRequest, chosen: OutgoingLetterQuerySet) -> None:
        count = sum(send_again(one) for one in chosen)
        text = ngettext("%(count)d letter waits again.", "%(count)d letters wait again.", count)
        messages.success(request, text % {"count": count})


@admin.register(DeadAddress)
class DeadAddressAdmin(ReadOnly, ModelAdmin):
    """To delete one is to have letters tried again."""

    list_display = ("address", "since", "said")
    search_fields = ("address",)

    def has_delete_permission(self, request: HttpRequest, obj: DeadAddress | None = None) -> bool:
        return bool(request.user.is_superuser)
