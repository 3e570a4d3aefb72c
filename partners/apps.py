from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = _("Partners")

    def ready(self) -> None:
        from common.exchange.imports import register_importer  # noqa: PLC0415 - needs the models
        from partners import agreement_desk, desk  # noqa: PLC0415
        from partners.agreement_grants import register_agreement_grants  # noqa: PLC0415
        from partners.agreement_histories import register_agreement_histories  # noqa: PLC0415
        from partners.agreement_imports.session import AgreementImporter  # noqa: PLC0415
        from partners.agreement_places import register_agreement_sections  # noqa: PLC0415
        from partners.agreement_reminders import register_agreement_notices  # noqa: PLC0415
        from partners.grants import register_grants  # noqa: PLC0415 - models are ready only now
        from partners.histories import register_histories  # noqa: PLC0415
        from partners.imports import PartnerImporter  # noqa: PLC0415
        from partners.media import register_logos  # noqa: PLC0415
        from partners.memberships import register_kinds  # noqa: PLC0415
        from partners.places import register_sections  # noqa: PLC0415
        from partners.programme_grants import register_programme_grants  # noqa: PLC0415
        from partners.programme_histories import register_programme_histories  # noqa: PLC0415
        from partners.workflow_tables import register_workflow_tables  # noqa: PLC0415

        register_kinds()
        register_grants()
        register_logos()
        register_sections()
        register_histories()
        register_importer(PartnerImporter())
        register_agreement_grants()
        register_agreement_histories()
        register_agreement_sections()
        register_agreement_notices()
        register_importer(AgreementImporter())
        desk.fill_desk()
        agreement_desk.fill_desk()
        register_workflow_tables()
        register_programme_grants()
        register_programme_histories()
