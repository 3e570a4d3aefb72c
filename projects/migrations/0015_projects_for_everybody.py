"""What everybody sees of projects is found and sorted in two indexes of its own."""

import datetime

import django.db.models.functions.comparison
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # Nobody waits while the indexes are made.
    atomic = False

    dependencies = [
        ('codelists', '0004_codes_of_official_lists'),
        ('communities', '0006_centre_population'),
        ('partners', '0006_programmes'),
        ('projects', '0014_themes_by_project'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='project',
            index=models.Index(condition=models.Q(('record_status', 'published'), ('visibility', 'public')), fields=['id'], include=('kind', 'status', 'start_actual_on', 'start_planned_on'), name='project_for_everybody'),
        ),
        AddIndexConcurrently(
            model_name='project',
            index=models.Index(models.OrderBy(django.db.models.functions.comparison.Coalesce('start_actual_on', 'start_planned_on', models.Value(datetime.date(1900, 1, 1), output_field=models.DateField())), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('record_status', 'published'), ('visibility', 'public')), include=('kind', 'status', 'start_actual_on', 'start_planned_on'), name='project_begun_for_everybody'),
        ),
    ]
