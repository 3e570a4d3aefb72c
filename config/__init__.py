"""The door of the portal: settings, addresses, Celery."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
