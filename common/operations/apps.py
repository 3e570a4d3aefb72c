from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    name = "common.operations"
    verbose_name = _("Operations")

    def ready(self) -> None:
        from common.notifications.groups import add_notice_group  # noqa: PLC0415 - models first
        from common.operations.watch import GROUP  # noqa: PLC0415

        add_notice_group(GROUP)
