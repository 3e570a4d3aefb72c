from __future__ import annotations

from django.urls import path

from common.exchange.media import media_file

urlpatterns = [path("<path:path>", media_file, name="media-file")]
