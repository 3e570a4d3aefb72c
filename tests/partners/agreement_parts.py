"""What the tests of agreements share."""

from __future__ import annotations

import datetime as dt
from typing import Any

from communities.models import Community, Oblast
from partners.agreement_data import AgreementData, Party
from partners.agreement_workflow import Taken
from partners.models import Agreement, Partner
from partners.services.agreement_steps import take_step
from partners.services.agreements import register_agreement

TODAY = dt.date(2026, 6, 15)


def data(community: Community, partner: Partner, **values: Any) -> AgreementData:
    given: dict[str, Any] = {
        "kind": "memorandum",
        "title": "Меморандум про співпрацю",
        "parties": (Party.of_community(community),),
        "partners": (partner,),
        **values,
    }
    return AgreementData(**given)


def entered(
    actor: Any, community: Community, partner: Partner, *, status: str = "idea", **values: Any
) -> Agreement:
    return register_agreement(
        actor=actor,
        oblast=community.oblast,
        data=data(community, partner, **values),
        status=status,
    )


def step(actor: Any, agreement: Agreement, code: str, on: dt.date, **values: Any) -> Agreement:
    return take_step(actor=actor, agreement=agreement, code=code, taken=Taken(on=on, **values))


def administration(oblast: Oblast) -> Party:
    return Party("administration", oblast)
