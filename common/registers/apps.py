from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class RegistersConfig(AppConfig):
    name = "common.registers"
    verbose_name = _("Registers")

    def ready(self) -> None:
        from common.registers.changes import triggers  # noqa: PLC0415 - needs the models

        pre_migrate.connect(triggers.take_away, sender=self)
        post_migrate.connect(triggers.put_in_place, sender=self)
