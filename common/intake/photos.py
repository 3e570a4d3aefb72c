"""Photographs without what cameras write into them: the place, the owner, the moment.

A published photograph must not tell where an object stands. Only how to turn the picture is kept.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from django.utils.translation import gettext as _

from common.intake.uploads import JPEG, PNG, UploadRefused

ORIENTATION = 0x0112
EXIF = b"Exif\x00\x00"
# Colours, and how Adobe coded them: without these the picture looks wrong.
KEPT_SEGMENTS = frozenset({0xE0, 0xE2, 0xEE})
START_OF_SCAN, END_OF_IMAGE = 0xDA, 0xD9
KEPT_CHUNKS = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT"}
)


def without_traces(content: bytes, content_type: str) -> bytes:
    """The same picture without its metadata. Refuses UploadRefused when it is broken."""
    cleaners = {JPEG: _jpeg, PNG: _png}
    try:
        return cleaners[content_type](content)
    except (struct.error, IndexError, ValueError) as error:
        raise UploadRefused(_("The picture is damaged: it cannot be read.")) from error


def _jpeg(content: bytes) -> bytes:
    kept = [content[:2]]
    turned = 1
    for marker, segment in _segments(content):
        is_exif = marker == 0xE1 and segment[4:].startswith(EXIF)
        turned = _orientation(segment[4 + len(EXIF) :]) if is_exif else turned
        is_metadata = 0xE0 <= marker <= 0xEF or marker == 0xFE
        if not is_metadata or marker in KEPT_SEGMENTS:
            kept.append(segment)
    if turned != 1:
        kept.insert(1, _exif_of(turned))
    return b"".join(kept)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """(marker, bytes with marker and length); the last one is the picture itself."""
    place = 2
    while True:
        if content[place] != 0xFF:
            raise ValueError("no marker")
        marker = content[place + 1]
        if marker == 0xFF:
            place += 1
            continue
        if marker in {START_OF_SCAN, END_OF_IMAGE}:
            yield marker, _to_the_end(content, place)
            return
        (length,) = struct.unpack(">H", content[place + 2 : place + 4])
        yield marker, content[place : place + 2 + length]
        place += 2 + length


def _to_the_end(content: bytes, place: int) -> bytes:
    """Up to the mark of the end: what follows it (a second picture, a film) is left out."""
    end = content.rfind(b"\xff\xd9", place)
    if end < 0:
        raise ValueError("no end")
    return content[place : end + 2]


def _orientation(tiff: bytes) -> int:
    """1 to 8; 1 when nothing sensible is said."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (start,) = struct.unpack(f"{order}I", tiff[4:8])
        (count,) = struct.unpack(f"{order}H", tiff[start : start + 2])
        for number in range(count):
            entry = tiff[start + 2 + 12 * number :][:12]
            tag, _kind, _values, value = struct.unpack(f"{order}HHIH", entry[:10])
            if tag == ORIENTATION:
                return value if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1


def _exif_of(turned: int) -> bytes:
    tiff = b"MM\x00\x2a" + struct.pack(">IH", 8, 1)
    tiff += struct.pack(">HHIHH", ORIENTATION, 3, 1, turned, 0) + b"\x00\x00\x00\x00"
    body = EXIF + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _png(content: bytes) -> bytes:
    kept, place = [content[:8]], 8
    while place < len(content):
        (length,) = struct.unpack(">I", content[place : place + 4])
        kind = content[place + 4 : place + 8]
        end = place + 12 + length
        if end > len(content):
            raise ValueError("cut off")
        if kind in KEPT_CHUNKS:
            kept.append(content[place:end])
        if kind == b"IEND":
            return b"".join(kept)
        place = end
    raise ValueError("no end")
