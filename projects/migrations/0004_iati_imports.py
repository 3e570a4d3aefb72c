import common.operations.together
import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('codelists', '0004_codes_of_official_lists'),
        ('communities', '0005_strategies'),
        ('partners', '0006_programmes'),
        ('projects', '0003_ideas'),
    ]

    operations = [
        common.operations.together.ChangeTogether(
            operations=[
                migrations.CreateModel(
                    name='FieldSource',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('activity_id', models.CharField(max_length=200, verbose_name='IATI identifier')),
                        ('number', models.PositiveIntegerField(verbose_name='activity')),
                        ('reporting_ref', models.CharField(blank=True, max_length=200, verbose_name='reported by')),
                        ('imported_at', models.DateTimeField(verbose_name='imported at')),
                        ('fields', models.JSONField(default=dict)),
                    ],
                    options={
                        'verbose_name': 'origin of fields',
                        'verbose_name_plural': 'origins of fields',
                        'ordering': ('-imported_at', '-pk'),
                    },
                ),
                migrations.CreateModel(
                    name='IatiImport',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ('file', models.FileField(upload_to='private/iati/', verbose_name='file')),
                        ('file_name', models.CharField(max_length=200, verbose_name='name of the file')),
                        ('sha256', models.CharField(editable=False, max_length=64)),
                        ('size', models.PositiveBigIntegerField(default=0, verbose_name='size')),
                        ('version', models.CharField(blank=True, max_length=20, verbose_name='version')),
                        ('kind', models.CharField(choices=[('mta', 'technical assistance project'), ('ifi', 'project supported by a financial institution'), ('credit', 'initiative on a credit'), ('grant', 'grant initiative'), ('humanitarian', 'humanitarian project')], default='mta', max_length=12, verbose_name='kind')),
                        ('publishes', models.BooleanField(default=False, verbose_name='publish new projects at once')),
                        ('country', models.CharField(blank=True, max_length=2, verbose_name='country')),
                        ('words', models.CharField(blank=True, max_length=200, verbose_name='only activities with the words')),
                        ('status', models.CharField(choices=[('uploaded', 'being checked'), ('previewed', 'checked, waits for you'), ('running', 'going in'), ('done', 'done'), ('failed', 'could not be read'), ('cancelled', 'cancelled')], default='uploaded', max_length=10, verbose_name='status')),
                        ('refusal', models.JSONField(blank=True, default=dict)),
                        ('counts', models.JSONField(blank=True, default=dict)),
                        ('done', models.PositiveBigIntegerField(default=0)),
                        ('total', models.PositiveBigIntegerField(default=0)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='uploaded at')),
                        ('touched_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='checked at')),
                        ('started_at', models.DateTimeField(blank=True, null=True, verbose_name='began to go in at')),
                        ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished at')),
                    ],
                    options={
                        'verbose_name': 'import of an IATI file',
                        'verbose_name_plural': 'imports of IATI files',
                        'ordering': ('-created_at', '-pk'),
                    },
                ),
                migrations.CreateModel(
                    name='StagedActivity',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField(verbose_name='activity')),
                        ('line', models.PositiveIntegerField(default=0, verbose_name='line')),
                        ('identifier', models.CharField(blank=True, max_length=200, verbose_name='IATI identifier')),
                        ('reporting_ref', models.CharField(blank=True, max_length=200, verbose_name='reported by')),
                        ('title', models.CharField(blank=True, max_length=500, verbose_name='title')),
                        ('outcome', models.CharField(choices=[('new', 'new'), ('changed', 'changes'), ('colliding', 'collides'), ('unchanged', 'unchanged'), ('outside', 'not ours'), ('error', 'error')], max_length=10, verbose_name='outcome')),
                        ('reason', models.CharField(blank=True, max_length=20)),
                        ('payload', models.JSONField(blank=True, default=dict)),
                        ('hashes', models.JSONField(blank=True, default=dict)),
                        ('changes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), blank=True, default=list, size=None)),
                        ('collisions', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), blank=True, default=list, size=None)),
                        ('take', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), blank=True, default=list, size=None)),
                        ('problems', models.JSONField(blank=True, default=list)),
                        ('decision', models.CharField(blank=True, choices=[('', 'decide later'), ('keep', 'keep ours, add only what we lack'), ('take', 'take what the file says'), ('new', 'it is another project: register it'), ('skip', 'leave it out')], default='', max_length=10, verbose_name='decision')),
                        ('result', models.CharField(blank=True, choices=[('', 'waits'), ('created', 'registered'), ('changed', 'changed'), ('refused', 'not taken in')], default='', max_length=10, verbose_name='result')),
                        ('applied_at', models.DateTimeField(blank=True, null=True, verbose_name='went in at')),
                    ],
                    options={
                        'verbose_name': 'activity of an IATI file',
                        'verbose_name_plural': 'activities of IATI files',
                        'ordering': ('number', 'pk'),
                    },
                ),
                migrations.CreateModel(
                    name='StagedBody',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(max_length=16)),
                        ('ref', models.CharField(blank=True, max_length=200, verbose_name='identifier')),
                        ('kind', models.CharField(blank=True, choices=[('10', 'Government'), ('11', 'Local government'), ('15', 'Other public sector'), ('21', 'International NGO'), ('22', 'National NGO'), ('23', 'Regional NGO'), ('24', 'Partner country based NGO'), ('30', 'Public-private partnership'), ('40', 'Multilateral'), ('60', 'Foundation'), ('70', 'Private sector'), ('71', 'Private sector in the provider country'), ('72', 'Private sector in the recipient country'), ('73', 'Private sector in a third country'), ('80', 'Academic, training and research'), ('90', 'Other')], max_length=2, verbose_name='type')),
                        ('name', models.CharField(blank=True, max_length=300, verbose_name='name')),
                        ('name_en', models.CharField(blank=True, max_length=300, verbose_name='name in English')),
                        ('uses', models.PositiveIntegerField(default=0, verbose_name='how often named')),
                        ('match', models.CharField(blank=True, choices=[('', 'nobody we know'), ('identifier', 'its identifier'), ('name', 'its name: look whether it is the same one'), ('person', 'said by a person')], default='', max_length=10, verbose_name='found by')),
                    ],
                    options={
                        'verbose_name': 'organisation of an IATI file',
                        'verbose_name_plural': 'organisations of IATI files',
                        'ordering': ('-uses', 'name', 'pk'),
                    },
                ),
                migrations.AddField(
                    model_name='fieldsource',
                    name='project',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='field_sources', to='projects.project'),
                ),
                migrations.AddField(
                    model_name='iatiimport',
                    name='oblast',
                    field=models.ForeignKey(help_text='Whose office keeps the new records.', on_delete=django.db.models.deletion.PROTECT, related_name='iati_imports', to='communities.oblast', verbose_name='oblast'),
                ),
                migrations.AddField(
                    model_name='iatiimport',
                    name='territory',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='iati_filters', to='communities.oblast', verbose_name='only activities in the oblast'),
                ),
                migrations.AddField(
                    model_name='iatiimport',
                    name='uploaded_by',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='iati_imports', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by'),
                ),
                migrations.AddField(
                    model_name='fieldsource',
                    name='job',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='field_sources', to='projects.iatiimport'),
                ),
                migrations.AddField(
                    model_name='stagedactivity',
                    name='job',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='activities', to='projects.iatiimport'),
                ),
                migrations.AddField(
                    model_name='stagedactivity',
                    name='project',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='staged_activities', to='projects.project', verbose_name='project'),
                ),
                migrations.AddField(
                    model_name='stagedbody',
                    name='community',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='communities.community'),
                ),
                migrations.AddField(
                    model_name='stagedbody',
                    name='job',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bodies', to='projects.iatiimport'),
                ),
                migrations.AddField(
                    model_name='stagedbody',
                    name='oblast',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='communities.oblast'),
                ),
                migrations.AddField(
                    model_name='stagedbody',
                    name='office',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='communities.office'),
                ),
                migrations.AddField(
                    model_name='stagedbody',
                    name='partner',
                    field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='partners.partner'),
                ),
                migrations.AddConstraint(
                    model_name='iatiimport',
                    constraint=models.CheckConstraint(condition=models.Q(('status__in', ['uploaded', 'previewed', 'running', 'done', 'failed', 'cancelled'])), name='iatiimport_status_is_known'),
                ),
                migrations.AddConstraint(
                    model_name='fieldsource',
                    constraint=models.UniqueConstraint(fields=('project', 'job'), name='fieldsource_once'),
                ),
                migrations.AddConstraint(
                    model_name='stagedactivity',
                    constraint=models.UniqueConstraint(fields=('job', 'number'), name='stagedactivity_once'),
                ),
                migrations.AddConstraint(
                    model_name='stagedactivity',
                    constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['new', 'changed', 'colliding', 'unchanged', 'outside', 'error'])), name='stagedactivity_outcome_is_known'),
                ),
                migrations.AddConstraint(
                    model_name='stagedactivity',
                    constraint=models.CheckConstraint(condition=models.Q(('decision__in', ['', 'keep', 'take', 'new', 'skip'])), name='stagedactivity_decision_is_known'),
                ),
                migrations.AddConstraint(
                    model_name='stagedactivity',
                    constraint=models.CheckConstraint(condition=models.Q(('result__in', ['', 'created', 'changed', 'refused'])), name='stagedactivity_result_is_known'),
                ),
                migrations.AddConstraint(
                    model_name='stagedbody',
                    constraint=models.UniqueConstraint(fields=('job', 'key'), name='stagedbody_once'),
                ),
                migrations.AddConstraint(
                    model_name='stagedbody',
                    constraint=models.CheckConstraint(condition=models.Q(('match__in', ['', 'identifier', 'name', 'person'])), name='stagedbody_match_is_known'),
                ),
            ],
        ),
    ]
