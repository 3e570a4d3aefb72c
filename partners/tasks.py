from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from common.operations.jobs import job
from common.operations.rhythms import Every
from partners import services


@job("partners-retention", _("Contact persons kept long enough are erased"), Every(12 * 60 * 60))
def forget_expired_contacts() -> int:
    """Erase contact persons whose retention date has passed; how many."""
    return services.forget_expired_contacts()


@job(
    "partners-agreements",
    _("Ends of agreements, reminders of them"),
    Every(6 * 60 * 60),
    counts={"closed": _("closed or renewed"), "reminded": _("reminders")},
)
def watch_agreements() -> dict[str, int]:
    """Close or renew what is over, then remind of what ends soon; how many of each."""
    from partners.agreement_reminders import close_terms, remind_of_ends  # noqa: PLC0415

    return {"closed": close_terms(), "reminded": remind_of_ends()}
