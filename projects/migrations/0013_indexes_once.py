"""An index that begins another one goes; event tables keep those of what their rows belong to."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from common.operations.together import ChangeTogether


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0006_centre_population'),
        ('partners', '0006_programmes'),
        ('projects', '0012_progress_reports'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        ChangeTogether(operations=[
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
        ]),
    ]
