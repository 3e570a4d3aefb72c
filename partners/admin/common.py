"""What the administration of partners shares."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin

from accounts.models import User
from common.audit.admin import KeptForever
from common.intake.refusals import Refusal


def person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def each(
    request: HttpRequest,
    rows: Iterable[Any],
    allowed: Callable[[Any, Any], bool],
    service: Callable[[Any], Any],
) -> None:
    """Do it to every chosen row; what is refused is said beside its name."""
    done = 0
    for row in rows:
        if not allowed(request.user, row):
            messages.error(request, f"{row}: {_('You may not change this record.')}")
            continue
        try:
            service(row)
        except Refusal as error:
            messages.error(request, f"{row}: {error}")
        else:
            done += 1
    if done:
        text = ngettext("Done for %(count)d record.", "Done for %(count)d records.", done)
        messages.success(request, text % {"count": done})


class Seen:
    """Rows that are shown here and made on the pages."""

    extra = 0
    tab = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ThroughServices(KeptForever, ModelAdmin):
    """Changes are made by services; nothing is deleted; history is the portal's own.

    Django's log of the administration is left empty: it would keep names of contact persons
    beyond their erasure, and the history tables know more.
    """

    compressed_fields = True

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """See the class."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """See the class."""

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra: Any = None
    ) -> HttpResponse:
        """A refusal that the forms could not foresee takes everything back and is said on top."""
        try:
            with transaction.atomic():
                answer: HttpResponse = super().changeform_view(request, object_id, form_url, extra)
        except Refusal as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(request.get_full_path())
        return answer
