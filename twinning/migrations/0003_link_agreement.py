# ruff: noqa: E501 - generated statements

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from common.operations.together import ChangeTogether


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0004_agreements"),
        ("twinning", "0002_twin_links"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        ChangeTogether(operations=[
        pgtrigger.migrations.RemoveTrigger(
            model_name="twinlink",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="twinlink",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="twinlink",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="twinlinkstage",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="twinlinkstage",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="twinlinkstage",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="twinlink",
            name="agreement",
            field=models.ForeignKey(
                blank=True,
                help_text="The document on which the link rests.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="twin_links",
                to="partners.agreement",
                verbose_name="agreement",
            ),
        ),
        migrations.AddField(
            model_name="twinlink",
            name="contact",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="twin_links",
                to="partners.contactperson",
                verbose_name="contact person at the partner",
            ),
        ),
        migrations.AddField(
            model_name="twinlinkevent",
            name="agreement",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="The document on which the link rests.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="partners.agreement",
                verbose_name="agreement",
            ),
        ),
        migrations.AddField(
            model_name="twinlinkevent",
            name="contact",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="partners.contactperson",
                verbose_name="contact person at the partner",
            ),
        ),
        migrations.AddField(
            model_name="twinlinkstage",
            name="taken_back_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="taken back at"),
        ),
        migrations.AddField(
            model_name="twinlinkstage",
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
            model_name="twinlinkstage",
            name="taken_back_reason",
            field=models.CharField(
                blank=True, max_length=500, verbose_name="why it was taken back"
            ),
        ),
        migrations.AddField(
            model_name="twinlinkstageevent",
            name="taken_back_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="taken back at"),
        ),
        migrations.AddField(
            model_name="twinlinkstageevent",
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
            model_name="twinlinkstageevent",
            name="taken_back_reason",
            field=models.CharField(
                blank=True, max_length=500, verbose_name="why it was taken back"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="twinlink",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "twinning_twinlinkevent" ("agreement_id", "community_id", "contact_id", "ended_on", "id", "kind", "municipality_id", "note", "note_en", "oblast_id", "office_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "since_on", "since_precision", "source", "stage", "updated_at", "visibility") VALUES (NEW."agreement_id", NEW."community_id", NEW."contact_id", NEW."ended_on", NEW."id", NEW."kind", NEW."municipality_id", NEW."note", NEW."note_en", NEW."oblast_id", NEW."office_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."public_id", NEW."since_on", NEW."since_precision", NEW."source", NEW."stage", NEW."updated_at", NEW."visibility"); RETURN NULL;',
                    hash="192c3fa8434ec15ac3af4fb2a324d2a2abc6ff11",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_fc540",
                    table="twinning_twinlink",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="twinlink",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "twinning_twinlinkevent" ("agreement_id", "community_id", "contact_id", "ended_on", "id", "kind", "municipality_id", "note", "note_en", "oblast_id", "office_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "since_on", "since_precision", "source", "stage", "updated_at", "visibility") VALUES (NEW."agreement_id", NEW."community_id", NEW."contact_id", NEW."ended_on", NEW."id", NEW."kind", NEW."municipality_id", NEW."note", NEW."note_en", NEW."oblast_id", NEW."office_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."public_id", NEW."since_on", NEW."since_precision", NEW."source", NEW."stage", NEW."updated_at", NEW."visibility"); RETURN NULL;',
                    hash="dda537fcb3ce95b9e3c42e05f74095e38543b321",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_784f2",
                    table="twinning_twinlink",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="twinlink",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "twinning_twinlinkevent" ("agreement_id", "community_id", "contact_id", "ended_on", "id", "kind", "municipality_id", "note", "note_en", "oblast_id", "office_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "since_on", "since_precision", "source", "stage", "updated_at", "visibility") VALUES (OLD."agreement_id", OLD."community_id", OLD."contact_id", OLD."ended_on", OLD."id", OLD."kind", OLD."municipality_id", OLD."note", OLD."note_en", OLD."oblast_id", OLD."office_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."public_id", OLD."since_on", OLD."since_precision", OLD."source", OLD."stage", OLD."updated_at", OLD."visibility"); RETURN NULL;',
                    hash="f67bfdda6fe3e890aabd0aee6201b0670a0bcdc8",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_94164",
                    table="twinning_twinlink",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="twinlinkstage",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "twinning_twinlinkstageevent" ("by_id", "id", "link_id", "note", "on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision", "stage", "taken_back_at", "taken_back_by_id", "taken_back_reason") VALUES (NEW."by_id", NEW."id", NEW."link_id", NEW."note", NEW."on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."precision", NEW."stage", NEW."taken_back_at", NEW."taken_back_by_id", NEW."taken_back_reason"); RETURN NULL;',
                    hash="9fcda2cb1f16e15e53d56f785870e8e32a088f01",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9b914",
                    table="twinning_twinlinkstage",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="twinlinkstage",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "twinning_twinlinkstageevent" ("by_id", "id", "link_id", "note", "on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision", "stage", "taken_back_at", "taken_back_by_id", "taken_back_reason") VALUES (NEW."by_id", NEW."id", NEW."link_id", NEW."note", NEW."on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."precision", NEW."stage", NEW."taken_back_at", NEW."taken_back_by_id", NEW."taken_back_reason"); RETURN NULL;',
                    hash="d50eae4527dddc17c1215faa5a63ed8b12e1fd87",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7963a",
                    table="twinning_twinlinkstage",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="twinlinkstage",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "twinning_twinlinkstageevent" ("by_id", "id", "link_id", "note", "on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision", "stage", "taken_back_at", "taken_back_by_id", "taken_back_reason") VALUES (OLD."by_id", OLD."id", OLD."link_id", OLD."note", OLD."on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."precision", OLD."stage", OLD."taken_back_at", OLD."taken_back_by_id", OLD."taken_back_reason"); RETURN NULL;',
                    hash="bad4d75168b1395481c8925f1ac6f96d07994092",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_3a53f",
                    table="twinning_twinlinkstage",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="twinlinkstage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("taken_back_at", None), ("taken_back_reason", "")),
                    models.Q(
                        ("taken_back_at__isnull", False),
                        models.Q(("taken_back_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="twinlinkstage_taken_back_with_reason",
                violation_error_message="Say why the step is taken back.",
            ),
        ),
        ]),
    ]
