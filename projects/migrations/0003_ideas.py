# ruff: noqa: E501 - generated statements

import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from common.operations.together import ChangeTogether


class Migration(migrations.Migration):
    dependencies = [
        ("codelists", "0004_codes_of_official_lists"),
        ("communities", "0005_strategies"),
        ("partners", "0006_programmes"),
        ("projects", "0002_calls_and_aid"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        ChangeTogether(operations=[
        migrations.CreateModel(
            name="IdeaCommunity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="idea_communities",
                        to="communities.community",
                        verbose_name="community",
                    ),
                ),
            ],
            options={
                "verbose_name": "community of an idea",
                "verbose_name_plural": "communities of ideas",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="IdeaFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=200, verbose_name="name of the file")),
                (
                    "content_type",
                    models.CharField(editable=False, max_length=100, verbose_name="format"),
                ),
                ("size", models.PositiveIntegerField(editable=False, verbose_name="size")),
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
                    "uploaded_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="uploaded at",
                    ),
                ),
                ("is_withdrawn", models.BooleanField(default=False, verbose_name="withdrawn")),
                (
                    "kind",
                    models.CharField(
                        choices=[("document", "document"), ("photo", "photograph")],
                        max_length=10,
                        verbose_name="what it is",
                    ),
                ),
                ("alt", models.CharField(blank=True, max_length=300, verbose_name="what it shows")),
                (
                    "alt_en",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="what it shows, in English"
                    ),
                ),
                ("file", models.FileField(upload_to="private/ideas/", verbose_name="file")),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uploaded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of an idea",
                "verbose_name_plural": "files of ideas",
                "ordering": ("uploaded_at", "pk"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="IdeaGoal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="idea_goals",
                        to="communities.strategicgoal",
                        verbose_name="strategic goal",
                    ),
                ),
            ],
            options={
                "verbose_name": "strategic goal of an idea",
                "verbose_name_plural": "strategic goals of ideas",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="IdeaInterest",
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
                ("message", models.TextField(max_length=3000, verbose_name="message")),
                (
                    "contact_wishes",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="how to reach the partner"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("new", "registered"),
                            ("talks", "talks"),
                            ("funded", "funded"),
                            ("ended", "not continued"),
                        ],
                        default="new",
                        editable=False,
                        max_length=8,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "outcome_note",
                    models.CharField(blank=True, max_length=1000, verbose_name="about the outcome"),
                ),
                (
                    "outcome_on",
                    models.DateField(blank=True, null=True, verbose_name="date of the outcome"),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="created at"
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="idea_interests",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="registered by",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="idea_interests",
                        to="partners.partner",
                        verbose_name="partner",
                    ),
                ),
            ],
            options={
                "verbose_name": "interest in an idea",
                "verbose_name_plural": "interests in ideas",
                "ordering": ("-created_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="IdeaStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, verbose_name="step")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("submitted", "submitted to the office"),
                            ("returned", "sent back to be mended"),
                            ("checked", "checked by the office"),
                            ("published", "looks for a partner"),
                            ("interest", "partners are interested"),
                            ("funded", "funded"),
                            ("withdrawn", "withdrawn"),
                            ("outdated", "outdated"),
                        ],
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=2000, verbose_name="note")),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="when"),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="idea_steps",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of an idea",
                "verbose_name_plural": "steps of ideas",
                "ordering": ("made_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="IdeaTheme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="idea_themes",
                        to="codelists.theme",
                    ),
                ),
            ],
            options={
                "verbose_name": "theme of an idea",
                "verbose_name_plural": "themes of ideas",
            },
        ),
        migrations.CreateModel(
            name="ProjectIdea",
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
                (
                    "reference",
                    models.CharField(
                        editable=False, max_length=24, unique=True, verbose_name="reference"
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                (
                    "title_en",
                    models.CharField(blank=True, max_length=300, verbose_name="title in English"),
                ),
                ("problem", models.TextField(blank=True, max_length=4000, verbose_name="problem")),
                (
                    "problem_en",
                    models.TextField(
                        blank=True, max_length=4000, verbose_name="problem, in English"
                    ),
                ),
                (
                    "solution",
                    models.TextField(blank=True, max_length=4000, verbose_name="solution"),
                ),
                (
                    "solution_en",
                    models.TextField(
                        blank=True, max_length=4000, verbose_name="solution, in English"
                    ),
                ),
                (
                    "expected_result",
                    models.TextField(blank=True, max_length=4000, verbose_name="expected result"),
                ),
                (
                    "expected_result_en",
                    models.TextField(
                        blank=True, max_length=4000, verbose_name="expected result, in English"
                    ),
                ),
                (
                    "readiness",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("idea", "an idea"),
                            ("feasibility_study", "feasibility study"),
                            ("design", "design documents"),
                            ("permits", "permits received"),
                            ("ready", "ready to start"),
                        ],
                        max_length=20,
                        verbose_name="readiness",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=18,
                        null=True,
                        verbose_name="estimated cost",
                    ),
                ),
                ("currency", models.CharField(blank=True, max_length=3, verbose_name="currency")),
                (
                    "amount_on",
                    models.DateField(
                        blank=True,
                        help_text="The rate of this day is taken.",
                        null=True,
                        verbose_name="cost as of",
                    ),
                ),
                (
                    "own_amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="In the currency of the cost.",
                        max_digits=18,
                        null=True,
                        verbose_name="own share, amount",
                    ),
                ),
                (
                    "own_percent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="own share, per cent",
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
                    "starts_on",
                    models.DateField(blank=True, null=True, verbose_name="planned start"),
                ),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="planned end")),
                (
                    "contact_name",
                    models.CharField(blank=True, max_length=200, verbose_name="contact person"),
                ),
                (
                    "contact_position",
                    models.CharField(blank=True, max_length=200, verbose_name="position"),
                ),
                (
                    "contact_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="e-mail"),
                ),
                (
                    "contact_phone",
                    models.CharField(blank=True, max_length=40, verbose_name="telephone"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("submitted", "submitted to the office"),
                            ("returned", "sent back to be mended"),
                            ("checked", "checked by the office"),
                            ("published", "looks for a partner"),
                            ("interest", "partners are interested"),
                            ("funded", "funded"),
                            ("withdrawn", "withdrawn"),
                            ("outdated", "outdated"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
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
                    "to_mend",
                    models.CharField(
                        blank=True, editable=False, max_length=2000, verbose_name="what to mend"
                    ),
                ),
                (
                    "end_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=1000, verbose_name="why it ended"
                    ),
                ),
                (
                    "submitted_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="submitted on"
                    ),
                ),
                (
                    "published_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="published on"
                    ),
                ),
                (
                    "ended_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="ended on"
                    ),
                ),
                (
                    "touched_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="last looked after",
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        null=True,
                        verbose_name="asked whether it is still needed",
                    ),
                ),
                (
                    "source_note",
                    models.CharField(blank=True, max_length=300, verbose_name="where it came from"),
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
                                    models.F("reference"),
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
                    "author",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="project_ideas",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ideas",
                        to="communities.community",
                        verbose_name="community",
                    ),
                ),
                (
                    "goals",
                    models.ManyToManyField(
                        blank=True,
                        related_name="ideas",
                        through="projects.IdeaGoal",
                        to="communities.strategicgoal",
                        verbose_name="goals of strategies",
                    ),
                ),
                (
                    "oblast",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ideas",
                        to="communities.oblast",
                        verbose_name="oblast",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ideas",
                        to="communities.office",
                        verbose_name="checked by",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ideas",
                        to="projects.project",
                        verbose_name="project",
                    ),
                ),
                (
                    "themes",
                    models.ManyToManyField(
                        blank=True,
                        related_name="ideas",
                        through="projects.IdeaTheme",
                        to="codelists.theme",
                        verbose_name="themes",
                    ),
                ),
                (
                    "together_with",
                    models.ManyToManyField(
                        blank=True,
                        related_name="shared_ideas",
                        through="projects.IdeaCommunity",
                        to="communities.community",
                        verbose_name="together with",
                    ),
                ),
            ],
            options={
                "verbose_name": "project idea",
                "verbose_name_plural": "project ideas",
                "ordering": ("-created_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="IdeaThemeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        related_query_name="events",
                        to="projects.ideatheme",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="codelists.theme",
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.projectidea",
                    ),
                ),
            ],
            options={
                "ordering": ["pgh_id"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="ideatheme",
            name="idea",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="idea_themes",
                to="projects.projectidea",
            ),
        ),
        migrations.CreateModel(
            name="IdeaStepEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(max_length=20, verbose_name="step")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("submitted", "submitted to the office"),
                            ("returned", "sent back to be mended"),
                            ("checked", "checked by the office"),
                            ("published", "looks for a partner"),
                            ("interest", "partners are interested"),
                            ("funded", "funded"),
                            ("withdrawn", "withdrawn"),
                            ("outdated", "outdated"),
                        ],
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=2000, verbose_name="note")),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="when"),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        related_query_name="events",
                        to="projects.ideastep",
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.projectidea",
                    ),
                ),
            ],
            options={
                "ordering": ["pgh_id"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="ideastep",
            name="idea",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="steps",
                to="projects.projectidea",
            ),
        ),
        migrations.CreateModel(
            name="IdeaInterestEvent",
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
                ("message", models.TextField(max_length=3000, verbose_name="message")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("new", "registered"),
                            ("talks", "talks"),
                            ("funded", "funded"),
                            ("ended", "not continued"),
                        ],
                        default="new",
                        editable=False,
                        max_length=8,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "outcome_note",
                    models.CharField(blank=True, max_length=1000, verbose_name="about the outcome"),
                ),
                (
                    "outcome_on",
                    models.DateField(blank=True, null=True, verbose_name="date of the outcome"),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="created at"
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="registered by",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="partners.partner",
                        verbose_name="partner",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        related_query_name="events",
                        to="projects.ideainterest",
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.projectidea",
                        verbose_name="idea",
                    ),
                ),
            ],
            options={
                "ordering": ["pgh_id"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="ideainterest",
            name="idea",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="interests",
                to="projects.projectidea",
                verbose_name="idea",
            ),
        ),
        migrations.CreateModel(
            name="IdeaGoalEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "goal",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="communities.strategicgoal",
                        verbose_name="strategic goal",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        related_query_name="events",
                        to="projects.ideagoal",
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.projectidea",
                    ),
                ),
            ],
            options={
                "ordering": ["pgh_id"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="ideagoal",
            name="idea",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="idea_goals",
                to="projects.projectidea",
            ),
        ),
        migrations.CreateModel(
            name="IdeaFileEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("name", models.CharField(max_length=200, verbose_name="name of the file")),
                (
                    "content_type",
                    models.CharField(editable=False, max_length=100, verbose_name="format"),
                ),
                ("size", models.PositiveIntegerField(editable=False, verbose_name="size")),
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
                    "uploaded_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="uploaded at",
                    ),
                ),
                ("is_withdrawn", models.BooleanField(default=False, verbose_name="withdrawn")),
                (
                    "kind",
                    models.CharField(
                        choices=[("document", "document"), ("photo", "photograph")],
                        max_length=10,
                        verbose_name="what it is",
                    ),
                ),
                ("alt", models.CharField(blank=True, max_length=300, verbose_name="what it shows")),
                (
                    "alt_en",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="what it shows, in English"
                    ),
                ),
                ("file", models.FileField(upload_to="private/ideas/", verbose_name="file")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        related_query_name="events",
                        to="projects.ideafile",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uploaded by",
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.projectidea",
                    ),
                ),
            ],
            options={
                "ordering": ["pgh_id"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="ideafile",
            name="idea",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="files",
                to="projects.projectidea",
            ),
        ),
        migrations.CreateModel(
            name="IdeaCommunityEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "community",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="communities.community",
                        verbose_name="community",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        related_query_name="events",
                        to="projects.ideacommunity",
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.projectidea",
                    ),
                ),
            ],
            options={
                "ordering": ["pgh_id"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="ideacommunity",
            name="idea",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="idea_communities",
                to="projects.projectidea",
            ),
        ),
        migrations.CreateModel(
            name="ProjectIdeaEvent",
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
                (
                    "reference",
                    models.CharField(editable=False, max_length=24, verbose_name="reference"),
                ),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                (
                    "title_en",
                    models.CharField(blank=True, max_length=300, verbose_name="title in English"),
                ),
                ("problem", models.TextField(blank=True, max_length=4000, verbose_name="problem")),
                (
                    "problem_en",
                    models.TextField(
                        blank=True, max_length=4000, verbose_name="problem, in English"
                    ),
                ),
                (
                    "solution",
                    models.TextField(blank=True, max_length=4000, verbose_name="solution"),
                ),
                (
                    "solution_en",
                    models.TextField(
                        blank=True, max_length=4000, verbose_name="solution, in English"
                    ),
                ),
                (
                    "expected_result",
                    models.TextField(blank=True, max_length=4000, verbose_name="expected result"),
                ),
                (
                    "expected_result_en",
                    models.TextField(
                        blank=True, max_length=4000, verbose_name="expected result, in English"
                    ),
                ),
                (
                    "readiness",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("idea", "an idea"),
                            ("feasibility_study", "feasibility study"),
                            ("design", "design documents"),
                            ("permits", "permits received"),
                            ("ready", "ready to start"),
                        ],
                        max_length=20,
                        verbose_name="readiness",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=18,
                        null=True,
                        verbose_name="estimated cost",
                    ),
                ),
                ("currency", models.CharField(blank=True, max_length=3, verbose_name="currency")),
                (
                    "amount_on",
                    models.DateField(
                        blank=True,
                        help_text="The rate of this day is taken.",
                        null=True,
                        verbose_name="cost as of",
                    ),
                ),
                (
                    "own_amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="In the currency of the cost.",
                        max_digits=18,
                        null=True,
                        verbose_name="own share, amount",
                    ),
                ),
                (
                    "own_percent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="own share, per cent",
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
                    "starts_on",
                    models.DateField(blank=True, null=True, verbose_name="planned start"),
                ),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="planned end")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("submitted", "submitted to the office"),
                            ("returned", "sent back to be mended"),
                            ("checked", "checked by the office"),
                            ("published", "looks for a partner"),
                            ("interest", "partners are interested"),
                            ("funded", "funded"),
                            ("withdrawn", "withdrawn"),
                            ("outdated", "outdated"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
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
                    "to_mend",
                    models.CharField(
                        blank=True, editable=False, max_length=2000, verbose_name="what to mend"
                    ),
                ),
                (
                    "end_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=1000, verbose_name="why it ended"
                    ),
                ),
                (
                    "submitted_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="submitted on"
                    ),
                ),
                (
                    "published_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="published on"
                    ),
                ),
                (
                    "ended_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="ended on"
                    ),
                ),
                (
                    "touched_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="last looked after",
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        null=True,
                        verbose_name="asked whether it is still needed",
                    ),
                ),
                (
                    "source_note",
                    models.CharField(blank=True, max_length=300, verbose_name="where it came from"),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="created at"
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
                (
                    "community",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="communities.community",
                        verbose_name="community",
                    ),
                ),
                (
                    "oblast",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="communities.oblast",
                        verbose_name="oblast",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="communities.office",
                        verbose_name="checked by",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        related_query_name="events",
                        to="projects.projectidea",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={
                "ordering": ["pgh_id"],
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="projectidea",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("search_text", name="gin_trgm_ops"),
                name="idea_titles",
            ),
        ),
        migrations.AddIndex(
            model_name="projectidea",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["sdg_goals"], name="idea_sdg_goals"
            ),
        ),
        migrations.AddIndex(
            model_name="projectidea",
            index=models.Index(fields=["oblast", "status"], name="idea_oblast_status"),
        ),
        migrations.AddIndex(
            model_name="projectidea",
            index=models.Index(fields=["community", "status"], name="idea_community_status"),
        ),
        migrations.AddIndex(
            model_name="projectidea",
            index=models.Index(fields=["status", "touched_at"], name="idea_status_touched"),
        ),
        migrations.AddIndex(
            model_name="projectidea",
            index=models.Index(fields=["sort_key", "id"], name="idea_order"),
        ),
        migrations.AddConstraint(
            model_name="projectidea",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        [
                            "draft",
                            "submitted",
                            "returned",
                            "checked",
                            "published",
                            "interest",
                            "funded",
                            "withdrawn",
                            "outdated",
                        ],
                    )
                ),
                name="idea_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="projectidea",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "readiness__in",
                        ["", "idea", "feasibility_study", "design", "permits", "ready"],
                    )
                ),
                name="idea_readiness_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="projectidea",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount", None), ("amount_on", None), ("currency", "")),
                    models.Q(
                        ("amount__gt", 0),
                        ("amount__isnull", False),
                        ("amount_on__isnull", False),
                        ("currency__regex", "^[A-Z]{3}$"),
                    ),
                    _connector="OR",
                ),
                name="idea_amount_has_currency_and_day",
                violation_error_code="amount",
                violation_error_message="A cost is more than nothing and goes with its currency and its day.",
            ),
        ),
        migrations.AddConstraint(
            model_name="projectidea",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("own_amount", None),
                    models.Q(
                        ("amount__isnull", False),
                        ("own_amount__gte", 0),
                        ("own_amount__isnull", False),
                        ("own_amount__lte", models.F("amount")),
                    ),
                    _connector="OR",
                ),
                name="idea_own_amount_within_cost",
                violation_error_code="own_amount",
                violation_error_message="The own share cannot be more than the whole cost.",
            ),
        ),
        migrations.AddConstraint(
            model_name="projectidea",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("own_percent", None),
                    models.Q(("own_percent__isnull", False), ("own_percent__range", (0, 100))),
                    _connector="OR",
                ),
                name="idea_own_percent_is_percentage",
                violation_error_code="own_percent",
                violation_error_message="A share is from 0 to 100 per cent.",
            ),
        ),
        migrations.AddConstraint(
            model_name="projectidea",
            constraint=models.CheckConstraint(
                condition=models.Q(("own_percent", None), ("own_amount", None), _connector="OR"),
                name="idea_own_share_said_once",
                violation_error_code="own_percent",
                violation_error_message="Say the own share as an amount or in per cent, not both.",
            ),
        ),
        migrations.AddConstraint(
            model_name="projectidea",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts_on", None),
                    ("ends_on", None),
                    ("ends_on__gte", models.F("starts_on")),
                    _connector="OR",
                ),
                name="idea_dates_in_order",
                violation_error_code="ends_on",
                violation_error_message="The planned end cannot be before the planned start.",
            ),
        ),
        migrations.AddConstraint(
            model_name="projectidea",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "funded"), _negated=True),
                    ("project__isnull", False),
                    _connector="OR",
                ),
                name="idea_funded_has_project",
                violation_error_message="A funded idea names the project that it became.",
            ),
        ),
        migrations.AddConstraint(
            model_name="projectidea",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "returned"), _negated=True),
                    models.Q(("to_mend", ""), _negated=True),
                    _connector="OR",
                ),
                name="idea_returned_with_reason",
                violation_error_message="Say what has to be mended.",
            ),
        ),
        migrations.AddConstraint(
            model_name="projectidea",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ("withdrawn", "outdated")), _negated=True),
                    models.Q(("end_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="idea_ended_with_reason",
                violation_error_message="Say why the idea is closed.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectidea",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_projectideaevent" ("amount", "amount_on", "asked_at", "author_id", "community_id", "created_at", "currency", "end_reason", "ended_on", "ends_on", "expected_result", "expected_result_en", "id", "oblast_id", "office_id", "own_amount", "own_percent", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "problem_en", "project_id", "public_id", "published_on", "readiness", "reference", "sdg_goals", "solution", "solution_en", "source_note", "starts_on", "status", "submitted_on", "title", "title_en", "to_mend", "touched_at", "updated_at", "visibility") VALUES (NEW."amount", NEW."amount_on", NEW."asked_at", NEW."author_id", NEW."community_id", NEW."created_at", NEW."currency", NEW."end_reason", NEW."ended_on", NEW."ends_on", NEW."expected_result", NEW."expected_result_en", NEW."id", NEW."oblast_id", NEW."office_id", NEW."own_amount", NEW."own_percent", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."problem", NEW."problem_en", NEW."project_id", NEW."public_id", NEW."published_on", NEW."readiness", NEW."reference", NEW."sdg_goals", NEW."solution", NEW."solution_en", NEW."source_note", NEW."starts_on", NEW."status", NEW."submitted_on", NEW."title", NEW."title_en", NEW."to_mend", NEW."touched_at", NEW."updated_at", NEW."visibility"); RETURN NULL;',
                    hash="dd2b79b4ab78773c9e8e9ce2611db138cb1e9f6b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8187d",
                    table="projects_projectidea",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectidea",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."amount_on" IS DISTINCT FROM (NEW."amount_on") OR OLD."asked_at" IS DISTINCT FROM (NEW."asked_at") OR OLD."author_id" IS DISTINCT FROM (NEW."author_id") OR OLD."community_id" IS DISTINCT FROM (NEW."community_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."currency" IS DISTINCT FROM (NEW."currency") OR OLD."end_reason" IS DISTINCT FROM (NEW."end_reason") OR OLD."ended_on" IS DISTINCT FROM (NEW."ended_on") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."expected_result" IS DISTINCT FROM (NEW."expected_result") OR OLD."expected_result_en" IS DISTINCT FROM (NEW."expected_result_en") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."oblast_id" IS DISTINCT FROM (NEW."oblast_id") OR OLD."office_id" IS DISTINCT FROM (NEW."office_id") OR OLD."own_amount" IS DISTINCT FROM (NEW."own_amount") OR OLD."own_percent" IS DISTINCT FROM (NEW."own_percent") OR OLD."problem" IS DISTINCT FROM (NEW."problem") OR OLD."problem_en" IS DISTINCT FROM (NEW."problem_en") OR OLD."project_id" IS DISTINCT FROM (NEW."project_id") OR OLD."public_id" IS DISTINCT FROM (NEW."public_id") OR OLD."published_on" IS DISTINCT FROM (NEW."published_on") OR OLD."readiness" IS DISTINCT FROM (NEW."readiness") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."sdg_goals" IS DISTINCT FROM (NEW."sdg_goals") OR OLD."solution" IS DISTINCT FROM (NEW."solution") OR OLD."solution_en" IS DISTINCT FROM (NEW."solution_en") OR OLD."source_note" IS DISTINCT FROM (NEW."source_note") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."submitted_on" IS DISTINCT FROM (NEW."submitted_on") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."title_en" IS DISTINCT FROM (NEW."title_en") OR OLD."to_mend" IS DISTINCT FROM (NEW."to_mend") OR OLD."touched_at" IS DISTINCT FROM (NEW."touched_at") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."visibility" IS DISTINCT FROM (NEW."visibility"))',
                    func='INSERT INTO "projects_projectideaevent" ("amount", "amount_on", "asked_at", "author_id", "community_id", "created_at", "currency", "end_reason", "ended_on", "ends_on", "expected_result", "expected_result_en", "id", "oblast_id", "office_id", "own_amount", "own_percent", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "problem_en", "project_id", "public_id", "published_on", "readiness", "reference", "sdg_goals", "solution", "solution_en", "source_note", "starts_on", "status", "submitted_on", "title", "title_en", "to_mend", "touched_at", "updated_at", "visibility") VALUES (NEW."amount", NEW."amount_on", NEW."asked_at", NEW."author_id", NEW."community_id", NEW."created_at", NEW."currency", NEW."end_reason", NEW."ended_on", NEW."ends_on", NEW."expected_result", NEW."expected_result_en", NEW."id", NEW."oblast_id", NEW."office_id", NEW."own_amount", NEW."own_percent", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."problem", NEW."problem_en", NEW."project_id", NEW."public_id", NEW."published_on", NEW."readiness", NEW."reference", NEW."sdg_goals", NEW."solution", NEW."solution_en", NEW."source_note", NEW."starts_on", NEW."status", NEW."submitted_on", NEW."title", NEW."title_en", NEW."to_mend", NEW."touched_at", NEW."updated_at", NEW."visibility"); RETURN NULL;',
                    hash="bd482aa106bc3021a6804d611975d7666124baa9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6522c",
                    table="projects_projectidea",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectidea",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_projectideaevent" ("amount", "amount_on", "asked_at", "author_id", "community_id", "created_at", "currency", "end_reason", "ended_on", "ends_on", "expected_result", "expected_result_en", "id", "oblast_id", "office_id", "own_amount", "own_percent", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "problem_en", "project_id", "public_id", "published_on", "readiness", "reference", "sdg_goals", "solution", "solution_en", "source_note", "starts_on", "status", "submitted_on", "title", "title_en", "to_mend", "touched_at", "updated_at", "visibility") VALUES (OLD."amount", OLD."amount_on", OLD."asked_at", OLD."author_id", OLD."community_id", OLD."created_at", OLD."currency", OLD."end_reason", OLD."ended_on", OLD."ends_on", OLD."expected_result", OLD."expected_result_en", OLD."id", OLD."oblast_id", OLD."office_id", OLD."own_amount", OLD."own_percent", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."problem", OLD."problem_en", OLD."project_id", OLD."public_id", OLD."published_on", OLD."readiness", OLD."reference", OLD."sdg_goals", OLD."solution", OLD."solution_en", OLD."source_note", OLD."starts_on", OLD."status", OLD."submitted_on", OLD."title", OLD."title_en", OLD."to_mend", OLD."touched_at", OLD."updated_at", OLD."visibility"); RETURN NULL;',
                    hash="f05b49f22e0bcf0040a653e8203e38416811bf6b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_052ae",
                    table="projects_projectidea",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectidea",
            trigger=pgtrigger.compiler.Trigger(
                name="not_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF current_setting('mosty.history_may_be_emptied', TRUE) = 'on' THEN RETURN NULL; END IF; RAISE EXCEPTION 'history: Cannot truncate % table', TG_TABLE_NAME;",
                    hash="af20689efb730bdb26eab9d274ee7bf3fb8a650d",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_not_emptied_b4b23",
                    table="projects_projectidea",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="ideathemeevent",
            index=models.Index(
                fields=["-pgh_created_at", "-pgh_id"], name="projects_id_pgh_cre_aebb49_idx"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ideathemeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="not_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF current_setting('mosty.history_may_be_emptied', TRUE) = 'on' THEN RETURN NULL; END IF; RAISE EXCEPTION 'history: Cannot truncate % table', TG_TABLE_NAME;",
                    hash="e2f71379095fb2491debdf936b5cbd697b097c8f",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_not_emptied_a837b",
                    table="projects_ideathemeevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ideathemeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="913fde75d0ffa72036d6786e7958c96b3e1f1ad7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_746c7",
                    table="projects_ideathemeevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="ideatheme",
            constraint=models.UniqueConstraint(fields=("idea", "theme"), name="idea_theme_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ideatheme",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_ideathemeevent" ("id", "idea_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "theme_id") VALUES (NEW."id", NEW."idea_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."theme_id"); RETURN NULL;',
                    hash="8cd3c3af263446136bfff4a2a25e3f26e47fc3b4",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_238b8",
                    table="projects_ideatheme",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ideatheme",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "projects_ideathemeevent" ("id", "idea_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "theme_id") VALUES (NEW."id", NEW."idea_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."theme_id"); RETURN NULL;',
                    hash="bd9fadd147218d1ff8a7eee6b4dfbba4cff96e2c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1f74c",
                    table="projects_ideatheme",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ideatheme",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_ideathemeevent" ("id", "idea_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "theme_id") VALUES (OLD."id", OLD."idea_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."theme_id"); RETURN NULL;',
                    hash="7e88dfc88a49e853e015582a3be955ffb2729c49",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_63ab8",
                    table="projects_ideatheme",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ideatheme",
            trigger=pgtrigger.compiler.Trigger(
                name="not_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF current_setting('mosty.history_may_be_emptied', TRUE) = 'on' THEN RETURN NULL; END IF; RAISE EXCEPTION 'history: Cannot truncate % table', TG_TABLE_NAME;",
                    hash="beb54482df7d8408d872ee50b98ebd9556a6da89",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_not_emptied_ba287",
                    table="projects_ideatheme",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="ideastepevent",
            index=models.Index(
                fields=["-pgh_created_at", "-pgh_id"], name="projects_id_pgh_cre_8e4f21_idx"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ideastepevent",
            trigger=pgtrigger.compiler.Trigger(
                name="not_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF current_setting('mosty.history_may_be_emptied', TRUE) = 'on' THEN RETURN NULL; END IF; RAISE EXCEPTION 'history: Cannot truncate % table', TG_TABLE_NAME;",
                    hash="39f363b35d4aebb2e9e835b7ceeab6b38b44924c",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_not_emptied_265dc",
                    table="projects_ideastepevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ideastepevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="934d3644e251397830e7d12313cf8dcff8f11465",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_b058b",
                    table="projects_ideastepevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="ideastep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        [
                            "draft",
                            "submitted",
                            "returned",
                            "checked",
                            "published",
                            "interest",
                            "funded",
                            "withdrawn",
                            "outdated",
                        ],
                    )
                ),
                name="ideastep_status_is_known",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ideastep",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_ideastepevent" ("author_id", "code", "id", "idea_id", "made_at", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status") VALUES (NEW."author_id", NEW."code", NEW."id", NEW."idea_id", NEW."made_at", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."status"); RETURN NULL;',
                    hash="898eeb009fa3c5a55a5bae82e34072f51b050c09",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_04dc7",
                    table="projects_ideastep",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ideastep",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "projects_ideastepevent" ("author_id", "code", "id", "idea_id", "made_at", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status") VALUES (NEW."author_id", NEW."code", NEW."id", NEW."idea_id", NEW."made_at", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."status"); RETURN NULL;',
                    hash="2a88f1191c90fcf5f3684de6328a70fc525f8bef",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b35a4",
                    table="projects_ideastep",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ideastep",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_ideastepevent" ("author_id", "code", "id", "idea_id", "made_at", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status") VALUES (OLD."author_id", OLD."code", OLD."id", OLD."idea_id", OLD."made_at", OLD."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."status"); RETURN NULL;',
                    hash="40e7fa8883595b582f5c2dd0e7b57ffa439d6d8c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8d6c8",
                    table="projects_ideastep",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ideastep",
            trigger=pgtrigger.compiler.Trigger(
                name="not_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF current_setting('mosty.history_may_be_emptied', TRUE) = 'on' THEN RETURN NULL; END IF; RAISE EXCEPTION 'history: Cannot truncate % table', TG_TABLE_NAME;",
                    hash="df9b46528772e2e54f4df679fe7d603b6ce70e09",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_not_emptied_7b47b",
                    table="projects_ideastep",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="ideainterestevent",
            index=models.Index(
                fields=["-pgh_created_at", "-pgh_id"], name="projects_id_pgh_cre_6c5b24_idx"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ideainterestevent",
            trigger=pgtrigger.compiler.Trigger(
                name="not_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF current_setting('mosty.history_may_be_emptied', TRUE) = 'on' THEN RETURN NULL; END IF; RAISE EXCEPTION 'history: Cannot truncate % table', TG_TABLE_NAME;",
                    hash="a800feb3dcfb59423cf87d98b42250135d4fcf52",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_not_emptied_6c59f",
                    table="projects_ideainterestevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ideainterestevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="dd942715f0fdd3668d942020d800c0392106937d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_5eba7",
                    table="projects_ideainterestevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="ideainterest",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["new", "talks", "funded", "ended"])),
                name="ideainterest_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="ideainterest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "ended"), _negated=True),
                    models.Q(("outcome_note", ""), _negated=True),
                    _connector="OR",
                ),
                name="ideainterest_ended_with_reason",
                violation_error_code="outcome_note",
                violation_error_message="Say why it was not continued.",
            ),
        ),
        migrations.AddConstraint(
            model_name="ideainterest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ("new", "talks"))),
                fields=("idea", "partner"),
                name="ideainterest_open_once",
                violation_error_message="This partner’s interest is registered already.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ideainterest",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_ideainterestevent" ("author_id", "created_at", "id", "idea_id", "message", "outcome_note", "outcome_on", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "status", "updated_at") VALUES (NEW."author_id", NEW."created_at", NEW."id", NEW."idea_id", NEW."message", NEW."outcome_note", NEW."outcome_on", NEW."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."public_id", NEW."status", NEW."updated_at"); RETURN NULL;',
                    hash="b68b52452ef5d8621ec077364821d0270d5c558b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e967d",
                    table="projects_ideainterest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ideainterest",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."author_id" IS DISTINCT FROM (NEW."author_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."idea_id" IS DISTINCT FROM (NEW."idea_id") OR OLD."message" IS DISTINCT FROM (NEW."message") OR OLD."outcome_note" IS DISTINCT FROM (NEW."outcome_note") OR OLD."outcome_on" IS DISTINCT FROM (NEW."outcome_on") OR OLD."partner_id" IS DISTINCT FROM (NEW."partner_id") OR OLD."public_id" IS DISTINCT FROM (NEW."public_id") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at"))',
                    func='INSERT INTO "projects_ideainterestevent" ("author_id", "created_at", "id", "idea_id", "message", "outcome_note", "outcome_on", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "status", "updated_at") VALUES (NEW."author_id", NEW."created_at", NEW."id", NEW."idea_id", NEW."message", NEW."outcome_note", NEW."outcome_on", NEW."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."public_id", NEW."status", NEW."updated_at"); RETURN NULL;',
                    hash="a3e9f687e1cdee54c91e447e628eb79684d4a184",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b0b24",
                    table="projects_ideainterest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ideainterest",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_ideainterestevent" ("author_id", "created_at", "id", "idea_id", "message", "outcome_note", "outcome_on", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "status", "updated_at") VALUES (OLD."author_id", OLD."created_at", OLD."id", OLD."idea_id", OLD."message", OLD."outcome_note", OLD."outcome_on", OLD."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."public_id", OLD."status", OLD."updated_at"); RETURN NULL;',
                    hash="1c1ff2597219c0d17fb2e3593e4d2c238a7a2333",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_5eec6",
                    table="projects_ideainterest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ideainterest",
            trigger=pgtrigger.compiler.Trigger(
                name="not_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF current_setting('mosty.history_may_be_emptied', TRUE) = 'on' THEN RETURN NULL; END IF; RAISE EXCEPTION 'history: Cannot truncate % table', TG_TABLE_NAME;",
                    hash="87510a8c0dfc85aa037995c9b9b56669f22fe12f",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_not_emptied_ef713",
                    table="projects_ideainterest",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="ideagoalevent",
            index=models.Index(
                fields=["-pgh_created_at", "-pgh_id"], name="projects_id_pgh_cre_ffddc6_idx"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ideagoalevent",
            trigger=pgtrigger.compiler.Trigger(
                name="not_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF current_setting('mosty.history_may_be_emptied', TRUE) = 'on' THEN RETURN NULL; END IF; RAISE EXCEPTION 'history: Cannot truncate % table', TG_TABLE_NAME;",
                    hash="7426059655901eb98fa281e7c694ac6c4b941766",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_not_emptied_cbde9",
                    table="projects_ideagoalevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ideagoalevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ca6ce27dadb8d76c3ce3cdc46daf97b7e1c75b4b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_2fe93",
                    table="projects_ideagoalevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="ideagoal",
            constraint=models.UniqueConstraint(
                fields=("idea", "goal"),
                name="ideagoal_once",
                violation_error_message="This goal is named already.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ideagoal",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_ideagoalevent" ("goal_id", "id", "idea_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."goal_id", NEW."id", NEW."idea_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="84ecb1ac29f6503dc6dcdc7a5578db164fc58a6b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_593ef",
                    table="projects_ideagoal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ideagoal",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "projects_ideagoalevent" ("goal_id", "id", "idea_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."goal_id", NEW."id", NEW."idea_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id"); RETURN NULL;',
                    hash="1d002be858ac6efaba4112e83eaac491a31bb4df",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4f308",
                    table="projects_ideagoal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ideagoal",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_ideagoalevent" ("goal_id", "id", "idea_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."goal_id", OLD."id", OLD."idea_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="8803b6d181dc96e7d0c2310b167b6541d0322a5d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_91864",
                    table="projects_ideagoal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ideagoal",
            trigger=pgtrigger.compiler.Trigger(
                name="not_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF current_setting('mosty.history_may_be_emptied', TRUE) = 'on' THEN RETURN NULL; END IF; RAISE EXCEPTION 'history: Cannot truncate % table', TG_TABLE_NAME;",
                    hash="9b6cdbb7e827aba76db0ab232d1b95cda13f1b38",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_not_emptied_e608b",
                    table="projects_ideagoal",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="ideafileevent",
            index=models.Index(
                fields=["-pgh_created_at", "-pgh_id"], name="projects_id_pgh_cre_0a9dbe_idx"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ideafileevent",
            trigger=pgtrigger.compiler.Trigger(
                name="not_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF current_setting('mosty.history_may_be_emptied', TRUE) = 'on' THEN RETURN NULL; END IF; RAISE EXCEPTION 'history: Cannot truncate % table', TG_TABLE_NAME;",
                    hash="188927e7de7a59d3b023be3ba4043f9f9b2066f8",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_not_emptied_630d2",
                    table="projects_ideafileevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ideafileevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="7b1725791bf47957f87b707d97cda7a42282e1b3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_0c26b",
                    table="projects_ideafileevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="ideafile",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["document", "photo"])),
                name="ideafile_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="ideafile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "photo"), _negated=True),
                    models.Q(("alt", ""), _negated=True),
                    _connector="OR",
                ),
                name="ideafile_photo_is_described",
                violation_error_code="alt",
                violation_error_message="Say in words what the photograph shows.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ideafile",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_ideafileevent" ("alt", "alt_en", "content_type", "file", "id", "idea_id", "is_withdrawn", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "size", "uploaded_at", "uploaded_by_id", "visibility") VALUES (NEW."alt", NEW."alt_en", NEW."content_type", NEW."file", NEW."id", NEW."idea_id", NEW."is_withdrawn", NEW."kind", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."public_id", NEW."size", NEW."uploaded_at", NEW."uploaded_by_id", NEW."visibility"); RETURN NULL;',
                    hash="607c7b9b788c829961080b5d4f05d66c0c4040b8",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a17d5",
                    table="projects_ideafile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ideafile",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "projects_ideafileevent" ("alt", "alt_en", "content_type", "file", "id", "idea_id", "is_withdrawn", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "size", "uploaded_at", "uploaded_by_id", "visibility") VALUES (NEW."alt", NEW."alt_en", NEW."content_type", NEW."file", NEW."id", NEW."idea_id", NEW."is_withdrawn", NEW."kind", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."public_id", NEW."size", NEW."uploaded_at", NEW."uploaded_by_id", NEW."visibility"); RETURN NULL;',
                    hash="5e03142497a5dd3d2e3c530ddf4e7a2037dd20c5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_09bd0",
                    table="projects_ideafile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ideafile",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_ideafileevent" ("alt", "alt_en", "content_type", "file", "id", "idea_id", "is_withdrawn", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "size", "uploaded_at", "uploaded_by_id", "visibility") VALUES (OLD."alt", OLD."alt_en", OLD."content_type", OLD."file", OLD."id", OLD."idea_id", OLD."is_withdrawn", OLD."kind", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."public_id", OLD."size", OLD."uploaded_at", OLD."uploaded_by_id", OLD."visibility"); RETURN NULL;',
                    hash="3f2ee7913806b8fcfa11e3a2de070428a51a30ff",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e8789",
                    table="projects_ideafile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ideafile",
            trigger=pgtrigger.compiler.Trigger(
                name="not_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF current_setting('mosty.history_may_be_emptied', TRUE) = 'on' THEN RETURN NULL; END IF; RAISE EXCEPTION 'history: Cannot truncate % table', TG_TABLE_NAME;",
                    hash="dab60646fe23d72aac2f786872b4e79a10d3c3ae",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_not_emptied_87eec",
                    table="projects_ideafile",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="ideacommunityevent",
            index=models.Index(
                fields=["-pgh_created_at", "-pgh_id"], name="projects_id_pgh_cre_c3f4e5_idx"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ideacommunityevent",
            trigger=pgtrigger.compiler.Trigger(
                name="not_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF current_setting('mosty.history_may_be_emptied', TRUE) = 'on' THEN RETURN NULL; END IF; RAISE EXCEPTION 'history: Cannot truncate % table', TG_TABLE_NAME;",
                    hash="9a4cdd16faea22f5e7187dfee5199fe11c5b6498",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_not_emptied_f8132",
                    table="projects_ideacommunityevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ideacommunityevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d56e7494a6fc83c508b4f926ee8ffa910113548b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f8aa9",
                    table="projects_ideacommunityevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="ideacommunity",
            constraint=models.UniqueConstraint(
                fields=("idea", "community"), name="idea_community_once"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ideacommunity",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_ideacommunityevent" ("community_id", "id", "idea_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."community_id", NEW."id", NEW."idea_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="e11e9e745b78a76da424835ca6b0e4ebf8a562f1",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6aca0",
                    table="projects_ideacommunity",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ideacommunity",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "projects_ideacommunityevent" ("community_id", "id", "idea_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."community_id", NEW."id", NEW."idea_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id"); RETURN NULL;',
                    hash="56387b80694f840ffef04ce2be79c4699e8722ae",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_31c13",
                    table="projects_ideacommunity",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ideacommunity",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "projects_ideacommunityevent" ("community_id", "id", "idea_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."community_id", OLD."id", OLD."idea_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="93a42dd31ba4eeb1d1f8ee281a67f99d07125615",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6946c",
                    table="projects_ideacommunity",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ideacommunity",
            trigger=pgtrigger.compiler.Trigger(
                name="not_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF current_setting('mosty.history_may_be_emptied', TRUE) = 'on' THEN RETURN NULL; END IF; RAISE EXCEPTION 'history: Cannot truncate % table', TG_TABLE_NAME;",
                    hash="cdd858db9cf1fa641adff748533306d30242c94d",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_not_emptied_9e891",
                    table="projects_ideacommunity",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="projectideaevent",
            index=models.Index(
                fields=["-pgh_created_at", "-pgh_id"], name="projects_pr_pgh_cre_37400a_idx"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectideaevent",
            trigger=pgtrigger.compiler.Trigger(
                name="not_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF current_setting('mosty.history_may_be_emptied', TRUE) = 'on' THEN RETURN NULL; END IF; RAISE EXCEPTION 'history: Cannot truncate % table', TG_TABLE_NAME;",
                    hash="27dcacf425d4cf7a1141c476933b97706bd29f9c",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_not_emptied_8a65d",
                    table="projects_projectideaevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projectideaevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="54aca0b10e403f7d5379ae4411e7bd193da18289",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_14164",
                    table="projects_projectideaevent",
                    when="BEFORE",
                ),
            ),
        ),
        ]),
    ]
