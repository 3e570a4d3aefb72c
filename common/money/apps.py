from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MoneyConfig(AppConfig):
    name = "common.money"
    verbose_name = _("Exchange rates")

    def ready(self) -> None:
        from common.money.histories import register_histories  # noqa: PLC0415 - models are ready now

        register_histories()
