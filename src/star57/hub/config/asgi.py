"""The ASGI application: the API on a short chain of its own, pages on Django's whole one."""

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "star57.hub.config.settings")

import django

django.setup(set_prefix=False)

from django.conf import settings  # noqa: E402

from star57.hub.config.api_handler import ApiHandler  # noqa: E402  settings first
from star57.hub.config.body_limit import limited  # noqa: E402
from star57.hub.config.pages_handler import PagesHandler  # noqa: E402

API, HEALTH = "/api/v1/", ("/healthz", "/readyz", "/metrics")
DESCRIPTION = ("/api/v1/docs", "/api/v1/openapi.json")  # pages for people and tools
_api, _pages = ApiHandler(), PagesHandler(settings.PAGE_THREADS)


async def _each(scope: Any, receive: Any, send: Any) -> None:
    """Hand each request to its chain."""
    path = scope.get("path", "")
    is_api = scope["type"] == "http" and (path in HEALTH or (path.startswith(API) and path not in DESCRIPTION))
    await (_api if is_api else _pages)(scope, receive, send)


application = limited(_each)
