from __future__ import annotations

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

from common.operations.together import ChangeTogether


class Migration(migrations.Migration):
    dependencies = [("search", "0001_uk_sort_key_and_extensions")]

    operations = [
        ChangeTogether(operations=[
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("register", models.CharField(max_length=40, verbose_name="register")),
                ("record", models.BigIntegerField(verbose_name="primary key of the record")),
                (
                    "words",
                    django.contrib.postgres.search.SearchVectorField(verbose_name="words"),
                ),
            ],
            options={
                "verbose_name": "search document",
                "verbose_name_plural": "search documents",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["register", "words"], name="search_document_words"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("register", "record"),
                        name="search_document_once",
                        violation_error_message="The record has a document already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                (
                    "word",
                    models.CharField(
                        max_length=100, primary_key=True, serialize=False, verbose_name="word"
                    ),
                ),
            ],
            options={
                "verbose_name": "search word",
                "verbose_name_plural": "search words",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["word"], name="search_word_parts", opclasses=("gin_trgm_ops",)
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchedRegister",
            fields=[
                (
                    "name",
                    models.CharField(
                        max_length=40,
                        primary_key=True,
                        serialize=False,
                        verbose_name="register",
                    ),
                ),
                ("signature", models.CharField(max_length=32, verbose_name="signature")),
            ],
            options={
                "verbose_name": "searched register",
                "verbose_name_plural": "searched registers",
            },
        ),
        ]),
    ]
