"""`legacy-data`: values of older systems. Known and checked, not kept."""

from __future__ import annotations

from projects.iati.shape import element, many

PLACE = many(element("legacy-data", "name! value! iati-equivalent=NMTOKEN"))
