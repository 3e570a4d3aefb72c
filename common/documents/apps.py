from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "common.documents"
    label = "documents"
