from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CooperationConfig(AppConfig):
    name = "cooperation"
    verbose_name = _("Cooperation")

    def ready(self) -> None:
        from common.exchange.imports import register_importer  # noqa: PLC0415 - needs models
        from cooperation.meeting_import import MeetingImporter  # noqa: PLC0415 - needs models
        from cooperation.meeting_ready import register_meetings  # noqa: PLC0415 - needs models
        from cooperation.offer_import import OfferImporter  # noqa: PLC0415 - needs models
        from cooperation.offer_places import register_offer_parts  # noqa: PLC0415 - needs models
        from cooperation.request_grants import (  # noqa: PLC0415 - models are ready only now
            register_request_grants,
        )
        from cooperation.request_histories import register_request_histories  # noqa: PLC0415
        from cooperation.request_import import RequestImporter  # noqa: PLC0415 - needs models
        from cooperation.request_notices import register_request_notices  # noqa: PLC0415
        from cooperation.request_places import register_request_sections  # noqa: PLC0415
        from cooperation.workflow_tables import register_workflow_tables  # noqa: PLC0415

        register_meetings()
        register_request_grants()
        register_request_histories()
        register_request_notices()
        register_offer_parts()
        register_request_sections()
        register_workflow_tables()
        for importer in (RequestImporter(), MeetingImporter(), OfferImporter()):
            register_importer(importer)
