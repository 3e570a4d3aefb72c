"""An address of the API that is to end says so in each answer."""

from __future__ import annotations

import datetime as dt
from copy import copy

import pytest
from django.test import Client
from rest_framework.test import APIRequestFactory

from common.registers.api import views_of
from common.registers.deprecation import Deprecation
from partners.registers import PARTNERS
from portal.developers.changes import CHANGES

ENDS = Deprecation(
    since=dt.date(2026, 1, 1), until=dt.date(2027, 6, 1), instead="/api/v2/partners/"
)


@pytest.mark.django_db
def test_answers_say_since_when_until_when_and_what_instead() -> None:
    ending = copy(PARTNERS)
    object.__setattr__(ending, "deprecated", ENDS)
    listed, _single = views_of(ending)
    for parameters in ({}, {"nosuch": "1"}):
        answer = listed(APIRequestFactory().get(PARTNERS.api_path, parameters))
        assert answer["Deprecation"] == "@1767225600"
        assert answer["Sunset"] == "Tue, 01 Jun 2027 00:00:00 GMT"
        assert '/en/developers/#policy>; rel="deprecation"' in answer["Link"]
        assert '/api/v2/partners/>; rel="successor-version"' in answer["Link"]


@pytest.mark.django_db
def test_others_do_not() -> None:
    answer = Client().get(PARTNERS.api_path)
    assert not {"Deprecation", "Sunset"} & set(answer.headers)
    assert 'rel="deprecation"' not in answer["Link"]


def test_nothing_ends_within_a_year() -> None:
    with pytest.raises(AssertionError):
        Deprecation(since=dt.date(2026, 1, 1), until=dt.date(2026, 12, 31))


def test_changes_are_told_from_the_newest_on() -> None:
    days = [one.on for one in CHANGES]
    assert days == sorted(days, reverse=True)
