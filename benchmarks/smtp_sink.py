"""A mail server that keeps nothing but the Message-ID and the recipient of what it took.

    python benchmarks/smtp_sink.py PORT FILE [MILLISECONDS]

A line is on disk before the yes is said. MILLISECONDS: how long it thinks about each letter.
"""

from __future__ import annotations

import asyncio
import sys
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import TextIO


class Talk:
    """One conversation."""

    def __init__(self, log: TextIO, pause: float) -> None:
        self.log, self.pause = log, pause
        self.recipients: list[str] = []

    async def lead(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            writer.write(b"220 sink\r\n")
            while line := await reader.readline():
                writer.write(f"{await self._answer(line, reader, writer)}\r\n".encode())
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()

    async def _answer(
        self, line: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> str:
        verb = line[:4].upper()
        if verb == b"RCPT":
            self.recipients.append(line.partition(b"<")[2].partition(b">")[0].decode())
        if verb == b"DATA":
            writer.write(b"354 go on\r\n")
            letter = await reader.readuntil(b"\r\n.\r\n")
            await asyncio.sleep(self.pause)
            self._take(letter)
        return "250 ok"

    def _take(self, letter: bytes) -> None:
        name = str(BytesHeaderParser().parsebytes(letter)["Message-ID"]).strip()
        for recipient in self.recipients:
            self.log.write(f"{name} {recipient}\n")
        self.log.flush()
        self.recipients.clear()


async def main(port: int, path: Path, pause: float) -> None:
    with path.open("a", encoding="utf-8") as log:
        server = await asyncio.start_server(
            lambda reader, writer: Talk(log, pause).lead(reader, writer), "127.0.0.1", port
        )
        async with server:
            await server.serve_forever()


if __name__ == "__main__":
    thinks = float(sys.argv[3]) / 1000 if len(sys.argv) > 3 else 0.0
    asyncio.run(main(int(sys.argv[1]), Path(sys.argv[2]), thinks))
