from django.apps import AppConfig


class ReferencesConfig(AppConfig):
    name = "common.references"
    label = "references"
