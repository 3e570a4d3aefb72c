from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = _("Projects")

    def ready(self) -> None:
        from projects.grants import register_grants  # noqa: PLC0415 - models are ready only now
        from projects.histories import register_histories  # noqa: PLC0415

        register_grants()
        register_histories()
