from __future__ import annotations

import re

import pytest
from django.template import Context, Template
from django.utils import translation

from communities.first_level import FIRST_LEVEL
from communities.geography import MAP_FILE, MapPlace, project, ukraine_map

POLTAVA = "UA53000000000028050"


def test_outlines_are_of_known_oblasts() -> None:
    numbers = {code[2:4] for code in ukraine_map().oblasts}

    assert numbers == set(FIRST_LEVEL)
    assert MAP_FILE.stat().st_size < 60_000


@pytest.mark.parametrize(
    ("code", "latitude", "longitude"),
    [
        ("UA01000000000013043", 44.952, 34.102),  # Simferopol
        ("UA85000000000065278", 44.6, 33.55),  # Sevastopol
        ("UA14000000000091971", 48.016, 37.803),  # Donetsk
        ("UA44000000000018893", 48.574, 39.307),  # Luhansk
        ("UA80000000000093317", 50.45, 30.52),
        (POLTAVA, 49.588, 34.551),
        ("UA21000000000011690", 48.621, 22.288),  # Uzhhorod
    ],
)
def test_places_lie_inside_their_oblast(code: str, latitude: float, longitude: float) -> None:
    point = project(latitude, longitude)
    inside = [own for own, path in ukraine_map().oblasts.items() if _inside(point, path)]

    assert inside == [code]
    assert _inside(point, ukraine_map().country)


@pytest.mark.parametrize(("latitude", "longitude"), [(47.01, 28.86), (47.23, 39.7), (52.44, 31.0)])
def test_neighbours_lie_outside(latitude: float, longitude: float) -> None:
    assert not _inside(project(latitude, longitude), ukraine_map().country)


def test_north_is_up_and_east_is_right() -> None:
    x, y = project(49, 32)

    assert project(50, 32)[1] < y
    assert project(49, 33)[0] > x


def render(places: list[MapPlace], oblasts: list[str]) -> str:
    template = Template("{% load territory %}{% ukraine_map places oblasts=oblasts %}")
    return template.render(Context({"places": places, "oblasts": oblasts}))


def test_the_map_has_words_for_those_who_do_not_see_it() -> None:
    places = [MapPlace(49.97, 33.61, "Миргород", "/m/"), MapPlace(49.59, 34.55, "Полтава & Ко")]
    with translation.override("en"):
        html = render(places, [POLTAVA])

    assert 'role="img" aria-label="Map of Ukraine with 2 places"' in html
    assert '<a href="/m/">Миргород</a>' in html
    assert "Полтава &amp; Ко" in html
    assert html.count("land lit") == 1


def test_numbers_keep_their_point_in_ukrainian() -> None:
    with translation.override("uk"):
        html = render([MapPlace(49.97, 33.61, "Миргород")], [])

    assert re.search(r'cx="\d+\.\d" cy="\d+\.\d"', html)
    assert "<details" not in html


def _inside(point: tuple[float, float], path: str) -> bool:
    x, y = point
    crossings = 0
    for ring in _rings(path):
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
            crossings += (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1
    return crossings % 2 == 1


def _rings(path: str) -> list[list[tuple[float, float]]]:
    rings = []
    for start, steps in re.findall(r"M([^l]*)l([^z]*)z", path):
        x, y = (float(number) for number in start.split())
        ring = [(x, y)]
        numbers = [float(number) for number in re.findall(r"-?\d*\.?\d+", steps)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        rings.append(ring)
    return rings
