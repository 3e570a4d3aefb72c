from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = _("Projects")

    def ready(self) -> None:  # noqa: PLR0915 - a list of what the app adds
        from common.exchange.imports import register_importer  # noqa: PLC0415 - needs the models
        from projects.aid_histories import register_aid_histories  # noqa: PLC0415
        from projects.aid_import import AidImporter  # noqa: PLC0415
        from projects.aid_places import register_aid_sections  # noqa: PLC0415
        from projects.call_desk import fill_call_desk  # noqa: PLC0415
        from projects.call_grants import register_call_and_aid_grants  # noqa: PLC0415
        from projects.call_histories import register_call_histories  # noqa: PLC0415
        from projects.call_import import CallImporter  # noqa: PLC0415
        from projects.call_letters import register_call_notices  # noqa: PLC0415
        from projects.call_places import register_call_sections  # noqa: PLC0415
        from projects.card_import import CardImporter  # noqa: PLC0415
        from projects.goal_sections import register_goal_sections  # noqa: PLC0415
        from projects.grants import register_grants  # noqa: PLC0415 - models are ready only now
        from projects.histories import register_histories  # noqa: PLC0415
        from projects.idea_desk import fill_idea_desk  # noqa: PLC0415
        from projects.idea_grants import register_idea_grants  # noqa: PLC0415
        from projects.idea_histories import register_idea_histories  # noqa: PLC0415
        from projects.idea_imports import IdeaImporter  # noqa: PLC0415
        from projects.idea_letters import register_idea_notices  # noqa: PLC0415
        from projects.idea_places import register_idea_sections  # noqa: PLC0415
        from projects.mta_desk import fill_mta_desk  # noqa: PLC0415
        from projects.mta_letters import register_mta_notices  # noqa: PLC0415
        from projects.mta_places import register_mta_sections  # noqa: PLC0415
        from projects.places import register_sections  # noqa: PLC0415
        from projects.programme_import import ProgrammeImporter  # noqa: PLC0415
        from projects.progress_desk import fill_report_desk  # noqa: PLC0415
        from projects.progress_letters import register_report_notices  # noqa: PLC0415
        from projects.project_import import ProjectImporter  # noqa: PLC0415
        from projects.property_import import PropertyImporter  # noqa: PLC0415
        from projects.workflow_tables import register_workflow_tables  # noqa: PLC0415

        register_grants()
        register_histories()
        register_sections()
        register_call_and_aid_grants()
        register_call_histories()
        register_aid_histories()
        register_idea_grants()
        register_idea_notices()
        register_mta_notices()
        register_idea_histories()
        register_aid_sections()
        register_importer(AidImporter())
        register_call_sections()
        register_importer(CallImporter())
        register_idea_sections()
        register_goal_sections()
        register_importer(IdeaImporter())
        register_call_notices()
        fill_call_desk()
        fill_idea_desk()
        fill_mta_desk()
        register_mta_sections()
        register_report_notices()
        register_workflow_tables()
        fill_report_desk()
        register_importer(ProjectImporter())
        register_importer(ProgrammeImporter())
        register_importer(CardImporter())
        register_importer(PropertyImporter())
