"""What a published object is in a table, ready to be sent; `follow` fills it after `migrate`."""

from django.db import migrations, models

# As the objects themselves: rows of up to 4 kB stay whole, so that they are read quickly.
STORED = """
DO $$
BEGIN
    IF EXISTS (
        SELECT FROM pg_settings
        WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)
    ) THEN
        ALTER TABLE registers_keptcells ALTER COLUMN cells SET COMPRESSION lz4;
    END IF;
END
$$;
ALTER TABLE registers_keptcells SET (toast_tuple_target = 4080);
"""


class Migration(migrations.Migration):
    dependencies = [("registers", "0005_quickly_unpacked")]

    operations = [
        migrations.CreateModel(
            name="KeptCells",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("register", models.CharField(max_length=40, verbose_name="register")),
                ("language", models.CharField(max_length=5, verbose_name="language")),
                ("record", models.BigIntegerField(verbose_name="primary key of the record")),
                ("cells", models.BinaryField(verbose_name="cells")),
            ],
            options={
                "verbose_name": "cells of a published object",
                "verbose_name_plural": "cells of published objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("register", "language", "record"),
                        name="registers_kept_cells_once",
                        violation_error_message="The object is known already.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(STORED, migrations.RunSQL.noop),
    ]
