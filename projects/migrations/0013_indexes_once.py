"""An index that begins another one goes; event tables keep those of what their rows belong to."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from common.operations.together import ChangeTogether


# Table, column, and the name that Django gave the index.
INDEXES = (
    ("projects_fieldsource", "project_id", "projects_fieldsource_project_id_3998eda1"),
    ("projects_humanitarianscope", "project_id", "projects_humanitarianscope_project_id_5e5accb8"),
    ("projects_planneddisbursementevent", "provider_id", "projects_planneddisbursementevent_provider_id_06545773"),
    ("projects_planneddisbursementevent", "receiver_id", "projects_planneddisbursementevent_receiver_id_f507ae45"),
    ("projects_planneddisbursementevent", "receiver_community_id", "projects_planneddisburseme_receiver_community_id_17d2d255"),
    ("projects_policymarker", "project_id", "projects_policymarker_project_id_e9819041"),
    ("projects_project", "oblast_id", "projects_project_oblast_id_46b055b5"),
    ("projects_projectaidtype", "project_id", "projects_projectaidtype_project_id_ea0f95a4"),
    ("projects_projectcontactevent", "person_id", "projects_projectcontactevent_person_id_8d516ad5"),
    ("projects_projectdocumentevent", "uploaded_by_id", "projects_projectdocumentevent_uploaded_by_id_946338ef"),
    ("projects_projectevent", "agreement_id", "projects_projectevent_agreement_id_73c3f4b9"),
    ("projects_projectevent", "component_id", "projects_projectevent_component_id_a5455971"),
    ("projects_projectevent", "merged_into_id", "projects_projectevent_merged_into_id_27e8ac84"),
    ("projects_projectevent", "oblast_id", "projects_projectevent_oblast_id_bfec4ef9"),
    ("projects_projectevent", "office_id", "projects_projectevent_office_id_4acda8bc"),
    ("projects_projectevent", "programme_id", "projects_projectevent_programme_id_dad524e3"),
    ("projects_projectidentifier", "project_id", "projects_projectidentifier_project_id_256c735f"),
    ("projects_projectlocationevent", "community_id", "projects_projectlocationevent_community_id_73ecdffb"),
    ("projects_projectrole", "project_id", "projects_projectrole_project_id_0ec3c923"),
    ("projects_projectroleevent", "community_id", "projects_projectroleevent_community_id_a0696646"),
    ("projects_projectroleevent", "oblast_id", "projects_projectroleevent_oblast_id_a4f09dfe"),
    ("projects_projectroleevent", "office_id", "projects_projectroleevent_office_id_dfc5dfd3"),
    ("projects_projectroleevent", "partner_id", "projects_projectroleevent_partner_id_c97b472f"),
    ("projects_projectsdg", "project_id", "projects_projectsdg_project_id_7db6e058"),
    ("projects_projectsector", "project_id", "projects_projectsector_project_id_53496479"),
    ("projects_projectterritory", "community_id", "projects_projectterritory_community_id_f8d0f11f"),
    ("projects_projectterritory", "oblast_id", "projects_projectterritory_oblast_id_34c282e9"),
    ("projects_projectterritory", "project_id", "projects_projectterritory_project_id_ffe1dde4"),
    ("projects_projectterritoryevent", "community_id", "projects_projectterritoryevent_community_id_eb5ebd98"),
    ("projects_projectterritoryevent", "oblast_id", "projects_projectterritoryevent_oblast_id_72d265e9"),
    ("projects_projectterritoryevent", "raion_id", "projects_projectterritoryevent_raion_id_aa5dad44"),
    ("projects_projecttransactionevent", "provider_id", "projects_projecttransactionevent_provider_id_1303a130"),
    ("projects_projecttransactionevent", "receiver_id", "projects_projecttransactionevent_receiver_id_d50a908c"),
    ("projects_projecttransactionevent", "receiver_community_id", "projects_projecttransactionevent_receiver_community_id_723ca190"),
    ("projects_relatedprojectevent", "other_id", "projects_relatedprojectevent_other_id_14779d0d"),
    ("projects_stagedactivity", "job_id", "projects_stagedactivity_job_id_21fd91ce"),
)
DROPPED = [f'DROP INDEX CONCURRENTLY IF EXISTS "{name}"' for _table, _column, name in INDEXES]
MADE = [
    f'CREATE INDEX CONCURRENTLY "{name}" ON "{table}" ("{column}")'
    for table, column, name in INDEXES
]


class Migration(migrations.Migration):
    # Each index by itself: nobody waits, and no table is locked while another one is changed.
    atomic = False

    dependencies = [
        ('communities', '0006_centre_population'),
        ('partners', '0006_programmes'),
        ('projects', '0012_progress_reports'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            # Django would make each foreign key anew with its index.
            database_operations=[migrations.RunSQL(DROPPED, MADE)],
            state_operations=[ChangeTogether(operations=[
        migrations.AlterField(
            model_name='fieldsource',
            name='project',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='field_sources', to='projects.project'),
        ),
        migrations.AlterField(
            model_name='humanitarianscope',
            name='project',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='humanitarian_scopes', to='projects.project'),
        ),
        migrations.AlterField(
            model_name='planneddisbursementevent',
            name='provider',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.partner', verbose_name='who pays'),
        ),
        migrations.AlterField(
            model_name='planneddisbursementevent',
            name='receiver',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.partner', verbose_name='who receives'),
        ),
        migrations.AlterField(
            model_name='planneddisbursementevent',
            name='receiver_community',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='communities.community', verbose_name='community that receives'),
        ),
        migrations.AlterField(
            model_name='policymarker',
            name='project',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='policy_markers', to='projects.project'),
        ),
        migrations.AlterField(
            model_name='project',
            name='oblast',
            field=models.ForeignKey(db_index=False, help_text='Whose office keeps the record.', on_delete=django.db.models.deletion.PROTECT, related_name='kept_projects', to='communities.oblast', verbose_name='oblast'),
        ),
        migrations.AlterField(
            model_name='projectaidtype',
            name='project',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='aid_types', to='projects.project'),
        ),
        migrations.AlterField(
            model_name='projectcontactevent',
            name='person',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.contactperson', verbose_name='contact person'),
        ),
        migrations.AlterField(
            model_name='projectdocumentevent',
            name='uploaded_by',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by'),
        ),
        migrations.AlterField(
            model_name='projectevent',
            name='agreement',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.agreement', verbose_name='agreement'),
        ),
        migrations.AlterField(
            model_name='projectevent',
            name='component',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.programmecomponent', verbose_name='component'),
        ),
        migrations.AlterField(
            model_name='projectevent',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.project', verbose_name='merged into'),
        ),
        migrations.AlterField(
            model_name='projectevent',
            name='oblast',
            field=models.ForeignKey(db_constraint=False, db_index=False, help_text='Whose office keeps the record.', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='communities.oblast', verbose_name='oblast'),
        ),
        migrations.AlterField(
            model_name='projectevent',
            name='office',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='communities.office', verbose_name='kept by'),
        ),
        migrations.AlterField(
            model_name='projectevent',
            name='programme',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.programme', verbose_name='programme'),
        ),
        migrations.AlterField(
            model_name='projectidentifier',
            name='project',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='identifiers', to='projects.project'),
        ),
        migrations.AlterField(
            model_name='projectlocationevent',
            name='community',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='communities.community', verbose_name='community'),
        ),
        migrations.AlterField(
            model_name='projectrole',
            name='project',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='roles', to='projects.project'),
        ),
        migrations.AlterField(
            model_name='projectroleevent',
            name='community',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='communities.community', verbose_name='community'),
        ),
        migrations.AlterField(
            model_name='projectroleevent',
            name='oblast',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='communities.oblast', verbose_name='oblast administration'),
        ),
        migrations.AlterField(
            model_name='projectroleevent',
            name='office',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='communities.office', verbose_name='regional office'),
        ),
        migrations.AlterField(
            model_name='projectroleevent',
            name='partner',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.partner', verbose_name='partner'),
        ),
        migrations.AlterField(
            model_name='projectsdg',
            name='project',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='sdgs', to='projects.project'),
        ),
        migrations.AlterField(
            model_name='projectsector',
            name='project',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='sectors', to='projects.project'),
        ),
        migrations.AlterField(
            model_name='projectterritory',
            name='community',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='project_territories', to='communities.community', verbose_name='community'),
        ),
        migrations.AlterField(
            model_name='projectterritory',
            name='oblast',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='project_territories', to='communities.oblast', verbose_name='oblast'),
        ),
        migrations.AlterField(
            model_name='projectterritory',
            name='project',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='territories', to='projects.project'),
        ),
        migrations.AlterField(
            model_name='projectterritoryevent',
            name='community',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='communities.community', verbose_name='community'),
        ),
        migrations.AlterField(
            model_name='projectterritoryevent',
            name='oblast',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='communities.oblast', verbose_name='oblast'),
        ),
        migrations.AlterField(
            model_name='projectterritoryevent',
            name='raion',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='communities.raion', verbose_name='raion'),
        ),
        migrations.AlterField(
            model_name='projecttransactionevent',
            name='provider',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.partner', verbose_name='who pays'),
        ),
        migrations.AlterField(
            model_name='projecttransactionevent',
            name='receiver',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.partner', verbose_name='who receives'),
        ),
        migrations.AlterField(
            model_name='projecttransactionevent',
            name='receiver_community',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='communities.community', verbose_name='community that receives'),
        ),
        migrations.AlterField(
            model_name='relatedprojectevent',
            name='other',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.project', verbose_name='project'),
        ),
        migrations.AlterField(
            model_name='stagedactivity',
            name='job',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='activities', to='projects.iatiimport'),
        ),
        ])],
        ),
    ]
