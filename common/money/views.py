"""The rates by which the portal tells equivalents, for everybody to check."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.design.parts import Link
from common.money.currencies import CODE, currency_name
from common.money.models import ExchangeRate
from common.money.rates import OLDEST_DAYS

ON_PAGE = 60


@require_safe
def rate_list(request: HttpRequest) -> HttpResponse:
    """The latest rate of each currency; with `?of=EUR` all of that one, the latest first."""
    asked = request.GET.get("of", "").upper()
    of = asked if CODE.fullmatch(asked) else ""
    rows = (
        ExchangeRate.objects.filter(currency=of).order_by("-rate_on", "pk")
        if of
        else ExchangeRate.objects.order_by("currency", "-rate_on").distinct("currency")
    )
    page = Paginator(rows, ON_PAGE).get_page(request.GET.get("page"))
    context = {
        "of": of,
        "name": currency_name(of) if of else "",
        "page": page,
        "rates": [(one, currency_name(one.currency)) for one in page.object_list],
        "days": OLDEST_DAYS,
        "crumbs": [
            Link(_("Home"), reverse("portal:home")),
            Link(_("Exchange rates"), reverse("money:rate-list") if of else ""),
            *([Link(of, "")] if of else []),
        ],
    }
    return render(request, "money/rate_list.html", context)
