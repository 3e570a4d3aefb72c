"""Files of programs as tables: JSON that an importer knows how to lay out in rows."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext_lazy as _

from common.exchange.imports import Importer, ReadsJson
from common.exchange.problems import UnreadableTable


def as_table(door: Importer, file: UploadedFile[Any]) -> UploadedFile[Any]:
    """A CSV of the same name when the file is JSON and the importer takes it; else the file.

    Raises UnreadableTable for what is no JSON, or holds something else than the importer reads.
    """
    if not (isinstance(door, ReadsJson) and (file.name or "").lower().endswith(".json")):
        return file
    try:
        content = json.loads(file.read())
    except (ValueError, RecursionError) as error:
        raise UnreadableTable(_("This is not a JSON file, or it is cut off.")) from error
    text = io.StringIO()
    try:
        csv.writer(text).writerows(door.rows_of_json(content))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        reason = _("The JSON file is built otherwise than we know: bring its rows as CSV or XLSX.")
        raise UnreadableTable(reason) from error
    return SimpleUploadedFile(file.name or "table.json", text.getvalue().encode())
