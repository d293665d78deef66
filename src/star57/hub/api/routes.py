"""The REST API, version 1: its routers, its errors."""

from star57.hub.api import contacts, correspondence, decisions, desk, problems, registry, requests, tracebacks, webhooks
from star57.hub.api.calling import ApiKeyBearer
from star57.hub.api.description import DescribedAPI
from star57.hub.api.json_text import StrictParser

api = DescribedAPI(
    title="Star57",
    version="1",
    description="Traceback requests and responses between a consortium and voice service providers.",
    auth=ApiKeyBearer(),
    parser=StrictParser(),
    urls_namespace="api",
)
problems.install(api)
api.add_router("/requests", requests.router)  # paths are tried in this order: first what agents ask all day
api.add_router("", tracebacks.router)
api.add_router("", decisions.router)
api.add_router("", desk.router)
api.add_router("", correspondence.router)
api.add_router("", contacts.router)
api.add_router("", webhooks.router)
api.add_router("", requests.batch_router)
api.add_router("", registry.router)
