"""The secret of a subscription, and the signature by which a receiver knows that it is us.

A secret has to be known to sign, so it cannot be kept as a hash. It is kept nowhere: it is
computed from a random salt in the row and from the portal's SECRET_KEY, which no copy of the
database holds. Nobody but the owner, on the page where it is made, is shown it.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING

from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from portal.webhooks.models import Subscription

HEADER = "Mosty-Signature"
PURPOSE = "portal.webhooks.secret"


def new_salt() -> str:
    return secrets.token_hex(16)


def secret(subscription: Subscription) -> str:
    """`whsec_…`, 43 letters for 256 bits: what the receiver is given, and signs with as it is."""
    return _secret(subscription, subscription.salt)


def signature(subscription: Subscription, body: bytes, now: dt.datetime) -> str:
    """`t=1795338000,v1=…`: of the moment, a point and the body. Two while a former secret holds."""
    moment = int(now.timestamp())
    signed = [f"v1={signed_by(one, moment, body)}" for one in secrets_of(subscription, now)]
    return ",".join([f"t={moment}", *signed])


def secrets_of(subscription: Subscription, now: dt.datetime) -> list[str]:
    """The one in force, then the former one as long as it signs too."""
    salts = [subscription.salt]
    if subscription.former_salt and subscription.former_until and subscription.former_until > now:
        salts.append(subscription.former_salt)
    return [_secret(subscription, salt) for salt in salts]


def signed_by(key: str, moment: int, body: bytes) -> str:
    return hmac.new(key.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()


def _secret(subscription: Subscription, salt: str) -> str:
    value = f"{subscription.public_id}:{salt}"
    made = salted_hmac(PURPOSE, value, algorithm="sha256").digest()
    return "whsec_" + base64.urlsafe_b64encode(made).decode().rstrip("=")
