"""What the worker does with calls by itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from common.operations.jobs import job
from common.operations.rhythms import Daily, Every


# Every morning; what is due only once a week waits for its day.
@job("calls-alerts", _("Letters about new calls"), Daily(7, 30))
def tell_of_calls() -> int:
    """Letters about new calls; how many people got one."""
    from projects.services.call_alerts import send_alerts  # noqa: PLC0415

    return send_alerts()


@job("calls-links", _("Links of open calls are looked at"), Every(6 * 60 * 60))
def check_call_links() -> int:
    """Open the links of open calls that were not looked at for a day; how many were."""
    from projects.services.link_checks import check_links  # noqa: PLC0415

    return check_links()
