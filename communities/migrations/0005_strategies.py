# ruff: noqa: E501 - generated statements

import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from common.operations.together import ChangeTogether


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0004_place_has_both_coordinates"),
    ]

    operations = [
        ChangeTogether(operations=[
        migrations.CreateModel(
            name="StrategicGoal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        unique=True,
                        verbose_name="public identifier",
                    ),
                ),
                ("number", models.CharField(max_length=11, verbose_name="number")),
                ("title", models.CharField(max_length=500, verbose_name="title")),
                (
                    "title_en",
                    models.CharField(blank=True, max_length=500, verbose_name="title in English"),
                ),
                (
                    "description",
                    models.TextField(blank=True, max_length=4000, verbose_name="description"),
                ),
                (
                    "description_en",
                    models.TextField(
                        blank=True, max_length=4000, verbose_name="description in English"
                    ),
                ),
                (
                    "sdg_goals",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=2),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="sustainable development goals",
                    ),
                ),
                (
                    "is_dropped",
                    models.BooleanField(
                        default=False,
                        help_text="An update left the goal out. What pointed at it keeps doing so.",
                        verbose_name="dropped",
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                (
                    "place",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Cast(
                            models.Func(
                                models.F("number"), models.Value("."), function="string_to_array"
                            ),
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.IntegerField(), size=None
                            ),
                        ),
                        output_field=django.contrib.postgres.fields.ArrayField(
                            base_field=models.IntegerField(), size=None
                        ),
                    ),
                ),
                (
                    "search_text",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            django.db.models.functions.text.Lower(
                                django.db.models.functions.text.Concat(
                                    models.F("title"),
                                    models.Value(" "),
                                    models.F("title_en"),
                                    models.Value(" "),
                                    models.F("number"),
                                    models.Value(" "),
                                )
                            ),
                            models.Value("'’ʼ`´′"),
                            models.Value(""),
                            function="translate",
                        ),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="communities.strategicgoal",
                        verbose_name="part of",
                    ),
                ),
            ],
            options={
                "verbose_name": "goal of a strategy",
                "verbose_name_plural": "goals of strategies",
                "ordering": ("strategy", "place", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Strategy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        unique=True,
                        verbose_name="public identifier",
                    ),
                ),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="address")),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                (
                    "title_en",
                    models.CharField(blank=True, max_length=300, verbose_name="title in English"),
                ),
                (
                    "about",
                    models.TextField(
                        blank=True, max_length=4000, verbose_name="about the strategy"
                    ),
                ),
                (
                    "about_en",
                    models.TextField(
                        blank=True, max_length=4000, verbose_name="about the strategy in English"
                    ),
                ),
                (
                    "starts_year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1991),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="first year",
                    ),
                ),
                (
                    "ends_year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1991),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="last year",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "being prepared"),
                            ("in_force", "in force"),
                            ("replaced", "replaced or ended"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "decision_no",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="number of the decision"
                    ),
                ),
                (
                    "decision_on",
                    models.DateField(blank=True, null=True, verbose_name="date of the decision"),
                ),
                ("link", models.URLField(blank=True, max_length=500, verbose_name="published at")),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "everybody"),
                            ("registered", "signed-in partners and coordinators"),
                            ("internal", "officials only"),
                        ],
                        default="public",
                        max_length=10,
                        verbose_name="who may see it",
                    ),
                ),
                (
                    "is_archived",
                    models.BooleanField(default=False, editable=False, verbose_name="archived"),
                ),
                (
                    "archive_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=500, verbose_name="why archived"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="created at"
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                (
                    "sort_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("title"), function="uk_sort_key"),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "search_text",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            django.db.models.functions.text.Lower(
                                django.db.models.functions.text.Concat(
                                    models.F("title"),
                                    models.Value(" "),
                                    models.F("title_en"),
                                    models.Value(" "),
                                )
                            ),
                            models.Value("'’ʼ`´′"),
                            models.Value(""),
                            function="translate",
                        ),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "oblast",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="strategies",
                        to="communities.oblast",
                        verbose_name="oblast",
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaces",
                        to="communities.strategy",
                        verbose_name="replaced by",
                    ),
                ),
            ],
            options={
                "verbose_name": "strategy",
                "verbose_name_plural": "strategies",
                "ordering": ("-starts_year", "sort_key", "pk"),
            },
        ),
        migrations.CreateModel(
            name="StrategicGoalEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "public_id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, verbose_name="public identifier"
                    ),
                ),
                ("number", models.CharField(max_length=11, verbose_name="number")),
                ("title", models.CharField(max_length=500, verbose_name="title")),
                (
                    "title_en",
                    models.CharField(blank=True, max_length=500, verbose_name="title in English"),
                ),
                (
                    "description",
                    models.TextField(blank=True, max_length=4000, verbose_name="description"),
                ),
                (
                    "description_en",
                    models.TextField(
                        blank=True, max_length=4000, verbose_name="description in English"
                    ),
                ),
                (
                    "sdg_goals",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=2),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="sustainable development goals",
                    ),
                ),
                (
                    "is_dropped",
                    models.BooleanField(
                        default=False,
                        help_text="An update left the goal out. What pointed at it keeps doing so.",
                        verbose_name="dropped",
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="communities.strategicgoal",
                        verbose_name="part of",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        related_query_name="events",
                        to="communities.strategicgoal",
                    ),
                ),
                (
                    "strategy",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="communities.strategy",
                        verbose_name="strategy",
                    ),
                ),
            ],
            options={
                "ordering": ["pgh_id"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="strategicgoal",
            name="strategy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="goals",
                to="communities.strategy",
                verbose_name="strategy",
            ),
        ),
        migrations.CreateModel(
            name="StrategyDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        unique=True,
                        verbose_name="public identifier",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("file", models.FileField(upload_to="private/strategies/", verbose_name="file")),
                (
                    "content_type",
                    models.CharField(editable=False, max_length=100, verbose_name="type"),
                ),
                ("size", models.PositiveIntegerField(editable=False, verbose_name="size in bytes")),
                ("is_withdrawn", models.BooleanField(default=False, verbose_name="withdrawn")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="created at"
                    ),
                ),
                (
                    "strategy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="communities.strategy",
                        verbose_name="strategy",
                    ),
                ),
            ],
            options={
                "verbose_name": "document of a strategy",
                "verbose_name_plural": "documents of strategies",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="StrategyDocumentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "public_id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, verbose_name="public identifier"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("file", models.FileField(upload_to="private/strategies/", verbose_name="file")),
                (
                    "content_type",
                    models.CharField(editable=False, max_length=100, verbose_name="type"),
                ),
                ("size", models.PositiveIntegerField(editable=False, verbose_name="size in bytes")),
                ("is_withdrawn", models.BooleanField(default=False, verbose_name="withdrawn")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="created at"
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        related_query_name="events",
                        to="communities.strategydocument",
                    ),
                ),
                (
                    "strategy",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="communities.strategy",
                        verbose_name="strategy",
                    ),
                ),
            ],
            options={
                "ordering": ["pgh_id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StrategyEdition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("decided_on", models.DateField(verbose_name="date of the decision")),
                (
                    "decision_no",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="number of the decision"
                    ),
                ),
                ("summary", models.TextField(max_length=2000, verbose_name="what was changed")),
                (
                    "summary_en",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="what was changed, in English"
                    ),
                ),
                ("link", models.URLField(blank=True, max_length=500, verbose_name="published at")),
                (
                    "strategy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="editions",
                        to="communities.strategy",
                        verbose_name="strategy",
                    ),
                ),
            ],
            options={
                "verbose_name": "update of a strategy",
                "verbose_name_plural": "updates of strategies",
                "ordering": ("decided_on", "pk"),
            },
        ),
        migrations.CreateModel(
            name="StrategyEditionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("decided_on", models.DateField(verbose_name="date of the decision")),
                (
                    "decision_no",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="number of the decision"
                    ),
                ),
                ("summary", models.TextField(max_length=2000, verbose_name="what was changed")),
                (
                    "summary_en",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="what was changed, in English"
                    ),
                ),
                ("link", models.URLField(blank=True, max_length=500, verbose_name="published at")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        related_query_name="events",
                        to="communities.strategyedition",
                    ),
                ),
                (
                    "strategy",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="communities.strategy",
                        verbose_name="strategy",
                    ),
                ),
            ],
            options={
                "ordering": ["pgh_id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StrategyEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "public_id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, verbose_name="public identifier"
                    ),
                ),
                ("slug", models.SlugField(db_index=False, max_length=80, verbose_name="address")),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                (
                    "title_en",
                    models.CharField(blank=True, max_length=300, verbose_name="title in English"),
                ),
                (
                    "about",
                    models.TextField(
                        blank=True, max_length=4000, verbose_name="about the strategy"
                    ),
                ),
                (
                    "about_en",
                    models.TextField(
                        blank=True, max_length=4000, verbose_name="about the strategy in English"
                    ),
                ),
                (
                    "starts_year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1991),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="first year",
                    ),
                ),
                (
                    "ends_year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1991),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="last year",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "being prepared"),
                            ("in_force", "in force"),
                            ("replaced", "replaced or ended"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "decision_no",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="number of the decision"
                    ),
                ),
                (
                    "decision_on",
                    models.DateField(blank=True, null=True, verbose_name="date of the decision"),
                ),
                ("link", models.URLField(blank=True, max_length=500, verbose_name="published at")),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "everybody"),
                            ("registered", "signed-in partners and coordinators"),
                            ("internal", "officials only"),
                        ],
                        default="public",
                        max_length=10,
                        verbose_name="who may see it",
                    ),
                ),
                (
                    "is_archived",
                    models.BooleanField(default=False, editable=False, verbose_name="archived"),
                ),
                (
                    "archive_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=500, verbose_name="why archived"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="created at"
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                (
                    "oblast",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="communities.oblast",
                        verbose_name="oblast",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        related_query_name="events",
                        to="communities.strategy",
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="communities.strategy",
                        verbose_name="replaced by",
                    ),
                ),
            ],
            options={
                "ordering": ["pgh_id"],
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="strategy",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("search_text", name="gin_trgm_ops"),
                name="strategy_titles",
            ),
        ),
        migrations.AddIndex(
            model_name="strategy",
            index=models.Index(fields=["oblast", "status"], name="strategy_oblast_status"),
        ),
        migrations.AddConstraint(
            model_name="strategy",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["draft", "in_force", "replaced"])),
                name="strategy_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="strategy",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_year__gte", models.F("starts_year"))),
                name="strategy_ends_after_its_start",
                violation_error_code="ends_year",
                violation_error_message="The last year comes before the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="strategy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status", "draft"),
                    models.Q(
                        ("decision_on__isnull", False), models.Q(("decision_no", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="strategy_in_force_by_decision",
                violation_error_code="decision_no",
                violation_error_message="A strategy is in force by a decision: give its number and date.",
            ),
        ),
        migrations.AddConstraint(
            model_name="strategy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_archived", False),
                    models.Q(("archive_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="strategy_archived_with_reason",
                violation_error_message="Say why the strategy is archived.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="strategy",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "communities_strategyevent" ("about", "about_en", "archive_reason", "created_at", "decision_no", "decision_on", "ends_year", "id", "is_archived", "link", "oblast_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "replaced_by_id", "slug", "starts_year", "status", "title", "title_en", "updated_at", "visibility") VALUES (NEW."about", NEW."about_en", NEW."archive_reason", NEW."created_at", NEW."decision_no", NEW."decision_on", NEW."ends_year", NEW."id", NEW."is_archived", NEW."link", NEW."oblast_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."public_id", NEW."replaced_by_id", NEW."slug", NEW."starts_year", NEW."status", NEW."title", NEW."title_en", NEW."updated_at", NEW."visibility"); RETURN NULL;',
                    hash="3f9a1b7c537a762dbc347e8393eb239cd8e59b60",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_59101",
                    table="communities_strategy",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="strategy",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."about" IS DISTINCT FROM (NEW."about") OR OLD."about_en" IS DISTINCT FROM (NEW."about_en") OR OLD."archive_reason" IS DISTINCT FROM (NEW."archive_reason") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."decision_no" IS DISTINCT FROM (NEW."decision_no") OR OLD."decision_on" IS DISTINCT FROM (NEW."decision_on") OR OLD."ends_year" IS DISTINCT FROM (NEW."ends_year") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_archived" IS DISTINCT FROM (NEW."is_archived") OR OLD."link" IS DISTINCT FROM (NEW."link") OR OLD."oblast_id" IS DISTINCT FROM (NEW."oblast_id") OR OLD."public_id" IS DISTINCT FROM (NEW."public_id") OR OLD."replaced_by_id" IS DISTINCT FROM (NEW."replaced_by_id") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."starts_year" IS DISTINCT FROM (NEW."starts_year") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."title_en" IS DISTINCT FROM (NEW."title_en") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."visibility" IS DISTINCT FROM (NEW."visibility"))',
                    func='INSERT INTO "communities_strategyevent" ("about", "about_en", "archive_reason", "created_at", "decision_no", "decision_on", "ends_year", "id", "is_archived", "link", "oblast_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "replaced_by_id", "slug", "starts_year", "status", "title", "title_en", "updated_at", "visibility") VALUES (NEW."about", NEW."about_en", NEW."archive_reason", NEW."created_at", NEW."decision_no", NEW."decision_on", NEW."ends_year", NEW."id", NEW."is_archived", NEW."link", NEW."oblast_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."public_id", NEW."replaced_by_id", NEW."slug", NEW."starts_year", NEW."status", NEW."title", NEW."title_en", NEW."updated_at", NEW."visibility"); RETURN NULL;',
                    hash="e8974ddf93f69b5bb99544830ac8d5b4227627eb",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_91d1a",
                    table="communities_strategy",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="strategy",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "communities_strategyevent" ("about", "about_en", "archive_reason", "created_at", "decision_no", "decision_on", "ends_year", "id", "is_archived", "link", "oblast_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "replaced_by_id", "slug", "starts_year", "status", "title", "title_en", "updated_at", "visibility") VALUES (OLD."about", OLD."about_en", OLD."archive_reason", OLD."created_at", OLD."decision_no", OLD."decision_on", OLD."ends_year", OLD."id", OLD."is_archived", OLD."link", OLD."oblast_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."public_id", OLD."replaced_by_id", OLD."slug", OLD."starts_year", OLD."status", OLD."title", OLD."title_en", OLD."updated_at", OLD."visibility"); RETURN NULL;',
                    hash="4c6cb0a4625b1486e97e834dcda003f78060909d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a008f",
                    table="communities_strategy",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="strategy",
            trigger=pgtrigger.compiler.Trigger(
                name="not_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF current_setting('mosty.history_may_be_emptied', TRUE) = 'on' THEN RETURN NULL; END IF; RAISE EXCEPTION 'history: Cannot truncate % table', TG_TABLE_NAME;",
                    hash="8a76134f4c91cd81702266129cfe09f8efc8f3f4",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_not_emptied_e0de7",
                    table="communities_strategy",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="strategicgoalevent",
            index=models.Index(
                fields=["-pgh_created_at", "-pgh_id"], name="communities_pgh_cre_848ca4_idx"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="strategicgoalevent",
            trigger=pgtrigger.compiler.Trigger(
                name="not_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF current_setting('mosty.history_may_be_emptied', TRUE) = 'on' THEN RETURN NULL; END IF; RAISE EXCEPTION 'history: Cannot truncate % table', TG_TABLE_NAME;",
                    hash="6aa539fe0849bcc73760fa0c3f5f42cb81af5c94",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_not_emptied_510a6",
                    table="communities_strategicgoalevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="strategicgoalevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4e86e0ad98a6b9d1ad4fa3ea946e5ac8931db08f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e1bcb",
                    table="communities_strategicgoalevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="strategicgoal",
            constraint=models.UniqueConstraint(
                fields=("strategy", "number"),
                name="strategicgoal_number_once",
                violation_error_code="number",
                violation_error_message="The strategy has a goal with this number already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="strategicgoal",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__regex", "^[1-9][0-9]{0,2}(\\.[1-9][0-9]{0,2}){0,2}$")),
                name="strategicgoal_number_is_number",
                violation_error_code="number",
                violation_error_message="A number is such as 2, 2.1 or 2.1.3.",
            ),
        ),
        migrations.AddConstraint(
            model_name="strategicgoal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("parent", None),
                    models.Q(("parent", models.F("pk")), _negated=True),
                    _connector="OR",
                ),
                name="strategicgoal_not_in_itself",
                violation_error_message="A goal is not a part of itself.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="strategicgoal",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "communities_strategicgoalevent" ("description", "description_en", "id", "is_dropped", "number", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "sdg_goals", "strategy_id", "title", "title_en", "updated_at") VALUES (NEW."description", NEW."description_en", NEW."id", NEW."is_dropped", NEW."number", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."public_id", NEW."sdg_goals", NEW."strategy_id", NEW."title", NEW."title_en", NEW."updated_at"); RETURN NULL;',
                    hash="34ee5d3fba5d54aeb17766d301a04a180a006668",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d5e29",
                    table="communities_strategicgoal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="strategicgoal",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."description" IS DISTINCT FROM (NEW."description") OR OLD."description_en" IS DISTINCT FROM (NEW."description_en") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_dropped" IS DISTINCT FROM (NEW."is_dropped") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."parent_id" IS DISTINCT FROM (NEW."parent_id") OR OLD."public_id" IS DISTINCT FROM (NEW."public_id") OR OLD."sdg_goals" IS DISTINCT FROM (NEW."sdg_goals") OR OLD."strategy_id" IS DISTINCT FROM (NEW."strategy_id") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."title_en" IS DISTINCT FROM (NEW."title_en") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at"))',
                    func='INSERT INTO "communities_strategicgoalevent" ("description", "description_en", "id", "is_dropped", "number", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "sdg_goals", "strategy_id", "title", "title_en", "updated_at") VALUES (NEW."description", NEW."description_en", NEW."id", NEW."is_dropped", NEW."number", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."public_id", NEW."sdg_goals", NEW."strategy_id", NEW."title", NEW."title_en", NEW."updated_at"); RETURN NULL;',
                    hash="9c6793be80a71024da2d1225b7f06f544043f15d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_8273a",
                    table="communities_strategicgoal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="strategicgoal",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "communities_strategicgoalevent" ("description", "description_en", "id", "is_dropped", "number", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "sdg_goals", "strategy_id", "title", "title_en", "updated_at") VALUES (OLD."description", OLD."description_en", OLD."id", OLD."is_dropped", OLD."number", OLD."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."public_id", OLD."sdg_goals", OLD."strategy_id", OLD."title", OLD."title_en", OLD."updated_at"); RETURN NULL;',
                    hash="2d3f3be00231bed8623b76167e63fd7db47546a3",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_32e8e",
                    table="communities_strategicgoal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="strategicgoal",
            trigger=pgtrigger.compiler.Trigger(
                name="not_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF current_setting('mosty.history_may_be_emptied', TRUE) = 'on' THEN RETURN NULL; END IF; RAISE EXCEPTION 'history: Cannot truncate % table', TG_TABLE_NAME;",
                    hash="8dfc43be8923c1a7f5c3080524906ddf28fd6c0f",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_not_emptied_eedb6",
                    table="communities_strategicgoal",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="strategydocument",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "communities_strategydocumentevent" ("content_type", "created_at", "file", "id", "is_withdrawn", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "size", "strategy_id") VALUES (NEW."content_type", NEW."created_at", NEW."file", NEW."id", NEW."is_withdrawn", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."public_id", NEW."size", NEW."strategy_id"); RETURN NULL;',
                    hash="d7afbeb019f3ee63978670450cba975af77f7aa5",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_78340",
                    table="communities_strategydocument",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="strategydocument",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "communities_strategydocumentevent" ("content_type", "created_at", "file", "id", "is_withdrawn", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "size", "strategy_id") VALUES (NEW."content_type", NEW."created_at", NEW."file", NEW."id", NEW."is_withdrawn", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."public_id", NEW."size", NEW."strategy_id"); RETURN NULL;',
                    hash="2c25a6ed447e6b0710a5a2d6627794d3d01f3b5f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_37aaf",
                    table="communities_strategydocument",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="strategydocument",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "communities_strategydocumentevent" ("content_type", "created_at", "file", "id", "is_withdrawn", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "size", "strategy_id") VALUES (OLD."content_type", OLD."created_at", OLD."file", OLD."id", OLD."is_withdrawn", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."public_id", OLD."size", OLD."strategy_id"); RETURN NULL;',
                    hash="90cca7270212b84fc4675adb8d5d03cdf8cc839c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_38d11",
                    table="communities_strategydocument",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="strategydocument",
            trigger=pgtrigger.compiler.Trigger(
                name="not_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF current_setting('mosty.history_may_be_emptied', TRUE) = 'on' THEN RETURN NULL; END IF; RAISE EXCEPTION 'history: Cannot truncate % table', TG_TABLE_NAME;",
                    hash="b90e04b7781d40417f7a3a167275f518516fe205",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_not_emptied_6aa3e",
                    table="communities_strategydocument",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="strategydocumentevent",
            index=models.Index(
                fields=["-pgh_created_at", "-pgh_id"], name="communities_pgh_cre_367003_idx"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="strategydocumentevent",
            trigger=pgtrigger.compiler.Trigger(
                name="not_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF current_setting('mosty.history_may_be_emptied', TRUE) = 'on' THEN RETURN NULL; END IF; RAISE EXCEPTION 'history: Cannot truncate % table', TG_TABLE_NAME;",
                    hash="a0435e59dde83308f8dc3f0eb496624cf34ee37d",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_not_emptied_0055a",
                    table="communities_strategydocumentevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="strategydocumentevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3813db7ba0678dde9547696e2e7c19e64eaafe4b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_37e34",
                    table="communities_strategydocumentevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="strategyedition",
            constraint=models.UniqueConstraint(
                fields=("strategy", "decided_on", "decision_no"),
                name="strategyedition_once",
                violation_error_message="This update is entered already.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="strategyedition",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "communities_strategyeditionevent" ("decided_on", "decision_no", "id", "link", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "strategy_id", "summary", "summary_en") VALUES (NEW."decided_on", NEW."decision_no", NEW."id", NEW."link", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."strategy_id", NEW."summary", NEW."summary_en"); RETURN NULL;',
                    hash="afe9bd42187612642ab475eb8eb541b014c3bc0b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2d67a",
                    table="communities_strategyedition",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="strategyedition",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "communities_strategyeditionevent" ("decided_on", "decision_no", "id", "link", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "strategy_id", "summary", "summary_en") VALUES (NEW."decided_on", NEW."decision_no", NEW."id", NEW."link", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."strategy_id", NEW."summary", NEW."summary_en"); RETURN NULL;',
                    hash="6935200db7a1ea4cb685d42af7f55296a973357e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_311ae",
                    table="communities_strategyedition",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="strategyedition",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "communities_strategyeditionevent" ("decided_on", "decision_no", "id", "link", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "strategy_id", "summary", "summary_en") VALUES (OLD."decided_on", OLD."decision_no", OLD."id", OLD."link", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."strategy_id", OLD."summary", OLD."summary_en"); RETURN NULL;',
                    hash="fb83ebfe97515aa08795911076658c384cd393a1",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c9c62",
                    table="communities_strategyedition",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="strategyedition",
            trigger=pgtrigger.compiler.Trigger(
                name="not_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF current_setting('mosty.history_may_be_emptied', TRUE) = 'on' THEN RETURN NULL; END IF; RAISE EXCEPTION 'history: Cannot truncate % table', TG_TABLE_NAME;",
                    hash="577987b76e39dc2f40de07725da1086fd4e20299",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_not_emptied_6172b",
                    table="communities_strategyedition",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="strategyeditionevent",
            index=models.Index(
                fields=["-pgh_created_at", "-pgh_id"], name="communities_pgh_cre_2d2e03_idx"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="strategyeditionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="not_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF current_setting('mosty.history_may_be_emptied', TRUE) = 'on' THEN RETURN NULL; END IF; RAISE EXCEPTION 'history: Cannot truncate % table', TG_TABLE_NAME;",
                    hash="12b8dbbff07af78a32f03307c5d939a264db2358",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_not_emptied_26c44",
                    table="communities_strategyeditionevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="strategyeditionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="623d3f69e06362f6dd2826002cf797ee82e4f27a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f1f0a",
                    table="communities_strategyeditionevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="strategyevent",
            index=models.Index(
                fields=["-pgh_created_at", "-pgh_id"], name="communities_pgh_cre_f87918_idx"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="strategyevent",
            trigger=pgtrigger.compiler.Trigger(
                name="not_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF current_setting('mosty.history_may_be_emptied', TRUE) = 'on' THEN RETURN NULL; END IF; RAISE EXCEPTION 'history: Cannot truncate % table', TG_TABLE_NAME;",
                    hash="d47679ab02ab352016197ff5718fa360dc54dc39",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_not_emptied_0b7c0",
                    table="communities_strategyevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="strategyevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6fe19e503ae2fdbe69717e09f9fc0e594609e044",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c68f9",
                    table="communities_strategyevent",
                    when="BEFORE",
                ),
            ),
        ),
        ]),
    ]
