"""What is staged becomes lines of COPY. Files that wait for a decision are checked once more."""

from django.db import migrations, models

CHECK_AGAIN = """
DELETE FROM projects_stagedactivity WHERE result = '' AND job_id IN
       (SELECT id FROM projects_iatiimport WHERE status IN ('previewed', 'running'));
DELETE FROM projects_stagedbody WHERE job_id IN
       (SELECT id FROM projects_iatiimport WHERE status IN ('previewed', 'running'));
UPDATE projects_iatiimport
   SET status = 'uploaded', counts = '{}', done = 0, total = size, attempts = 0
 WHERE status IN ('previewed', 'running');
"""
# The values are read once and thrown away: packing them costs more than it saves.
NOT_PACKED = "ALTER TABLE projects_stagedactivity ALTER COLUMN payload SET STORAGE EXTERNAL"
PACKED = "ALTER TABLE projects_stagedactivity ALTER COLUMN payload SET STORAGE EXTENDED"


class Migration(migrations.Migration):
    dependencies = [("projects", "0008_aid_of_projects")]

    operations = [
        migrations.RunSQL(CHECK_AGAIN, migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="stagedactivity", name="payload", field=models.TextField(blank=True)
        ),
        migrations.RunSQL(NOT_PACKED, PACKED),
    ]
