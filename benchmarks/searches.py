"""Searching for words that nobody has asked for before, beside the floor.

Whoever asks again for the same words is served by statements that are kept; here each phrase is
asked once. Both are asked in turn, a block each, and the time of the requests alone is counted.
"""

from __future__ import annotations

import csv
import http.client
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote, urlsplit

BLOCK = 25
WORD = re.compile(r"[а-яіїєґ]{4,}", re.IGNORECASE)
HEADERS = {"Accept": "application/json", "X-Forwarded-Proto": "https"}


def phrases(projects: Path, count: int) -> list[str]:
    """Two words out of each of so many titles, evenly chosen; no phrase twice."""
    with projects.open(encoding="utf-8", newline="") as file:
        titles = [row["title_uk"] for row in csv.DictReader(file)]
    found: dict[str, None] = {}
    for title in titles[:: max(1, len(titles) // (count * 4))]:
        words = WORD.findall(title)
        found |= {f"{one} {other}": None for one in words[:1] for other in words[1:]}
    known = list(found)
    return known[:: max(1, len(known) // count)][:count]


def rates(words: Sequence[str], addresses: Mapping[str, str]) -> dict[str, float]:
    """Requests a second of each server, by its name; `{q}` in an address is the phrase."""
    spent = dict.fromkeys(addresses, 0.0)
    for block in _blocks(words):
        for name, address in addresses.items():
            spent[name] += _seconds(address, block)
    return {name: len(words) / seconds for name, seconds in spent.items()}


def _blocks(words: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(words), BLOCK):
        yield words[first : first + BLOCK]


def _seconds(address: str, words: Sequence[str]) -> float:
    server = http.client.HTTPConnection(urlsplit(address).netloc)
    path = address.split(urlsplit(address).netloc, 1)[1]
    started = time.monotonic()
    for phrase in words:
        server.request("GET", path.replace("{q}", quote(phrase)), headers=HEADERS)
        answer = server.getresponse()
        assert answer.status == http.client.OK, (answer.status, phrase)
        answer.read()
    spent = time.monotonic() - started
    server.close()
    return spent
