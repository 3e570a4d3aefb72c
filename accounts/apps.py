from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from accounts.desk_lines import fill_desk  # noqa: PLC0415 - models are ready only now
        from accounts.histories import register_histories  # noqa: PLC0415
        from accounts.key_letters import register_key_notices  # noqa: PLC0415
        from accounts.letters import register_access_notices  # noqa: PLC0415
        from accounts.workflow_tables import register_workflow_tables  # noqa: PLC0415

        register_histories()
        fill_desk()
        register_access_notices()
        register_key_notices()
        register_workflow_tables()
