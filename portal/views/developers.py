"""The page for those who write programs: examples, limits, what changes and what ends."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.design.parts import Link
from common.registers.register import registers
from portal.developers.changes import CHANGES
from portal.developers.examples import EXAMPLES


@require_safe
def developers(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "portal/developers.html",
        {
            "index_address": f"{settings.SITE_URL}{reverse('api:index')}",
            "examples": EXAMPLES,
            "changes": CHANGES,
            "deprecated": [one for one in registers() if one.deprecated],
            "crumbs": [Link(_("Home"), reverse("portal:home")), Link(_("For developers"), "")],
        },
    )
