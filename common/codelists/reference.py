"""What a fresh portal must know before anybody works with it.

Each app registers its part in `AppConfig.ready()`; `manage.py load_reference` loads them all, at
every deployment. A loader changes nothing that officials may have edited since.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from common.codelists.models import Theme


@dataclass(frozen=True, slots=True)
class Reference:
    """`load` gives back how many records it made or completed: 0 when all is there."""

    name: str
    load: Callable[[], int]


_registered: dict[str, Reference] = {}


def register(name: str, load: Callable[[], int]) -> None:
    _registered[name] = Reference(name, load)


def registered() -> Iterator[Reference]:
    yield from _registered.values()


# (slug, Ukrainian, English), in the order in which they are offered.
THEMES = (
    ("rebuilding", "Відбудова", "Rebuilding"),
    ("economy", "Економіка і підприємництво", "Economy and business"),
    ("humanitarian", "Гуманітарна допомога", "Humanitarian aid"),
    ("social", "Соціальний захист", "Social protection"),
    ("health", "Охорона здоров’я", "Health"),
    ("education", "Освіта і наука", "Education and science"),
    ("displaced", "Підтримка переселенців", "Support for displaced people"),
    ("veterans", "Підтримка ветеранів", "Support for veterans"),
    ("energy", "Енергетика", "Energy"),
    ("water", "Водопостачання і водовідведення", "Water and sanitation"),
    ("environment", "Довкілля і клімат", "Environment and climate"),
    ("transport", "Транспорт і дороги", "Transport and roads"),
    ("housing", "Житло", "Housing"),
    ("governance", "Місцеве самоврядування", "Local government"),
    ("digital", "Цифровий розвиток", "Digital development"),
    ("agriculture", "Сільське господарство", "Agriculture"),
    ("culture", "Культура і спадщина", "Culture and heritage"),
    ("youth-sport", "Молодь і спорт", "Youth and sport"),
    ("safety", "Безпека і розмінування", "Safety and demining"),
    ("finance", "Фінанси і бюджет громад", "Finance and budgets of communities"),
    ("services", "Адміністративні послуги", "Administrative services"),
    ("cooperation", "Міжнародне співробітництво", "International cooperation"),
)


def load_themes() -> int:
    """Make the themes that are missing; those there are, officials may have renamed."""
    known = set(Theme.objects.values_list("slug", flat=True))
    missing = [
        Theme(slug=slug, name=name, name_en=name_en, position=10 * place)
        for place, (slug, name, name_en) in enumerate(THEMES, start=1)
        if slug not in known
    ]
    Theme.objects.bulk_create(missing)
    return len(missing)
