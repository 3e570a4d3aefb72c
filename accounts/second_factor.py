"""Secrets of second factors are kept encrypted: a copy of the database does not sign anybody in."""

from __future__ import annotations

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def _key(secret: str) -> Fernet:
    digest = hashlib.sha256(b"accounts.second_factor:" + secret.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


def cipher() -> MultiFernet:
    """Encrypts with the present SECRET_KEY and still reads what former ones wrote."""
    return MultiFernet(
        [_key(str(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    )


class SecondFactorAdapter(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        return cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return cipher().decrypt(encrypted_text.encode()).decode()
