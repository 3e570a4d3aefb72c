from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CodelistsConfig(AppConfig):
    name = "common.codelists"
    verbose_name = _("Codelists")

    def ready(self) -> None:
        from common.codelists import reference  # noqa: PLC0415 - models are ready only now
        from common.codelists.histories import register_histories  # noqa: PLC0415

        register_histories()
        reference.register("themes", reference.load_themes)
