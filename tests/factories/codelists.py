from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from common.codelists.models import Theme


class ThemeFactory(DjangoModelFactory[Theme]):
    class Meta:
        model = Theme

    slug = factory.Sequence(lambda n: f"theme-{n}")
    name = factory.Sequence(lambda n: f"Напрям {n}")
    name_en = factory.Sequence(lambda n: f"Theme {n}")
