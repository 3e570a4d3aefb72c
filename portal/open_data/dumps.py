"""Whole open registers as files, made once a night: `<day>/projects.ndjson.gz` and `.csv.gz`.

A day is a folder. It is written under another name and renamed when all of it is there, so that a
reader finds a whole day or none, whatever happens to the writer. `SHA256SUMS` in it is what
`sha256sum -c` reads, `manifest.json` says the same and more to programs.
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import json
import shutil
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from common.registers.changes.objects import EVERYBODY, followed_registers
from common.registers.register import Register
from common.registers.streams import texts_for
from common.registers.tables import Table, table_fields

KEPT_DAYS = 14
FORMATS = ("ndjson", "csv")
SUMS = "SHA256SUMS"
MANIFEST = "manifest.json"
# Headings of the tables; NDJSON has both languages anyway.
LANGUAGE = "uk"
UNFINISHED = ".unfinished"


@dataclass(frozen=True)
class DumpFile:
    """`bytes` and `sha256` are those of the compressed file."""

    name: str
    register: str
    format: str
    records: int
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Dump:
    """The files of one day, and when the first of them was begun."""

    day: dt.date
    made_at: dt.datetime
    files: tuple[DumpFile, ...]

    def file(self, register: str, format_name: str) -> DumpFile | None:
        wanted = (register, format_name)
        return next((one for one in self.files if (one.register, one.format) == wanted), None)


def make_dump() -> int:
    """Write today's files unless they are there; how many. Older days than KEPT_DAYS go."""
    folder, today = root(), timezone.localdate()
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(f"*{UNFINISHED}"):
        shutil.rmtree(left)
    made = 0 if (folder / today.isoformat()).exists() else _make_day(folder, today)
    for day in days()[KEPT_DAYS:]:
        shutil.rmtree(folder / day.isoformat())
    return made


def _make_day(folder: Path, day: dt.date) -> int:
    made_at, unfinished = timezone.now(), folder / f"{day.isoformat()}{UNFINISHED}"
    unfinished.mkdir()
    files = [made for register in followed_registers() for made in _files_of(register, unfinished)]
    sums = "".join(f"{one.sha256}  {one.name}\n" for one in files)
    (unfinished / SUMS).write_text(sums, encoding="ascii")
    manifest = {
        "day": day.isoformat(),
        "made_at": made_at.isoformat(),
        "files": [asdict(one) for one in files],
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (unfinished / MANIFEST).write_text(text, encoding="utf-8")
    unfinished.rename(folder / day.isoformat())
    return len(files)


def _files_of(register: Register, folder: Path) -> list[DumpFile]:
    """Both files from one reading of the register, so that they hold the same records."""
    fields = register.fields_for(EVERYBODY)
    rows = register.visible_to(EVERYBODY).order_by(register.key, "pk")
    paths = {name: folder / f"{register.name}.{name}.gz" for name in FORMATS}
    table = Table(table_fields(fields), LANGUAGE)

    def both(some: list[bytes]) -> tuple[int, bytes, bytes]:
        shown = [table.line(one.decode()) for one in some]
        return len(some), b"\n".join([*some, b""]), table.lines(shown)

    count = 0
    with ExitStack() as stack:
        files = [stack.enter_context(_packed(paths[name])) for name in FORMATS]
        files[1].write(table.head)
        for number, *written in texts_for(register, rows, fields, EVERYBODY, both):
            count += number
            for file, some in zip(files, written, strict=True):
                file.write(some)
    return [_described(path, register, name, count) for name, path in paths.items()]


def _packed(path: Path) -> gzip.GzipFile:
    """Without the hour of writing: the same records give the same file, and the same checksum."""
    return gzip.GzipFile(path, "wb", compresslevel=6, mtime=0)


def _described(path: Path, register: Register, name: str, count: int) -> DumpFile:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return DumpFile(path.name, register.name, name, count, path.stat().st_size, digest)


def root() -> Path:
    return Path(settings.DUMPS_DIR)


def days() -> list[dt.date]:
    """Those that there are, the newest first."""
    folder = root()
    found = [day_named(one.name) for one in folder.iterdir()] if folder.is_dir() else []
    return sorted((day for day in found if day), reverse=True)


def newest() -> Dump | None:
    found = days()
    return of_day(found[0]) if found else None


def of_day(day: dt.date) -> Dump | None:
    """None when there is none, or not any more."""
    try:
        said = json.loads((root() / day.isoformat() / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    files = tuple(DumpFile(**one) for one in said["files"])
    return Dump(day, dt.datetime.fromisoformat(said["made_at"]), files)


def day_named(name: str) -> dt.date | None:
    """Only as we write it: `20261122` is no name of ours."""
    try:
        day = dt.date.fromisoformat(name)
    except ValueError:
        return None
    return day if day.isoformat() == name else None
