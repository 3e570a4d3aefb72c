from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TwinningConfig(AppConfig):
    name = "twinning"
    verbose_name = _("Twinning")

    def ready(self) -> None:
        from common.codelists import reference  # noqa: PLC0415 - models are ready only now
        from common.exchange.imports import register_importer  # noqa: PLC0415
        from common.operations.warming import add_warm_up  # noqa: PLC0415
        from twinning import letter_desk, letter_places  # noqa: PLC0415
        from twinning.grants import register_grants  # noqa: PLC0415
        from twinning.histories import register_histories  # noqa: PLC0415
        from twinning.imports import TwinLinkImporter  # noqa: PLC0415
        from twinning.letter_grants import register_letter_grants  # noqa: PLC0415
        from twinning.letter_histories import register_letter_histories  # noqa: PLC0415
        from twinning.link_desk import fill_desk  # noqa: PLC0415
        from twinning.link_filters import add_filters  # noqa: PLC0415
        from twinning.link_histories import register_link_histories  # noqa: PLC0415
        from twinning.link_places import register_link_sections  # noqa: PLC0415
        from twinning.places import register_sections  # noqa: PLC0415
        from twinning.services.gazetteer import load_gazetteer_once  # noqa: PLC0415
        from twinning.services.letter_templates import load_templates  # noqa: PLC0415
        from twinning.similarity.sources import columns  # noqa: PLC0415
        from twinning.workflow_tables import register_workflow_tables  # noqa: PLC0415

        add_warm_up(lambda: columns().blocks)
        reference.register("gazetteer", load_gazetteer_once)
        reference.register("templates of letters", load_templates)
        register_grants()
        register_histories()
        register_letter_grants()
        register_letter_histories()
        letter_desk.fill_desk()
        letter_places.register_letter_places()
        register_sections()
        register_link_sections()
        register_link_histories()
        register_importer(TwinLinkImporter())
        add_filters()
        register_workflow_tables()
        fill_desk()
