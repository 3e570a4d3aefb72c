import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from common.operations.together import ChangeTogether


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0004_iati_imports'),
    ]

    operations = [
        ChangeTogether(operations=[
        pgtrigger.migrations.RemoveTrigger(
            model_name='planneddisbursement',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='planneddisbursement',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='planneddisbursement',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='projecttransaction',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='projecttransaction',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='projecttransaction',
            name='delete_delete',
        ),
        migrations.RemoveConstraint(
            model_name='project',
            name='project_amount_has_currency',
        ),
        migrations.AddField(
            model_name='planneddisbursement',
            name='provider_activity',
            field=models.CharField(blank=True, max_length=200, verbose_name='the payer’s activity'),
        ),
        migrations.AddField(
            model_name='planneddisbursement',
            name='provider_name_en',
            field=models.CharField(blank=True, max_length=300, verbose_name='who pays, by name in English'),
        ),
        migrations.AddField(
            model_name='planneddisbursement',
            name='provider_type',
            field=models.CharField(blank=True, choices=[('10', 'Government'), ('11', 'Local government'), ('15', 'Other public sector'), ('21', 'International NGO'), ('22', 'National NGO'), ('23', 'Regional NGO'), ('24', 'Partner country based NGO'), ('30', 'Public-private partnership'), ('40', 'Multilateral'), ('60', 'Foundation'), ('70', 'Private sector'), ('71', 'Private sector in the provider country'), ('72', 'Private sector in the recipient country'), ('73', 'Private sector in a third country'), ('80', 'Academic, training and research'), ('90', 'Other')], max_length=2, verbose_name='type of the payer'),
        ),
        migrations.AddField(
            model_name='planneddisbursement',
            name='receiver_activity',
            field=models.CharField(blank=True, max_length=200, verbose_name='the receiver’s activity'),
        ),
        migrations.AddField(
            model_name='planneddisbursement',
            name='receiver_name_en',
            field=models.CharField(blank=True, max_length=300, verbose_name='who receives, by name in English'),
        ),
        migrations.AddField(
            model_name='planneddisbursement',
            name='receiver_type',
            field=models.CharField(blank=True, choices=[('10', 'Government'), ('11', 'Local government'), ('15', 'Other public sector'), ('21', 'International NGO'), ('22', 'National NGO'), ('23', 'Regional NGO'), ('24', 'Partner country based NGO'), ('30', 'Public-private partnership'), ('40', 'Multilateral'), ('60', 'Foundation'), ('70', 'Private sector'), ('71', 'Private sector in the provider country'), ('72', 'Private sector in the recipient country'), ('73', 'Private sector in a third country'), ('80', 'Academic, training and research'), ('90', 'Other')], max_length=2, verbose_name='type of the receiver'),
        ),
        migrations.AddField(
            model_name='planneddisbursementevent',
            name='provider_activity',
            field=models.CharField(blank=True, max_length=200, verbose_name='the payer’s activity'),
        ),
        migrations.AddField(
            model_name='planneddisbursementevent',
            name='provider_name_en',
            field=models.CharField(blank=True, max_length=300, verbose_name='who pays, by name in English'),
        ),
        migrations.AddField(
            model_name='planneddisbursementevent',
            name='provider_type',
            field=models.CharField(blank=True, choices=[('10', 'Government'), ('11', 'Local government'), ('15', 'Other public sector'), ('21', 'International NGO'), ('22', 'National NGO'), ('23', 'Regional NGO'), ('24', 'Partner country based NGO'), ('30', 'Public-private partnership'), ('40', 'Multilateral'), ('60', 'Foundation'), ('70', 'Private sector'), ('71', 'Private sector in the provider country'), ('72', 'Private sector in the recipient country'), ('73', 'Private sector in a third country'), ('80', 'Academic, training and research'), ('90', 'Other')], max_length=2, verbose_name='type of the payer'),
        ),
        migrations.AddField(
            model_name='planneddisbursementevent',
            name='receiver_activity',
            field=models.CharField(blank=True, max_length=200, verbose_name='the receiver’s activity'),
        ),
        migrations.AddField(
            model_name='planneddisbursementevent',
            name='receiver_name_en',
            field=models.CharField(blank=True, max_length=300, verbose_name='who receives, by name in English'),
        ),
        migrations.AddField(
            model_name='planneddisbursementevent',
            name='receiver_type',
            field=models.CharField(blank=True, choices=[('10', 'Government'), ('11', 'Local government'), ('15', 'Other public sector'), ('21', 'International NGO'), ('22', 'National NGO'), ('23', 'Regional NGO'), ('24', 'Partner country based NGO'), ('30', 'Public-private partnership'), ('40', 'Multilateral'), ('60', 'Foundation'), ('70', 'Private sector'), ('71', 'Private sector in the provider country'), ('72', 'Private sector in the recipient country'), ('73', 'Private sector in a third country'), ('80', 'Academic, training and research'), ('90', 'Other')], max_length=2, verbose_name='type of the receiver'),
        ),
        migrations.AddField(
            model_name='projecttransaction',
            name='provider_name_en',
            field=models.CharField(blank=True, max_length=300, verbose_name='who pays, by name in English'),
        ),
        migrations.AddField(
            model_name='projecttransaction',
            name='receiver_name_en',
            field=models.CharField(blank=True, max_length=300, verbose_name='who receives, by name in English'),
        ),
        migrations.AddField(
            model_name='projecttransactionevent',
            name='provider_name_en',
            field=models.CharField(blank=True, max_length=300, verbose_name='who pays, by name in English'),
        ),
        migrations.AddField(
            model_name='projecttransactionevent',
            name='receiver_name_en',
            field=models.CharField(blank=True, max_length=300, verbose_name='who receives, by name in English'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planneddisbursement',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_planneddisbursementevent" ("amount", "currency", "ends_on", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "provider_activity", "provider_id", "provider_name", "provider_name_en", "provider_ref", "provider_type", "receiver_activity", "receiver_community_id", "receiver_id", "receiver_name", "receiver_name_en", "receiver_ref", "receiver_type", "starts_on", "value_date") VALUES (NEW."amount", NEW."currency", NEW."ends_on", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."project_id", NEW."provider_activity", NEW."provider_id", NEW."provider_name", NEW."provider_name_en", NEW."provider_ref", NEW."provider_type", NEW."receiver_activity", NEW."receiver_community_id", NEW."receiver_id", NEW."receiver_name", NEW."receiver_name_en", NEW."receiver_ref", NEW."receiver_type", NEW."starts_on", NEW."value_date"); RETURN NULL;', hash='a9b1e761511913373fc23201238d925364ddf50b', operation='INSERT', pgid='pgtrigger_insert_insert_0d96e', table='projects_planneddisbursement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planneddisbursement',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "projects_planneddisbursementevent" ("amount", "currency", "ends_on", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "provider_activity", "provider_id", "provider_name", "provider_name_en", "provider_ref", "provider_type", "receiver_activity", "receiver_community_id", "receiver_id", "receiver_name", "receiver_name_en", "receiver_ref", "receiver_type", "starts_on", "value_date") VALUES (NEW."amount", NEW."currency", NEW."ends_on", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."project_id", NEW."provider_activity", NEW."provider_id", NEW."provider_name", NEW."provider_name_en", NEW."provider_ref", NEW."provider_type", NEW."receiver_activity", NEW."receiver_community_id", NEW."receiver_id", NEW."receiver_name", NEW."receiver_name_en", NEW."receiver_ref", NEW."receiver_type", NEW."starts_on", NEW."value_date"); RETURN NULL;', hash='0dd40ab94dc5723a48d693de06c3993af02ddf7a', operation='UPDATE', pgid='pgtrigger_update_update_a4ccd', table='projects_planneddisbursement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='planneddisbursement',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_planneddisbursementevent" ("amount", "currency", "ends_on", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "provider_activity", "provider_id", "provider_name", "provider_name_en", "provider_ref", "provider_type", "receiver_activity", "receiver_community_id", "receiver_id", "receiver_name", "receiver_name_en", "receiver_ref", "receiver_type", "starts_on", "value_date") VALUES (OLD."amount", OLD."currency", OLD."ends_on", OLD."id", OLD."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."project_id", OLD."provider_activity", OLD."provider_id", OLD."provider_name", OLD."provider_name_en", OLD."provider_ref", OLD."provider_type", OLD."receiver_activity", OLD."receiver_community_id", OLD."receiver_id", OLD."receiver_name", OLD."receiver_name_en", OLD."receiver_ref", OLD."receiver_type", OLD."starts_on", OLD."value_date"); RETURN NULL;', hash='4d665f586185bef7e2d70c7c574413e66be82dd1', operation='DELETE', pgid='pgtrigger_delete_delete_502d6', table='projects_planneddisbursement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='projecttransaction',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_projecttransactionevent" ("aid_type", "amount", "channel", "country", "currency", "description", "description_en", "finance_type", "flow_type", "happened_on", "id", "is_humanitarian", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "provider_activity", "provider_id", "provider_name", "provider_name_en", "provider_ref", "provider_type", "receiver_activity", "receiver_community_id", "receiver_id", "receiver_name", "receiver_name_en", "receiver_ref", "receiver_type", "reference", "region_code", "region_vocabulary", "sector_code", "sector_vocabulary", "tied_status", "value_date") VALUES (NEW."aid_type", NEW."amount", NEW."channel", NEW."country", NEW."currency", NEW."description", NEW."description_en", NEW."finance_type", NEW."flow_type", NEW."happened_on", NEW."id", NEW."is_humanitarian", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."project_id", NEW."provider_activity", NEW."provider_id", NEW."provider_name", NEW."provider_name_en", NEW."provider_ref", NEW."provider_type", NEW."receiver_activity", NEW."receiver_community_id", NEW."receiver_id", NEW."receiver_name", NEW."receiver_name_en", NEW."receiver_ref", NEW."receiver_type", NEW."reference", NEW."region_code", NEW."region_vocabulary", NEW."sector_code", NEW."sector_vocabulary", NEW."tied_status", NEW."value_date"); RETURN NULL;', hash='ec4d6fce86feb74bd25ef5c362d28b8b352f83f4', operation='INSERT', pgid='pgtrigger_insert_insert_fa7c3', table='projects_projecttransaction', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='projecttransaction',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "projects_projecttransactionevent" ("aid_type", "amount", "channel", "country", "currency", "description", "description_en", "finance_type", "flow_type", "happened_on", "id", "is_humanitarian", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "provider_activity", "provider_id", "provider_name", "provider_name_en", "provider_ref", "provider_type", "receiver_activity", "receiver_community_id", "receiver_id", "receiver_name", "receiver_name_en", "receiver_ref", "receiver_type", "reference", "region_code", "region_vocabulary", "sector_code", "sector_vocabulary", "tied_status", "value_date") VALUES (NEW."aid_type", NEW."amount", NEW."channel", NEW."country", NEW."currency", NEW."description", NEW."description_en", NEW."finance_type", NEW."flow_type", NEW."happened_on", NEW."id", NEW."is_humanitarian", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."project_id", NEW."provider_activity", NEW."provider_id", NEW."provider_name", NEW."provider_name_en", NEW."provider_ref", NEW."provider_type", NEW."receiver_activity", NEW."receiver_community_id", NEW."receiver_id", NEW."receiver_name", NEW."receiver_name_en", NEW."receiver_ref", NEW."receiver_type", NEW."reference", NEW."region_code", NEW."region_vocabulary", NEW."sector_code", NEW."sector_vocabulary", NEW."tied_status", NEW."value_date"); RETURN NULL;', hash='97771f2930076ec42e9ab400360cefa266efc8a3', operation='UPDATE', pgid='pgtrigger_update_update_1c7d3', table='projects_projecttransaction', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='projecttransaction',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_projecttransactionevent" ("aid_type", "amount", "channel", "country", "currency", "description", "description_en", "finance_type", "flow_type", "happened_on", "id", "is_humanitarian", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "provider_activity", "provider_id", "provider_name", "provider_name_en", "provider_ref", "provider_type", "receiver_activity", "receiver_community_id", "receiver_id", "receiver_name", "receiver_name_en", "receiver_ref", "receiver_type", "reference", "region_code", "region_vocabulary", "sector_code", "sector_vocabulary", "tied_status", "value_date") VALUES (OLD."aid_type", OLD."amount", OLD."channel", OLD."country", OLD."currency", OLD."description", OLD."description_en", OLD."finance_type", OLD."flow_type", OLD."happened_on", OLD."id", OLD."is_humanitarian", OLD."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."project_id", OLD."provider_activity", OLD."provider_id", OLD."provider_name", OLD."provider_name_en", OLD."provider_ref", OLD."provider_type", OLD."receiver_activity", OLD."receiver_community_id", OLD."receiver_id", OLD."receiver_name", OLD."receiver_name_en", OLD."receiver_ref", OLD."receiver_type", OLD."reference", OLD."region_code", OLD."region_vocabulary", OLD."sector_code", OLD."sector_vocabulary", OLD."tied_status", OLD."value_date"); RETURN NULL;', hash='c59f73910acce302079613f73f55084e1acc8832', operation='DELETE', pgid='pgtrigger_delete_delete_d4016', table='projects_projecttransaction', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='project',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount', None), ('currency', '')), models.Q(('amount', None), ('currency__regex', '^[A-Z]{3}$')), models.Q(('amount__gte', 0), ('amount__isnull', False), ('currency__regex', '^[A-Z]{3}$')), _connector='OR'), name='project_amount_has_currency', violation_error_code='amount', violation_error_message='An amount and its currency go together; an amount is not negative.'),
        ),
        ]),
    ]
