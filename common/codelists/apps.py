from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CodelistsConfig(AppConfig):
    name = "common.codelists"
    verbose_name = _("Codelists")

    def ready(self) -> None:
        # Models are ready only now.
        from common.codelists import reference, reference_codes  # noqa: PLC0415
        from common.codelists.histories import register_histories  # noqa: PLC0415

        register_histories()
        reference.register("themes", reference.load_themes)
        reference.register("codes", reference_codes.load_codes)
