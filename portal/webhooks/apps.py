from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebhooksConfig(AppConfig):
    name = "portal.webhooks"
    verbose_name = _("Webhooks")

    def ready(self) -> None:
        from common.notifications.groups import NoticeGroup, add_notice_group  # noqa: PLC0415
        from portal.webhooks.histories import (  # noqa: PLC0415 - models are ready only now
            register_webhook_histories,
        )
        from portal.webhooks.services.disabling import GROUP  # noqa: PLC0415 - needs models
        from portal.webhooks.workflow_tables import register_workflow_tables  # noqa: PLC0415

        register_webhook_histories()
        register_workflow_tables()
        about = _("Webhooks that the portal switched off, because nobody answers or filters ended.")
        add_notice_group(NoticeGroup(GROUP, _("Webhooks"), about))
