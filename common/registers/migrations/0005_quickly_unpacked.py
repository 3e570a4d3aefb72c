"""What is kept is stored so that it is read quickly.

PostgreSQL packs a row of more than 2 kB until it has 2 kB, and puts what remains longer aside. Most
objects are just above: unpacking 100,000 of them cost 1.9 s of its processor, of 3.2 s for all.
Rows of up to 4 kB stay whole (two on a page of the disk), longer ones are packed by lz4, where the
server was built with it.
"""

from django.db import migrations

STORED = """
DO $$
BEGIN
    IF EXISTS (
        SELECT FROM pg_settings
        WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)
    ) THEN
        ALTER TABLE registers_publication ALTER COLUMN kept SET COMPRESSION lz4;
    END IF;
END
$$;
ALTER TABLE registers_publication SET (toast_tuple_target = 4080);
"""
# Some at a time, so that readers wait for none.
STORED_ANEW = """
DO $$
DECLARE
    done bigint := 0;
    following bigint;
BEGIN
    LOOP
        SELECT max(id) INTO following FROM (
            SELECT id FROM registers_publication WHERE id > done ORDER BY id LIMIT 2000
        ) AS stretch;
        EXIT WHEN following IS NULL;
        UPDATE registers_publication SET kept = kept || ''
        WHERE id > done AND id <= following AND kept <> '';
        COMMIT;
        done := following;
    END LOOP;
END
$$;
"""
AS_BEFORE = """
ALTER TABLE registers_publication ALTER COLUMN kept SET COMPRESSION pglz;
ALTER TABLE registers_publication RESET (toast_tuple_target);
"""


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("registers", "0004_kept_objects")]

    operations = [
        migrations.RunSQL(STORED, AS_BEFORE),
        migrations.RunSQL(STORED_ANEW, migrations.RunSQL.noop),
    ]
