"""Finding agreements by words: of their own, or of the partners with whom they are concluded."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from common.search.names import search_names, terms_of
from partners.models import AgreementPartner, Partner


def search_agreements(rows: Any, words: str) -> Any:
    """Each word in the title, the reference, the registration number, or the name of a partner;
    when none holds them all, the nearest titles.

    A partner that is not public is not searched by: finding would tell its name.
    """
    found = rows
    known = Partner.objects.visible_to(AnonymousUser())
    for term in terms_of(words):
        named = known.filter(search_text__contains=term).values("pk")
        linked = AgreementPartner.objects.filter(partner__in=named).values("agreement")
        found = found.filter(Q(search_text__contains=term) | Q(pk__in=linked))
    return found if found.exists() else search_names(rows, words)
