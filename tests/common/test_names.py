"""Searching by name: words in either alphabet, else near names, on whatever connection."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from common.search.names import search_names, terms_of
from communities.models import Community
from tests.factories.communities import CommunityFactory
from tests.factories.twinning import MunicipalityFactory
from tests.nets import no_writing
from twinning.models import Municipality

pytestmark = pytest.mark.django_db
# Nearer than 0.45 and not nearer than 0.6, which is the operator's own limit.
SLIP = "Мирогород"


@pytest.fixture
def myrhorod() -> Community:
    CommunityFactory.create(name="Куп’янська", name_en="Kupianska")
    return CommunityFactory.create(name="Миргородська", name_en="Myrhorodska")


def limit() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('pg_trgm.word_similarity_threshold')")
        return str(cursor.fetchone()[0])


def nearness(words: str) -> float:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(word_similarity(%s, search_text)) FROM communities_community", [words]
        )
        return float(cursor.fetchone()[0])


def test_near_names_are_found_when_no_name_holds_the_words(
    myrhorod: Community, django_assert_num_queries: Any
) -> None:
    """One statement asks whether any holds them, one gives the rows."""
    assert 0.45 < nearness(SLIP.lower()) < 0.6
    for words in ("миргород", "MYRHOROD", SLIP):
        with django_assert_num_queries(2):
            assert list(search_names(Community.objects.all(), words)) == [myrhorod]
    assert not search_names(Community.objects.all(), "громада на Марсі").exists()
    assert search_names(Community.objects.all(), "  ’ ").count() == 2
    assert len(terms_of("слово " * 20)) == 8


def test_near_names_within_other_statements(myrhorod: Community) -> None:
    near = search_names(Community.objects.all(), SLIP)
    assert near.count() == 1
    assert Community.objects.filter(pk__in=near.order_by().values("pk")).get() == myrhorod
    assert (near | Community.objects.filter(name="Куп’янська")).count() == 2
    assert [one.pk for one in near.select_related("oblast").iterator(chunk_size=1)] == [myrhorod.pk]


@pytest.mark.parametrize("words", ["'; SELECT 1 --", "%_%", "\\", "%s %(x)s", "ш" * 5000, "🌉"])
def test_strange_words_find_nothing(myrhorod: Community, words: str) -> None:
    assert not search_names(Community.objects.all(), words).exists()


@pytest.mark.django_db(transaction=True)
def test_the_limit_is_the_statements_own(myrhorod: Community) -> None:
    """Another connection runs it than built it, as behind a pooler; no other statement is told."""
    near = search_names(Community.objects.all(), SLIP)
    connection.close()
    assert list(near) == [myrhorod]
    assert limit() == "0.6"
    assert not Community.objects.filter(search_text__trigram_word_similar=SLIP.lower()).exists()
    assert [one.pk for one in near.iterator(chunk_size=1)] == [myrhorod.pk]
    with transaction.atomic():
        assert list(near) == [myrhorod]
    assert limit() == "0.6"


def test_the_index_of_names_is_used() -> None:
    for number in range(50):
        MunicipalityFactory.create(name_en=f"Town {number}")
    near = search_names(Municipality.objects.all(), "Гамбурк")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = near.order_by("-population", "pk")[:8].explain()
        cursor.execute("SET LOCAL enable_seqscan = on")
    assert "Index Scan on municipality_names" in plan
    assert "One-Time Filter" in plan


def test_a_page_with_near_names_writes_nothing(client: Client, myrhorod: Community) -> None:
    with no_writing() as written:
        page = client.get("/communities/", {"search": SLIP}).content.decode()
    assert "Миргородська" in page
    assert written == []
