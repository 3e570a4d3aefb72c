"""What is searched: a document for each record, and all the words that stand in documents."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchDocument(models.Model):
    """The words of a record in their basic forms (`common.search.vectors`).

    It tells nobody what he may not see: whoever searches asks for records that are visible to him.
    """

    register = models.CharField(_("register"), max_length=40)
    record = models.BigIntegerField(_("primary key of the record"))
    words = SearchVectorField(_("words"))

    class Meta:
        verbose_name = _("search document")
        verbose_name_plural = _("search documents")
        constraints = [
            models.UniqueConstraint(
                fields=("register", "record"),
                name="search_document_once",
                violation_error_message=_("The record has a document already."),
            ),
        ]
        indexes = [GinIndex(fields=("register", "words"), name="search_document_words")]

    def __str__(self) -> str:
        return f"{self.register} {self.record}"


class SearchWord(models.Model):
    """A word that stands in some document: what a word with a typing error may mean."""

    word = models.CharField(_("word"), max_length=100, primary_key=True)

    class Meta:
        verbose_name = _("search word")
        verbose_name_plural = _("search words")
        indexes = [
            GinIndex(fields=("word",), name="search_word_parts", opclasses=("gin_trgm_ops",))
        ]

    def __str__(self) -> str:
        return self.word


class SearchedRegister(models.Model):
    """A register whose documents are made; `signature` tells how.

    When that changes (another field, another dictionary), all of them are made anew, some at a
    time; meanwhile `made_to` is the last record that has one.
    """

    name = models.CharField(_("register"), max_length=40, primary_key=True)
    signature = models.CharField(_("signature"), max_length=32)
    made_to = models.BigIntegerField(_("primary key of the last record made"), db_default=0)

    class Meta:
        verbose_name = _("searched register")
        verbose_name_plural = _("searched registers")

    def __str__(self) -> str:
        return self.name


@SearchVectorField.register_lookup
class Holds(models.Lookup):
    """`words__holds="'місто' & 'школа':*"`: a query that is written as PostgreSQL reads it."""

    lookup_name = "holds"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        words, before = self.process_lhs(compiler, connection)
        return f"{words} @@ %s::tsquery", (*before, self.rhs)
