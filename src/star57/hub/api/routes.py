"""The REST API, version 1: its routers, its registry list, its errors."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query
from pydantic import RootModel

from star57.hub.api import contacts, correspondence, decisions, desk, problems, requests, tracebacks, webhooks
from star57.hub.api.calling import ApiKeyBearer, show
from star57.hub.api.description import DescribedAPI
from star57.hub.api.json_text import StrictParser
from star57.hub.domain.access import Actor
from star57.hub.reads.providers import known_providers
from star57.wire.messages import KnownProvider

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


@api.get("/providers", response=list[KnownProvider], tags=["registry"], summary="Look a provider up")
async def list_providers(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=100, description="part of the name, or an id, OCN or SPC")] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
) -> HttpResponse:
    """Registered providers by name."""

    def work(actor: Actor) -> RootModel[list[KnownProvider]]:
        rows = known_providers(actor=actor, query=q, limit=limit)
        return RootModel[list[KnownProvider]]([KnownProvider(provider=row.id, name=row.name, country=row.country) for row in rows])

    return await show(request, work)
