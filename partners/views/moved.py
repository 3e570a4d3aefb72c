"""Pages of partners live on under the old addresses of merged records."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse

from partners.views.common import Moved

View = Callable[..., HttpResponse]


def follows_merges(view: View) -> View:
    """Answer 301 to the same page of the survivor; a step sent to a merged record is not taken."""

    @wraps(view)
    def followed(request: HttpRequest, slug: str, **options: Any) -> HttpResponse:
        try:
            return view(request, slug, **options)
        except Moved as moved:
            if request.method not in {"GET", "HEAD"} or request.resolver_match is None:
                raise Http404 from moved
            name = request.resolver_match.view_name
            kept = {**options, "slug": moved.survivor.slug}
            return HttpResponsePermanentRedirect(reverse(name, kwargs=kept))

    return followed
