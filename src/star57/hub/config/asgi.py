"""The ASGI application: what a server runs."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "star57.hub.config.settings")

from django.core.asgi import get_asgi_application  # noqa: E402

application = get_asgi_application()
