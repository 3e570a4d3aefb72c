from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import User
from common.codelists.models import Theme
from cooperation.models import CoordinationRequest, RequestTheme
from cooperation.request_enums import PUBLISHED, RequestStatus
from tests.factories.communities import CommunityFactory


class RequestFactory(DjangoModelFactory[CoordinationRequest]):
    """A draft of advice with everything that the office must know."""

    class Meta:
        model = CoordinationRequest

    community = factory.SubFactory(CommunityFactory)
    oblast = factory.SelfAttribute("community.oblast")
    reference = factory.Sequence(lambda n: f"XX-REQ-2026-{n:04d}")
    kind = "advice"
    subject = factory.Sequence(lambda n: f"Порада про грант {n}")
    subject_en = factory.Sequence(lambda n: f"Advice on grant {n}")
    description = "Як подати заявку?"
    contact_name = "Таємна Контактна"
    contact_email = "contact@secret.example"


def coordination_request(
    *, status: str = RequestStatus.DRAFT, themes: Iterable[Theme] = (), **values: Any
) -> CoordinationRequest:
    """A request in this state, with the office of its oblast and what the state demands."""
    community = values.pop("community", None) or CommunityFactory.create()
    office = values.pop("office", getattr(community.oblast, "office", None))
    said = {**_demanded(status), "community": community, "office": office, **values}
    made: CoordinationRequest = RequestFactory.create(status=status, **said)
    for theme in themes:
        RequestTheme.objects.create(request=made, theme=theme)
    return made


def _demanded(status: str) -> dict[str, Any]:
    now = timezone.now()
    given: dict[str, Any] = {}
    if status != RequestStatus.DRAFT:
        given = {"submitted_at": now, "counted_from": now.date(), "term_days": 15}
    if status in PUBLISHED:
        given["accepted_at"] = now
    if status == RequestStatus.RETURNED:
        given |= {"to_add": "Додайте суму.", "attention": "community"}
    if status == RequestStatus.WAITING:
        given |= {"waiting_for": "partner", "waiting_reason": "Чекаємо.", "waited_from": "accepted"}
        given["resume_on"] = now.date() + dt.timedelta(days=10)
    if status == RequestStatus.CLOSED:
        given |= {"outcome": "fulfilled", "closed_at": now}
    return given


def given_to(request: CoordinationRequest, officer: User) -> CoordinationRequest:
    request.assignee = officer
    request.save(update_fields=["assignee"])
    return request
