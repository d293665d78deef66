"""The Django application that holds the tables."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Label "records": table names begin with it."""

    name = "star57.hub.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"
