"""Which paths lead where: the API under /api/v1/, health for monitors, everything else is the portal."""

from django.urls import include, path

from star57.hub.api.health import healthz, readyz
from star57.hub.api.metrics import metrics
from star57.hub.api.routes import api

urlpatterns = [
    path("api/v1/", api.urls),
    path("healthz", healthz),
    path("readyz", readyz),
    path("metrics", metrics),
    path("", include("star57.hub.portal.urls")),
]
