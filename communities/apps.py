from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommunitiesConfig(AppConfig):
    name = "communities"
    verbose_name = _("Communities")

    def ready(self) -> None:
        from common.codelists import reference  # noqa: PLC0415 - models are ready only now
        from common.exchange.imports import register_importer  # noqa: PLC0415
        from communities.desk import fill_desk  # noqa: PLC0415
        from communities.grants import register_grants  # noqa: PLC0415
        from communities.histories import register_histories  # noqa: PLC0415
        from communities.memberships import register_kinds  # noqa: PLC0415
        from communities.services.territory_reference import load_territories  # noqa: PLC0415
        from communities.strategy_imports import GoalImporter  # noqa: PLC0415
        from communities.strategy_places import register_strategy_sections  # noqa: PLC0415

        reference.register("territories", load_territories)
        register_kinds()
        register_grants()
        register_histories()
        fill_desk()
        register_strategy_sections()
        register_importer(GoalImporter())
