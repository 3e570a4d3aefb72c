# ruff: noqa: E501 - generated statements

import django.contrib.postgres.functions
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from common.operations.together import ChangeTogether


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0005_strategies"),
        ("partners", "0004_agreements"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        ChangeTogether(operations=[
        pgtrigger.migrations.RemoveTrigger(
            model_name="agreementamendment",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="agreementamendment",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="agreementamendment",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="agreementfile",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="agreementfile",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="agreementfile",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="agreementparty",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="agreementparty",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="agreementparty",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="agreementsignatory",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="agreementsignatory",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="agreementsignatory",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="agreementstep",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="agreementstep",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="agreementstep",
            name="delete_delete",
        ),
        migrations.RemoveConstraint(
            model_name="agreementparty",
            name="agreementparty_body_once",
        ),
        migrations.AddField(
            model_name="agreementamendment",
            name="public_id",
            field=models.UUIDField(
                db_default=django.contrib.postgres.functions.RandomUUID(),
                editable=False,
                unique=True,
            ),
        ),
        migrations.AddField(
            model_name="agreementamendment",
            name="taken_back_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="taken back at"),
        ),
        migrations.AddField(
            model_name="agreementamendment",
            name="taken_back_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="taken back by",
            ),
        ),
        migrations.AddField(
            model_name="agreementamendment",
            name="taken_back_reason",
            field=models.CharField(
                blank=True, max_length=500, verbose_name="why it was taken back"
            ),
        ),
        migrations.AddField(
            model_name="agreementamendmentevent",
            name="public_id",
            field=models.UUIDField(
                db_default=django.contrib.postgres.functions.RandomUUID(), editable=False
            ),
        ),
        migrations.AddField(
            model_name="agreementamendmentevent",
            name="taken_back_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="taken back at"),
        ),
        migrations.AddField(
            model_name="agreementamendmentevent",
            name="taken_back_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="taken back by",
            ),
        ),
        migrations.AddField(
            model_name="agreementamendmentevent",
            name="taken_back_reason",
            field=models.CharField(
                blank=True, max_length=500, verbose_name="why it was taken back"
            ),
        ),
        migrations.AddField(
            model_name="agreementfile",
            name="withdrawal_reason",
            field=models.CharField(blank=True, max_length=500, verbose_name="why it was withdrawn"),
        ),
        migrations.AddField(
            model_name="agreementfileevent",
            name="withdrawal_reason",
            field=models.CharField(blank=True, max_length=500, verbose_name="why it was withdrawn"),
        ),
        migrations.AddField(
            model_name="agreementparty",
            name="raion",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="agreement_parties",
                to="communities.raion",
                verbose_name="raion",
            ),
        ),
        migrations.AddField(
            model_name="agreementpartyevent",
            name="raion",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="communities.raion",
                verbose_name="raion",
            ),
        ),
        migrations.AddField(
            model_name="agreementsignatory",
            name="full_name_en",
            field=models.CharField(blank=True, max_length=200, verbose_name="full name in English"),
        ),
        migrations.AddField(
            model_name="agreementsignatory",
            name="position_en",
            field=models.CharField(blank=True, max_length=200, verbose_name="position in English"),
        ),
        migrations.AddField(
            model_name="agreementsignatoryevent",
            name="full_name_en",
            field=models.CharField(blank=True, max_length=200, verbose_name="full name in English"),
        ),
        migrations.AddField(
            model_name="agreementsignatoryevent",
            name="position_en",
            field=models.CharField(blank=True, max_length=200, verbose_name="position in English"),
        ),
        migrations.AddField(
            model_name="agreementstep",
            name="amendment",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="steps",
                to="partners.agreementamendment",
                verbose_name="renewal",
            ),
        ),
        migrations.AddField(
            model_name="agreementstep",
            name="before",
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.AddField(
            model_name="agreementstep",
            name="taken_back_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="taken back at"),
        ),
        migrations.AddField(
            model_name="agreementstep",
            name="taken_back_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="taken back by",
            ),
        ),
        migrations.AddField(
            model_name="agreementstep",
            name="taken_back_reason",
            field=models.CharField(
                blank=True, max_length=500, verbose_name="why it was taken back"
            ),
        ),
        migrations.AddField(
            model_name="agreementstepevent",
            name="amendment",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="partners.agreementamendment",
                verbose_name="renewal",
            ),
        ),
        migrations.AddField(
            model_name="agreementstepevent",
            name="before",
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.AddField(
            model_name="agreementstepevent",
            name="taken_back_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="taken back at"),
        ),
        migrations.AddField(
            model_name="agreementstepevent",
            name="taken_back_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="taken back by",
            ),
        ),
        migrations.AddField(
            model_name="agreementstepevent",
            name="taken_back_reason",
            field=models.CharField(
                blank=True, max_length=500, verbose_name="why it was taken back"
            ),
        ),
        migrations.AlterField(
            model_name="agreementparty",
            name="kind",
            field=models.CharField(
                choices=[
                    ("community", "community"),
                    ("administration", "oblast administration"),
                    ("council", "oblast council"),
                    ("raion_administration", "raion administration"),
                    ("raion_council", "raion council"),
                    ("office", "regional office"),
                ],
                max_length=20,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="agreementpartyevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("community", "community"),
                    ("administration", "oblast administration"),
                    ("council", "oblast council"),
                    ("raion_administration", "raion administration"),
                    ("raion_council", "raion council"),
                    ("office", "regional office"),
                ],
                max_length=20,
                verbose_name="kind",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreementamendment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partners_agreementamendmentevent" ("agreement_id", "author_id", "created_at", "expires_on", "happened_on", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "summary", "taken_back_at", "taken_back_by_id", "taken_back_reason", "term", "term_months", "until_on") VALUES (NEW."agreement_id", NEW."author_id", NEW."created_at", NEW."expires_on", NEW."happened_on", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."public_id", NEW."summary", NEW."taken_back_at", NEW."taken_back_by_id", NEW."taken_back_reason", NEW."term", NEW."term_months", NEW."until_on"); RETURN NULL;',
                    hash="739ebdd1da660f36b785039f1dfbab8a688a0dd9",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_87ad3",
                    table="partners_agreementamendment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreementamendment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "partners_agreementamendmentevent" ("agreement_id", "author_id", "created_at", "expires_on", "happened_on", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "summary", "taken_back_at", "taken_back_by_id", "taken_back_reason", "term", "term_months", "until_on") VALUES (NEW."agreement_id", NEW."author_id", NEW."created_at", NEW."expires_on", NEW."happened_on", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."public_id", NEW."summary", NEW."taken_back_at", NEW."taken_back_by_id", NEW."taken_back_reason", NEW."term", NEW."term_months", NEW."until_on"); RETURN NULL;',
                    hash="5f412b4f39c6a150bb4027f96c9823ce415bf3e1",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_fca87",
                    table="partners_agreementamendment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreementamendment",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partners_agreementamendmentevent" ("agreement_id", "author_id", "created_at", "expires_on", "happened_on", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "summary", "taken_back_at", "taken_back_by_id", "taken_back_reason", "term", "term_months", "until_on") VALUES (OLD."agreement_id", OLD."author_id", OLD."created_at", OLD."expires_on", OLD."happened_on", OLD."id", OLD."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."public_id", OLD."summary", OLD."taken_back_at", OLD."taken_back_by_id", OLD."taken_back_reason", OLD."term", OLD."term_months", OLD."until_on"); RETURN NULL;',
                    hash="9c214abac1de1fe08272add9217a755f69614b32",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f287a",
                    table="partners_agreementamendment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreementfile",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partners_agreementfileevent" ("agreement_id", "content_type", "file", "id", "is_withdrawn", "kind", "language", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "size", "uploaded_at", "uploaded_by_id", "visibility", "withdrawal_reason") VALUES (NEW."agreement_id", NEW."content_type", NEW."file", NEW."id", NEW."is_withdrawn", NEW."kind", NEW."language", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."public_id", NEW."size", NEW."uploaded_at", NEW."uploaded_by_id", NEW."visibility", NEW."withdrawal_reason"); RETURN NULL;',
                    hash="315182f7043d212af89a710acdc0b1df07d6bfe8",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_cd578",
                    table="partners_agreementfile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreementfile",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "partners_agreementfileevent" ("agreement_id", "content_type", "file", "id", "is_withdrawn", "kind", "language", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "size", "uploaded_at", "uploaded_by_id", "visibility", "withdrawal_reason") VALUES (NEW."agreement_id", NEW."content_type", NEW."file", NEW."id", NEW."is_withdrawn", NEW."kind", NEW."language", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."public_id", NEW."size", NEW."uploaded_at", NEW."uploaded_by_id", NEW."visibility", NEW."withdrawal_reason"); RETURN NULL;',
                    hash="36fe1addad5f0314b528939f61938dfddd3bd9f3",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_17f03",
                    table="partners_agreementfile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreementfile",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partners_agreementfileevent" ("agreement_id", "content_type", "file", "id", "is_withdrawn", "kind", "language", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "size", "uploaded_at", "uploaded_by_id", "visibility", "withdrawal_reason") VALUES (OLD."agreement_id", OLD."content_type", OLD."file", OLD."id", OLD."is_withdrawn", OLD."kind", OLD."language", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."public_id", OLD."size", OLD."uploaded_at", OLD."uploaded_by_id", OLD."visibility", OLD."withdrawal_reason"); RETURN NULL;',
                    hash="bc5d989d60a651886fc8c5439ffb67fe9d0595e3",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ead51",
                    table="partners_agreementfile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreementparty",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partners_agreementpartyevent" ("agreement_id", "community_id", "id", "kind", "oblast_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raion_id") VALUES (NEW."agreement_id", NEW."community_id", NEW."id", NEW."kind", NEW."oblast_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."raion_id"); RETURN NULL;',
                    hash="951e1edfde0b112dda4876ff49075f79997b91f2",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_4aa9c",
                    table="partners_agreementparty",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreementparty",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "partners_agreementpartyevent" ("agreement_id", "community_id", "id", "kind", "oblast_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raion_id") VALUES (NEW."agreement_id", NEW."community_id", NEW."id", NEW."kind", NEW."oblast_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."raion_id"); RETURN NULL;',
                    hash="a920a5ed0344e765615d3feead977e3575c93c83",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_28c3c",
                    table="partners_agreementparty",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreementparty",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partners_agreementpartyevent" ("agreement_id", "community_id", "id", "kind", "oblast_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raion_id") VALUES (OLD."agreement_id", OLD."community_id", OLD."id", OLD."kind", OLD."oblast_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."raion_id"); RETURN NULL;',
                    hash="57f32cab19af2bf7011fd5ed42bfd5a977f883f6",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a98d2",
                    table="partners_agreementparty",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreementsignatory",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partners_agreementsignatoryevent" ("agreement_id", "full_name", "full_name_en", "id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "position_en", "side") VALUES (NEW."agreement_id", NEW."full_name", NEW."full_name_en", NEW."id", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."position", NEW."position_en", NEW."side"); RETURN NULL;',
                    hash="76491b9fa8f85d09aaf7c2898371b9b63ff019ad",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_10750",
                    table="partners_agreementsignatory",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreementsignatory",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "partners_agreementsignatoryevent" ("agreement_id", "full_name", "full_name_en", "id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "position_en", "side") VALUES (NEW."agreement_id", NEW."full_name", NEW."full_name_en", NEW."id", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."position", NEW."position_en", NEW."side"); RETURN NULL;',
                    hash="babb0baea434a110661e0d92dfff27acc5bb7e29",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_04a74",
                    table="partners_agreementsignatory",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreementsignatory",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partners_agreementsignatoryevent" ("agreement_id", "full_name", "full_name_en", "id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "position_en", "side") VALUES (OLD."agreement_id", OLD."full_name", OLD."full_name_en", OLD."id", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."position", OLD."position_en", OLD."side"); RETURN NULL;',
                    hash="45697395ba8bdfc3e39aeeaf5312da7476b0c1f2",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6612f",
                    table="partners_agreementsignatory",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreementstep",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partners_agreementstepevent" ("agreement_id", "amendment_id", "author_id", "before", "code", "created_at", "document_id", "happened_on", "id", "note", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status", "taken_back_at", "taken_back_by_id", "taken_back_reason") VALUES (NEW."agreement_id", NEW."amendment_id", NEW."author_id", NEW."before", NEW."code", NEW."created_at", NEW."document_id", NEW."happened_on", NEW."id", NEW."note", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."status", NEW."taken_back_at", NEW."taken_back_by_id", NEW."taken_back_reason"); RETURN NULL;',
                    hash="80ba3bcdb885e351d23bad54b3f8fe5be0bccf96",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_11a7c",
                    table="partners_agreementstep",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreementstep",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "partners_agreementstepevent" ("agreement_id", "amendment_id", "author_id", "before", "code", "created_at", "document_id", "happened_on", "id", "note", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status", "taken_back_at", "taken_back_by_id", "taken_back_reason") VALUES (NEW."agreement_id", NEW."amendment_id", NEW."author_id", NEW."before", NEW."code", NEW."created_at", NEW."document_id", NEW."happened_on", NEW."id", NEW."note", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."status", NEW."taken_back_at", NEW."taken_back_by_id", NEW."taken_back_reason"); RETURN NULL;',
                    hash="3249ccfe4d803fe988f6d9b9d5a221f85674a719",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6a827",
                    table="partners_agreementstep",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreementstep",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "partners_agreementstepevent" ("agreement_id", "amendment_id", "author_id", "before", "code", "created_at", "document_id", "happened_on", "id", "note", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "status", "taken_back_at", "taken_back_by_id", "taken_back_reason") VALUES (OLD."agreement_id", OLD."amendment_id", OLD."author_id", OLD."before", OLD."code", OLD."created_at", OLD."document_id", OLD."happened_on", OLD."id", OLD."note", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."status", OLD."taken_back_at", OLD."taken_back_by_id", OLD."taken_back_reason"); RETURN NULL;',
                    hash="ec45c48b541b9b53a562279f4f1b8eea698c4224",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_691cc",
                    table="partners_agreementstep",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementamendment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("taken_back_at", None), ("taken_back_reason", "")),
                    models.Q(
                        ("taken_back_at__isnull", False),
                        models.Q(("taken_back_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="agreementamendment_taken_back_with_reason",
                violation_error_message="Say why it is taken back.",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementparty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind__in", frozenset(["raion_administration", "raion_council"])),
                        ("raion__isnull", False),
                    ),
                    models.Q(
                        models.Q(
                            ("kind__in", frozenset(["raion_administration", "raion_council"])),
                            _negated=True,
                        ),
                        ("raion", None),
                    ),
                    _connector="OR",
                ),
                name="agreementparty_raion_is_named",
                violation_error_message="A party that is of a raion names it; others do not.",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementparty",
            constraint=models.UniqueConstraint(
                condition=models.Q(("community", None), ("raion", None)),
                fields=("agreement", "kind", "oblast"),
                name="agreementparty_body_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementparty",
            constraint=models.UniqueConstraint(
                condition=models.Q(("raion__isnull", False)),
                fields=("agreement", "kind", "raion"),
                name="agreementparty_raion_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("taken_back_at", None), ("taken_back_reason", "")),
                    models.Q(
                        ("taken_back_at__isnull", False),
                        models.Q(("taken_back_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="agreementstep_taken_back_with_reason",
                violation_error_message="Say why it is taken back.",
            ),
        ),
        ]),
    ]
