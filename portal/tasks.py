"""What the worker does for the portal as a whole."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from common.operations.jobs import job
from common.operations.rhythms import Daily, Every
from portal import figures
from portal.open_data.dumps import make_dump


@job("open-data-dumps", _("The open registers are written whole into files"), Daily(3, 30))
def write_dumps() -> int:
    return make_dump()


@job(
    "figures", _("Figures of the whole country are counted again when they have changed"), Every(20)
)
def refresh_figures() -> int:
    return figures.refresh()
