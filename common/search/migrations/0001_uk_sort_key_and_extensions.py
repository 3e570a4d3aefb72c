"""Extensions for searching, and the Ukrainian sort key.

PostgreSQL's default order puts Є, І, Ї first and Ґ last, and ICU collations are not in every
build. Each letter is therefore mapped to one private code point in the order of the alphabet.
"""

from __future__ import annotations

from django.contrib.postgres.operations import BtreeGinExtension, TrigramExtension
from django.db import migrations

ALPHABET = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
CODE_POINTS = "".join(chr(0xE000 + place) for place in range(len(ALPHABET)))
APOSTROPHES = "''’ʼ`"

CREATE = f"""
CREATE OR REPLACE FUNCTION uk_sort_key(t text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT translate(lower(coalesce(t, '')), '{ALPHABET}{APOSTROPHES}', '{CODE_POINTS}')
$$
"""

# Ukrainian to Latin (resolution 55 of 2010, without its word-initial variants), so that a name
# typed in either alphabet finds the other; everything but letters and digits becomes one space.
DIGRAPHS = {
    "зг": "zgh", "є": "ie", "ж": "zh", "ї": "i", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ю": "iu", "я": "ia",
}  # fmt: skip
SINGLE_FROM = "абвгґдезиійклмнопрстуфьъ'’ʼ`"
SINGLE_TO = "abvhgdezyiiklmnoprstuf"


def latin_key_sql() -> str:
    expression = "lower(coalesce(t, ''))"
    for cyrillic, latin in DIGRAPHS.items():
        expression = f"replace({expression}, '{cyrillic}', '{latin}')"
    apostrophes = SINGLE_FROM.replace("'", "''")
    expression = f"translate({expression}, '{apostrophes}', '{SINGLE_TO}')"
    return f"btrim(regexp_replace({expression}, '[^[:alnum:]]+', ' ', 'g'))"


CREATE_LATIN_KEY = f"""
CREATE OR REPLACE FUNCTION latin_key(t text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT {latin_key_sql()} $$
"""


class Migration(migrations.Migration):
    dependencies = []  # type: ignore[var-annotated]
    operations = [
        TrigramExtension(),
        BtreeGinExtension(),
        migrations.RunSQL(CREATE, reverse_sql="DROP FUNCTION IF EXISTS uk_sort_key(text)"),
        migrations.RunSQL(CREATE_LATIN_KEY, reverse_sql="DROP FUNCTION IF EXISTS latin_key(text)"),
    ]
