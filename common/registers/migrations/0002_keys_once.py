"""The keys of a statement's rows are noted once each, however many rows bear them."""

from django.db import migrations

CREATE_FUNCTION = """
CREATE OR REPLACE FUNCTION registers_note_changes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  columns text;
  pairs text;
  before text;
  after text;
BEGIN
  SELECT coalesce(string_agg(quote_ident(key), ', '), 'NULL'),
         string_agg(format('%L, %I', key, key), ', ')
    INTO columns, pairs FROM unnest(TG_ARGV) AS key;
  before := format('SELECT %s FROM old_rows', columns);
  after := format('SELECT %s FROM new_rows', columns);
  EXECUTE format(
    'INSERT INTO registers_changedrow (source, keys, changed_at) '
    'SELECT %L, jsonb_build_object(%s), clock_timestamp() '
    'FROM (SELECT DISTINCT * FROM (%s) AS every) AS changed',
    TG_TABLE_NAME,
    pairs,
    CASE TG_OP WHEN 'INSERT' THEN after WHEN 'DELETE' THEN before
    ELSE before || ' UNION ALL ' || after END
  );
  RETURN NULL;
END $$
"""


class Migration(migrations.Migration):

    dependencies = [
        ("registers", "0001_publications"),
    ]

    operations = [
        migrations.RunSQL(CREATE_FUNCTION, migrations.RunSQL.noop),
    ]
