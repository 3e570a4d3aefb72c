from __future__ import annotations

from django.urls import path

from common.registers.api import views_of
from twinning.link_registers import TWIN_LINKS
from twinning.registers import MUNICIPALITIES

municipalities, municipality = views_of(MUNICIPALITIES)
twin_links, twin_link = views_of(TWIN_LINKS)

urlpatterns = [
    path("municipalities/", municipalities, name="municipality-list"),
    path("municipalities/<uuid:key>/", municipality, name="municipality-detail"),
    path("twin-links/", twin_links, name="link-list"),
    path("twin-links/<uuid:key>/", twin_link, name="link-detail"),
]
