"""Who has a desk. 302 asks to sign in, 403 no."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from communities.models import Community, Office
from tests.conftest import CAST
from tests.factories.requests import coordination_request
from tests.tables import each

Browse = Callable[[str], Client]

#       admin head offic sumy analy coord else edit repr read newc anon
DESK = (200, 200, 200, 200, 200, 200, 200, 200, 403, 403, 403, 302)
ACTS = (302, 302, 302, 302, 302, 302, 302, 302, 403, 403, 403, 302)
# Accepting a submitted request: its office. Who does not know of it gets 404.
MOVERS = (302, 302, 302, 404, 403, 403, 404, 403, 403, 403, 403, 302)


@each("who", CAST)
def test_the_desk(browse: Browse, who: str, office: Office, community: Community) -> None:
    coordination_request(community=community, status="submitted")
    place = CAST.index(who)
    assert browse(who).get(reverse("desk:desk")).status_code == DESK[place]
    saved = {"deed": "save", "name": "Мій", "query": "list=overdue"}
    assert browse(who).post(reverse("desk:act"), saved).status_code == ACTS[place]


@each("who", CAST)
def test_moving_by_button(browse: Browse, who: str, office: Office, community: Community) -> None:
    record = coordination_request(community=community, status="submitted")
    moved = {"deed": "move", "reference": record.reference, "step": "accept"}
    answer = browse(who).post(reverse("desk:act"), moved)
    assert answer.status_code == MOVERS[CAST.index(who)]
    record.refresh_from_db()
    assert (record.status == "accepted") == (who in {"administrator", "head", "officer"})
