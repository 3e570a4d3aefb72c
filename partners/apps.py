from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = _("Partners")

    def ready(self) -> None:
        from partners.grants import register_grants  # noqa: PLC0415 - models are ready only now
        from partners.memberships import register_kinds  # noqa: PLC0415

        register_kinds()
        register_grants()
