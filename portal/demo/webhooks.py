"""A webhook of a trial."""

from __future__ import annotations

from accounts.models import User
from partners.models import Partner
from portal.demo.content import Entry
from portal.webhooks.enums import EventKind
from portal.webhooks.models import Subscription
from portal.webhooks.services.subscriptions import take_step
from portal.webhooks.signing import new_salt
from portal.webhooks.workflow import PAUSE


def make_demo_webhook(entry: Entry, *, partner: Partner) -> str:
    """Paused, since its address is nobody's; its `public_id`.

    Not by `subscribe`: in a new database the follower has numbered no changes yet. So nothing is
    known to the receiver, and a webhook that is resumed tells of every object.
    """
    person = User.objects.get(email=entry["person"])
    made: Subscription = Subscription.objects.create(
        owner=person,
        partner=partner,
        name=entry["name"],
        url=entry["url"],
        register=entry["register"],
        query=entry["query"],
        kinds=list(EventKind.values),
        salt=new_salt(),
    )
    take_step(actor=person, subscription=made, step=PAUSE)
    return str(made.public_id)
