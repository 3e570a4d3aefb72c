"""Themes of projects are found by one index that holds both; those of each alone go."""

import django.db.models.deletion
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

from common.operations.together import ChangeTogether


# Table, column, and the name that Django gave the index.
INDEXES = (
    ("projects_projecttheme", "project_id", "projects_projecttheme_project_id_40d54652"),
    ("projects_projecttheme", "theme_id", "projects_projecttheme_theme_id_14538c86"),
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
        ('codelists', '0004_codes_of_official_lists'),
        ('projects', '0013_indexes_once'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='projecttheme',
            index=models.Index(fields=['theme', 'project'], name='projecttheme_theme'),
        ),
        migrations.SeparateDatabaseAndState(
            # Django would make each foreign key anew with its index.
            database_operations=[migrations.RunSQL(DROPPED, MADE)],
            state_operations=[ChangeTogether(operations=[
        migrations.AlterField(
            model_name='projecttheme',
            name='project',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='project_themes', to='projects.project'),
        ),
        migrations.AlterField(
            model_name='projecttheme',
            name='theme',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='project_themes', to='codelists.theme'),
        ),
        ])],
        ),
    ]
