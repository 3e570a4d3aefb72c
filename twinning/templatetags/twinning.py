"""Words of twinning in templates."""

from __future__ import annotations

from django import template

from twinning.similarity.reasons import country_name

register = template.Library()
register.filter("country_name", country_name)
