"""The portal as an application."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Listens to allauth once every model is there."""

    name = "star57.hub.portal"

    def ready(self) -> None:
        """Called by Django."""
        from star57.hub.portal.accounts import events  # noqa: PLC0415  models first

        events.listen()
